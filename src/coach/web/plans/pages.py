"""The weeks of a plan as its page shows them, made ready for the templates."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta

from coach.domain.activities import ActivityRow
from coach.domain.adaptation import Fulfilment, Lived, Verdict
from coach.domain.plans import Plan, Session, SessionKind, Week
from coach.science.planning.adaptation import matching
from coach.services import charts_volume, plan_words
from coach.services.charts_style import Spec
from coach.web.requests import spoken

Followed = dict[str, Fulfilment]
"""By session id, what became of the session."""


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A line of a week's table. ``anchor`` is the day for its first session, by which links find it."""

    session: Session
    followed: Fulfilment | None
    intensity: str
    today: bool
    anchor: str
    movable: bool
    changing: bool

    @property
    def done(self) -> ActivityRow | None:
        """What was run for it."""
        return self.followed.activity if self.followed else None

    @property
    def missed(self) -> bool:
        """Its day went by without it."""
        return self.followed is not None and self.followed.verdict is Verdict.MISSED


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
    done_count: int


@dataclass(frozen=True, slots=True)
class Life:
    """What became of the sessions, and everything run in each week by its number, in metres."""

    sessions: Followed
    ran_m: dict[int, float]


def life_of(plan: Plan, lived: Lived, today: date) -> Life:
    """The plan beside what was done of it up to ``today``, as its pages ask for it."""
    sessions = {each.session.session_id: each for each in lived.fulfilments if each.session.session_id}
    return Life(sessions, {week.number: matching.week_followed(week, lived, today).run_m for week in plan.weeks})


def weeks_view(
    plan: Plan, life: Life, today: date, *, changing: Collection[str] = (), editable: bool = True
) -> dict[str, object]:
    """The weeks and the exact statistics.

    ``changing`` are the keys of the sessions a waiting proposal would change; an old version is not ``editable``.
    """
    longest = max((week.distance_m for week in plan.weeks), default=0.0) or 1.0
    first_movable = today if editable else date.max
    rows = [_week_row(week, life, today, longest, changing, first_movable) for week in plan.weeks]
    if not any(row.now for row in rows):
        rows = [replace(row, open=True) if index < 1 else row for index, row in enumerate(rows)]
    counts = [row.count for row in rows]
    return {
        "weeks": rows,
        "sessions": sum(counts),
        "per_week": (min(counts, default=0), max(counts, default=0)),
        "apart": any(not session.kind.run for row in rows for session in _active(row.week)),
    }


def volume_spec(plan: Plan, life: Life, width: int) -> Spec:
    """The volumes of the weeks, planned and done, ready to be drawn."""
    ran = [life.ran_m.get(week.number, 0.0) for week in plan.weeks]
    return charts_volume.plan_volume_spec(plan, language=spoken(), width=width, done_m=ran if any(ran) else [])


def _active(week: Week) -> tuple[Session, ...]:
    return tuple(session for session in week.sessions if session.kind is not SessionKind.REST)


def _week_row(
    week: Week, life: Life, today: date, longest: float, changing: Collection[str], first_movable: date
) -> WeekRow:
    rows: list[SessionRow] = []
    for session in _active(week):
        met = life.sessions.get(session.session_id or "")
        untouched = session.kind is not SessionKind.RACE and (met is None or not met.verdict.fulfilled)
        alone = all(row.session.day != session.day for row in rows)
        rows.append(
            SessionRow(
                session=session,
                followed=met,
                intensity=plan_words.session_intensity(spoken(), session),
                today=session.day == today,
                anchor=session.day.isoformat() if alone else "",
                movable=untouched and session.day >= first_movable,
                changing=session.key in changing,
            )
        )
    ran = life.ran_m.get(week.number, 0.0)
    now = week.monday <= today <= week.sunday
    return WeekRow(
        week=week,
        rows=tuple(rows),
        open=now or week.monday == today + timedelta(days=7 - today.weekday()),
        now=now,
        share=round(100 * week.distance_m / longest, 1),
        done_share=round(min(100 * ran / longest, 100), 1),
        done_m=ran,
        count=len(rows),
        done_count=sum(1 for row in rows if row.done),
    )
