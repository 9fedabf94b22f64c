"""Words for the domain's own terms, as message ids."""

from __future__ import annotations

from coach.domain.imports import ItemState, RunState
from coach.domain.language import mark
from coach.domain.plans import SessionKind
from coach.domain.sports import FAMILY_WORDS as FAMILIES
from coach.domain.sports import SPORT_WORDS as SPORTS

__all__ = ["FAMILIES", "ITEM_STATES", "RUN_STATES", "SHORT_KINDS", "SPORTS"]

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
    SessionKind.REST: mark("Rest"),
}
"""For squares of a month on a phone, where the full words do not fit."""
