"""A runner as somebody tells of them: the fitness snapshot behind a plan where no activity was ever imported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import isfinite

from coach.domain.activities import BestEffort
from coach.domain.athletes import Level, Sex
from coach.domain.fitness import Estimate, Fitness, WeeklyVolume
from coach.domain.language import mark
from coach.domain.problems import InvalidInput
from coach.domain.races import RacePrediction, RaceResult, RunnerFacts
from coach.domain.sports import SportFamily
from coach.science.planning.intensity import EASY, metres_per_second
from coach.science.running.evidence import RunEvidence
from coach.science.running.levels import level_of
from coach.science.running.race_evidence import check_race
from coach.science.running.races import RACE_DISTANCES_M, Question, predict_many
from coach.science.running.vma import judge_vma

YOUNGEST, OLDEST = 10, 100
"""Years of age a plan can be asked for."""

MOST_WEEKS_TOLD = 104
MOST_WEEKLY_KM, MOST_RUN_KM = 400.0, 250.0
OLDEST_RACE_DAYS = 3650
_USUAL_WEEKS = 6
_RECENT_DAYS, _RECENT_WEEKS = 30, 5
_LONGEST_SHARE = 1 / 3
"""Share of a week's kilometres taken for its longest run where none is told."""

_KM_A_RUN, _MOST_RUNS = 10.0, 6
"""A week of which only the kilometres are told is taken for runs of 10 km, two to six of them."""


@dataclass(frozen=True, slots=True)
class History:
    """What is told of a runner's past: kilometres of the last weeks (oldest first), of the longest run of the last 30
    days, and races with their age in days (None: today's form). ``weeks_off`` are weeks without running since: those
    that the kilometres do not already show are added to them."""

    weekly_km: tuple[float, ...] = ()
    longest_km: float | None = None
    races: tuple[RaceResult, ...] = ()
    weeks_off: int = 0


NOTHING_TOLD = History()


def check_age(age: int) -> int:
    """The age in years. Raises InvalidInput where no plan can be made for it."""
    if not YOUNGEST <= age <= OLDEST:
        message = mark("An age is a number of years from {least} to {most}.")
        raise InvalidInput(message, field="age", least=YOUNGEST, most=OLDEST)
    return age


def fitness_told(
    history: History,
    *,
    today: date,
    level: Level | None = None,
    age: int | None = None,
    sex: Sex | None = None,
    over: Sequence[float] = RACE_DISTANCES_M,
) -> Fitness:
    """The fitness snapshot of a runner known by ``history`` and a declared ``level`` alone.

    The VMA is judged from the races as from imported ones, races are predicted ``over`` distances in metres. Weeks told
    end on the last Sunday before ``today``. Raises InvalidInput, naming the field, for what nobody has run.
    """
    _check(history)
    history = _rested(history)
    runs = tuple(_run(number, race, today) for number, race in enumerate(history.races))
    weeks = _weeks(history, today)
    vma = judge_vma(runs, today=today, declared_level=level, highest=None).vma
    seen, reason = level_of(weeks, vma, level)
    longest_m = 1000 * _longest_km(history)
    return Fitness(
        on=today,
        vma=vma,
        vo2max=None,
        level=seen,
        level_reason=reason,
        max_hr=None,
        resting_hr=None,
        weeks=weeks,
        predictions=_predictions(history, RunnerFacts(*_volumes(history), age=age, sex=sex), vma, over),
        longest_recent_m=longest_m,
        longest_recent_s=_easy_seconds(longest_m, vma.value if vma else None),
        runs_counted=sum(week.runs for week in weeks),
        last_run=weeks[-1].monday + timedelta(days=6) if weeks and weeks[-1].distance_m else None,
    )


def _predictions(
    history: History, facts: RunnerFacts, vma: Estimate | None, over: Sequence[float]
) -> tuple[RacePrediction, ...]:
    if vma is None:
        return ()
    return tuple(predict_many([Question(metres, history.races, facts, vma) for metres in over], reasons=False))


def _volumes(history: History) -> tuple[float | None, float | None]:
    """Kilometres of a typical week and of the greatest; None untold."""
    recent = history.weekly_km[-8:]
    return sum(recent) / len(recent) if recent else None, max(history.weekly_km[-16:], default=None)


def usual(weekly_km: float) -> tuple[float, ...]:
    """A usual week's kilometres as the history of the last six."""
    return (weekly_km,) * _USUAL_WEEKS


def _check(history: History) -> None:
    if len(history.weekly_km) > MOST_WEEKS_TOLD:
        message = mark("At most {most} weeks are told.")
        raise InvalidInput(message, field="weekly_km", most=MOST_WEEKS_TOLD)
    if not all(0 <= km <= MOST_WEEKLY_KM for km in history.weekly_km):
        message = mark("The kilometres of a week are a number from 0 to {most}.")
        raise InvalidInput(message, field="weekly_km", most=f"{MOST_WEEKLY_KM:.0f}")
    if history.longest_km is not None and not history.weekly_km:
        raise InvalidInput(
            mark("A longest run says little alone: tell the kilometres of the last weeks too."), field="weekly_km"
        )
    if history.longest_km is not None and not 0 <= history.longest_km <= MOST_RUN_KM:
        message = mark("The longest run is a number of kilometres from 0 to {most}.")
        raise InvalidInput(message, field="longest_km", most=f"{MOST_RUN_KM:.0f}")
    recent_km = history.weekly_km[-_RECENT_WEEKS:]
    if history.longest_km is not None and recent_km:
        least, most = max(recent_km) / 7, max(recent_km)
        if not least * 0.999 <= history.longest_km <= most * 1.001:
            message = mark("In weeks of up to {km} km the longest run is between {least} and {most} km.")
            values = {"km": f"{most:.0f}", "least": f"{least:.1f}", "most": f"{most:.0f}"}
            raise InvalidInput(message, field="longest_km", **values)
    for race in history.races:
        check_race(race)
        if race.days_ago is not None and not (isfinite(race.days_ago) and 0 <= race.days_ago <= OLDEST_RACE_DAYS):
            message = mark("A race lies 0 to {most} days back.")
            raise InvalidInput(message, field="races", most=OLDEST_RACE_DAYS)


def _rested(history: History) -> History:
    """The history with its weeks off as weeks of no kilometres at its end; a run of before them is no recent one."""
    weeks = history.weekly_km
    shown = next((back for back, km in enumerate(reversed(weeks)) if km > 0), len(weeks))
    missing = min(history.weeks_off - shown, MOST_WEEKS_TOLD)
    if missing <= 0 or not weeks:
        return history
    recent = history.longest_km if 7 * history.weeks_off < _RECENT_DAYS else None
    return replace(history, weekly_km=(*weeks, *(0.0,) * missing), longest_km=recent)


def _run(number: int, race: RaceResult, today: date) -> RunEvidence:
    return RunEvidence(
        activity_id=f"told-{number}",
        on=today - timedelta(days=race.days_ago or 0),
        family=SportFamily.RUN,
        distance_m=race.distance_m,
        moving_s=race.seconds,
        elapsed_s=race.seconds,
        race=True,
        best_efforts=(BestEffort(race.distance_m, race.seconds, 0.0),),
    )


def _weeks(history: History, today: date) -> tuple[WeeklyVolume, ...]:
    """The told weeks as complete calendar weeks; the longest run lies in the last of them."""
    count = len(history.weekly_km)
    first = today - timedelta(days=today.weekday() + 7 * count)
    told = []
    for index, km in enumerate(history.weekly_km):
        recent = history.longest_km is not None and 7 * (count - 1 - index) < _RECENT_DAYS
        longest_m = 1000 * min(history.longest_km or 0.0, km) if recent else 1000 * km * _LONGEST_SHARE
        runs = min(max(round(km / _KM_A_RUN), 2), _MOST_RUNS) if km > 0 else 0
        monday = first + timedelta(days=7 * index)
        told.append(WeeklyVolume(monday, km * 1000, _easy_seconds(km * 1000, None), runs, longest_m, 0.0))
    return tuple(told)


def _longest_km(history: History) -> float:
    """The longest run as told, else a third of the biggest of the last four weeks."""
    if history.longest_km is not None:
        return history.longest_km
    return max(history.weekly_km[-4:], default=0.0) * _LONGEST_SHARE


def _easy_seconds(metres: float, vma_kmh: float | None) -> float:
    return metres / metres_per_second(vma_kmh or 12.0, EASY.middle)
