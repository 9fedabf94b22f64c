"""Import runs, their items and their log."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import OperationalError

from coach.domain.imports import ImportItem, ImportRun, ItemState, LogLine, RunState
from coach.domain.problems import NotFound
from coach.store.engine import AnyRow, session
from coach.store.identifiers import identifier
from coach.store.tables import t_import_item, t_import_log, t_import_run

_items, _runs, _log = t_import_item.c, t_import_run.c, t_import_log.c


def new_run(connection: Connection, athlete_id: str, *, label: str, source: str, state: RunState) -> str:
    """Write a run; its id."""
    statement = insert(t_import_run).values(athlete_id=athlete_id, label=label, source=source, state=state.value)
    return str(connection.execute(statement.returning(_runs.id)).scalar_one())


def owner(connection: Connection, run_id: str) -> str:
    """Whose run it is: an athlete's id.

    Raises:
        NotFound: no such run.
    """
    found = connection.execute(select(_runs.athlete_id).where(_runs.id == run_id)).scalar_one_or_none()
    if found is None:
        raise NotFound("There is no such import.")
    return str(found)


def of_athlete(connection: Connection, athlete_id: str, run_id: str, *, hold: bool = False) -> AnyRow:
    """The run's row; ``hold`` keeps others from changing it until the transaction ends.

    Raises:
        NotFound: no such run among the athlete's.
    """
    query = select(t_import_run).where(_runs.id == identifier(run_id), _runs.athlete_id == athlete_id)
    row = connection.execute(query.with_for_update(key_share=True) if hold else query).one_or_none()
    if row is None:
        raise NotFound("There is no such import.")
    return row


def set_state(connection: Connection, run_id: str, state: RunState, **moments: datetime | None) -> None:
    """Move a run to ``state``; ``started_at`` or ``finished_at`` may come along."""
    connection.execute(update(t_import_run).where(_runs.id == run_id).values(state=state.value, **moments))


def unfinished(connection: Connection, *, source: str | None = None) -> list[str]:
    """Runs that somebody began working on, or should, oldest first."""
    query = select(_runs.id).where(_runs.state.in_([RunState.QUEUED.value, RunState.RUNNING.value]))
    if source is not None:
        query = query.where(_runs.source == source)
    return [str(run_id) for run_id in connection.execute(query.order_by(_runs.created_at)).scalars()]


def receiving_since(connection: Connection, before: datetime) -> list[tuple[str, str]]:
    """Runs still receiving that were begun before an instant: (run id, athlete id), oldest first."""
    query = (
        select(_runs.id, _runs.athlete_id)
        .where(_runs.state == RunState.RECEIVING.value, _runs.created_at < before)
        .order_by(_runs.created_at)
    )
    return [(str(row.id), str(row.athlete_id)) for row in connection.execute(query)]


def add_items(connection: Connection, run_id: str, rows: Collection[dict[str, Any]]) -> list[tuple[int, str]]:
    """Add items that the run does not have yet (by name); (id, name) of those really added."""
    if not rows:
        return []
    complete = [
        {"run_id": run_id, "sha256": None, "size": 0, "container": False, "hints": None, "state": "queued"}
        | {"reason_code": None, "reason": None, "reason_values": {}, "finished_at": None}
        | row
        for row in rows
    ]
    statement = upsert(t_import_item).on_conflict_do_nothing(constraint="import_item_once")
    added = connection.execute(statement.returning(_items.id, _items.name), complete)
    return [(row.id, row.name) for row in added]


def queued(connection: Connection, run_id: str, *, container: bool, after: int = 0, limit: int = 500) -> list[AnyRow]:
    """Items still to be read, in the order they came: id, name, sha256, size, hints, attempts."""
    query = (
        select(_items.id, _items.name, _items.sha256, _items.size, _items.hints, _items.attempts)
        .where(_items.run_id == run_id, _items.state == "queued", _items.container.is_(container), _items.id > after)
        .order_by(_items.id)
        .limit(limit)
    )
    return list(connection.execute(query))


def count_attempt(connection: Connection, item_id: int) -> int:
    """Note that work on a queued item begins; how many times it now has."""
    done = connection.execute(
        update(t_import_item)
        .where(_items.id == item_id, _items.state == "queued")
        .values(attempts=_items.attempts + 1)
        .returning(_items.attempts)
    )
    return done.scalar_one_or_none() or 0


def forget_attempts(connection: Connection, run_id: str) -> None:
    """Count the attempts on what is still queued from nought: what stopped them was no fault of the files."""
    queued_ones = update(t_import_item).where(_items.run_id == run_id, _items.state == "queued")
    connection.execute(queued_ones.values(attempts=0))


def finish_item(
    connection: Connection,
    item_id: int,
    state: ItemState,
    now: datetime,
    *,
    activity_ids: Collection[str] = (),
    reason_code: str | None = None,
    reason: str | None = None,
    values: dict[str, Any] | None = None,
) -> bool:
    """Say what became of an item; False when somebody already had."""
    done = connection.execute(
        update(t_import_item)
        .where(_items.id == item_id, _items.state == "queued")
        .values(
            state=state.value,
            finished_at=now,
            activity_ids=list(activity_ids),
            reason_code=reason_code,
            reason=reason,
            reason_values=values or {},
            attempts=_items.attempts + 1,
        )
    )
    return bool(done.rowcount)


def contents(connection: Connection, run_id: str, names: Collection[str]) -> dict[str, bytes | None]:
    """SHA-256 of the run's items of these names (None for one that has no bytes)."""
    rows = connection.execute(
        select(_items.name, _items.sha256).where(_items.run_id == run_id, _items.name.in_(list(names)))
    )
    return {row.name: None if row.sha256 is None else bytes(row.sha256) for row in rows}


def hints(connection: Connection, athlete_id: str, sha256: bytes) -> dict[str, Any] | None:
    """What an account export said about a file when it first came in; None when nothing was said."""
    query = (
        select(_items.hints)
        .join(t_import_run, _runs.id == _items.run_id)
        .where(_runs.athlete_id == athlete_id, _items.sha256 == sha256, _items.hints.is_not(None))
        .order_by(_items.id)
        .limit(1)
    )
    return connection.execute(query).scalar_one_or_none()


def remove_item(connection: Connection, item_id: int) -> None:
    """Take away a container once all its members are items of their own; one that was set aside stays."""
    connection.execute(t_import_item.delete().where(_items.id == item_id, _items.state == "queued"))


def requeue(connection: Connection, run_id: str) -> int:
    """Queue again what was set aside; how many."""
    done = connection.execute(
        update(t_import_item)
        .where(_items.run_id == run_id, _items.state == "quarantined", _items.sha256.is_not(None))
        .values(state="queued", reason=None, reason_code=None, reason_values={}, finished_at=None, attempts=0)
    )
    return done.rowcount


def counts(connection: Connection, run_ids: Collection[str]) -> dict[str, dict[str, int]]:
    """For each run, items by state; a container not opened yet counts as one."""
    found: dict[str, dict[str, int]] = {run_id: {} for run_id in run_ids}
    rows = connection.execute(
        select(_items.run_id, _items.state, func.count().label("many"))
        .where(_items.run_id.in_(list(run_ids)))
        .group_by(_items.run_id, _items.state)
    )
    for row in rows:
        found[str(row.run_id)][row.state] = row.many
    return found


def runs(connection: Connection, athlete_id: str, limit: int) -> list[AnyRow]:
    """The athlete's runs, newest first."""
    query = select(t_import_run).where(_runs.athlete_id == athlete_id).order_by(_runs.created_at.desc()).limit(limit)
    return list(connection.execute(query))


def items(
    connection: Connection, run_id: str, states: Collection[ItemState] | None, limit: int, after: int
) -> tuple[ImportItem, ...]:
    """Items newest first; ``after`` asks for those younger than an item id."""
    query = select(t_import_item).where(_items.run_id == run_id, _items.id > after)
    if states is not None:
        query = query.where(_items.state.in_([state.value for state in states]))
    rows = connection.execute(query.order_by(_items.finished_at.desc().nulls_first(), _items.id.desc()).limit(limit))
    return tuple(_item(row) for row in rows)


def write_log(
    connection: Connection, run_id: str, level: str, message: str, file_name: str | None = None, **values: Any
) -> None:
    """Add a line to a run's log: ``message`` is a message id, ``values`` fill it."""
    connection.execute(
        insert(t_import_log).values(run_id=run_id, level=level, message=message, values=values, file_name=file_name)
    )


def log(connection: Connection, run_id: str, after: int, limit: int) -> tuple[LogLine, ...]:
    """Log lines in order, those after line id ``after``."""
    query = select(t_import_log).where(_log.run_id == run_id, _log.id > after).order_by(_log.id).limit(limit)
    return tuple(
        LogLine(
            line_id=row.id,
            at=row.at,
            level=row.level,
            message=row.message,
            values=row._mapping["values"],
            file_name=row.file_name,
        )
        for row in connection.execute(query)
    )


def last_said(connection: Connection, run_id: str, message: str, limit: int) -> list[dict[str, Any]]:
    """Values of the last lines of a run's log that say ``message``, the youngest first."""
    query = select(_log["values"]).where(_log.run_id == run_id, _log.message == message)
    return list(connection.execute(query.order_by(_log.id.desc()).limit(limit)).scalars())


@contextmanager
def working_on(run_id: str) -> Iterator[bool]:
    """Hold the run for this process; False when another one holds it. Freed even if the process is killed."""
    key = {"key": f"import:{run_id}"}
    with session() as connection:
        mine = connection.execute(text("SELECT pg_try_advisory_lock(hashtextextended(:key, 0))"), key).scalar_one()
        try:
            yield bool(mine)
        finally:
            # A database that is gone has freed the lock; what went wrong first is what should be told.
            with suppress(OperationalError):
                if mine:
                    connection.execute(text("SELECT pg_advisory_unlock(hashtextextended(:key, 0))"), key)


def as_run(row: AnyRow, by_state: dict[str, int], now: datetime) -> ImportRun:
    """A run with its counts, rate and time left."""
    total = sum(by_state.values())
    left = by_state.get("queued", 0)
    done = total - left
    state = RunState(row.state)
    rate = _rate(row, done, now)
    return ImportRun(
        run_id=str(row.id),
        label=row.label,
        source=row.source,
        state=state,
        created_at=row.created_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        files=total,
        done=done,
        new=by_state.get("new", 0),
        duplicates=by_state.get("duplicate", 0),
        merged=by_state.get("merged", 0),
        skipped=by_state.get("skipped", 0),
        quarantined=by_state.get("quarantined", 0),
        files_per_s=rate,
        eta_s=left / rate if rate and state is RunState.RUNNING else None,
    )


def _rate(row: AnyRow, done: int, now: datetime) -> float | None:
    if row.started_at is None or not done:
        return None
    seconds = ((row.finished_at or now) - row.started_at).total_seconds()
    return done / seconds if seconds > 0 else None


def _item(row: AnyRow) -> ImportItem:
    return ImportItem(
        item_id=row.id,
        name=row.name,
        state=ItemState(row.state),
        reason_code=row.reason_code,
        reason=row.reason,
        reason_values=row.reason_values,
        activity_ids=tuple(row.activity_ids),
        size=row.size,
    )
