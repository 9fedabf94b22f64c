"""What somebody who comes back is told: what must be painless first, what is left, and the way back."""

from __future__ import annotations

from datetime import date

from coach.domain.language import mark
from coach.domain.plans import Notice, Plan
from coach.science.planning.clocks import clock
from coach.science.planning.returning.breaks import ASSUMED_WEEKS_OFF, Break
from coach.science.planning.returning.injuries import PAIN_FREE_WALK_MIN
from coach.science.planning.returning.walk_run import is_walk_run
from coach.science.planning.runner import Runner


def return_notices(plan: Plan, before: Runner, after: Runner, pause: Break) -> tuple[Notice, ...]:
    """The notices of a plan that comes after a break; the runner before and after it, km/h and metres."""
    return (
        *_ready(plan, pause),
        *walking(plan),
        *_what_is_left(pause, seen=before.has_history),
        *_paces(before, after),
        *_days(plan),
    )


def with_return(told: tuple[Notice, ...], back: tuple[Notice, ...]) -> tuple[Notice, ...]:
    """The notices of a plan with those of a return first, which say better what the present running is."""
    said = {notice.code for notice in back}
    doubled = {"volume_assumed", "restart", "start_by_walking"} if "break_volume" in said else set()
    doubled |= {"vma_declared", "vma_assumed"} if "break_vma" in said else set()
    return (*back, *(notice for notice in told if notice.code not in doubled))


def _ready(plan: Plan, pause: Break) -> list[Notice]:
    told = []
    if pause.injured and not pause.resumed:
        message = mark(
            "Before the first run: daily life and stairs without pain, {minutes} to 45 minutes of brisk walking "
            "without pain that day and the next, and ten hops on each leg. Not there yet? Wait with the plan, walk "
            "every other day."
        )
        told.append(Notice("return_ready", message, {"minutes": str(PAIN_FREE_WALK_MIN)}))
    elif any(is_walk_run(session) for session in plan.sessions):
        message = mark(
            "Before the first run, a brisk walk of {minutes} minutes should be easy: if not, walk for a week first."
        )
        told.append(Notice("return_ready", message, {"minutes": str(PAIN_FREE_WALK_MIN)}))
    if pause.assumed:
        message = mark("You did not say how long you have not run: the plan takes {weeks} weeks.")
        told.append(Notice("break_assumed", message, {"weeks": str(ASSUMED_WEEKS_OFF)}))
    return told


def walking(plan: Plan, since: date | None = None) -> list[Notice]:
    """The walk-runs of a plan, if any is still to come from ``since`` on, and the first week without them."""
    walked = [week.number for week in plan.weeks if any(is_walk_run(session) for session in week.sessions)]
    if not walked or (since is not None and plan.weeks[walked[-1] - 1].sunday < since):
        return []
    running = next(
        (
            (week.number, session)
            for week in plan.weeks
            for session in week.sessions
            if session.kind.run and not is_walk_run(session)
        ),
        None,
    )
    if running is None:
        message = mark("These {weeks} weeks are walk-runs on days apart; running without walks comes after them.")
        return [Notice("walk_run", message, {"weeks": str(len(plan.weeks))})]
    message = mark(
        "The first {weeks} weeks are walk-runs on days apart; {duration} of running without walks come in week {week}. "
        "A stage that hurts is repeated, never skipped. The stages are a coaching convention: no study tells the best "
        "dose."
    )
    number, session = running
    values = {"weeks": str(walked[-1]), "week": str(number), "duration": clock(session.duration_s)}
    return [Notice("walk_run", message, values)]


def _what_is_left(pause: Break, *, seen: bool) -> list[Notice]:
    if pause.resumed or not pause.weeks:
        return []
    message = mark(
        "After {weeks} weeks without running the plan starts well below your usual {km} km a week, at {percent}% of "
        "them at most, and less where your last runs are too long ago to build on."
    )
    if not seen:
        message = mark(
            "After {weeks} weeks without running the plan starts well below the {km} km a week that your level usually "
            "runs, at {percent}% of them at most. If you ran less than that before, say a lower level."
        )
    values = {
        "weeks": str(pause.weeks),
        "km": f"{pause.weekly_m / 1000:.0f}",
        "percent": f"{100 * pause.volume_kept:.0f}",
    }
    return [Notice("break_volume", message, values)]


def _paces(before: Runner, after: Runner) -> list[Notice]:
    if after.vma_kmh >= before.vma_kmh:
        return []
    message = mark(
        "Paces are those of a VMA of {after} km/h, {percent}% below the {before} of before the break: about what "
        "trained runners lose in that time. A test tells more once you run without walks."
    )
    if before.vma_declared:
        message = mark(
            "Paces are those of a VMA of {after} km/h, reckoned from the {before} you gave: {percent}% lower, about "
            "what trained runners lose in that time. A test tells more once you run without walks."
        )
    elif not before.vma_measured:
        message = mark(
            "Paces are those of a VMA of {after} km/h, reckoned from the {before} assumed from your level: {percent}% "
            "lower for the time off. A test tells more once you run without walks."
        )
    values = {
        "before": f"{before.vma_kmh:.1f}",
        "after": f"{after.vma_kmh:.1f}",
        "percent": f"{100 * (1 - after.vma_kmh / before.vma_kmh):.0f}",
    }
    return [Notice("break_vma", message, values)]


def _days(plan: Plan) -> list[Notice]:
    """Too few days apart for two walk-runs a week."""
    first = [session for session in plan.weeks[0].sessions if session.kind.run] if plan.weeks else []
    if len(first) > 1 or not first or not is_walk_run(first[0]):
        return []
    message = mark(
        "Your running days follow each other, so one walk-run a week is left: a day further apart brings more."
    )
    return [Notice("return_days", message)]
