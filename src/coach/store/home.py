"""Where this coach lives: its data folder and the servers it was pointed to."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def home() -> Path:
    """The data folder (``COACH_HOME``), made on first use, readable by its owner alone where we can say so."""
    named = os.environ.get("COACH_HOME")
    if named:
        folder = Path(named).expanduser()
    else:
        base = os.environ.get("XDG_DATA_HOME")
        folder = (Path(base) if base else Path.home() / ".local" / "share") / "coach-ia"
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        # As root the embedded database runs as a user of its own, who must be able to pass through.
        folder.mkdir(exist_ok=True)
        folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
    return folder.resolve()


def originals_folder() -> Path:
    """Files as they came in, by SHA-256."""
    return _private(home() / "originals")


def spool_folder() -> Path:
    """Uploads on their way; nothing here is ever named by a stranger."""
    return _private(home() / "spool")


def database_folder() -> Path:
    """The embedded PostgreSQL's own folder."""
    return home() / "postgresql"


def external_database() -> str | None:
    """``DATABASE_URL`` when the athlete or the host brought their own PostgreSQL."""
    return os.environ.get("DATABASE_URL") or None


def hosts() -> list[str]:
    """Names this coach is asked under (``COACH_HOSTS``); ``.example.org`` stands for all names under it, ``*`` for any.

    A page that makes a browser ask under another name (DNS rebinding) is thereby refused.
    """
    return os.environ.get("COACH_HOSTS", "localhost,127.0.0.1,[::1]").split(",")


def redis_url() -> str | None:
    """``REDIS_URL`` when a Redis was brought."""
    return os.environ.get("REDIS_URL") or None


def mqtt_url() -> str | None:
    """``MQTT_URL`` when a broker was brought."""
    return os.environ.get("MQTT_URL") or None


def secret_key() -> str:
    """The key that signs cookies: ``COACH_SECRET_KEY``, or one made once and kept in the data folder (mode 600)."""
    given = os.environ.get("COACH_SECRET_KEY")
    if given:
        return given
    kept = home() / "secret_key"
    if not kept.exists():
        _write_once(kept, secrets.token_urlsafe(48))
    return kept.read_text().strip()


@contextmanager
def alone(purpose: str) -> Iterator[None]:
    """Let one process at a time do ``purpose`` in this data folder; the lock goes with the process."""
    with (home() / f".{purpose}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _write_once(path: Path, text: str) -> None:
    """Write ``path`` whole or not at all; when two processes race, the first one's text stays."""
    draft = path.with_suffix(f".{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _private(folder: Path) -> Path:
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
