"""What the fitness page shows, made ready for the templates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from coach.domain import units
from coach.domain.analytics import Change, Measure, Zones
from coach.domain.athletes import Language
from coach.domain.fitness import Estimate, Fitness, Vote
from coach.domain.intensity import Curve
from coach.domain.language import NARROW_NO_BREAK, mark
from coach.domain.races import Influence
from coach.domain.training import WeekLoad
from coach.science.running.zones import ZONE_SHARES
from coach.services import plan_words
from coach.services.analytics.words import NAMES, influence_text
from coach.services.charts_fitness import FASTEST_SHOWN_S
from coach.services.training import State
from coach.services.training_words import signed, signed_percent
from coach.web.requests import spoken

PERIODS = (4, 12, 26, 52)
USUAL_PERIOD = 12
"""Weeks that are shown at once."""

TOLD_S = (60, 120, 300, 600, 1200, 1800, 3600, 7200)
"""Durations of the table behind the curve of speeds."""

DRAWN_PX = 160.0
"""Width of the drawing of a vote."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A value and its interval on a drawing DRAWN_PX wide."""

    low: float
    value: float
    high: float

    @property
    def width(self) -> float:
        """From low to high."""
        return max(self.high - self.low, 2.0)


@dataclass(frozen=True, slots=True)
class VoteRow:
    """What a method says, and its drawing on the same scale as all others."""

    vote: Vote
    mark: Mark
    counted: bool


@dataclass(frozen=True, slots=True)
class ZoneRow:
    """A zone in words; seconds are those of the period, None unknown."""

    number: int
    share: str
    beats: str
    pace: str
    heart_s: float | None
    pace_s: float | None


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A measure of this period beside the one before, in words; ``reason`` where they cannot be compared."""

    name: str
    now: str
    before: str
    change: str


@dataclass(frozen=True, slots=True)
class HeldRow:
    """Metres per second held over ``seconds`` in this period and in the one before, None unknown."""

    seconds: int
    now: float | None
    before: float | None


def asked_period(text: str | None) -> int:
    """The period asked for in weeks, the usual one for anything we do not offer."""
    return next((weeks for weeks in PERIODS if str(weeks) == text), USUAL_PERIOD)


def vote_rows(votes: Sequence[Vote], fused: Estimate | None) -> tuple[Mark | None, tuple[VoteRow, ...]]:
    """The fused estimate and each vote on one scale that holds them all."""
    if fused is None or not votes:
        return None, ()
    lows, highs = [fused.low, *(vote.low for vote in votes)], [fused.high, *(vote.high for vote in votes)]
    left, span = min(lows), max(max(highs) - min(lows), 0.1)

    def place(value: float) -> float:
        return 6 + (DRAWN_PX - 12) * (value - left) / span

    rows = tuple(
        VoteRow(vote, Mark(place(vote.low), place(vote.value), place(vote.high)), vote.weight > 0) for vote in votes
    )
    return Mark(place(fused.low), place(fused.value), place(fused.high)), rows


def zone_rows(known: Fitness, zones: Zones) -> tuple[ZoneRow, ...]:
    """The five zones with their heart rates, paces and the time in each; () where neither is known."""
    if not known.heart_zones and not known.pace_zones:
        return ()
    tongue = spoken()
    hearts = {time.zone.number: time.seconds for time in zones.heart.times}
    paces = {time.zone.number: time.seconds for time in zones.pace.times}
    return tuple(
        ZoneRow(
            number=number,
            share=f"{units.number(tongue, low)}–{units.percent(tongue, high)}",
            beats=plan_words.zone_words(tongue, known.heart_zones[number - 1]) if known.heart_zones else "",
            pace=_pace_words(tongue, known, number),
            heart_s=hearts.get(number),
            pace_s=paces.get(number),
        )
        for number, (low, high) in enumerate(ZONE_SHARES, start=1)
    )


def _pace_words(language: Language, known: Fitness, number: int) -> str:
    """A zone's paces: ``5:10–5:40/km``; the first has only a fast end, the last only a slow one."""
    if not known.pace_zones:
        return ""
    zone = known.pace_zones[number - 1]
    if zone.low is None:
        return f"> {units.pace_of_speed(language, zone.high)}"
    if zone.high is None:
        return f"< {units.pace_of_speed(language, zone.low)}"
    return units.pace_range(language, 1000 / zone.high, 1000 / zone.low)


def held_rows(now: Curve | None, before: Curve | None) -> tuple[HeldRow, ...]:
    """The table behind the curve of speeds."""
    held, old = (dict(zip(curve.durations_s, curve.values, strict=True)) if curve else {} for curve in (now, before))
    return tuple(
        HeldRow(seconds, held.get(seconds), old.get(seconds))
        for seconds in TOLD_S
        if seconds >= FASTEST_SHOWN_S and (seconds in held or seconds in old)
    )


# --- two periods

_WRITTEN: dict[Measure, Callable[[Language, float | None], str]] = {
    Measure.DISTANCE: lambda language, value: units.distance(language, value, 0),
    Measure.MOVING: units.duration,
    Measure.PACE: units.pace,
    Measure.SPEED_P95: units.pace_of_speed,
    Measure.EFFICIENCY: lambda language, value: units.per_beat(language, value),
    Measure.SLEEP: units.duration,
    Measure.EASY: lambda language, value: units.percent(language, None if value is None else 100 * value),
}
"""How a measure is written; any other is a whole number."""

_SHOWN_AS = {Measure.SPEED_P95: mark("Pace of the fast stretches"), Measure.EFFICIENCY: mark("Efficiency")}
"""What a measure is called here, where it is written otherwise than machines are given it."""

METRIC_OF = {
    Measure.ACTIVITIES: "activities",
    Measure.RUNS: "runs",
    Measure.DISTANCE: "distance",
    Measure.MOVING: "moving_time",
    Measure.LOAD: "load",
    Measure.PACE: "pace",
    Measure.SPEED_P95: "speed_p95",
    Measure.EFFICIENCY: "efficiency",
    Measure.SLEEP: "sleep",
    Measure.EASY: "easy_share",
}


def change_rows(changes: Sequence[Change]) -> list[tuple[str, ChangeRow]]:
    """The comparison as (metric, words) for what is known now or was before."""
    language = spoken()
    return [
        (METRIC_OF[change.measure], _change_row(language, change))
        for change in changes
        if change.now is not None or change.before is not None
    ]


def _change_row(language: Language, change: Change) -> ChangeRow:
    written = _WRITTEN.get(change.measure, units.number)
    return ChangeRow(
        name=_SHOWN_AS.get(change.measure, NAMES[change.measure]),
        now=written(language, change.now),
        before=written(language, change.before),
        change=_difference(language, change),
    )


def _difference(language: Language, change: Change) -> str:
    """By how much it changed, in per cent, of paces in seconds; empty where it cannot be told."""
    if change.difference is None:
        return ""
    if change.measure is Measure.PACE:
        return f"{signed(language, change.difference)} s"
    if change.measure is Measure.EASY and change.now is not None and change.before is not None:
        return f"{signed(language, round(100 * change.now) - round(100 * change.before))}{NARROW_NO_BREAK}pt"
    return "" if change.percent is None else signed_percent(language, change.percent)


# --- reasons


def reasons(influences: Sequence[Influence]) -> list[tuple[str, float | None]]:
    """What mattered for a prediction in words, with the seconds it moved it by."""
    return [(influence_text(spoken(), influence), influence.seconds) for influence in influences]


def last_whole_week(state: State) -> WeekLoad | None:
    """The last week that is over, None where the window holds none."""
    return state.weeks[-2] if len(state.weeks) > 1 else None
