"""What a Garmin account's export says of days: tables of days in JSON, one list of objects a file.

- ``UDSFile_*.json``: ``calendarDate``, ``currentDayRestingHeartRate`` or ``restingHeartRate`` (0: not worn)
- ``*_sleepData.json``: ``calendarDate`` (of waking up), ``deepSleepSeconds``, ``lightSleepSeconds``,
  ``remSleepSeconds``; entries without these were not measured
- ``*_healthStatusData.json``: ``calendarDate``, ``metrics`` with ``type`` HRV and ``value`` (ms)
- ``*_userBioMetrics.json``: ``metaData.calendarDate``, ``weight.weight`` (grams)

Garmin documents none of it. These shapes are those that programs which read such exports agree on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from math import isfinite

from coach.connectors.files.containers import Container, Entry
from coach.connectors.files.found import Found, Refused
from coach.connectors.files.json_stream import objects
from coach.domain.language import mark
from coach.domain.problems import TooLarge, Unreadable
from coach.domain.wellness import WellnessNote, day_over, plausible

DAMAGED = mark("This list of days is damaged; what stands before the damage was read.")

_LARGEST_JSON = 256 * 2**20
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_STAGES = ("deepSleepSeconds", "lightSleepSeconds", "remSleepSeconds")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

Entries = Mapping[str, object]


def about_days(name: str) -> bool:
    """Whether this file of the export is a table of days."""
    return _reader(name) is not None


class Days:
    """All the export says of days, gathered file by file; a later file of one kind says it better."""

    def __init__(self) -> None:
        self._notes: dict[date, WellnessNote] = {}

    def read(self, container: Container, entry: Entry) -> Iterator[Refused]:
        """Take a table of days in; refused from where it is damaged."""
        reader = _reader(entry.name)
        if reader is None:
            return
        try:
            for said in objects(container.pieces(entry), None, _LARGEST_JSON):
                self._add(_day(said), reader(said))
        except TooLarge as problem:
            yield Refused(entry.name, problem)
        except Unreadable:
            yield Refused(entry.name, Unreadable(DAMAGED))

    def _add(self, on: date | None, said: dict[str, float]) -> None:
        if on is None or not said:
            return
        known = self._notes.get(on, WellnessNote(day_over(on), on))
        if said.get("sleep_s", 0.0) < (known.sleep_s or 0.0):
            said.pop("sleep_s", None)
        self._notes[on] = replace(known, **said)

    def found(self) -> Iterator[Found]:
        """The days, a calendar year at a time: years that are over stay the same from one export to the next."""
        for year in sorted({on.year for on in self._notes}):
            notes = tuple(self._notes[on] for on in sorted(self._notes) if on.year == year)
            yield Found(f"DI_CONNECT/{year}", b"", wellness=notes)


def _uds(said: Entries) -> dict[str, float]:
    for name in ("currentDayRestingHeartRate", "restingHeartRate"):
        rate = plausible("resting_hr", _number(said.get(name)))
        if rate is not None:
            return {"resting_hr": rate}
    return {}


def _sleep(said: Entries) -> dict[str, float]:
    stages = [_number(said.get(name)) for name in _STAGES]
    slept = plausible("sleep_s", sum(seconds for seconds in stages if seconds is not None and seconds > 0))
    return {"sleep_s": slept} if slept else {}


def _health(said: Entries) -> dict[str, float]:
    metrics = said.get("metrics")
    for metric in metrics if isinstance(metrics, list) else ():
        if isinstance(metric, dict) and metric.get("type") == "HRV":
            value = plausible("hrv_ms", _number(metric.get("value")))
            return {} if value is None else {"hrv_ms": value}
    return {}


def _body(said: Entries) -> dict[str, float]:
    weight = said.get("weight")
    grams = _number(weight.get("weight")) if isinstance(weight, dict) else None
    kilograms = plausible("weight_kg", None if grams is None else grams / 1000)
    return {} if kilograms is None else {"weight_kg": kilograms}


def _reader(name: str) -> Callable[[Entries], dict[str, float]] | None:
    base = name.rpartition("/")[2].lower()
    if not base.endswith(".json"):
        return None
    if base.startswith("udsfile"):
        return _uds
    endings = {"sleepdata.json": _sleep, "healthstatusdata.json": _health, "userbiometrics.json": _body}
    return next((reader for ending, reader in endings.items() if base.endswith(ending)), None)


def _day(said: Entries) -> date | None:
    inner = said.get("metaData")
    text = said.get("calendarDate") or (inner.get("calendarDate") if isinstance(inner, dict) else None)
    found = _DAY.match(text) if isinstance(text, str) else None
    try:
        on = date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None
    return on if on is not None and _FIRST_YEAR <= on.year < _LAST_YEAR else None


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < 2**53 and isfinite(value) else None
