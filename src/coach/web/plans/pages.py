"""What the plan's pages show, made ready for the templates."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from coach.domain.activities import ActivityRow
from coach.domain.fitness import Fitness
from coach.domain.plans import Plan, Session, SessionKind, Step, StepKind, Week
from coach.services import charts_volume, plan_words, race_words
from coach.services.charts_style import Spec
from coach.web.requests import spoken

Done = dict[str, ActivityRow]

MOVED_KMH = 0.3
"""A VMA that moved less since the plan was made is not worth a word."""


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A line of a week's table."""

    session: Session
    done: ActivityRow | None
    intensity: str
    today: bool


@dataclass(frozen=True, slots=True)
class WeekRow:
    """A week with its table; ``share`` is its volume in percent of the longest week's."""

    week: Week
    rows: tuple[SessionRow, ...]
    open: bool
    now: bool
    share: float
    done_share: float
    done_m: float
    count: int


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A square of the month."""

    day: date
    inside: bool
    today: bool
    session: Session | None
    done: ActivityRow | None


def weeks_view(plan: Plan, done: Done, today: date) -> dict[str, object]:
    """The weeks and the exact statistics."""
    longest = max((week.distance_m for week in plan.weeks), default=0.0) or 1.0
    rows = [_week_row(week, done, today, longest) for week in plan.weeks]
    if not any(row.now for row in rows):
        rows = [_opened(row) if index < 1 else row for index, row in enumerate(rows)]
    counts = [row.count for row in rows]
    return {
        "weeks": rows,
        "days_left": (plan.end - today).days,
        "sessions": sum(counts),
        "per_week": (min(counts, default=0), max(counts, default=0)),
        "done_count": len(done),
    }


def head_view(plan: Plan, belief: Fitness) -> dict[str, object]:
    """What today's fitness says of the goal, and whether it moved away from the one the plan was made with."""
    seen = belief.vma.value if belief.vma is not None and race_words.prediction_of(plan, belief) else plan.vma_kmh
    return {
        "race": race_words.promised(plan, belief),
        "vma_kmh": seen,
        "moved": abs(seen - plan.vma_kmh) >= MOVED_KMH,
    }


def month_view(plan: Plan, done: Done, first: date, today: date) -> dict[str, object]:
    """The squares of a month, week by week, and its neighbours inside the plan."""
    by_day = {session.day: session for session in plan.sessions if session.kind is not SessionKind.REST}
    squares = [
        [_square(day, first, today, by_day.get(day), done) for day in week]
        for week in Calendar().monthdatescalendar(first.year, first.month)
    ]
    last = plan.weeks[-1].sunday if plan.weeks else plan.end
    before, after = _shifted(first, -1), _shifted(first, 1)
    return {
        "first": first,
        "today": today,
        "squares": squares,
        "before": before if before >= plan.start.replace(day=1) else None,
        "after": after if after <= last else None,
        "sums": _sums(session for day, session in by_day.items() if (day.year, day.month) == (first.year, first.month)),
    }


def asked_month(text: str, plan: Plan, today: date) -> date:
    """First day of the month asked for (``2026-12``), or of today's; kept inside the plan."""
    try:
        asked = date.fromisoformat(f"{text}-01")
    except ValueError:
        asked = min(today, plan.end)
    last = plan.weeks[-1].sunday if plan.weeks else plan.end
    return min(max(asked, plan.start), last).replace(day=1)


def intensity(session: Session) -> str:
    """How hard the session is, in one phrase: its work, not its warm-up; empty for rest and strength."""
    step = max(_working(session.steps), key=_weight, default=None)
    return plan_words.target_words(spoken(), step.target) if step else ""


def _working(steps: Iterable[Step]) -> Iterable[Step]:
    for step in steps:
        if step.steps:
            yield from _working(step.steps)
        elif step.kind in (StepKind.REPEAT, StepKind.STEADY):
            yield step


def _weight(step: Step) -> tuple[bool, float]:
    return step.kind is StepKind.REPEAT, step.total_s


def _week_row(week: Week, done: Done, today: date, longest: float) -> WeekRow:
    active = [session for session in week.sessions if session.kind is not SessionKind.REST]
    rows = tuple(
        SessionRow(session, done.get(session.session_id or ""), intensity(session), session.day == today)
        for session in active
    )
    ran = sum(row.done.distance_m or 0.0 for row in rows if row.done)
    now = week.monday <= today <= week.sunday
    return WeekRow(
        week=week,
        rows=rows,
        open=now or week.monday == today + timedelta(days=7 - today.weekday()),
        now=now,
        share=round(100 * week.distance_m / longest, 1),
        done_share=round(min(100 * ran / longest, 100), 1),
        done_m=ran,
        count=len(rows),
    )


def _opened(row: WeekRow) -> WeekRow:
    return WeekRow(row.week, row.rows, True, row.now, row.share, row.done_share, row.done_m, row.count)


def _square(day: date, first: date, today: date, session: Session | None, done: Done) -> MonthDay:
    found = done.get(session.session_id or "") if session else None
    return MonthDay(day, day.month == first.month, day == today, session, found)


def _shifted(first: date, months: int) -> date:
    index = first.year * 12 + first.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def _sums(sessions: Iterable[Session]) -> dict[str, float]:
    listed = list(sessions)
    return {
        "sessions": len(listed),
        "distance_m": sum(session.distance_m for session in listed),
        "duration_s": sum(session.duration_s for session in listed),
    }


def volume_spec(plan: Plan, done: Done, width: int) -> Spec:
    """The volumes of the weeks, planned and done, ready to be drawn."""
    ran = [
        sum((done[session.session_id].distance_m or 0.0) for session in week.sessions if session.session_id in done)
        for week in plan.weeks
    ]
    return charts_volume.plan_volume_spec(plan, language=spoken(), width=width, done_m=ran if any(ran) else [])
