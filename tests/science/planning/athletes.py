"""Athletes by the thousand: who they are, how they ran lately, what they ask for; the same ones for the same seed.

Novices, masters up to 80, teenagers, two to seven days, two to thirty-two weeks, injuries in every state, missed weeks,
odd calendars, every goal, tune-up races, limits, strength and other sports. Some ask for what nobody should be given.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from coach.domain.athletes import Level
from coach.domain.fitness import Estimate, Fitness, WeeklyVolume
from coach.domain.goals import Goal, GoalKind, Injury, InjurySite, InjuryState, Terrain, TuneUp
from coach.domain.plans import Plan
from coach.science.planning.runner import present_volume

ODD_DAYS = (date(2027, 12, 27), date(2028, 1, 31), date(2028, 2, 29), date(2026, 12, 31), date(2028, 10, 29))
"""Days to ask on or to race on: year's ends, leap days, the night the clocks change."""

_AGES = (None, 16, 17, 18, 22, 28, 35, 35, 42, 49, 50, 55, 62, 70, 80)
_LIMITS = (20, 30, 45, 60, 75, 90, 120, 150, 180, 240)
_USUAL_KM = {
    Level.BEGINNER: (0, 0, 3, 8, 12, 18, 25, 30),
    Level.INTERMEDIATE: (0, 15, 25, 30, 35, 40, 50, 65),
    Level.ADVANCED: (0, 35, 45, 55, 65, 80, 100, 140),
}
_ENOUGH_WEEKS = {GoalKind.HALF_MARATHON: 8, GoalKind.MARATHON: 12, GoalKind.ULTRA: 12}
_STATES = (
    *(InjuryState.PAST, InjuryState.PAST),
    *(InjuryState.RECOVERING, InjuryState.RECOVERING, InjuryState.RECOVERING),
    InjuryState.CURRENT,
)


@dataclass(frozen=True)
class Athlete:
    """One question to the engine. An ``ordinary`` one asks for nothing a coach would hesitate about."""

    goal: Goal
    fitness: Fitness
    today: date
    age: int | None
    ordinary: bool


def athletes(count: int, seed: int) -> Iterator[Athlete]:
    """``count`` athletes, always the same for a seed."""
    random = Random(seed)
    for _ in range(count):
        yield _athlete(random)


def _athlete(random: Random) -> Athlete:
    today = _today(random)
    level = random.choice(tuple(Level))
    goal, odd = _asked(random, today, level)
    ordinary = not (odd or goal.injuries or goal.tune_ups or goal.minutes or goal.weeks_off)
    return Athlete(goal, _fitness(random, today, level), today, random.choice(_AGES), ordinary)


def _today(random: Random) -> date:
    if random.random() < 0.15:
        return random.choice(ODD_DAYS) - timedelta(days=random.randrange(3))
    return date(2026, 1, 1) + timedelta(days=random.randrange(4 * 365))


def _asked(random: Random, today: date, level: Level) -> tuple[Goal, bool]:
    """Days and weeks first, then a last day or a number of weeks, then every wish with its own odds.

    Also whether the calendar asked for is an odd one: few days, few weeks, a date out of reach.
    """
    kind = random.choice(tuple(GoalKind))
    days = tuple(sorted(random.sample(range(7), random.choice((2, 3, 3, 4, 4, 5, 5, 6, 7)))))
    weeks = random.choice((random.randint(2, 32), random.randint(6, 20)))
    by_day = random.random() < 0.4
    last_day = _last_day(random, today, weeks)
    out_of_reach = by_day and random.random() < 0.08
    if out_of_reach:
        last_day = random.choice(ODD_DAYS)
    goal = Goal(
        kind=kind,
        days=days,
        race_day=last_day if by_day else None,
        weeks=weeks if not by_day else max(2, weeks - random.randint(1, 3)) if random.random() < 0.3 else None,
        level=level if random.random() < 0.7 else None,
        long_day=random.choice(days) if random.random() < 0.4 else None,
        minutes=_minutes(random, days) if random.random() < 0.3 else None,
        distance_m=random.choice((45_000.0, 50_000.0)) if kind is GoalKind.ULTRA else None,
        vma_kmh=round(random.uniform(8.5, 21.0), 1) if random.random() < 0.3 else None,
        terrain=random.choice(tuple(Terrain)) if random.random() < 0.3 else Terrain.ROAD,
        strength=random.choice((1, 2, 2, 3)) if random.random() < 0.35 else 0,
        cross_training=random.choice((1, 1, 2, 3)) if random.random() < 0.25 else 0,
        weeks_off=random.choice((1, 3, 6, 13, 30, 104)) if kind is GoalKind.RETURN or random.random() < 0.08 else None,
        injuries=_injuries(random) if random.random() < 0.2 else (),
    )
    if kind.races and random.random() < 0.5:
        goal = replace(goal, target_s=float(round(kind.distance_m / random.uniform(1.6, 5.4))))
    if kind.races and weeks >= 6 and random.random() < 0.2:
        goal = replace(goal, tune_ups=_tune_ups(random, today, weeks, kind))
    enough = _ENOUGH_WEEKS.get(kind, 4)
    return goal, out_of_reach or len(days) < 3 or min(weeks, goal.weeks or weeks) < enough


def _last_day(random: Random, today: date, weeks: int) -> date:
    """A day of the last of so many weeks, any weekday."""
    monday = today + timedelta(days=-today.weekday() % 7)
    return monday + timedelta(days=7 * (weeks - 1) + random.randrange(7))


def _minutes(random: Random, days: tuple[int, ...]) -> tuple[int | None, ...]:
    """A limit for every day, for some, or one for all."""
    if random.random() < 0.3:
        return (random.choice(_LIMITS),) * len(days)
    return tuple(random.choice(_LIMITS) if random.random() < 0.7 else None for _ in days)


def _injuries(random: Random) -> tuple[Injury, ...]:
    """One injury or two, anywhere, in any state, cleared or not."""
    sites = random.sample(tuple(InjurySite), random.choice((1, 1, 1, 2)))
    return tuple(Injury(site, random.choice(_STATES), cleared=random.random() < 0.6) for site in sites)


def _tune_ups(random: Random, today: date, weeks: int, kind: GoalKind) -> tuple[TuneUp, ...]:
    """Races on the way at week-ends, some of them too late or too near to each other."""
    monday = today + timedelta(days=-today.weekday() % 7)
    on = sorted(random.sample(range(1, weeks), random.choice((1, 1, 2))))
    short, long = kind.distance_m * 0.25, kind.distance_m * 0.55
    distances = [metres for metres in (3_000.0, 5_000.0, 10_000.0, 21_097.5) if short <= metres <= long] or [3_000.0]
    return tuple(
        TuneUp(monday + timedelta(days=7 * index + random.choice((5, 6))), random.choice(distances)) for index in on
    )


def _fitness(random: Random, today: date, level: Level) -> Fitness:
    """Nothing, or up to twelve weeks with gaps, from a jog a week to an elite's volume; some fit no usual runner."""
    usual_km = _USUAL_KM[level] if random.random() < 0.75 else tuple(km for kms in _USUAL_KM.values() for km in kms)
    usual = random.choice(usual_km) * 1000.0
    counted = random.randint(1, 12) if usual else 0
    shares = [random.choice((0.0, 0.3, 0.7, 0.9, 1.0, 1.0, 1.1, 1.2, 1.6)) for _ in range(counted)]
    longest = random.uniform(0.25, 0.5) if random.random() < 0.75 else random.uniform(0.15, 1.0)
    first = today - timedelta(days=today.weekday() + 7 * counted)
    weeks = tuple(
        WeeklyVolume(
            monday=first + timedelta(days=7 * index),
            distance_m=usual * share,
            moving_s=usual * share * 0.36,
            runs=random.randint(1, 6) if share else 0,
            longest_m=usual * share * longest,
            longest_s=usual * share * longest * 0.36,
        )
        for index, share in enumerate(shares)
    )
    vma = round(random.uniform(7.5, 22.5), 1) if random.random() < 0.6 else None
    return Fitness(
        on=today,
        vma=Estimate(vma, vma - 0.7, vma + 0.7, "test", "test", random.choice((2, 3, 4))) if vma else None,
        vo2max=None,
        level=level,
        level_reason="",
        max_hr=None,
        resting_hr=None,
        weeks=weeks,
        longest_recent_m=max((week.longest_m for week in weeks[-4:]), default=0.0),
        runs_counted=sum(week.runs for week in weeks),
    )


def ready(athlete: Athlete, plan: Plan) -> bool:
    """Whether nothing keeps a race plan from its floors: twelve weeks, four days, no limit, 25 km a week now."""
    recent = [week.distance_m for week in athlete.fitness.weeks[-4:]]
    usual = sum(recent) / len(recent) if recent else 0.0
    wanted = athlete.ordinary and athlete.goal.kind.races and len(athlete.goal.days) >= 4
    return wanted and len(plan.weeks) >= 12 and usual >= 25_000


def before(athlete: Athlete, plan: Plan) -> tuple[list[float], float]:
    """Metres of each of the six weeks before the plan and of the longest run of its last month.

    From the athlete's own history where there is one; otherwise what the engine says it takes for a level.
    """
    weeks = [week.distance_m for week in athlete.fitness.weeks[-6:]]
    if any(week.distance_m for week in athlete.fitness.weeks):
        usual = [week.distance_m for week in athlete.fitness.weeks[-4:]]
        longest = max(week.longest_m for week in athlete.fitness.weeks[-4:])
        return [sum(usual) / len(usual)] * (6 - len(weeks)) + weeks, longest
    _, longest, assumed = present_volume(plan.level, plan.vma_kmh, athlete.goal, athlete.fitness)
    off = min(athlete.goal.weeks_off or 0, 6)
    return [*assumed[off:], *[0.0] * off], 0.0 if off * 7 >= 30 else longest
