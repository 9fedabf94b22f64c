"""What may honestly be hoped for on race day: the prediction of today and the gain a plan can bring."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from coach.domain.athletes import Level
from coach.domain.fitness import Estimate, Fitness
from coach.domain.goals import LONGEST_ULTRA_M, SHORTEST_ULTRA_M, Goal, GoalKind
from coach.domain.language import mark
from coach.domain.problems import InvalidInput
from coach.domain.races import RacePrediction, RunnerFacts
from coach.science.planning.clocks import race_clock
from coach.science.planning.intensity import metres_per_second
from coach.science.planning.runner import Runner
from coach.science.running.races import Question, predict_many

VMA_DOUBT = 0.03
"""Half the 80 % interval of a VMA that race times are reckoned from, about what a field test leaves."""

GAIN_PER_WEEK = {Level.BEGINNER: 0.005, Level.INTERMEDIATE: 0.003, Level.ADVANCED: 0.002}
MOST_GAIN = {Level.BEGINNER: 0.06, Level.INTERMEDIATE: 0.04, Level.ADVANCED: 0.025}
"""Race time a training week may be hoped to take off, and the most a plan may: a coach's convention."""

LONGEST_TARGET_S = 86_400.0
FASTEST_TARGET_S = {
    GoalKind.FIVE_K: 750.0,
    GoalKind.TEN_K: 1560.0,
    GoalKind.HALF_MARATHON: 3390.0,
    GoalKind.MARATHON: 7200.0,
    GoalKind.ULTRA: 8700.0,
}
"""Round times just under the world records: a faster target is a slip of the hand."""

ROUNDED_SHORT_S, ROUNDED_LONG_S = 60.0, 300.0
"""A prediction from an assumed VMA is told to 5 minutes, to the minute under an hour; so is the slowest
pace a plan trains."""

SLOWEST_GOAL_SHARE = 62.0
"""No race pace is trained slower than easy running (% VMA)."""

SLOWEST_ULTRA_SHARE = 50.0
"""An ultra is run slower than easy running, its climbs walked."""

SLOWER_THAN_RACED = 0.01
"""A prediction this much slower than what a race says is explained."""

ULTRA_EXPONENT = 1.1
"""From a marathon on, time grows a little faster than in Riegel (1981, exponent 1.06): a coach's choice."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """Seconds: today's prediction, the best honest target for race day, and what the plan trains for.

    ``low_s`` and ``high_s`` bound today's time four times in five, None where no prediction came with the snapshot.
    ``raced_s`` is what the nearest race alone would say, where today's prediction is slower.
    """

    predicted_s: float
    best_s: float
    goal_s: float
    target_s: float | None
    low_s: float | None = None
    high_s: float | None = None
    raced_s: float | None = None

    @property
    def out_of_reach(self) -> bool:
        """The target asks for more than the plan can honestly give."""
        return self.target_s is not None and self.target_s < self.best_s

    @property
    def below_easy(self) -> bool:
        """The target is slower than easy running, so a quicker pace is trained."""
        return self.target_s is not None and self.target_s > self.goal_s


def outlook(goal: Goal, runner: Runner, fitness: Fitness, weeks: int) -> Outlook | None:
    """Predict the race and bound the target by it, None without a race.

    Raises InvalidInput when the target is no time at all, or one without a race.
    """
    _check_target(goal)
    _check_distance(goal)
    if goal.race_m is None:
        return None
    predicted = predicted_seconds(goal.kind, goal.race_m, runner, fitness)
    gain = min(GAIN_PER_WEEK[runner.level] * weeks, MOST_GAIN[runner.level])
    best = _to_five_seconds(predicted * (1 - gain))
    share = SLOWEST_ULTRA_SHARE if goal.kind is GoalKind.ULTRA else SLOWEST_GOAL_SHARE
    slowest = goal.race_m / metres_per_second(runner.vma_kmh, share)
    aimed = predicted if goal.target_s is None else max(goal.target_s, best)
    goal_s = float(round(aimed)) if aimed <= slowest else _rounded_down(slowest)
    told = _told(goal.race_m, runner, fitness)
    return Outlook(
        predicted_s=predicted,
        best_s=best,
        goal_s=goal_s,
        target_s=goal.target_s,
        low_s=told.low_s if told else None,
        high_s=told.high_s if told else None,
        raced_s=_raced(goal.race_m, runner, fitness),
    )


def _check_target(goal: Goal) -> None:
    """Refuse what is no time at all, and what nobody has ever run."""
    if goal.target_s is None:
        return
    if not goal.kind.races:
        raise InvalidInput(
            mark("A target time needs a race: choose a distance, or leave the target out."), field="target"
        )
    if not 0 < goal.target_s <= LONGEST_TARGET_S:
        raise InvalidInput(mark("The target must be a time between zero and 24 hours."), field="target")
    fastest = FASTEST_TARGET_S[goal.kind.model]
    if goal.race_m is not None:
        fastest *= math.pow(goal.race_m / goal.kind.distance_m, ULTRA_EXPONENT)
    if goal.target_s < fastest:
        raise InvalidInput(
            mark("{target} is faster than anybody has run this distance; give a target from {fastest} to 24 hours."),
            field="target",
            target=race_clock(goal.target_s),
            fastest=race_clock(fastest),
        )


def _check_distance(goal: Goal) -> None:
    """Refuse a distance the goal does not have: an ultra is 42.2 to 50 km, the others are what their name says."""
    if goal.distance_m is None:
        return
    if goal.kind is not GoalKind.ULTRA:
        if goal.distance_m != goal.kind.distance_m:
            raise InvalidInput(mark("Only an ultra has a distance of its own; leave it out."), field="distance")
    elif not SHORTEST_ULTRA_M <= goal.distance_m <= LONGEST_ULTRA_M:
        raise InvalidInput(
            mark("An ultra is planned from 42.2 to 50 km; {km} km is beyond what this coach can plan safely."),
            field="distance",
            km=f"{goal.distance_m / 1000:g}",
        )


def predicted_seconds(kind: GoalKind, race_m: float, runner: Runner, fitness: Fitness) -> float:
    """Race time of today: the fitness snapshot's own prediction, else the race model's for the VMA.

    Rounded where the VMA is assumed.
    """
    exact = _exact_seconds(kind, race_m, runner, fitness)
    known = runner.vma_measured or runner.vma_declared
    return float(round(exact)) if known else _rounded(exact)


def _exact_seconds(kind: GoalKind, race_m: float, runner: Runner, fitness: Fitness) -> float:
    """The snapshot's prediction for the distance, an ultra's from its marathon's, else the race model's for the VMA."""
    prediction = _told(race_m, runner, fitness)
    if prediction is not None:
        return prediction.seconds
    if kind is not GoalKind.ULTRA:
        return _by_vma(race_m, runner)
    marathon = _told(SHORTEST_ULTRA_M, runner, fitness)
    known_m, known_s = SHORTEST_ULTRA_M, 0.0
    if marathon is not None:
        known_m, known_s = marathon.distance_m, marathon.seconds
    return (known_s or _by_vma(known_m, runner)) * math.pow(race_m / known_m, ULTRA_EXPONENT)


def _by_vma(metres: float, runner: Runner) -> float:
    """Race time for the runner's VMA, given or assumed alike, and the week their runs show, by ``running.races``."""
    weekly_km = round(runner.weekly_m / 1000) if runner.has_history else None
    return _model_seconds(metres, round(runner.vma_kmh, 2), weekly_km)


@lru_cache(maxsize=4096)
def _model_seconds(metres: float, vma_kmh: float, weekly_km: float | None) -> float:
    doubt = vma_kmh * VMA_DOUBT
    vma = Estimate(vma_kmh, vma_kmh - doubt, vma_kmh + doubt, "", "", 3)
    return predict_many([Question(metres, (), RunnerFacts(weekly_km=weekly_km), vma)], reasons=False)[0].seconds


def _told(metres: float, runner: Runner, fitness: Fitness) -> RacePrediction | None:
    """The snapshot's own prediction for a distance, where runs or races stand behind it.

    A declared VMA is told against runs that show none; times for a VMA assumed from the level are as wide as the level.
    """
    if runner.vma_declared:
        return None
    near = (one for one in fitness.predictions if abs(one.distance_m - metres) < 100)
    return next((one for one in near if runner.vma_measured or one.baselines), None)


def seconds_over(metres: float, runner: Runner, fitness: Fitness) -> float:
    """Race time of today over any distance up to a marathon, as ``predicted_seconds`` would have it."""
    prediction = _told(metres, runner, fitness)
    if prediction is not None:
        return prediction.seconds
    exact = _by_vma(metres, runner)
    return float(round(exact)) if runner.vma_measured or runner.vma_declared else _rounded(exact)


def _raced(metres: float, runner: Runner, fitness: Fitness) -> float | None:
    """What the nearest race says of the distance (Riegel 1981), where the prediction is slower than that."""
    prediction = _told(metres, runner, fitness)
    if prediction is None:
        return None
    riegel = next((one.seconds for one in prediction.baselines if one.name == "Riegel"), math.inf)
    return riegel if riegel < prediction.seconds * (1 - SLOWER_THAN_RACED) else None


def _rounded(seconds: float) -> float:
    step = _step_s(seconds)
    return step * round(seconds / step)


def _rounded_down(seconds: float) -> float:
    step = _step_s(seconds)
    return step * (seconds // step)


def _step_s(seconds: float) -> float:
    return ROUNDED_LONG_S if seconds >= 3600 else ROUNDED_SHORT_S


def _to_five_seconds(seconds: float) -> float:
    return float(5 * round(seconds / 5))
