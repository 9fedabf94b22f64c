"""A window beside the one before."""

from __future__ import annotations

from datetime import date

from coach.domain.analytics import Change, Comparison, Measure, Sentence, Totals, Window, ZoneKind
from coach.domain.language import mark
from coach.services.analytics.words import NO_ACTIVITY

SUMS = (Measure.ACTIVITIES, Measure.RUNS, Measure.DISTANCE, Measure.MOVING, Measure.LOAD)
MEANS = (Measure.PACE, Measure.SPEED_P95, Measure.EFFICIENCY)

EASY_ZONES = 2
"""Zones 1 and 2 are easy: up to 75 % of VMA."""

LEAST_COVERED = 0.8
"""Share of the running time whose zone must be known before the zones speak for all of it."""

UNTOLD_NOW = Sentence(mark("Nothing in these weeks tells it."))
UNTOLD_BEFORE = Sentence(mark("Nothing in the earlier weeks tells it."))
NONE_BEFORE = Sentence(mark("The earlier weeks had none: a per cent would mean nothing."))
SHORT_HISTORY = mark("Your activities are known from {day} on: the earlier weeks are not known whole.")
UNCOVERED = Sentence(mark("Less than 80 % of the running time has a known zone, now or in the earlier weeks."))


def compare(window: Window, now: Totals, before: Totals, known_since: date | None) -> Comparison:
    """Every measure now and before.

    Sums of a window that began before the history did are not held against each other; means of what is known are.
    """
    if known_since is None:
        nothing = (Change(measure, None, None, NO_ACTIVITY) for measure in (*SUMS, *MEANS, Measure.EASY))
        return Comparison(window, window.before, tuple(nothing))
    short = Sentence(SHORT_HISTORY, {"day": known_since.isoformat()}) if known_since > window.before.first else None
    sums = (_sum(measure, now, before, short) for measure in SUMS)
    means = (_change(measure, _of(now, measure), _of(before, measure), short) for measure in MEANS)
    return Comparison(window, window.before, (*sums, *means, _easy(now, before, short)))


def easy_share(zone_s: tuple[float, ...]) -> float | None:
    """Share (0 to 1) of the seconds in zones 1 and 2; None where no zone is known."""
    known = sum(zone_s)
    return sum(zone_s[:EASY_ZONES]) / known if known > 0 else None


def zone_seconds(totals: Totals, kind: ZoneKind) -> tuple[float, ...]:
    """Seconds in zones 1 to 5 by heart rate or pace; () unknown."""
    return totals.heart_zone_s if kind is ZoneKind.HEART_RATE else totals.pace_zone_s


def covered(totals: Totals, kind: ZoneKind) -> bool:
    """Whether enough of the running time has a known zone to speak for all of it."""
    running = totals.moving_s or 0.0
    return running > 0 and sum(zone_seconds(totals, kind)) >= LEAST_COVERED * running


def _sum(measure: Measure, now: Totals, before: Totals, short: Sentence | None) -> Change:
    return _change(measure, _of(now, measure), None if short else _of(before, measure), short)


def _of(totals: Totals, measure: Measure) -> float | None:
    value: float | None = getattr(totals, measure.value)
    return value


def _change(measure: Measure, now: float | None, before: float | None, short: Sentence | None) -> Change:
    if now is None:
        return Change(measure, now, before, UNTOLD_NOW)
    if before is None:
        return Change(measure, now, before, short or UNTOLD_BEFORE)
    return Change(measure, now, before, None if before else NONE_BEFORE)


def _easy(now: Totals, before: Totals, short: Sentence | None) -> Change:
    """By the same kind of zones on both sides: heart rate if it covers both, otherwise pace."""
    for kind in ZoneKind:
        if covered(now, kind) and covered(before, kind):
            return _change(
                Measure.EASY, easy_share(zone_seconds(now, kind)), easy_share(zone_seconds(before, kind)), short
            )
    known = next((kind for kind in ZoneKind if covered(now, kind)), None)
    return Change(Measure.EASY, easy_share(zone_seconds(now, known)) if known else None, None, short or UNCOVERED)
