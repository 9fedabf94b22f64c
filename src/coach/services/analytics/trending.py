"""What the weeks of a window show, and what goes with what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations

from sqlalchemy import Connection

from coach.domain.analytics import (
    Association,
    Best,
    Measure,
    Reasons,
    RunPoint,
    Sentence,
    Slope,
    Trends,
    Week,
    Window,
)
from coach.domain.language import mark
from coach.science.running.associations import LEAST_PAIRS, Coefficient, slope, spearman
from coach.services.analytics.comparing import compare
from coach.services.analytics.weeks import periods, weeks_of
from coach.services.analytics.words import NAMES, NO_ACTIVITY, NO_LOAD
from coach.store import analytics

MEASURES = (Measure.LOAD, Measure.DISTANCE, Measure.PACE, Measure.EFFICIENCY, Measure.SLEEP)
"""What is held against each other, each pair once, chosen before any number was seen."""

BY_DESIGN = {
    frozenset((Measure.LOAD, Measure.DISTANCE)): 1,
    frozenset((Measure.LOAD, Measure.PACE)): -1,
    frozenset((Measure.PACE, Measure.EFFICIENCY)): -1,
}
"""Pairs one of which is partly computed from the other, and the sign of the link that alone makes."""

DAYS_A_STEP = 28
CLOSE = 0.05
"""Seconds within which two efforts are the same."""

_TOO_FEW = mark("{first} and {second}: complete weeks that know both: {weeks}. To say anything, {least} are needed.")
_STEADY = mark("{first} and {second}: one of the two hardly changed in these {weeks} weeks, so nothing can be said.")
_TOGETHER = mark(
    "{first} and {second}: over {weeks} weeks they tended to rise and fall together (rank correlation {rho}, 98 % "
    "interval {low} to {high}). That does not say that one brings about the other."
)
_OPPOSITE = mark(
    "{first} and {second}: over {weeks} weeks one tended to be higher when the other was lower (rank correlation "
    "{rho}, 98 % interval {low} to {high}). That does not say that one brings about the other."
)
_UNCLEAR = mark(
    "{first} and {second}: over {weeks} weeks no clear link shows (rank correlation {rho}, 98 % interval {low} to "
    "{high}). There may be one that so few weeks cannot show."
)
_DESIGNED = mark(
    "{first} and {second}: one is partly computed from the other, so a link is expected (rank correlation {rho} over "
    "{weeks} weeks, 98 % interval {low} to {high}) and tells little."
)
_DESIGNED_UNCLEAR = mark(
    "{first} and {second}: one is partly computed from the other, yet over {weeks} weeks no clear link shows (rank "
    "correlation {rho}, 98 % interval {low} to {high})."
)
_FEW_RUNS = mark("Runs with a known efficiency: {runs}. To see where it goes, {least} are needed.")
_MORE = mark(
    "Over {runs} runs you covered more ground per heart beat: {change} % more in 28 days (98 % interval {change_low} "
    "to {change_high} %). Cooler days, flatter courses and slower or faster runs do that too."
)
_LESS = mark(
    "Over {runs} runs you covered less ground per heart beat: {change} % in 28 days (98 % interval {change_low} to "
    "{change_high} %). Heat, hills, fatigue and other paces do that too."
)
_SAME = mark(
    "Over {runs} runs your ground per heart beat shows no clear change: {change} % in 28 days (98 % interval "
    "{change_low} to {change_high} %)."
)
_ONE_DAY = mark("The {runs} runs with a known efficiency are of one day.")


def trends(connection: Connection, athlete_id: str, today: date, weeks: int) -> Trends:
    """The running week and the ``weeks - 1`` before it, on the athlete's own calendar."""
    window = Window.ending(today, weeks)
    since = analytics.known_since(connection, athlete_id, today)
    added = analytics.totals(connection, athlete_id, window)
    sleep = analytics.weekly_sleep(connection, athlete_id, window)
    shown = weeks_of(window, added, since, sleep)
    return Trends(
        window=window,
        known_since=since,
        weeks=shown,
        days=tuple(analytics.rolling(connection, athlete_id, since, window)) if since else (),
        comparison=compare(window, *periods(window, added, since), since),
        bests=_bests(connection, athlete_id, window),
        associations=associations(shown),
        efficiency=efficiency(analytics.efficient_runs(connection, athlete_id, window)),
        unknown=_unknown(since, shown),
    )


def associations(weeks: Sequence[Week]) -> tuple[Association, ...]:
    """How the measures of the complete weeks go together, pair by pair."""
    whole = [week for week in weeks if not week.partial]
    return tuple(_association(first, second, whole) for first, second in combinations(MEASURES, 2))


def _association(first: Measure, second: Measure, weeks: Sequence[Week]) -> Association:
    pairs = [(_value(week, first), _value(week, second)) for week in weeks]
    known = [(one, other) for one, other in pairs if one is not None and other is not None]
    values: dict[str, float | str] = {"first": NAMES[first], "second": NAMES[second], "weeks": len(known)}
    if len(known) < LEAST_PAIRS:
        said = Sentence(_TOO_FEW, values | {"least": LEAST_PAIRS})
        return Association(first, second, len(known), None, None, None, said)
    found = spearman([one for one, _ in known], [other for _, other in known])
    if found is None:
        return Association(first, second, len(known), None, None, None, Sentence(_STEADY, values))
    said = Sentence(
        _kind(frozenset((first, second)), found),
        values | {"rho": found.value, "low": found.surely_low, "high": found.surely_high},
    )
    return Association(first, second, len(known), found.value, found.low, found.high, said)


def _kind(pair: frozenset[Measure], found: Coefficient) -> str:
    made = BY_DESIGN.get(pair)
    if not found.clear:
        return _UNCLEAR if made is None else _DESIGNED_UNCLEAR
    if made is not None and made * found.value > 0:
        return _DESIGNED
    return _TOGETHER if found.value > 0 else _OPPOSITE


def _value(week: Week, measure: Measure) -> float | None:
    value: float | None = getattr(week.totals, measure.value)
    return value


def efficiency(runs: Sequence[RunPoint]) -> Slope:
    """Where the efficiency of the runs goes."""
    values: dict[str, float | str] = {"runs": len(runs)}
    found = slope([run.on.toordinal() / DAYS_A_STEP for run in runs], [run.efficiency for run in runs])
    if found is None:
        few = len(runs) < LEAST_PAIRS
        said = Sentence(_FEW_RUNS, values | {"least": LEAST_PAIRS}) if few else Sentence(_ONE_DAY, values)
        return Slope(Measure.EFFICIENCY, len(runs), None, None, None, said)
    per_cent = 100 / (sum(run.efficiency for run in runs) / len(runs))
    values |= {
        "change": found.value * per_cent,
        "change_low": found.surely_low * per_cent,
        "change_high": found.surely_high * per_cent,
    }
    text = _SAME if not found.clear else _MORE if found.value > 0 else _LESS
    return Slope(Measure.EFFICIENCY, len(runs), found.value, found.low, found.high, Sentence(text, values))


def _bests(connection: Connection, athlete_id: str, window: Window) -> tuple[Best, ...]:
    shown = analytics.bests(connection, athlete_id, window)
    ever = analytics.fastest_ever(connection, athlete_id, window.last) if shown else {}
    return tuple(replace(best, all_time=best.mark.elapsed_s <= ever[best.mark.distance_m] + CLOSE) for best in shown)


def _unknown(since: date | None, weeks: Sequence[Week]) -> Reasons:
    if since is None:
        return dict.fromkeys(("known_since", "weeks", "days", "bests"), NO_ACTIVITY)
    reasons: Reasons = {}
    if all(week.totals.load is None for week in weeks):
        reasons["load"] = NO_LOAD
    return reasons
