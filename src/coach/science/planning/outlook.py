"""What may honestly be hoped for on race day: the prediction of today and the gain a plan can bring."""

from __future__ import annotations

import math
from dataclasses import dataclass

from coach.domain.athletes import Level
from coach.domain.fitness import Fitness
from coach.domain.goals import LONGEST_ULTRA_M, SHORTEST_ULTRA_M, Goal, GoalKind
from coach.domain.language import mark
from coach.domain.problems import InvalidInput
from coach.domain.races import RacePrediction
from coach.science.planning.clocks import race_clock
from coach.science.planning.intensity import metres_per_second, race_seconds
from coach.science.planning.runner import Runner

ENDURANCE_LOSS = {
    Level.BEGINNER: {GoalKind.HALF_MARATHON: 0.04, GoalKind.MARATHON: 0.08, GoalKind.ULTRA: 0.14},
    Level.INTERMEDIATE: {GoalKind.HALF_MARATHON: 0.02, GoalKind.MARATHON: 0.05, GoalKind.ULTRA: 0.09},
    Level.ADVANCED: {GoalKind.HALF_MARATHON: 0.01, GoalKind.MARATHON: 0.02, GoalKind.ULTRA: 0.05},
}
"""Time added to the equal-performance curve over long races: such curves are ten minutes too fast over the
marathon for half of recreational runners (Vickers & Vertosick, 2016). The split by level is a coach's choice."""

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

ULTRA_EXPONENT = 1.1
"""From a marathon on, time grows a little faster than in Riegel (1981, exponent 1.06): a coach's choice."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """Seconds: today's prediction, the best honest target for race day, and what the plan trains for.

    ``low_s`` and ``high_s`` bound today's time four times in five, None where no prediction came with the snapshot.
    """

    predicted_s: float
    best_s: float
    goal_s: float
    target_s: float | None
    low_s: float | None = None
    high_s: float | None = None

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
    doubt = (told.low_s, told.high_s) if told is not None else (None, None)
    return Outlook(predicted, best, goal_s, goal.target_s, *doubt)


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
            mark("{target} is faster than anybody has run this distance; give a target of {fastest} or more."),
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
    """Race time of today: the fitness snapshot's own prediction, else the VMA's less what endurance costs.

    Rounded where the VMA is assumed.
    """
    exact = _exact_seconds(kind, race_m, runner, fitness)
    known = runner.vma_measured or runner.vma_declared
    return float(round(exact)) if known else _rounded(exact)


def _exact_seconds(kind: GoalKind, race_m: float, runner: Runner, fitness: Fitness) -> float:
    """The snapshot's prediction for the distance, an ultra's from its marathon's, else the VMA's curve."""
    prediction = _told(race_m, runner, fitness)
    if prediction is not None:
        return prediction.seconds
    if kind is GoalKind.ULTRA:
        prediction = _told(SHORTEST_ULTRA_M, runner, fitness)
        if prediction is not None:
            return prediction.seconds * math.pow(race_m / prediction.distance_m, ULTRA_EXPONENT)
    loss = ENDURANCE_LOSS[runner.level].get(kind, 0.0)
    return race_seconds(runner.vma_kmh, race_m) * (1 + loss)


def _told(metres: float, runner: Runner, fitness: Fitness) -> RacePrediction | None:
    """The snapshot's own prediction for a distance; a declared VMA is told against runs that show none."""
    if runner.vma_declared:
        return None
    return next((one for one in fitness.predictions if abs(one.distance_m - metres) < 100), None)


def seconds_over(metres: float, runner: Runner, fitness: Fitness) -> float:
    """Race time of today over any distance up to a marathon, as ``predicted_seconds`` would have it."""
    prediction = _told(metres, runner, fitness)
    if prediction is not None:
        return prediction.seconds
    long = metres >= GoalKind.HALF_MARATHON.distance_m * 0.75
    loss = ENDURANCE_LOSS[runner.level][GoalKind.HALF_MARATHON] if long else 0.0
    exact = race_seconds(runner.vma_kmh, metres) * (1 + loss)
    return float(round(exact)) if runner.vma_measured or runner.vma_declared else _rounded(exact)


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
