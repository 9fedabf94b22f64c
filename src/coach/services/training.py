"""Training load kept true: every activity weighed, every day piled up, and how it stands today."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from coach.domain.athletes import Sex
from coach.domain.fitness import Estimate, Fitness
from coach.domain.language import mark
from coach.domain.problems import InvalidInput
from coach.domain.training import ActivityLoad, Thresholds, TrainingDay, WeekLoad
from coach.science.running import training as science
from coach.science.running.load import activity_load, alike
from coach.science.running.thresholds import thresholds_of
from coach.science.running.training import Seed, fitness_and_fatigue, monday_of
from coach.store import analytics, athletes, recorded
from coach.store import fitness as snapshots
from coach.store import training as store

WEEKS = 12
MOST_WEEKS = 520
RAMP_DAYS = 7
ESTIMATED = 2
"""Validity, of 5, up to which a threshold is said to be known roughly only."""


@dataclass(frozen=True, slots=True)
class State:
    """How training stands: ``today``, the ``days`` and ``weeks`` of the window up to it, oldest first.

    ``known_since`` is the day of the first activity known; days before it are not among the ``days``, the load of weeks
    before it is None. CTL counts what came before as nothing.
    ``ramp`` is the CTL gained in seven days, in points a day. ``estimated`` names the thresholds of the loads that are
    known roughly only (fields of ``Thresholds``).
    """

    today: TrainingDay
    days: tuple[TrainingDay, ...]
    weeks: tuple[WeekLoad, ...]
    ramp: float
    estimated: tuple[str, ...] = ()
    known_since: date | None = None


def refresh(connection: Connection, athlete_id: str, *, since: date | None = None) -> date | None:
    """Weigh what is not weighed or weighed against other thresholds, pile up again from the first day that changed.

    Finds by itself what was added, taken away, brought back, rated, merged or parted; ``since`` spares it the days
    before. The first day that changed, None where none did. Days to come are piled up too: they change no day
    before them, and readers end today. Waits for the athlete's other writers.
    """
    recorded.alone(connection, athlete_id)
    thresholds, moved = _thresholds(connection, athlete_id)
    if moved:
        store.forget(connection, athlete_id)
        store.note_gauge(connection, athlete_id, thresholds)
        since = None
    sessions = store.unweighed(connection, athlete_id, since)
    store.weigh(connection, [activity_load(session, thresholds) for session in sessions])
    changed = store.first_difference(connection, athlete_id, since)
    if changed is not None:
        _pile_up(connection, athlete_id, changed)
    return changed


def weigh_again(connection: Connection, athlete_id: str, activity_ids: Collection[str]) -> None:
    """Weigh activities that were measured anew as the others are, so that none is without a load until ``refresh``.

    Days are not piled up; ``refresh`` does it. The caller holds the athlete's lock (``recorded.alone``).
    """
    thresholds = store.gauge(connection, athlete_id)
    if thresholds is not None and activity_ids:
        sessions = store.unweighed(connection, athlete_id, only=activity_ids)
        store.weigh(connection, [activity_load(session, thresholds) for session in sessions])


def behind(connection: Connection) -> list[str]:
    """Ids of the athletes for whom ``refresh`` has work left, because what should have called it was cut short."""
    return store.behind(connection)


def state(connection: Connection, athlete_id: str, today: date, *, weeks: int = WEEKS) -> State:
    """Today, and the last ``weeks`` calendar weeks with the running one; four queries that read these days and
    the first of all.

    Raises:
        InvalidInput: not 1 to MOST_WEEKS weeks.
    """
    if not 1 <= weeks <= MOST_WEEKS:
        raise InvalidInput(mark("Between 1 and {most} weeks can be shown."), field="weeks", most=MOST_WEEKS)
    first = monday_of(today) - (weeks - 1) * science.WEEK
    since = min(first, today - timedelta(days=RAMP_DAYS))
    days = science.calendar(store.window(connection, athlete_id, since, today), since, today)
    known = analytics.known_since(connection, athlete_id, today)
    begun = max(first, known or today + timedelta(days=1))
    shown = tuple(day for day in days if day.on >= begun)
    missing = store.unmeasured(connection, athlete_id, first, today)
    return State(
        today=days[-1],
        days=shown,
        weeks=science.weeks_of(shown, missing, first=first, last=today),
        ramp=days[-1].ctl - days[-1 - RAMP_DAYS].ctl,
        estimated=_estimated(snapshots.latest(connection, athlete_id)),
        known_since=known,
    )


def ramp(connection: Connection, athlete_id: str, today: date) -> float | None:
    """The CTL gained in the seven days up to ``today``, in points a day; None where no training is known. One query."""
    first = today - timedelta(days=RAMP_DAYS)
    known = store.window(connection, athlete_id, first, today)
    return science.ramp(science.calendar(known, first, today)) if known else None


def of_activity(connection: Connection, athlete_id: str, activity_id: str) -> ActivityLoad | None:
    """What one of the athlete's activities weighed, and its time in each zone; None where it was not weighed."""
    return store.of_activity(connection, athlete_id, activity_id)


def _estimated(known: Fitness | None) -> tuple[str, ...]:
    if known is None:
        return ()
    told: dict[str, Estimate | None] = {
        "max_hr": known.heart.maximum,
        "resting_hr": known.heart.resting,
        "threshold_hr": known.heart.threshold,
        "threshold_mps": known.endurance.threshold,
        "vma_mps": known.vma,
    }
    return tuple(name for name, estimate in told.items() if estimate is not None and estimate.validity <= ESTIMATED)


def _thresholds(connection: Connection, athlete_id: str) -> tuple[Thresholds, bool]:
    """What to measure against, and whether it is something new.

    As long as the latest snapshot's thresholds are ``alike`` those in use, these stay: a load that moved with every
    run by a hair would have to be measured anew with every run.
    """
    sex = athletes.get(connection, athlete_id).sex
    known: Fitness | None = snapshots.latest_measured(connection, athlete_id)
    if known is None:
        return Thresholds(female=sex is Sex.FEMALE), False
    told = thresholds_of(known, sex)
    used = store.gauge(connection, athlete_id)
    return (used, False) if used is not None and alike(used, told) else (told, True)


def _pile_up(connection: Connection, athlete_id: str, since: date) -> None:
    before = store.last_before(connection, athlete_id, since)
    seed = Seed(before[0].toordinal(), before[2], before[3]) if before else None
    loads = store.daily(connection, athlete_id, since)
    days = [on.toordinal() for on, _ in loads]
    ctl, atl = fitness_and_fatigue(days, [load for _, load in loads], seed=seed)
    piled = zip(loads, ctl.tolist(), atl.tolist(), strict=True)
    store.pile(connection, athlete_id, since, [(on, load, c, a) for (on, load), c, a in piled])
