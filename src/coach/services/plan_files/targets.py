"""Targets as machines want them: speeds as a band that can be held, heart rate as zone or beats."""

from __future__ import annotations

from collections.abc import Sequence

from coach.domain.fitness import Zone
from coach.domain.plans import Step, StepKind, Target

NARROWEST_S = 6.0
"""Seconds per kilometre between the ends of a band: a watch given one exact pace never stops warning."""


def speed_band(target: Target) -> tuple[float, float] | None:
    """The slow and the fast end in m/s, at least ``NARROWEST_S`` apart; None without a pace."""
    paces = [pace for pace in (target.pace_fast_s, target.pace_slow_s) if pace is not None and pace > 0]
    if not paces:
        return None
    fast, slow = min(paces), max(paces)
    missing = max(0.0, NARROWEST_S - (slow - fast))
    return 1000 / (slow + missing / 2), 1000 / (fast - missing / 2)


def beats(target: Target, zones: Sequence[Zone]) -> tuple[float, float] | None:
    """The zone's ends in beats per minute where the athlete's zones are known and it has both; None otherwise."""
    if target.hr_zone is None or not zones:
        return None
    zone = zones[target.hr_zone - 1]
    return None if zone.low is None or zone.high is None else (zone.low, zone.high)


def unrolled(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps with blocks that are done once laid open: they need no repeat."""
    flat: list[Step] = []
    for step in steps:
        flat += unrolled(step.steps) if step.steps and step.times == 1 else [step]
    return tuple(flat)


def exercise_category(name: str) -> str | None:
    """The category of an exercise in the FIT profile, from the words of its English name; None when unknown."""
    words = name.lower()
    return next((category for part, category in _CATEGORIES if part in words), None)


_CATEGORIES = (
    ("jump", "plyo"),
    ("hop", "plyo"),
    ("pogo", "plyo"),
    ("bound", "plyo"),
    ("calf", "calf_raise"),
    ("heel", "calf_raise"),
    ("push-up", "push_up"),
    ("press-up", "push_up"),
    ("pull-up", "pull_up"),
    ("hamstring curl", "leg_curl"),
    ("leg curl", "leg_curl"),
    ("nordic", "leg_curl"),
    ("split squat", "lunge"),
    ("lunge", "lunge"),
    ("step-up", "lunge"),
    ("squat", "squat"),
    ("wall sit", "squat"),
    ("deadlift", "deadlift"),
    ("bridge", "hip_raise"),
    ("hip thrust", "hip_raise"),
    ("clam", "hip_stability"),
    ("side leg", "hip_stability"),
    ("band walk", "hip_stability"),
    ("plank", "plank"),
    ("dead bug", "core"),
    ("bird dog", "core"),
    ("row", "row"),
    ("overhead press", "shoulder_press"),
    ("shoulder press", "shoulder_press"),
)


def is_work(step: Step) -> bool:
    """Whether the step is one of the efforts of the session rather than what stands around them."""
    return step.kind in (StepKind.STEADY, StepKind.REPEAT, StepKind.EXERCISE)
