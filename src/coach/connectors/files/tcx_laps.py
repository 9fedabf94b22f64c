"""From the laps and points of one TCX activity to a recording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isnan, nan

import numpy as np
from numpy.typing import NDArray

from coach.connectors.files import tracks
from coach.connectors.files.sport_names import sport_named
from coach.connectors.files.timestamps import instant, moment
from coach.domain.activities import Device, Split, SplitKind, Totals
from coach.domain.sports import Sport
from coach.science.recordings import Column, Recording, Samples

_LONGEST_WAIT_S = 3600.0
"""A lap that claims to start longer than this before its first point has a wrong clock."""


@dataclass(slots=True)
class Lap:
    """A lap as texts. ``track_ends`` are rows after each track; rows count from the activity's first point."""

    start: str | None = None
    texts: dict[str, str] = field(default_factory=dict)
    track_ends: list[int] = field(default_factory=list)
    first_row: int = 0
    end_row: int = 0

    def value(self, name: str) -> float | None:
        """The number of one of the lap's elements, None when missing or not finite."""
        return tracks.maybe(self.texts.get(name))

    def positive(self, name: str) -> float | None:
        """Like ``value``, with zero and less counted as missing."""
        value = self.value(name)
        return value if value is not None and value > 0 else None


@dataclass(slots=True)
class Session:
    """One Activity element while it is being read."""

    table: tracks.Table
    laps: list[Lap] = field(default_factory=list)
    sport_name: str | None = None
    started: str | None = None
    notes: str | None = None
    device: Device = Device()

    @property
    def rows_in_laps(self) -> int:
        """Points that belong to laps already closed."""
        return self.laps[-1].end_row if self.laps else 0


def recording(session: Session) -> Recording | None:
    """The activity, or None when it has neither a timed point nor a dated lap."""
    times = session.table.times()
    timed = ~np.isnan(times)
    starts = [instant(lap.start) for lap in session.laps]
    start = _start(times[timed], starts, instant(session.started))
    if isnan(start):
        return None
    columns = {name: column[timed] for name, column in session.table.columns().items()}
    sport = sport_named(session.sport_name) or Sport.OTHER
    elapsed = times[timed] - start
    laps = _splits(session.laps, starts, start, float(elapsed[-1]) if elapsed.size else None, sport)
    return Recording(
        sport=sport,
        started_at=moment(start),
        samples=Samples(elapsed, tracks.both_feet(_one_cadence(columns), sport)),
        totals=_totals(session.laps, laps, elapsed),
        name=_title(session.notes),
        utc_offset_s=session.table.offset_s,
        laps=laps,
        pauses=_pauses(session.laps, timed, elapsed),
        device=session.device,
        warnings=() if timed.all() else (tracks.UNTIMED,),
    )


def _start(times: NDArray[np.float64], lap_starts: Sequence[float], named: float) -> float:
    """Unix seconds: the first lap's start when it agrees with the points, otherwise the first point."""
    claimed = next((start for start in [*lap_starts, named] if not isnan(start)), nan)
    if not times.size:
        return claimed
    first = float(times[0])
    return claimed if 0 <= first - claimed <= _LONGEST_WAIT_S else first


def _one_cadence(columns: dict[str, Column]) -> dict[str, Column]:
    """Strides of the extension where it has them, the plain cadence elsewhere."""
    strides = columns.pop("run_cadence", None)
    if strides is not None:
        plain = columns.get("cadence")
        columns["cadence"] = strides if plain is None else np.where(np.isnan(strides), plain, strides)
    return tracks.plausible(columns)


def _splits(
    laps: Sequence[Lap], starts: Sequence[float], origin: float, last_s: float | None, sport: Sport
) -> tuple[Split, ...]:
    splits = []
    reached = 0.0
    for index, lap in enumerate(laps):
        start_s = reached if isnan(starts[index]) else max(starts[index] - origin, 0.0)
        timer = lap.value("TotalTimeSeconds") or 0.0
        following = starts[index + 1] - origin if index + 1 < len(laps) else last_s
        span = following - start_s if following is not None and not isnan(following) else 0.0
        elapsed = max(span, timer, 0.0)
        reached = start_s + elapsed
        splits.append(
            Split(
                kind=SplitKind.LAP,
                start_s=start_s,
                elapsed_s=elapsed,
                distance_m=lap.value("DistanceMeters"),
                avg_hr=lap.positive("AverageHeartRateBpm"),
                max_hr=lap.positive("MaximumHeartRateBpm"),
                avg_cadence=_lap_cadence(lap, sport),
                avg_power=lap.value("AvgWatts"),
            )
        )
    return tuple(splits)


def _lap_cadence(lap: Lap, sport: Sport) -> float | None:
    cadence = lap.positive("AvgRunCadence") or lap.positive("Cadence")
    return cadence * 2 if cadence is not None and tracks.counts_one_foot(sport, cadence) else cadence


def _totals(laps: Sequence[Lap], splits: Sequence[Split], elapsed: NDArray[np.float64]) -> Totals:
    """What the laps claim together; means are weighted by the laps' timers."""
    timers = [lap.value("TotalTimeSeconds") for lap in laps]
    timer = _sum(timers)
    ends = [split.start_s + split.elapsed_s for split in splits]
    last = [float(elapsed.max())] if elapsed.size else []
    return Totals(
        elapsed_s=max(ends + last, default=None),
        timer_s=timer,
        distance_m=_sum([lap.value("DistanceMeters") for lap in laps]),
        avg_hr=_mean([split.avg_hr for split in splits], timers),
        max_hr=max((split.max_hr for split in splits if split.max_hr is not None), default=None),
        avg_cadence=_mean([split.avg_cadence for split in splits], timers),
        avg_power=_mean([split.avg_power for split in splits], timers),
        calories_kcal=_sum([lap.positive("Calories") for lap in laps]),
    )


def _sum(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _mean(values: Sequence[float | None], weights: Sequence[float | None]) -> float | None:
    pairs = [(value, weight) for value, weight in zip(values, weights, strict=True) if value is not None and weight]
    whole = sum(weight for _, weight in pairs)
    return sum(value * weight for value, weight in pairs) / whole if whole > 0 else None


def _pauses(
    laps: Sequence[Lap], timed: NDArray[np.bool_], elapsed: NDArray[np.float64]
) -> tuple[tuple[float, float], ...]:
    """Gaps between two tracks of one lap: the watch was stopped."""
    before = np.concatenate(([0], np.cumsum(timed)))
    cuts = [int(before[end]) for lap in laps for end in lap.track_ends if lap.first_row < end < lap.end_row]
    spans = ((float(elapsed[cut - 1]), float(elapsed[cut])) for cut in cuts if 0 < cut < elapsed.size)
    return tuple((start, end) for start, end in spans if end > start)


def _title(notes: str | None) -> str | None:
    title = " ".join(notes.split()) if notes else ""
    return title if 0 < len(title) <= 100 else None
