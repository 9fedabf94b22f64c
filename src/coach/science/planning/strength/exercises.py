"""The strength exercises of runners: what each is called with weights and without, why it is there, whom it spares.

Every one can be done with dumbbells or a filled backpack, or with nothing. The swaps for what is healing are a coaching
convention, not a treatment: what a physiotherapist gave goes first.
"""

from __future__ import annotations

from dataclasses import dataclass

from coach.domain.goals import InjurySite
from coach.domain.language import mark

_BONES = frozenset(site for site in InjurySite if site.bone)
_LOWER_LEG = frozenset({InjurySite.ACHILLES, InjurySite.CALF, InjurySite.SHIN, InjurySite.FOOT, InjurySite.ANKLE})
_TENDON = frozenset({InjurySite.ACHILLES, InjurySite.CALF})
_HINGE = frozenset({InjurySite.HAMSTRING, InjurySite.BACK})

_LEGS = mark("Strong thighs and hips hold you up when you tire.")
_HINGING = mark("Hamstrings and glutes drive you forward and brake each step.")
_CALVES = mark("Calf and Achilles take the largest load of each step.")
_TRUNK = mark("A firm trunk keeps the pelvis level.")
_BODY = mark("Shoulders and back hold the posture of a long run.")
_SPRING = mark("Short ground contacts make the lower leg a better spring.")
_STILL = mark("Holding still loads a tendon or joint while it hurts least.")
_BALANCE = mark("Balance steadies foot and ankle.")


@dataclass(frozen=True, slots=True)
class Exercise:
    """``name`` is said in lighter sessions and ``heavy`` in heavy ones; ``hold_s`` seconds held
    once, 0 for repetitions.

    ``sides`` is 2 where each side works alone. ``instead`` names what replaces it where a site in ``spares`` heals.
    """

    code: str
    name: str
    heavy: str
    why: str
    sides: int = 1
    hold_s: float = 0.0
    main: bool = True
    spares: frozenset[InjurySite] = frozenset()
    instead: str = ""


_ROWS = (
    Exercise(
        "split_squat",
        mark("Split squats, each side, with dumbbells or without"),
        mark("Heavy split squats, each side, with dumbbells (without weights: 12 very slow ones)"),
        _LEGS,
        sides=2,
        spares=_BONES | {InjurySite.KNEE, InjurySite.HIP},
        instead="chair_squat",
    ),
    Exercise(
        "step_up",
        mark("Step-ups on a stair or bench, each side, with dumbbells or without"),
        mark("Heavy step-ups on a bench, each side, with dumbbells (without weights: 12 slow ones on a higher step)"),
        _LEGS,
        sides=2,
        spares=_BONES | {InjurySite.KNEE, InjurySite.HIP},
        instead="wall_sit",
    ),
    Exercise(
        "chair_squat",
        mark("Squats down to a chair, 3 seconds down, no deeper than is painless"),
        mark("Squats down to a chair holding a weight, 3 seconds down, no deeper than is painless"),
        _LEGS,
    ),
    Exercise(
        "wall_sit",
        mark("Wall sit, 40 seconds"),
        mark("Wall sit holding a weight, 40 seconds"),
        _STILL,
        hold_s=40,
    ),
    Exercise(
        "deadlift",
        mark("Romanian deadlifts with dumbbells (without weights: on one leg)"),
        mark("Heavy Romanian deadlifts with dumbbells or a bar (without weights: 12 slow ones on one leg)"),
        _HINGING,
        spares=_BONES | _HINGE,
        instead="bridge",
    ),
    Exercise(
        "hip_thrust",
        mark("Hip thrusts, shoulders on a bench or sofa, with a weight or on one leg"),
        mark("Heavy hip thrusts, shoulders on a bench, with a weight (without: 12 slow ones on one leg)"),
        _HINGING,
        spares=_BONES | _HINGE,
        instead="bridge",
    ),
    Exercise(
        "bridge",
        mark("Bridge on both feet, slow"),
        mark("Bridge on both feet with a weight on the hips, slow"),
        _HINGING,
    ),
    Exercise(
        "calf_raise",
        mark("Heel raises with straight knee on a step, each side, slow"),
        mark("Heel raises with straight knee on a step, each side, holding a weight, slow (without: 15)"),
        _CALVES,
        sides=2,
        spares=_BONES | _LOWER_LEG,
        instead="slow_calf_raise",
    ),
    Exercise(
        "soleus_raise",
        mark("Heel raises with bent knee on a step, each side, slow"),
        mark("Heel raises with bent knee, each side, holding a weight, slow (without: 15)"),
        _CALVES,
        sides=2,
        spares=_BONES | _LOWER_LEG,
        instead="slow_calf_raise",
    ),
    Exercise(
        "slow_calf_raise",
        mark("Heel raises on both feet, 3 seconds up and 3 down, painless range"),
        mark("Heel raises on both feet holding a weight, 3 seconds up and 3 down, painless range"),
        _CALVES,
    ),
    Exercise(
        "calf_hold",
        mark("Heel raise held half way up on both feet, 40 seconds"),
        mark("Heel raise held half way up on both feet, holding a weight, 40 seconds"),
        _STILL,
        hold_s=40,
    ),
    Exercise(
        "side_plank",
        mark("Side plank, 30 seconds each side"),
        mark("Side plank, 30 seconds each side"),
        _TRUNK,
        2,
        30,
        main=False,
    ),
    Exercise("plank", mark("Front plank, 40 seconds"), mark("Front plank, 40 seconds"), _TRUNK, 1, 40, main=False),
    Exercise(
        "press_up",
        mark("Press-ups, on the knees or against a table if needed"),
        mark("Press-ups, on the knees or against a table if needed"),
        _BODY,
        main=False,
    ),
    Exercise(
        "row",
        mark("Rows with a dumbbell or backpack, each side"),
        mark("Rows with a dumbbell or backpack, each side"),
        _BODY,
        2,
        main=False,
        spares=frozenset({InjurySite.BACK}),
        instead="press_up",
    ),
    Exercise(
        "hops",
        mark("Small quick hops on both feet, heels off the ground"),
        mark("Small quick hops on both feet, heels off the ground"),
        _SPRING,
        spares=_BONES | _LOWER_LEG | {InjurySite.KNEE, InjurySite.HIP, InjurySite.BACK, InjurySite.HAMSTRING},
        instead="balance",
    ),
    Exercise(
        "balance",
        mark("Stand on one leg on a cushion, 30 seconds each side"),
        mark("Stand on one leg on a cushion, 30 seconds each side"),
        _BALANCE,
        2,
        30,
        main=False,
    ),
)

EXERCISES = {exercise.code: exercise for exercise in _ROWS}


def for_sites(code: str, sites: frozenset[InjurySite], *, early: bool) -> Exercise:
    """The exercise, or what replaces it while these sites heal; ``early`` holds tendons and knees still first."""
    exercise = EXERCISES[code]
    while exercise.spares & sites:
        exercise = EXERCISES[exercise.instead]
    if early and exercise.code == "slow_calf_raise" and sites & _TENDON:
        return EXERCISES["calf_hold"]
    if early and exercise.code == "chair_squat" and InjurySite.KNEE in sites:
        return EXERCISES["wall_sit"]
    return exercise
