"""Whom a command acts for, and what it does when something goes wrong."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

import typer

from coach.cli import terminal
from coach.domain.athletes import Athlete
from coach.domain.language import mark
from coach.domain.problems import Problem, Unavailable

if TYPE_CHECKING:
    from sqlalchemy import Connection

NOT_SHOWN = mark("Not everything could be written out: {reason}. What was to be kept is kept.")

Command = TypeVar("Command", bound=Callable[..., Any])


def careful(command: Command) -> Command:
    """Turn problems into a sentence and an exit code, Ctrl-C into a word that nothing is lost."""

    @functools.wraps(command)
    def wrapped(*arguments: Any, **options: Any) -> Any:
        try:
            return command(*arguments, **options)
        except Problem as problem:
            terminal.print_problem(problem, as_json=bool(options.get("as_json")))
            raise typer.Exit(terminal.EXIT_PROBLEM) from problem
        except KeyboardInterrupt:
            typer.echo(terminal.word(mark("Stopped. What was done is kept; run the command again to go on.")), err=True)
            raise typer.Exit(terminal.EXIT_INTERRUPTED) from None
        except terminal.NotPrinted as lost:
            terminal.silence()
            if lost.reason is None:
                raise typer.Exit(0) from None
            typer.echo(terminal.word(NOT_SHOWN, reason=lost.reason), err=True)
            raise typer.Exit(terminal.EXIT_PROBLEM) from None

    return wrapped  # type: ignore[return-value]  # same signature, kept by functools.wraps


@contextmanager
def acting(email: str | None) -> Iterator[tuple[Connection, Athlete]]:
    """One transaction on a migrated database, and the athlete to act for.

    Leave it before anything is printed: it is committed at its end, and printing may fail.

    Raises:
        NotFound: nobody signs in with ``email``.
        Unavailable: the database cannot be used.
    """
    from coach.services import athletes
    from coach.store.engine import transaction

    ensure_ready()
    with transaction() as connection:
        if email:
            yield connection, athletes.by_email(connection, email)
        else:
            local = athletes.ensure_local(connection, language=terminal.language(), time_zone=local_zone())
            yield connection, local


def today_of(athlete: Athlete) -> date:
    """The athlete's own date."""
    return terminal.now().astimezone(ZoneInfo(athlete.time_zone)).date()


def ensure_ready() -> None:
    """Start the database where none was brought, and bring it to the present schema.

    Raises:
        Unavailable: the sentence says what is missing and how to get it.
    """
    from coach.store import home, readiness

    readiness.check_server()
    if readiness.migrated():
        return
    with home.alone("migrating"):
        if not readiness.migrated():
            migrate()


def migrate() -> None:
    """Run the migrations, in a process of their own: they are another door's (Django's)."""
    import subprocess

    from coach.store import readiness, server

    environment = os.environ | {"DATABASE_URL": server.database_url()}
    command = [sys.executable, "-m", "coach.web", "migrate", "--verbosity", "0"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:]
        raise Unavailable(mark("The database could not be prepared: {reason}"), reason=" ".join(last))
    readiness.note_migrated()


def local_zone() -> str:
    """This machine's IANA time zone, UTC when it does not say."""
    named = os.environ.get("TZ", "").lstrip(":")
    if not named:
        link = os.path.realpath("/etc/localtime")
        named = link.partition("zoneinfo/")[2]
    from zoneinfo import ZoneInfoNotFoundError

    try:
        ZoneInfo(named or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return "UTC"
    return named or "UTC"
