"""How hard the running of a window was, zone by zone, and what that suggests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection

from coach.domain.analytics import (
    Reasons,
    Sentence,
    Totals,
    Values,
    Week,
    Window,
    ZoneKind,
    Zones,
    ZoneTime,
    ZoneUse,
    ZoneWeek,
)
from coach.domain.fitness import Fitness, Zone
from coach.domain.language import mark
from coach.services.analytics.comparing import LEAST_COVERED, covered, easy_share, zone_seconds
from coach.services.analytics.weeks import periods, weeks_of
from coach.services.analytics.words import NO_ACTIVITY
from coach.store import analytics
from coach.store import fitness as snapshots

PUBLISHED_EASY = (0.77, 0.82)
"""Share of zones 1 and 2 in 92 published marathon plans: means of the plans of high, middle and low volume."""
LITTLE_EASY = 0.75
LEAST_S = 3 * 3600.0
"""Less running than this says nothing of a habit."""

PLANS = "Knopp et al., 2024"
RUNNERS = "Muniz-Pumares et al., 2025"

NO_MAXIMUM = Sentence(mark("Your maximal heart rate is not known: no heart-rate zone can be drawn."))
NO_VMA = Sentence(mark("Your VMA is not known: no pace zone can be drawn."))
NO_RUN = Sentence(mark("There was no run in these weeks."))
NO_HEART = Sentence(mark("None of these runs has a heart rate measured against your zones."))
NO_PACE = Sentence(mark("None of these runs has a pace measured against your zones."))

KIND_WORDS = {ZoneKind.HEART_RATE: mark("by heart rate"), ZoneKind.PACE: mark("by pace")}

_LITTLE = mark(
    "Running with a known zone in these weeks: {duration}. At least {least} h and {share} of the running time are "
    "needed before a habit can be seen."
)
_MUCH = mark(
    "{share} of your running was easy (zones 1 and 2, {kind}), more than the {low_share} to {high_share} of published "
    "marathon plans, by zones much like these. Nothing is wrong with that: if you feel fresh and want more of your "
    "training, there is room for a little hard running."
)
_USUAL = mark(
    "{share} of your running was easy (zones 1 and 2, {kind}), about as published marathon plans have it ({low_share} "
    "to {high_share}, by zones much like these). Nothing to change on this account."
)
_SMALL = mark(
    "{share} of your running was easy (zones 1 and 2, {kind}); published marathon plans have {low_share} to "
    "{high_share}, by zones much like these. Unless it was a hard block on purpose, slow down the easy runs before you "
    "drop a hard one."
)
_FASTER = mark(
    "Among 119,452 marathon runners the faster ones ran more in the easiest zone. That is what they did, not proof "
    "that it made them fast."
)


def zones(connection: Connection, athlete_id: str, today: date, weeks: int) -> Zones:
    """The athlete's zones and the time spent in each, in all and week by week."""
    window = Window.ending(today, weeks)
    known = snapshots.latest(connection, athlete_id)
    since = analytics.known_since(connection, athlete_id, today)
    added = analytics.totals(connection, athlete_id, window)
    now, _ = periods(window, added, since)
    heart, pace = uses(known, now, weeks_of(window, added, since))
    return Zones(window, heart, pace, advice(now))


def uses(known: Fitness | None, now: Totals, weeks: Sequence[Week]) -> tuple[ZoneUse, ZoneUse]:
    """How the running spread over the heart-rate zones and over the pace zones."""
    heart = _use(ZoneKind.HEART_RATE, known.heart_zones if known else (), now, weeks)
    pace = _use(ZoneKind.PACE, known.pace_zones if known else (), now, weeks)
    return heart, pace


def _use(kind: ZoneKind, bounds: tuple[Zone, ...], now: Totals, weeks: Sequence[Week]) -> ZoneUse:
    seconds = zone_seconds(now, kind)
    known_s = sum(seconds)
    return ZoneUse(
        kind=kind,
        times=tuple(_time(zone, seconds, known_s) for zone in bounds),
        known_s=known_s if seconds else None,
        running_s=now.moving_s,
        easy_share=easy_share(seconds),
        weeks=tuple(_week(week, kind) for week in weeks),
        unknown=_unknown(kind, bounds, now, known=known_s > 0),
    )


def _time(zone: Zone, seconds: tuple[float, ...], known_s: float) -> ZoneTime:
    if not known_s:
        return ZoneTime(zone, None, None)
    spent = seconds[zone.number - 1]
    return ZoneTime(zone, spent, spent / known_s)


def _week(week: Week, kind: ZoneKind) -> ZoneWeek:
    seconds = zone_seconds(week.totals, kind)
    return ZoneWeek(week.monday, week.partial, seconds, easy_share(seconds))


def _unknown(kind: ZoneKind, bounds: tuple[Zone, ...], now: Totals, *, known: bool) -> Reasons:
    heart, reasons = kind is ZoneKind.HEART_RATE, {}
    if not bounds:
        reasons["zones"] = NO_MAXIMUM if heart else NO_VMA
    if not known:
        measured = NO_HEART if heart else NO_PACE
        reasons["known_s"] = NO_ACTIVITY if now.runs is None else measured if now.runs else NO_RUN
    return reasons


def advice(now: Totals) -> tuple[Sentence, ...]:
    """What the share of easy running suggests; that too little is known, where it is."""
    kind = next((kind for kind in ZoneKind if covered(now, kind)), None)
    known_s = max(sum(zone_seconds(now, kind)) for kind in ZoneKind)
    share = easy_share(zone_seconds(now, kind)) if kind else None
    if kind is None or share is None or known_s < LEAST_S:
        return (Sentence(_LITTLE, {"duration": known_s, "least": LEAST_S / 3600, "share": LEAST_COVERED}),)
    low, high = PUBLISHED_EASY
    share = round(share, 2)  # as it is said: 82 % is not more than 82 %
    text = _SMALL if share < LITTLE_EASY else _MUCH if share > high else _USUAL
    values: Values = {"share": share, "low_share": low, "high_share": high, "kind": KIND_WORDS[kind]}
    first = Sentence(text, values, PLANS)
    return (first,) if share >= LITTLE_EASY else (first, Sentence(_FASTER, {}, RUNNERS))
