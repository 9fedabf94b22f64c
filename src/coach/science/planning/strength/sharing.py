"""How the days of a plan are shared: what each holds, and the minutes it still has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from coach.domain.plans import Plan, Session, SessionKind, Week

MOST_TAKEN_DAYS = 6
"""Days of a week with anything on them, so that one stays free; who runs on all seven has none."""


@dataclass(frozen=True, slots=True)
class Days:
    """What stands on each day of a plan, and the most seconds of its weekday where the athlete gave minutes.

    ``run`` are the days run on, ``hard`` those with a hard or long run or a race, ``long`` with a long run or a race
    and ``raced`` with a race.
    """

    held: dict[date, list[Session]]
    run: frozenset[date]
    hard: frozenset[date]
    long: frozenset[date]
    raced: frozenset[date]
    limits_s: dict[int, float]
    last: date

    @classmethod
    def of(cls, plan: Plan, without: SessionKind, since: date | None) -> Days:
        """The days of a plan without the sessions of a kind that are laid anew in the weeks from ``since`` on."""
        held: dict[date, list[Session]] = defaultdict(list)
        for week in plan.weeks:
            anew = since is None or week.monday >= since
            for session in week.sessions:
                if session.kind is not SessionKind.REST and not (anew and session.kind is without):
                    held[session.day].append(session)
        given = plan.goal.minutes or (None,) * len(plan.goal.days)
        limits = zip(plan.goal.days, given, strict=False)
        return cls(
            held=held,
            run=_days(held, [kind for kind in SessionKind if kind.run]),
            hard=_days(held, [kind for kind in SessionKind if kind.hard]),
            long=_days(held, [SessionKind.LONG, SessionKind.RACE]),
            raced=_days(held, [SessionKind.RACE]),
            limits_s={day: minutes * 60.0 for day, minutes in limits if minutes is not None},
            last=plan.goal.race_day or plan.end,
        )

    def of_week(self, week: Week) -> list[date]:
        """The seven days of a week, those after the plan's last day left out."""
        days = (week.monday + timedelta(days=number) for number in range(7))
        return [day for day in days if day <= self.last]

    def on(self, day: date) -> list[Session]:
        """The sessions of a day."""
        return self.held.get(day, [])

    def race_within(self, day: date, days: int) -> bool:
        """Whether a race is on that day or one of the ``days`` after it."""
        return any(0 <= (race - day).days <= days for race in self.raced)

    def left_s(self, day: date) -> float:
        """Seconds the day still has; infinite where the athlete gave no minutes."""
        limit = self.limits_s.get(day.weekday(), float("inf"))
        return limit - sum(session.duration_s for session in self.on(day))

    def leaves_a_day(self, week: Week, more: Iterable[date]) -> bool:
        """Whether a day of the week stays free with ``more`` days taken, or no free day is taken by them."""
        taken = {day for day in self.of_week(week) if self.on(day)}
        new = set(more) - taken
        return not new or len(taken) + len(new) <= MOST_TAKEN_DAYS


def _days(held: dict[date, list[Session]], kinds: list[SessionKind]) -> frozenset[date]:
    """The days that hold a session of one of these kinds."""
    return frozenset(day for day, sessions in held.items() if any(session.kind in kinds for session in sessions))
