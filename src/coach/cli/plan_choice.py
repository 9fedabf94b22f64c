"""Which plan, which session: the last plan unless told, ids by their first letters, sessions by their day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from coach.domain.language import mark
from coach.domain.problems import InvalidInput, NotFound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from coach.domain.plans import Plan, Session

NO_PLAN = mark("There is no plan yet. Make one: coach plan --goal marathon --weeks 16")


def chosen(connection: Connection, athlete_id: str, which: str | None) -> Plan:
    """The newest version of the plan that has or had an id that begins so; the last plan without ``which``.

    Raises InvalidInput where there is none yet or several fit, NotFound where none fits.
    """
    from coach.services import plans

    if which is None:
        last = plans.latest(connection, athlete_id)
        if last is None:
            raise InvalidInput(NO_PLAN)
        return last
    newest = plans.names(connection, athlete_id)
    meant = {newest[name] for name in newest if name.startswith(which.lower())} if which else set()
    return plans.get(connection, athlete_id, meant.pop() if len(meant) == 1 else beginning(sorted(newest), which))


def beginning(ids: Sequence[str], said: str) -> str:
    """The one id that begins so. Raises NotFound for none, InvalidInput for several."""
    found = [each for each in ids if said and each.startswith(said.lower())]
    if not found:
        raise NotFound(mark("There is nothing with the id {text}."), text=said[:40])
    if len(found) > 1:
        raise InvalidInput(mark("Several begin with {text}: say more of the id."), text=said[:40])
    return found[0]


def session_of(plan: Plan, said: str) -> Session:
    """The session meant by its day (2027-03-02) or by the beginning of its key.

    Raises InvalidInput where several are on that day, NotFound where none is.
    """
    try:
        day = date.fromisoformat(said)
    except ValueError:
        key = beginning([session.key for session in plan.sessions if session.key], said)
        return next(session for session in plan.sessions if session.key == key)
    found = [session for session in plan.sessions if session.day == day]
    if not found:
        raise NotFound(mark("There is no session on {day}."), day=said)
    if len(found) > 1:
        keys = ", ".join((session.key or "")[:8] for session in found)
        raise InvalidInput(
            mark("There are several sessions on {day}: say which by its key, {keys}."), day=said, keys=keys
        )
    return found[0]
