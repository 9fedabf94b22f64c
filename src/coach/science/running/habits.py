"""How the athlete has been training, as facts: regularity, progression, the longest run beside those before it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from coach.domain.fitness import Habits, WeeklyVolume
from coach.science.running.evidence import RunEvidence, since

CONSISTENCY_WEEKS, CONSISTENCY_LEAST_WEEKS, CONSISTENT_RUNS = 12, 4, 2
PROGRESSION_WEEKS = 4
SPIKE_DAYS, SPIKE_BEFORE_DAYS = 7, 30


def habits_of(
    runs: Sequence[RunEvidence], weeks: Sequence[WeeklyVolume], today: date, *, ramp: float | None = None
) -> Habits:
    """Facts of the last weeks, None where the history is too short; ``ramp`` is passed on.

    The spike compares single runs as Frandsen and others (2025) did: the longest of the last seven days beside the
    longest of the thirty days before. It is a fact, no risk.
    """
    return Habits(_consistency(weeks), _progression(weeks), _spike(runs, today), ramp)


def _consistency(weeks: Sequence[WeeklyVolume]) -> float | None:
    """Share of the last twelve complete weeks (four at least) with two runs or more."""
    recent = weeks[-CONSISTENCY_WEEKS:]
    if len(recent) < CONSISTENCY_LEAST_WEEKS:
        return None
    return round(sum(week.runs >= CONSISTENT_RUNS for week in recent) / len(recent), 3)


def _progression(weeks: Sequence[WeeklyVolume]) -> float | None:
    if len(weeks) < 2 * PROGRESSION_WEEKS:
        return None
    before = sum(week.distance_m for week in weeks[-2 * PROGRESSION_WEEKS : -PROGRESSION_WEEKS])
    now = sum(week.distance_m for week in weeks[-PROGRESSION_WEEKS:])
    return round(now / before - 1, 3) if before > 0 else None


def _spike(runs: Sequence[RunEvidence], today: date) -> float | None:
    lately = since(runs, today, SPIKE_DAYS)
    before = [run for run in since(runs, today, SPIKE_DAYS + SPIKE_BEFORE_DAYS) if run not in lately]
    longest, usual = (max((run.metres for run in some), default=0.0) for some in (lately, before))
    return round(longest / usual - 1, 3) if longest > 0 and usual > 0 else None
