"""Signing up, in and out, the demo athlete, the language of the pages."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.contrib.auth import login, logout
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coach.domain.athletes import Language
from coach.services import athletes, imports
from coach.services import demo as demo_athlete
from coach.store.engine import transaction
from coach.web import clock
from coach.web.accounts import throttle
from coach.web.accounts.forms import HOME_ZONE, SignInForm, SignUpForm
from coach.web.requests import AthleteRequest, for_athlete, spoken
from coach.web.schema.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """Make an account and sign in. The athlete is made by the next request: one library writes at a time."""
    if request.user.is_authenticated:
        return redirect("today:home")
    form = SignUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            user = User.objects.create_user(given["email"], given["password"], language=spoken().value)
        except IntegrityError:
            form.add_error("email", _("This e-mail already has an account. Sign in instead."))
        else:
            _welcome(request, user, given["name"], given["time_zone"])
            return redirect("today:home")
    return render(request, "accounts/sign_up.html", {"form": form}, status=422 if form.errors else 200)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in, then go where one was going."""
    target = _safe_target(request)
    if request.user.is_authenticated:
        return redirect(target)
    form = SignInForm(request, request.POST or None)
    if request.method == "POST":
        _let_in(request, form)
        if form.user is not None:
            return redirect(target)
    context = {"form": form, "next": target}
    return render(request, "accounts/sign_in.html", context, status=422 if form.errors else 200)


def _let_in(request: HttpRequest, form: SignInForm) -> None:
    """Sign in who knows the password. Raises TooOften after too many wrong ones for the same e-mail."""
    address, email, now = request.META["REMOTE_ADDR"], request.POST.get("email", "").strip(), clock.now()
    throttle.may_sign_in(address, email, now)
    if form.is_valid() and form.user is not None:
        throttle.succeeded(address, email)
        login(request, form.user)
    elif form.non_field_errors():
        throttle.failed(address, email, now)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, keep the language."""
    spoken_here = spoken()
    logout(request)
    return _remember(redirect("today:home"), spoken_here)


@require_POST
def demo(request: HttpRequest) -> HttpResponse:
    """Make a throw-away account for the demo athlete and sign in as it."""
    if not request.user.is_authenticated:
        throttle.may_begin_demo(request.META["REMOTE_ADDR"], clock.now())
        email = f"demo-{secrets.token_hex(8)}@{demo_athlete.MAIL_DOMAIN}"
        user = User.objects.create_user(email, None, language=spoken().value)
        _welcome(request, user, "Camille", HOME_ZONE)
        request.session["demo"] = True
    return redirect("accounts:begin_demo")


@require_GET
@for_athlete
def begin_demo(request: AthleteRequest) -> HttpResponse:
    """Begin the demo history once, then show it coming in. Only a session that asked for the demo gets one."""
    if not request.session.get("demo"):
        return redirect("today:home")
    now = clock.now()
    with transaction() as connection:
        begun = imports.runs(connection, request.athlete.athlete_id, now, limit=1)
        run_id = (
            begun[0].run_id
            if begun
            else demo_athlete.begin(connection, request.athlete.athlete_id, clock.today_of(request.athlete))
        )
    return redirect("imports:run", run_id)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Answer in another language from now on."""
    try:
        chosen = Language(request.POST.get("language", ""))
    except ValueError:
        chosen = spoken()
    if request.user.is_authenticated:
        athlete = request.athlete  # type: ignore[attr-defined]
        with transaction() as connection:
            athletes.update(connection, athlete.athlete_id, {"language": chosen.value}, today=clock.today_of(athlete))
    return _remember(redirect(_safe_target(request)), chosen)


def _welcome(request: HttpRequest, user: User, name: str, time_zone: str) -> None:
    login(request, user, backend=BACKEND)
    request.session["name"] = name
    request.session["time_zone"] = time_zone


def _remember(response: HttpResponse, chosen: Language) -> HttpResponse:
    translation.activate(chosen.value)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen.value,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        httponly=True,
        secure=settings.PUBLIC,
        samesite="Lax",
    )
    return response


def _safe_target(request: HttpRequest) -> str:
    """Where to go next, if it is one of our own addresses."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    if not target.startswith("/"):  # a bare word would be taken for the name of a page
        return "/"
    own = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if own else "/"
