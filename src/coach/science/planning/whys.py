"""Why a step is there, said under it."""

from __future__ import annotations

from coach.domain.language import mark

WARM_UP = mark("Wakes heart, muscles and tendons, so that the first repeat is no shock.")
COOL_DOWN = mark("Brings the heart rate down gently and adds easy minutes.")
EASY = mark("Easy minutes build endurance at little cost.")
LONG = mark("Time on your feet: legs and stores learn to last.")
JOG = mark("Jog easily, so that the next repeat is as good as the last.")
SET_BREAK = mark("A longer break, so that the next set is as good as the first.")
REFUEL = mark("Easy: drink, eat, and let the legs loosen before the next block.")
STRIDES = mark("Relaxed speed without fatigue keeps the stride quick.")
STRIDES_REST = mark("Full recovery: strides are about form, not about breath.")
STEADY_END = mark("A little quicker on tired legs, still in control.")
GOAL_IN_LONG = mark("Race pace on legs that have already run: what the race will ask.")
RACE = mark("An even effort gives the best time.")

WORK = {
    "hills": mark("Climbing loads the legs with little impact: hold the effort, not the pace."),
    "climbs": mark("Long climbs at a steady effort: strength that lasts, with little impact."),
    "fartlek": mark("Quicker by feel: the effort first, the watch later."),
    "speed": mark("Near VMA the heart works close to its most: that is what makes it grow."),
    "power": mark("Minutes near your maximal oxygen uptake add up; run the last repeat like the first."),
    "steady": mark("Minutes above easy that cost little: the body learns to spare its stores."),
    "threshold": mark("Just under the pace where fatigue snowballs, to move that point up."),
    "goal": mark("Race pace, to learn how it feels and what it costs."),
    "test": mark("All you have, evenly spread: the result sets your paces."),
}
"""By the group of the workout."""
