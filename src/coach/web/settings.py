"""Django's settings. Everything that differs between hosts comes from the environment."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from coach import domain
from coach.store import home
from coach.store.server import database_url

ROOT = Path(__file__).resolve().parent
SECRET_KEY = home.secret_key()
DEBUG = os.environ.get("COACH_DEBUG") == "1"
PUBLIC = os.environ.get("COACH_PUBLIC") == "1"
"""True behind TLS on a public host: cookies are then sent over TLS alone, and ``X-Forwarded-Proto`` is believed.
So the proxy in front must set that header itself, over whatever a client wrote. ``X-Forwarded-For`` is never believed:
an address is that of the connection."""

ALLOWED_HOSTS = home.hosts()
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("COACH_ORIGINS", "").split(",") if origin]


def _database(address: str) -> dict[str, object]:
    parts = urlsplit(address)
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": _database(database_url())}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "procrastinate.contrib.django",
    "coach.web.schema",
    "coach.web.design",
    "coach.web.accounts",
    "coach.web.today",
    "coach.web.imports",
    "coach.web.activities",
    "coach.web.plans",
    "coach.web.fitness",
    "coach.web.athletes",
]
AUTH_USER_MODEL = "schema.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "today:home"
LOGOUT_REDIRECT_URL = "today:home"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "coach.web.middleware.content_security",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "coach.web.middleware.personal",
    "coach.web.middleware.taken_in",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "coach.web.middleware.acting",
    "coach.web.middleware.Problems",
]
ROOT_URLCONF = "coach.web.urls"
WSGI_APPLICATION = "coach.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "coach.web.design.context.shared",
            ],
            "builtins": ["coach.web.design.templatetags.coach", "django.templatetags.i18n"],
        },
    }
]

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [Path(domain.__file__).parent / "locale"]

STATIC_URL = "/static/"
STORAGES = {"staticfiles": {"BACKEND": "coach.web.design.storage.FingerprintedStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 60 if DEBUG else 7 * 24 * 3600  # addresses change with the content

FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_TEMP_DIR = home.spool_folder()
UPLOAD_LIMIT_BYTES = 2 * 1000**3
FORM_LIMIT_BYTES = DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FILES = 10_000  # a folder dropped into the plain form comes in one request

MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"  # a notice must not write to the database
SESSION_COOKIE_AGE = 60 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = PUBLIC
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PUBLIC else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PUBLIC else None

if home.redis_url():
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": home.redis_url()}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "level": "WARNING"}, "django.request": {"level": "ERROR"}},
}
