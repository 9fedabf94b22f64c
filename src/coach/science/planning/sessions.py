"""One session at a time: structured steps whose sums are exact, rounded the way a coach writes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from coach.domain.athletes import Level
from coach.domain.goals import GoalKind, Terrain
from coach.domain.language import mark
from coach.domain.plans import Session, SessionKind, Step, StepKind
from coach.science.planning import whys
from coach.science.planning.clocks import clock
from coach.science.planning.intensity import (
    BY_FEEL,
    EASY,
    LONG,
    LONG_BY_FEEL,
    RECOVERY,
    STEADY,
    STRIDES,
    THRESHOLD,
    Effort,
    by_effort,
    measured,
    timed,
)
from coach.science.planning.kit import Kit
from coach.science.planning.returning.walk_run import walk, walk_block
from coach.science.planning.workouts import Workout

MINUTE = 60.0
FIVE_MINUTES = 300.0
SHORTEST_S = 600.0
LONGEST_WARM_UP_S = 30 * MINUTE
LONGEST_COOL_DOWN_S = 20 * MINUTE
WALK_S = MINUTE
_LONG_HILL_S = 90
_MEDIUM_LONG_S = 75 * MINUTE

_EASY = mark("Easy run, {duration}")
_EASY_PURPOSE = mark("Easy enough to talk in whole sentences: this is where endurance is built.")
_WALKED = mark("Run and walk, {duration}: {repeats} × ({run} run, {walk} walk)")
_WALKED_PURPOSE = mark("Run easily enough to talk and walk before you have to: together it lasts longer.")

_SHORT = (GoalKind.FIVE_K, GoalKind.TEN_K)


def five_minutes(seconds: float) -> float:
    """Rounded down to five minutes, never under ten minutes."""
    return max(SHORTEST_S, FIVE_MINUTES * int((seconds + 1) // FIVE_MINUTES))


def length_text(workout: Workout) -> str:
    """The length of one repeat: 400 m, 3 km, 8 min."""
    if not workout.by_distance:
        return clock(workout.length)
    return f"{workout.length:.0f} m" if workout.length < 2000 else f"{workout.length / 1000:g} km"


def easy_run(
    kit: Kit, day: date, seconds: float, *, strides: int = 0, walk_breaks: bool = False, run_s: float | None = None
) -> Session:
    """Easy running of exactly ``seconds``, with ``strides`` of 20 s near its end when asked.

    ``walk_breaks`` welcomes walking where it is needed; ``run_s`` plans it: a minute after so many seconds of running.
    """
    if run_s is not None:
        return _walked(kit, day, SessionKind.EASY, seconds, run_s)
    steps = [timed(StepKind.STEADY, seconds, kit.vma_kmh, EASY, why=whys.EASY)]
    title, purpose = _EASY, _EASY_PURPOSE
    if walk_breaks:
        purpose = mark("Easy enough to talk. Walk a minute whenever your breathing gets hard, then run on.")
    elif seconds >= _MEDIUM_LONG_S:
        purpose = mark("Longer than the other easy runs, and as easy: endurance away from the long run.")
    pass_s = 75.0 if strides % 6 else 80.0  # Whole minutes for four of them and for six.
    if strides and seconds - strides * pass_s - 2 * MINUTE > SHORTEST_S:
        block = _repeats(
            strides,
            timed(StepKind.REPEAT, 20, kit.vma_kmh, STRIDES, rpe=7, why=whys.STRIDES),
            timed(StepKind.RECOVERY, pass_s - 20, kit.vma_kmh, RECOVERY, why=whys.STRIDES_REST),
        )
        rest = seconds - block.total_s
        steps = [timed(StepKind.STEADY, rest - 120, kit.vma_kmh, EASY, why=whys.EASY), block]
        steps.append(timed(StepKind.COOL_DOWN, 120, kit.vma_kmh, EASY, why=whys.COOL_DOWN))
        title = mark("Easy run, {duration}, with {strides} strides")
        purpose = mark("Easy running, then a few relaxed accelerations of 20 seconds to keep the stride quick.")
    values = {"duration": clock(seconds), "strides": str(strides)}
    return Session(day, SessionKind.EASY, title, purpose, _felt(kit, steps), values)


def long_run(
    kit: Kit, day: date, seconds: float, *, work_s: float = 0.0, walk_breaks: bool = False, run_s: float | None = None
) -> Session:
    """The long run of exactly ``seconds``: easy, or with about ``work_s`` seconds quicker in its second part.

    For half and marathon the quicker part is at goal pace, in blocks; for shorter races a steady finish.
    """
    if run_s is not None:
        return _walked(kit, day, SessionKind.LONG, seconds, run_s)
    values = {"duration": clock(seconds)}
    work = _long_work(kit, min(work_s, seconds / 3))
    if work is None:
        step = timed(StepKind.STEADY, seconds, kit.vma_kmh, LONG, why=whys.LONG)
        purpose = _long_purpose(kit, walk_breaks=walk_breaks)
        return Session(day, SessionKind.LONG, mark("Long run, {duration}"), purpose, _felt(kit, [step], True), values)
    block, quick = work
    after = 10 * MINUTE
    before = timed(StepKind.STEADY, seconds - block.total_s - after, kit.vma_kmh, LONG, why=whys.LONG)
    steps = [before, block, timed(StepKind.COOL_DOWN, after, kit.vma_kmh, EASY, why=whys.COOL_DOWN)]
    values |= {"repeats": str(block.times), "length": clock(quick)}
    if kit.goal is None or kit.kind in _SHORT:
        title = mark("Long run, {duration}, with {length} steady near the end")
        purpose = mark("A long run that ends a little quicker, to learn to run well when tired.")
    else:
        title = mark("Long run, {duration}, with {repeats} × {length} at goal pace")
        purpose = mark(
            "Goal pace inside a long run: the closest thing to the race, and the time to try food and drink."
        )
    return Session(day, SessionKind.LONG, title, purpose, _felt(kit, steps, True), values)


def as_easy(session: Session) -> Session:
    """The same steps called an easy run: what a long run is that is not the longest of its week."""
    walked = any(part.kind is StepKind.WALK for step in session.steps for part in (step.steps or (step,)))
    title = _WALKED if walked else _EASY
    purpose = _WALKED_PURPOSE if walked else _EASY_PURPOSE
    return replace(session, kind=SessionKind.EASY, title=title, purpose=purpose)


def well_named(session: Session, longest_s: float) -> Session:
    """The session, an easy run if it is called long, holds nothing quick and is not the longest of ``longest_s``."""
    quick = any(step.kind is StepKind.REPEAT for step in session.steps)
    if session.kind is not SessionKind.LONG or quick or session.duration_s >= longest_s - MINUTE:
        return session
    return as_easy(session)


def hard_run(
    kit: Kit, day: date, workout: Workout, *, work_s: float, room_s: float, wanted_s: float = 0.0
) -> Session | None:
    """A hard session of about ``work_s`` seconds of work inside ``room_s`` seconds; None when too small for it.

    Warm-up and cool-down grow, five minutes at a time, towards ``wanted_s`` seconds for the whole session.
    """
    effort = workout.effort or kit.goal or THRESHOLD
    work = _work_step(kit, workout, effort)
    recovery = timed(StepKind.RECOVERY, workout.recovery_s, kit.vma_kmh, RECOVERY, why=whys.JOG)
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
            main.append(timed(StepKind.RECOVERY, between_sets, kit.vma_kmh, RECOVERY, why=whys.SET_BREAK))
        # One repeat alone needs no recovery of its own: the cool-down follows.
        main.append(_repeats(repeats // workout.sets, work, recovery) if repeats > workout.sets else work)
    bare_s = warm_s + cool_s + sum(step.total_s for step in main)
    warm_s, cool_s = _longer_around(warm_s, cool_s, min(wanted_s, room_s) - bare_s)
    warm = timed(StepKind.WARM_UP, warm_s, kit.vma_kmh, EASY, why=whys.WARM_UP)
    cool = timed(StepKind.COOL_DOWN, cool_s, kit.vma_kmh, EASY, why=whys.COOL_DOWN)
    values = {
        "repeats": str(repeats // workout.sets),
        "sets": str(workout.sets),
        "length": length_text(workout),
        "percent": f"{effort.low:.0f}–{effort.high:.0f}",
    }
    title = workout.title_once if repeats == 1 and workout.title_once else workout.title
    return Session(day, workout.kind, title, workout.purpose, _felt(kit, [warm, *main, cool]), values)


def _felt(kit: Kit, steps: list[Step], long: bool = False) -> tuple[Step, ...]:
    """The steps; by effort alone on trails, and on the long runs of hilly ground."""
    if kit.terrain is Terrain.TRAIL or (long and kit.terrain is Terrain.HILLY):
        return tuple(by_effort(step) for step in steps)
    return tuple(steps)


def _long_purpose(kit: Kit, *, walk_breaks: bool) -> str:
    if walk_breaks:
        return mark("Time on your feet, easy. Short walking breaks are welcome and count as running.")
    if kit.terrain is Terrain.TRAIL:
        return mark("Time on your feet over ground like the race's: walk what is steep, run easily what runs well.")
    if kit.terrain is Terrain.HILLY:
        return mark(
            "Time on your feet on a course with climbs: slow down uphill, let it roll down, no harder at the top."
        )
    if kit.kind is GoalKind.ULTRA:
        return mark("Time on your feet, easy, walking breaks included: practise eating and drinking as in the race.")
    return mark("Time on your feet, easy from start to end: the base of every distance.")


def _walked(kit: Kit, day: date, kind: SessionKind, seconds: float, run_s: float) -> Session:
    """Running and walking in turns for exactly ``seconds``; what is left over of the turns is walked first."""
    times = max(1, int(seconds // (run_s + WALK_S)))
    block = walk_block(kit.vma_kmh, run_s, WALK_S, times)
    rest = seconds - block.total_s
    steps = [walk(rest, kit.vma_kmh)] if rest > 0 else []
    values = {"duration": clock(seconds), "repeats": str(times), "run": clock(run_s), "walk": clock(WALK_S)}
    title = _WALKED
    if kind is SessionKind.LONG:
        title = mark("Long run and walk, {duration}: {repeats} × ({run} run, {walk} walk)")
    return Session(day, kind, title, _WALKED_PURPOSE, _felt(kit, [*steps, block]), values)


def _repeats(times: int, work: Step, recovery: Step) -> Step:
    """A block of repeats, each followed by its recovery."""
    duration, metres = work.duration_s + recovery.duration_s, work.distance_m + recovery.distance_m
    return Step(StepKind.REPEAT, duration, metres, work.target, times=times, steps=(work, recovery), why=work.why)


def _work_step(kit: Kit, workout: Workout, effort: Effort) -> Step:
    why = whys.WORK[workout.group]
    if workout.by_distance:
        return measured(StepKind.REPEAT, workout.length, kit.vma_kmh, effort, why=why)
    step = timed(StepKind.REPEAT, workout.length, kit.vma_kmh, effort, why=why)
    if not workout.uphill:
        return step
    return replace(step, target=LONG_BY_FEEL if workout.length >= _LONG_HILL_S else BY_FEEL)


def _long_work(kit: Kit, work_s: float) -> tuple[Step, float] | None:
    """The quicker block of a long run and the seconds of one repeat; None when there is no room for it."""
    if kit.goal is None or kit.kind in _SHORT:
        quick = min(20 * MINUTE, FIVE_MINUTES * (work_s // FIVE_MINUTES))
        step = timed(StepKind.REPEAT, quick, kit.vma_kmh, STEADY, why=whys.STEADY_END)
        return (step, quick) if quick >= 10 * MINUTE else None
    for times in (1, 2, 3, 4):
        quick = FIVE_MINUTES * (work_s / times // FIVE_MINUTES)
        if times > 1 and quick < 10 * MINUTE:
            return None
        if 10 * MINUTE <= quick <= 20 * MINUTE and times > 1:
            work = timed(StepKind.REPEAT, quick, kit.vma_kmh, kit.goal, why=whys.GOAL_IN_LONG)
            rest = timed(StepKind.RECOVERY, FIVE_MINUTES, kit.vma_kmh, EASY, why=whys.REFUEL)
            return _repeats(times, work, rest), quick
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
