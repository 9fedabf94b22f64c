"""A plan read once for all its rules: what each session, day and week holds, and what was run before it.

Nothing here trusts the engine: only the plan's own steps are read, so a plan changed by a person or a model is judged
the same way. Distances are metres, times seconds. Strength, other sports and races are outside every volume.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from math import isfinite

from coach.domain.fitness import Fitness
from coach.domain.goals import Goal, GoalKind
from coach.domain.plans import Phase, Plan, Session, SessionKind, Step, StepKind, Week
from coach.science.planning.intensity import EASY, metres_per_second
from coach.science.planning.runner import present_volume, remembered_runs
from coach.science.planning.taper import SHORTEST_TAPERED_PLAN

LONG_RACES = frozenset({GoalKind.HALF_MARATHON, GoalKind.MARATHON, GoalKind.ULTRA})
QUALITY = frozenset({SessionKind.TEMPO, SessionKind.INTERVALS})
HARDEST_EASY_SHARE = 77.0
"""Middle of a step's band in % of VMA above which it is no longer easy, whatever it is called."""

FASTEST_SHARE = 91.0
"""From here on (zone 5) a step is near VMA."""

_EASY_ZONE, _EASY_RPE, _FASTEST_RPE = 2, 4.0, 7.5
_PAST_LONG_WEEKS, _MEMORY_DAYS = 5, 30


@dataclass(slots=True)
class Part:
    """A step that is run (never a block): seconds over all its times, the middle of its band in % of VMA (None without
    one), and whether it is work (harder than easy, whatever it is called) or even near VMA."""

    step: Step
    seconds: float
    share: float | None
    work: bool
    fastest: bool


@dataclass(slots=True, eq=False)
class Item:
    """A session as the rules see it: its week's number, its sums, and the seconds of it harder than easy.

    ``run`` tells whether it is run, ``training`` whether it is no race besides: what counts as volume. An item is the
    same as itself only, so that what is found of it can be remembered.
    """

    session: Session
    week: int
    day: date
    kind: SessionKind
    run: bool
    training: bool
    parts: tuple[Part, ...]
    metres: float
    seconds: float
    work_s: float
    fastest_s: float


@dataclass(frozen=True, slots=True)
class Remembered:
    """A run and the longest one of the 30 days before it, in metres and in seconds."""

    item: Item
    longest_m: float
    longest_s: float


@dataclass(frozen=True, slots=True)
class WeekRead:
    """A week with its sessions read, numbered by its place; volume, longest run and shares are of training runs."""

    number: int
    week: Week
    items: tuple[Item, ...]
    runs: tuple[Item, ...]
    metres: float
    seconds: float
    longest_m: float

    @property
    def tapered(self) -> bool:
        """Whether it belongs to the taper."""
        return self.week.phase in (Phase.TAPER, Phase.RACE)

    @property
    def long_share(self) -> float:
        """The longest run's share of the week's metres."""
        return self.longest_m / self.metres if self.metres > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole plan read. ``since`` is the first day still to come of a plan half lived, None for a new one.

    ``runs`` are the training runs and ``hard`` the hard sessions by day, ``remembered`` every run, races too, with what
    was run before it. ``vma_kmh`` is the plan's, 1 where that is no speed. ``present_m`` is the usual week before the
    plan, ``longest_before_m`` the longest run of the last 30 days before it and ``weeks_before_m`` the last weeks,
    oldest first.
    """

    plan: Plan
    weeks: tuple[WeekRead, ...]
    items: tuple[Item, ...]
    runs: tuple[Item, ...]
    hard: tuple[Item, ...]
    remembered: tuple[Remembered, ...]
    vma_kmh: float
    present_m: float
    longest_before_m: float
    weeks_before_m: tuple[float, ...]
    since: date | None

    @property
    def goal(self) -> Goal:
        """What was asked."""
        return self.plan.goal

    @property
    def tapers(self) -> bool:
        """Whether the plan is long enough, and has a race, to have a taper."""
        return self.plan.race_day is not None and len(self.weeks) >= SHORTEST_TAPERED_PLAN

    def lived(self, week: WeekRead) -> bool:
        """Whether a week is over, so that its volume is what life made of it."""
        return self.since is not None and week.week.sunday < self.since

    def days_to_race(self, day: date) -> int:
        """Days left before the race or, without one, before the end."""
        return ((self.plan.race_day or self.plan.end) - day).days


def read(plan: Plan, fitness: Fitness, since: date | None = None) -> Reading:
    """The plan read once; the fitness tells what was run before it, be the plan new or half lived."""
    weeks = tuple(_week(week, number) for number, week in enumerate(plan.weeks, start=1))
    known = _before(fitness, plan.start)
    present_m, longest_m, before_m = present_volume(plan.level, plan.vma_kmh, plan.goal, known)
    if plan.goal.weeks_off and not (known.runs_counted or any(week.distance_m > 0 for week in known.weeks)):
        longest_m, before_m = _after_weeks_off(plan.goal.weeks_off, longest_m, before_m)
    items = tuple(item for week in weeks for item in week.items)
    by_day = sorted((item for item in items if item.run), key=lambda item: item.day)
    vma_kmh = plan.vma_kmh if isfinite(plan.vma_kmh) else 0.0
    easy_mps = metres_per_second(max(vma_kmh, 1.0), EASY.middle)
    before_start = [
        (day, metres, metres / easy_mps) for day, metres in remembered_runs(known.recent_runs, plan.start, longest_m)
    ]
    return Reading(
        plan=plan,
        weeks=weeks,
        items=items,
        runs=tuple(item for item in by_day if item.training),
        hard=tuple(item for item in by_day if item.kind.hard),
        remembered=tuple(_remembered(by_day, before_start)),
        vma_kmh=max(vma_kmh, 1.0),
        present_m=present_m,
        longest_before_m=longest_m,
        weeks_before_m=before_m,
        since=since,
    )


def parts(steps: tuple[Step, ...], times: int = 1) -> Iterator[Part]:
    """Every step that is run, blocks opened."""
    for step in steps:
        if step.steps:
            yield from parts(step.steps, times * step.times)
        else:
            low, high = step.target.vma_low, step.target.vma_high
            share = None if low is None or high is None else (low + high) / 2
            work = _works(step, share)
            yield Part(step, step.duration_s * step.times * times, share, work, work and _near_vma(step, share))


def _works(step: Step, share: float | None) -> bool:
    """Harder than easy: a repeat, or whatever is aimed above the easy zones."""
    if step.kind is StepKind.EXERCISE:
        return False
    if step.kind is StepKind.REPEAT or (share is not None and share > HARDEST_EASY_SHARE):
        return True
    target = step.target
    return (target.hr_zone or 0) > _EASY_ZONE or (share is None and (target.rpe or 0.0) > _EASY_RPE)


def _near_vma(step: Step, share: float | None) -> bool:
    """By its band or, without one, by feeling."""
    return (step.target.rpe or 0.0) > _FASTEST_RPE if share is None else share >= FASTEST_SHARE


def _remembered(runs: list[Item], before: list[tuple[date, float, float]]) -> Iterator[Remembered]:
    """Every run by day with the longest of the 30 days before it; what is run on the same day is not before it."""
    known, first = [*before], 0
    for item in runs:
        while first < len(known) and (item.day - known[first][0]).days > _MEMORY_DAYS:
            first += 1
        longest_m = longest_s = 0.0
        for day, metres, seconds in known[first:]:
            if day < item.day:
                longest_m = metres if metres > longest_m else longest_m
                longest_s = seconds if seconds > longest_s else longest_s
        yield Remembered(item, longest_m, longest_s)
        known.append((item.day, item.metres, item.seconds))


def _week(week: Week, number: int) -> WeekRead:
    items = tuple(_item(_Seen(session, number)) for session in week.sessions)
    runs = tuple(item for item in items if item.training)
    return WeekRead(
        number=number,
        week=week,
        items=items,
        runs=runs,
        metres=sum(item.metres for item in runs),
        seconds=sum(item.seconds for item in runs),
        longest_m=max((item.metres for item in runs), default=0.0),
    )


class _Seen:
    """A session in a week, told from others by being that very object: sessions never change."""

    __slots__ = ("session", "week")

    def __init__(self, session: Session, week: int) -> None:
        self.session, self.week = session, week

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Seen) and self.session is other.session and self.week == other.week

    def __hash__(self) -> int:
        return hash((id(self.session), self.week))


@lru_cache(maxsize=4096)
def _item(seen: _Seen) -> Item:
    """What a session holds, read once however often its plan is checked."""
    session = seen.session
    found = tuple(parts(session.steps))
    return Item(
        session=session,
        week=seen.week,
        day=session.day,
        kind=session.kind,
        run=session.kind.run,
        training=session.kind.run and session.kind is not SessionKind.RACE,
        parts=found,
        metres=sum(_metres(step) for step in session.steps),
        seconds=sum(part.seconds for part in found),
        work_s=sum(part.seconds for part in found if part.work),
        fastest_s=sum(part.seconds for part in found if part.fastest),
    )


def _metres(step: Step) -> float:
    inner = sum(_metres(part) for part in step.steps) if step.steps else step.distance_m
    return inner * step.times


def _after_weeks_off(weeks: int, longest_m: float, before_m: tuple[float, ...]) -> tuple[float, tuple[float, ...]]:
    """The longest run of 30 days and the weeks before the plan for whose time off is told and not seen."""
    idle = min(weeks, len(before_m))
    return 0.0 if weeks * 7 >= _MEMORY_DAYS else longest_m, before_m[idle:] + (0.0,) * idle


def _before(fitness: Fitness, start: date) -> Fitness:
    """The fitness without what was run since the plan began: that stands in the plan's own weeks."""
    if fitness.on < start + timedelta(days=7):
        return fitness
    weeks = tuple(week for week in fitness.weeks if week.monday < start)
    longest = max((week.longest_m for week in weeks[-_PAST_LONG_WEEKS:]), default=0.0)
    runs = fitness.runs_counted if weeks else 0
    return replace(fitness, weeks=weeks, longest_recent_m=longest, recent_runs=(), runs_counted=runs)
