"""One engine per process, one transaction per act, committed at the edge."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from psycopg.errors import DiskFull
from sqlalchemy import Connection, Engine, Row, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import OperationalError

from coach.domain.language import mark
from coach.domain.problems import Unavailable
from coach.store.server import database_url

AnyRow = Row[*tuple[Any, ...]]
"""A result row whose columns are named where it is read."""


def dialect_url(address: str) -> URL:
    """The address as SQLAlchemy wants it: psycopg 3, whatever spelling the host used."""
    return make_url(address).set(drivername="postgresql+psycopg")


@cache
def engine() -> Engine:
    """The process's engine. Call ``forget()`` after a fork or when the address changes (tests)."""
    # hide_parameters: what athletes wrote must not reach a log through an error's text.
    made = create_engine(
        dialect_url(database_url()), pool_size=8, max_overflow=8, pool_pre_ping=True, hide_parameters=True
    )

    @event.listens_for(made, "connect")
    def _speak_utc(connection: object, _record: object) -> None:
        connection.execute("SET TIME ZONE 'UTC'")  # type: ignore[attr-defined]
        connection.commit()  # type: ignore[attr-defined]

    return made


def address() -> str:
    """The address this process's engine uses, for child processes that must not start a server of their own."""
    return engine().url.render_as_string(hide_password=False)


def forget() -> None:
    """Close the engine; the next act opens a new one."""
    if engine.cache_info().currsize:
        engine().dispose()
    engine.cache_clear()


@contextmanager
def transaction() -> Iterator[Connection]:
    """One act: everything inside is committed together when the block ends, or rolled back when it raises.

    Raises:
        Unavailable: the database cannot be reached, went away meanwhile, or its disk is full.
    """
    with _told_in_words(), engine().connect() as connection, connection.begin():
        yield connection


@contextmanager
def session() -> Iterator[Connection]:
    """A connection whose statements are committed one by one, for locks that outlive transactions.

    Raises:
        Unavailable: as ``transaction``.
    """
    with _told_in_words(), engine().connect() as connection:
        yield connection.execution_options(isolation_level="AUTOCOMMIT")


@contextmanager
def _told_in_words() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        if isinstance(error.orig, DiskFull):
            raise Unavailable(
                mark("The disk of the database is full. Nothing was lost: free some space and try again.")
            ) from error
        raise Unavailable(mark("The database does not answer. Run `coach doctor` to see what is missing.")) from error
