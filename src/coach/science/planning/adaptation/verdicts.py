"""How well an activity fulfilled a planned session, with the figures behind the verdict in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from coach.domain.activities import ActivityRow
from coach.domain.adaptation import Fulfilment, Verdict
from coach.domain.language import mark
from coach.domain.plans import Notice, Session, SessionKind, Step, StepKind
from coach.science.planning.clocks import clock

PaceZones = Sequence[float]
"""Seconds in the pace zones 1 to 5 (they end at 62, 75, 83, 91 and 100 % of VMA)."""

LEAST_SHARE, MOST_SHARE = 0.8, 1.2
"""A session is done as planned within a fifth of its duration: a coach's convention."""

LEAST_RACE_SHARE = 0.95
LEAST_WORK_SHARE = 0.5
"""Under half of the quick running planned, a hard session was an easy run."""

QUICK_ZONE, HARD_ZONE = 3, 4
"""Quick running begins with zone 3 (75 % of VMA), hard running with zone 4 (83 %)."""

MOST_HARD_SHARE, MOST_HARD_S = 0.25, 600.0
"""An easy run with more than a quarter and ten minutes of hard running was no easy run."""


def judged(
    session: Session, rows: Sequence[ActivityRow], today: date, pace_zones: Mapping[str, PaceZones]
) -> Fulfilment:
    """The verdict on a session from the activities that belong to it (none: missed, or still to come)."""
    if not rows:
        if session.day >= today:
            return Fulfilment(session, Verdict.UPCOMING)
        message = mark("Nothing was recorded for it ({planned} planned).")
        told = Notice("nothing", message, {"planned": clock(session.duration_s)})
        return Fulfilment(session, Verdict.MISSED, reasons=(told,))
    moving_s = sum(row.moving_s for row in rows)
    share = moving_s / session.duration_s if session.duration_s else None
    late = (rows[0].local_date - session.day).days
    verdict, reasons = _verdict(session, rows, moving_s, pace_zones)
    if late:
        reasons = (*reasons, _other_day(late))
    if len(rows) > 1:
        message = mark("{count} recordings of that day are counted together.")
        reasons = (*reasons, Notice("together", message, {"count": str(len(rows))}))
    return Fulfilment(session, verdict, rows[0], share, late, reasons, tuple(rows[1:]))


def work_s(session: Session) -> float:
    """Seconds of a session that ask for more than easy running: its repeats without their recoveries."""
    return sum(_work_of(step) for step in session.steps)


def _work_of(step: Step) -> float:
    if step.steps:
        return step.times * sum(_work_of(part) for part in step.steps)
    quick = step.kind is StepKind.REPEAT and (step.target.vma_low is None or step.target.vma_low >= 70)
    return step.times * step.duration_s if quick else 0.0


def _verdict(
    session: Session, rows: Sequence[ActivityRow], moving_s: float, pace_zones: Mapping[str, PaceZones]
) -> tuple[Verdict, tuple[Notice, ...]]:
    """The verdict on what was done, and why: distance for a race, effort before duration for everything else."""
    if session.kind is SessionKind.RACE:
        return _race_verdict(session, rows)
    by_effort = _by_effort(session, rows, moving_s, pace_zones) if session.kind.run else None
    by_time, told = _by_time(session, moving_s)
    if by_effort is None:
        return by_time, (told,)
    return by_effort[0], (by_effort[1], told)


def _race_verdict(session: Session, rows: Sequence[ActivityRow]) -> tuple[Verdict, tuple[Notice, ...]]:
    metres = sum(row.distance_m or 0.0 for row in rows)
    if not metres:
        verdict, told = _by_time(session, sum(row.moving_s for row in rows))
        return verdict, (told,)
    values = {"done": f"{metres / 1000:.1f}", "planned": f"{session.distance_m / 1000:.1f}"}
    told = Notice("race_distance", mark("{done} km of {planned} km raced."), values)
    raced = metres >= LEAST_RACE_SHARE * session.distance_m
    return (Verdict.DONE if raced else Verdict.SHORTER), (told,)


def _by_time(session: Session, moving_s: float) -> tuple[Verdict, Notice]:
    values = {"done": clock(60 * round(moving_s / 60)), "planned": clock(session.duration_s)}
    told = Notice("duration", mark("{done} of {planned} planned."), values)
    if moving_s < LEAST_SHARE * session.duration_s:
        return Verdict.SHORTER, told
    if moving_s > MOST_SHARE * session.duration_s:
        return Verdict.LONGER, told
    return Verdict.DONE, told


def _by_effort(
    session: Session, rows: Sequence[ActivityRow], moving_s: float, pace_zones: Mapping[str, PaceZones]
) -> tuple[Verdict, Notice] | None:
    """Easier or harder than planned by the time in the pace zones; None when neither, or not known."""
    zones = [pace_zones.get(row.activity_id, ()) for row in rows]
    if not all(len(seconds) == 5 for seconds in zones):
        return None
    planned = work_s(session)
    quick_s = sum(sum(seconds[QUICK_ZONE - 1 :]) for seconds in zones)
    hard_s = sum(sum(seconds[HARD_ZONE - 1 :]) for seconds in zones)
    if _asks_for_pace(session) and planned >= 300 and quick_s < LEAST_WORK_SHARE * planned:
        values = {"done": clock(60 * round(quick_s / 60)), "planned": clock(60 * round(planned / 60))}
        return Verdict.EASIER, Notice("work", mark("{done} of quick running, {planned} planned."), values)
    if not session.kind.hard and hard_s > planned + max(MOST_HARD_S, MOST_HARD_SHARE * moving_s):
        values = {"done": clock(60 * round(hard_s / 60))}
        return Verdict.HARDER, Notice("too_hard", mark("{done} of hard running in a run meant to be easy."), values)
    return None


def _asks_for_pace(session: Session) -> bool:
    """Whether the work of a session shows in its speed: uphill and by feel it does not."""
    return any(
        step.kind is StepKind.REPEAT and any(part.target.pace_fast_s is not None for part in (step, *step.steps))
        for step in session.steps
    )


def _other_day(late: int) -> Notice:
    if late > 0:
        message = mark("Done a day late.") if late == 1 else mark("Done {days} days late.")
    else:
        message = mark("Done a day early.") if late == -1 else mark("Done {days} days early.")
    return Notice("other_day", message, {} if abs(late) == 1 else {"days": str(abs(late))})
