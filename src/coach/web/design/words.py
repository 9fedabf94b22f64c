"""Words for the domain's own terms, as message ids."""

from __future__ import annotations

from coach.domain.imports import ItemState, RunState
from coach.domain.language import mark
from coach.domain.plans import SessionKind
from coach.domain.sports import FAMILY_WORDS as FAMILIES
from coach.domain.sports import SPORT_WORDS as SPORTS

__all__ = ["EXERCISES", "FAMILIES", "ITEM_STATES", "RUN_STATES", "SHORT_KINDS", "SPORTS"]

ITEM_STATES = {
    ItemState.QUEUED: mark("waiting"),
    ItemState.NEW: mark("measured"),
    ItemState.DUPLICATE: mark("already here"),
    ItemState.MERGED: mark("merged"),
    ItemState.SKIPPED: mark("read, no activity"),
    ItemState.QUARANTINED: mark("set aside"),
}

RUN_STATES = {
    RunState.RECEIVING: mark("receiving files"),
    RunState.QUEUED: mark("about to start"),
    RunState.RUNNING: mark("reading"),
    RunState.DONE: mark("finished"),
    RunState.FAILED: mark("stopped by an error"),
    RunState.CANCELLED: mark("stopped by you"),
}

SHORT_KINDS = {
    SessionKind.EASY: mark("Easy"),
    SessionKind.LONG: mark("Long"),
    SessionKind.TEMPO: mark("Tempo"),
    SessionKind.INTERVALS: mark("Intv."),
    SessionKind.RACE: mark("Race"),
    SessionKind.STRENGTH: mark("Gym"),
    SessionKind.CROSS: mark("Other"),
    SessionKind.REST: mark("Rest"),
}
"""For squares of a month on a phone, where the full words do not fit."""

EXERCISES = {
    "bench_press": mark("Bench press"),
    "calf_raise": mark("Calf raise"),
    "cardio": mark("Cardio"),
    "carry": mark("Carry"),
    "chop": mark("Chop"),
    "core": mark("Core"),
    "crunch": mark("Crunch"),
    "curl": mark("Curl"),
    "deadlift": mark("Deadlift"),
    "flye": mark("Flye"),
    "hip_raise": mark("Hip raise"),
    "hip_stability": mark("Hip stability"),
    "hip_swing": mark("Hip swing"),
    "hyperextension": mark("Hyperextension"),
    "lateral_raise": mark("Lateral raise"),
    "leg_curl": mark("Leg curl"),
    "leg_raise": mark("Leg raise"),
    "lunge": mark("Lunge"),
    "olympic_lift": mark("Olympic lift"),
    "plank": mark("Plank"),
    "plyo": mark("Plyometrics"),
    "pull_up": mark("Pull-up"),
    "push_up": mark("Push-up"),
    "row": mark("Row"),
    "run": mark("Run"),
    "shoulder_press": mark("Shoulder press"),
    "shoulder_stability": mark("Shoulder stability"),
    "shrug": mark("Shrug"),
    "sit_up": mark("Sit-up"),
    "squat": mark("Squat"),
    "total_body": mark("Total body"),
    "triceps_extension": mark("Triceps extension"),
    "warm_up": mark("Warm-up"),
}
"""Categories of strength exercises as FIT files name them."""
