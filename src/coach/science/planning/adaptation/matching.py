"""Which activity fulfilled which planned session, and how well: by day first, then by what fits near it.

A run counts once. A session whose day has not passed is fulfilled by an activity of that day only; a past one may
have been done up to two days early or late.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from coach.domain.activities import ActivityRow
from coach.domain.adaptation import Lived, Verdict, WeekFollowed
from coach.domain.plans import Plan, Session, SessionKind, Week
from coach.domain.sports import Sport, SportFamily
from coach.science.planning.adaptation.verdicts import LEAST_SHARE, PaceZones, judged

MOST_DAYS_APART = 2
LEAST_SHARE_APART, MOST_SHARE_APART = 0.6, 1.7
"""On another day an activity counts for a session only when it is about as long."""

LEAST_LONG_SHARE_APART = 0.75
SWAP_GAIN = 0.6
"""Two sessions have swapped their days when that explains their durations better by so much (natural logarithm)."""

SHORTEST_S = 300.0
"""Recordings under five minutes fulfil nothing."""

_CROSS_FAMILIES = (SportFamily.RIDE, SportFamily.SWIM, SportFamily.SNOW, SportFamily.WATER)

Pair = tuple[int, ActivityRow]


def lived(
    plan: Plan, activities: Iterable[ActivityRow], today: date, *, pace_zones: Mapping[str, PaceZones] | None = None
) -> Lived:
    """What became of ``plan`` up to ``today``, from the athlete's ``activities`` (any days, any sports).

    ``pace_zones`` are seconds in the five pace zones by activity id, where known: they tell a hard session from an
    easy one of the same length.
    """
    zones = pace_zones or {}
    done = sorted(
        (each for each in activities if each.local_date <= today and each.moving_s >= SHORTEST_S),
        key=lambda each: each.started_at,
    )
    sessions = sorted(
        (session for session in plan.sessions if session.kind is not SessionKind.REST), key=lambda each: each.day
    )
    found = _swapped(sessions, _matched(sessions, done, today))
    joined = _joined(sessions, found, done)
    used = {row.activity_id for rows in joined.values() for row in rows}
    fulfilments = tuple(judged(session, joined.get(index, ()), today, zones) for index, session in enumerate(sessions))
    beside = tuple(row for row in done if row.sport.family is SportFamily.RUN and row.activity_id not in used)
    return Lived(fulfilments, beside)


def week_followed(week: Week, life: Lived, today: date) -> WeekFollowed:
    """The sums of a week of the plan: what was due by ``today`` and everything run in it."""
    own = [one for one in life.fulfilments if week.monday <= one.session.day <= week.sunday]
    due = [one for one in own if one.verdict is not Verdict.UPCOMING]
    runs = [one.session for one in due if one.session.kind.run]
    run = [row for row in runs_of(life) if week.monday <= row.local_date <= week.sunday]
    return WeekFollowed(
        number=week.number,
        monday=week.monday,
        due=len(due),
        fulfilled=sum(one.verdict.fulfilled for one in due),
        due_s=sum(session.duration_s for session in runs),
        due_m=sum(session.distance_m for session in runs),
        run_s=sum(row.moving_s for row in run),
        run_m=sum(row.distance_m or 0.0 for row in run),
    )


def runs_of(life: Lived) -> list[ActivityRow]:
    """Everything that was run, for a session or beside the plan, oldest first."""
    own = [row for one in life.fulfilments if one.activity for row in (one.activity, *one.others)]
    runs = [row for row in (*own, *life.beside) if row.sport.family is SportFamily.RUN]
    return sorted(runs, key=lambda row: row.started_at)


def fits(session: Session, row: ActivityRow) -> bool:
    """Whether an activity is of the kind a session asks for: a ride or a walk is never a run."""
    family = row.sport.family
    if session.kind.run:
        return family is SportFamily.RUN
    if session.kind is SessionKind.STRENGTH:
        return family is SportFamily.STRENGTH
    return family in _CROSS_FAMILIES or row.sport is Sport.CARDIO


def _matched(sessions: Sequence[Session], done: Sequence[ActivityRow], today: date) -> dict[int, ActivityRow]:
    """Activities by index of session: those of the same day first, then those near it."""
    found: dict[int, ActivityRow] = {}
    pairs = _pairs(sessions, done)
    _take(found, sessions, (pair for pair in pairs if _gap(sessions, pair) == 0))
    past = (pair for pair in pairs if sessions[pair[0]].day < today and _gap(sessions, pair) != 0)
    _take(found, sessions, (pair for pair in past if _may_be_apart(sessions[pair[0]], pair[1])))
    return found


def _pairs(sessions: Sequence[Session], done: Sequence[ActivityRow]) -> list[Pair]:
    """Every session with every activity near it that is of its kind."""
    by_day: dict[date, list[ActivityRow]] = {}
    for row in done:
        by_day.setdefault(row.local_date, []).append(row)
    near = [timedelta(days=days) for days in range(-MOST_DAYS_APART, MOST_DAYS_APART + 1)]
    return [
        (index, row)
        for index, session in enumerate(sessions)
        for gap in near
        for row in by_day.get(session.day + gap, ())
        if fits(session, row)
    ]


def _gap(sessions: Sequence[Session], pair: Pair) -> int:
    return (pair[1].local_date - sessions[pair[0]].day).days


def _take(found: dict[int, ActivityRow], sessions: Sequence[Session], pairs: Iterable[Pair]) -> None:
    """Add the pairs, best first, while neither their session nor their activity is taken."""
    used = {row.activity_id for row in found.values()}

    def worth(pair: Pair) -> tuple[int, bool, float, int]:
        session = sessions[pair[0]]
        return abs(_gap(sessions, pair)), not session.kind.hard, mismatch(session, pair[1]), pair[0]

    for index, row in sorted(pairs, key=worth):
        if index not in found and row.activity_id not in used:
            found[index] = row
            used.add(row.activity_id)


def mismatch(session: Session, row: ActivityRow) -> float:
    """How far an activity is from a session: 0 is exactly as long. A race is measured by its distance."""
    planned, done = session.duration_s, row.moving_s
    if session.kind is SessionKind.RACE and row.distance_m:
        planned, done = session.distance_m, row.distance_m
    return abs(math.log(done / planned)) if planned > 0 and done > 0 else math.inf


def _may_be_apart(session: Session, row: ActivityRow) -> bool:
    """Whether an activity may count for a session of another day."""
    if session.kind is SessionKind.RACE or session.duration_s <= 0:
        return False
    least = LEAST_LONG_SHARE_APART if session.kind is SessionKind.LONG else LEAST_SHARE_APART
    return least <= row.moving_s / session.duration_s <= MOST_SHARE_APART


def _swapped(sessions: Sequence[Session], found: dict[int, ActivityRow]) -> dict[int, ActivityRow]:
    """The same activities, two runs changed over where the athlete plainly ran them on each other's day."""
    for one in sorted(found):
        for other in sorted(found):
            near = 0 < (sessions[other].day - sessions[one].day).days <= MOST_DAYS_APART
            runs = sessions[one].kind.run and sessions[other].kind.run
            if not (near and runs) or SessionKind.RACE in (sessions[one].kind, sessions[other].kind):
                continue
            as_found = mismatch(sessions[one], found[one]) + mismatch(sessions[other], found[other])
            swapped = mismatch(sessions[one], found[other]) + mismatch(sessions[other], found[one])
            if swapped < as_found - SWAP_GAIN:
                found = found | {one: found[other], other: found[one]}
    return found


def _joined(
    sessions: Sequence[Session], found: dict[int, ActivityRow], done: Sequence[ActivityRow]
) -> dict[int, tuple[ActivityRow, ...]]:
    """Each session's activity with further runs of its day, while it is too short without them."""
    used = {row.activity_id for row in found.values()}
    joined: dict[int, tuple[ActivityRow, ...]] = {}
    for index, first in sorted(found.items()):
        rows: tuple[ActivityRow, ...] = (first,)
        for row in done:
            so_far, wanted = sum(each.moving_s for each in rows), sessions[index].duration_s
            short = so_far < LEAST_SHARE * wanted or so_far + row.moving_s <= wanted
            same = row.local_date == first.local_date and row.activity_id not in used
            if short and same and sessions[index].kind.run and fits(sessions[index], row):
                rows = (*rows, row)
                used.add(row.activity_id)
        joined[index] = rows
    return joined
