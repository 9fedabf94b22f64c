"""Words for the domain's own terms, as message ids."""

from __future__ import annotations

from coach.domain.imports import ItemState, RunState
from coach.domain.language import mark
from coach.domain.sports import Sport, SportFamily

FAMILIES = {
    SportFamily.RUN: mark("Running"),
    SportFamily.RIDE: mark("Cycling"),
    SportFamily.SWIM: mark("Swimming"),
    SportFamily.WALK: mark("Walking"),
    SportFamily.STRENGTH: mark("Strength"),
    SportFamily.SNOW: mark("Snow"),
    SportFamily.WATER: mark("On the water"),
    SportFamily.OTHER: mark("Other"),
}

SPORTS = {
    Sport.RUN: mark("Run"),
    Sport.TRAIL_RUN: mark("Trail run"),
    Sport.TRACK_RUN: mark("Track run"),
    Sport.TREADMILL_RUN: mark("Treadmill run"),
    Sport.RIDE: mark("Ride"),
    Sport.INDOOR_RIDE: mark("Indoor ride"),
    Sport.MOUNTAIN_BIKE: mark("Mountain bike"),
    Sport.SWIM: mark("Pool swim"),
    Sport.OPEN_WATER_SWIM: mark("Open water swim"),
    Sport.WALK: mark("Walk"),
    Sport.HIKE: mark("Hike"),
    Sport.STRENGTH: mark("Strength session"),
    Sport.CARDIO: mark("Cardio"),
    Sport.ROWING: mark("Rowing"),
    Sport.PADDLE: mark("Paddle"),
    Sport.CROSS_COUNTRY_SKI: mark("Cross-country ski"),
    Sport.ALPINE_SKI: mark("Alpine ski"),
    Sport.TRANSITION: mark("Transition"),
    Sport.OTHER: mark("Activity"),
}

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
