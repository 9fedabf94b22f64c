"""One session at a time: structured steps whose sums are exact, rounded the way a coach writes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from coach.domain.athletes import Level
from coach.domain.goals import GoalKind
from coach.domain.language import mark
from coach.domain.plans import Session, SessionKind, Step, StepKind
from coach.science.planning.clocks import clock, race_clock
from coach.science.planning.intensity import (
    BY_FEEL,
    EASY,
    LONG,
    RECOVERY,
    STEADY,
    STRIDES,
    THRESHOLD,
    Effort,
    measured,
    timed,
)
from coach.science.planning.kit import Kit
from coach.science.planning.workouts import Workout

MINUTE = 60.0
FIVE_MINUTES = 300.0
SHORTEST_S = 600.0
LONGEST_WARM_UP_S = 30 * MINUTE
LONGEST_COOL_DOWN_S = 20 * MINUTE

_SHORT = (GoalKind.FIVE_K, GoalKind.TEN_K)

_RACE_TITLES = {
    GoalKind.FIVE_K: mark("Race: 5 km"),
    GoalKind.TEN_K: mark("Race: 10 km"),
    GoalKind.HALF_MARATHON: mark("Race: half marathon"),
    GoalKind.MARATHON: mark("Race: marathon"),
    GoalKind.ULTRA: mark("Race: ultra, {km} km"),
}


def five_minutes(seconds: float) -> float:
    """Rounded down to five minutes, never under ten minutes."""
    return max(SHORTEST_S, FIVE_MINUTES * int((seconds + 1) // FIVE_MINUTES))


def length_text(workout: Workout) -> str:
    """The length of one repeat: 400 m, 3 km, 8 min."""
    if not workout.by_distance:
        return clock(workout.length)
    return f"{workout.length:.0f} m" if workout.length < 2000 else f"{workout.length / 1000:g} km"


def easy_run(kit: Kit, day: date, seconds: float, *, strides: int = 0, walk_breaks: bool = False) -> Session:
    """Easy running of exactly ``seconds``, with ``strides`` of 20 s near its end when asked."""
    steps = [timed(StepKind.STEADY, seconds, kit.vma_kmh, EASY)]
    title = mark("Easy run, {duration}")
    purpose = mark("Easy enough to talk in whole sentences: this is where endurance is built.")
    if walk_breaks:
        purpose = mark("Easy enough to talk. Walk a minute whenever your breathing gets hard, then run on.")
    if strides and seconds >= 25 * MINUTE:
        pass_s = 80.0
        block = _repeats(
            strides,
            timed(StepKind.REPEAT, 20, kit.vma_kmh, STRIDES, rpe=7),
            timed(StepKind.RECOVERY, pass_s - 20, kit.vma_kmh, RECOVERY),
        )
        rest = seconds - block.total_s
        steps = [timed(StepKind.STEADY, rest - 120, kit.vma_kmh, EASY), block]
        steps.append(timed(StepKind.COOL_DOWN, 120, kit.vma_kmh, EASY))
        title = mark("Easy run, {duration}, with {strides} strides")
        purpose = mark("Easy running, then a few relaxed accelerations of 20 seconds to keep the stride quick.")
    values = {"duration": clock(seconds), "strides": str(strides)}
    return Session(day, SessionKind.EASY, title, purpose, tuple(steps), values)


def long_run(kit: Kit, day: date, seconds: float, *, work_s: float = 0.0, walk_breaks: bool = False) -> Session:
    """The long run of exactly ``seconds``: easy, or with about ``work_s`` seconds quicker in its second part.

    For half and marathon the quicker part is at goal pace, in blocks; for shorter races a steady finish.
    """
    values = {"duration": clock(seconds)}
    work = _long_work(kit, min(work_s, seconds / 3))
    if work is None:
        purpose = mark("Time on your feet, easy from start to end: the base of every distance.")
        if walk_breaks:
            purpose = mark("Time on your feet, easy. Short walking breaks are welcome and count as running.")
        step = timed(StepKind.STEADY, seconds, kit.vma_kmh, LONG)
        return Session(day, SessionKind.LONG, mark("Long run, {duration}"), purpose, (step,), values)
    block, quick = work
    after = 10 * MINUTE
    before = timed(StepKind.STEADY, seconds - block.total_s - after, kit.vma_kmh, LONG)
    steps = (before, block, timed(StepKind.COOL_DOWN, after, kit.vma_kmh, EASY))
    values |= {"repeats": str(block.times), "length": clock(quick)}
    if kit.goal is None or kit.kind in _SHORT:
        title = mark("Long run, {duration}, with {length} steady near the end")
        purpose = mark("A long run that ends a little quicker, to learn to run well when tired.")
    else:
        title = mark("Long run, {duration}, with {repeats} × {length} at goal pace")
        purpose = mark(
            "Goal pace inside a long run: the closest thing to the race, and the time to try food and drink."
        )
    return Session(day, SessionKind.LONG, title, purpose, steps, values)


def hard_run(
    kit: Kit, day: date, workout: Workout, *, work_s: float, room_s: float, wanted_s: float = 0.0
) -> Session | None:
    """A hard session of about ``work_s`` seconds of work inside ``room_s`` seconds; None when too small for it.

    Warm-up and cool-down grow, five minutes at a time, towards ``wanted_s`` seconds for the whole session.
    """
    effort = workout.effort or kit.goal or THRESHOLD
    work = _work_step(kit, workout, effort)
    recovery = timed(StepKind.RECOVERY, workout.recovery_s, kit.vma_kmh, RECOVERY)
    between_sets = 180.0 if workout.sets > 1 else 0.0
    warm_s, cool_s = _around(kit, room_s)
    fitting = int((room_s - warm_s - cool_s - between_sets) // (work.duration_s + recovery.duration_s))
    repeats = min(workout.most, int((work_s + work.duration_s * 0.1) // work.duration_s), fitting)
    repeats -= repeats % workout.sets
    if repeats < workout.fewest:
        return None
    main: list[Step] = []
    for number in range(workout.sets):
        if number:
            main.append(timed(StepKind.RECOVERY, between_sets, kit.vma_kmh, RECOVERY))
        # One repeat alone needs no recovery of its own: the cool-down follows.
        main.append(_repeats(repeats // workout.sets, work, recovery) if repeats > workout.sets else work)
    bare_s = warm_s + cool_s + sum(step.total_s for step in main)
    warm_s, cool_s = _longer_around(warm_s, cool_s, min(wanted_s, room_s) - bare_s)
    warm = timed(StepKind.WARM_UP, warm_s, kit.vma_kmh, EASY)
    cool = timed(StepKind.COOL_DOWN, cool_s, kit.vma_kmh, EASY)
    values = {
        "repeats": str(repeats // workout.sets),
        "sets": str(workout.sets),
        "length": length_text(workout),
        "percent": f"{effort.low:.0f}-{effort.high:.0f}",
    }
    title = workout.title_once if repeats == 1 and workout.title_once else workout.title
    return Session(day, workout.kind, title, workout.purpose, (warm, *main, cool), values)


def race(kit: Kit, day: date) -> Session:
    """The race itself, at goal pace over its exact distance."""
    if kit.race_m is None or kit.goal is None or kit.goal_s is None:
        raise ValueError("A goal without a race has none to write.")
    step = measured(StepKind.STEADY, kit.race_m, kit.vma_kmh, kit.goal)
    exact = replace(step, duration_s=kit.goal_s)
    purpose = mark("Start at goal pace, not faster; the second half decides.")
    if kit.kind is GoalKind.ULTRA:
        purpose = mark("Start slower than feels right, walk the steep climbs, eat and drink from the first hour.")
    values = {"time": race_clock(kit.goal_s), "km": f"{kit.race_m / 1000:g}"}
    return Session(day, SessionKind.RACE, _RACE_TITLES[kit.kind], purpose, (exact,), values)


def _repeats(times: int, work: Step, recovery: Step) -> Step:
    """A block of repeats, each followed by its recovery."""
    duration, metres = work.duration_s + recovery.duration_s, work.distance_m + recovery.distance_m
    return Step(StepKind.REPEAT, duration, metres, work.target, times=times, steps=(work, recovery))


def _work_step(kit: Kit, workout: Workout, effort: Effort) -> Step:
    if workout.by_distance:
        return measured(StepKind.REPEAT, workout.length, kit.vma_kmh, effort)
    step = timed(StepKind.REPEAT, workout.length, kit.vma_kmh, effort)
    return replace(step, target=BY_FEEL) if workout.uphill else step


def _long_work(kit: Kit, work_s: float) -> tuple[Step, float] | None:
    """The quicker block of a long run and the seconds of one repeat; None when there is no room for it."""
    if kit.goal is None or kit.kind in _SHORT:
        quick = min(20 * MINUTE, FIVE_MINUTES * (work_s // FIVE_MINUTES))
        return (timed(StepKind.REPEAT, quick, kit.vma_kmh, STEADY), quick) if quick >= 10 * MINUTE else None
    for times in (1, 2, 3, 4):
        quick = FIVE_MINUTES * (work_s / times // FIVE_MINUTES)
        if times > 1 and quick < 10 * MINUTE:
            return None
        if 10 * MINUTE <= quick <= 20 * MINUTE and times > 1:
            work = timed(StepKind.REPEAT, quick, kit.vma_kmh, kit.goal)
            return _repeats(times, work, timed(StepKind.RECOVERY, FIVE_MINUTES, kit.vma_kmh, EASY)), quick
    return None


def _longer_around(warm_s: float, cool_s: float, spare_s: float) -> tuple[float, float]:
    """Warm-up and cool-down made longer by the spare seconds, up to 30 and 20 minutes."""
    while spare_s >= FIVE_MINUTES and (warm_s < LONGEST_WARM_UP_S or cool_s < LONGEST_COOL_DOWN_S):
        if cool_s < LONGEST_COOL_DOWN_S and (warm_s >= 20 * MINUTE or warm_s >= LONGEST_WARM_UP_S):
            cool_s += FIVE_MINUTES
        else:
            warm_s += FIVE_MINUTES
        spare_s -= FIVE_MINUTES
    return warm_s, cool_s


def _around(kit: Kit, room_s: float) -> tuple[float, float]:
    """Seconds of warm-up and cool-down for a session of ``room_s`` seconds."""
    if room_s < 40 * MINUTE:
        return 10 * MINUTE, 5 * MINUTE
    return (15 * MINUTE if kit.level is Level.BEGINNER or room_s < 50 * MINUTE else 20 * MINUTE), 10 * MINUTE
