"""Record messages (20) as the coach's columns: units, fallbacks, components, developer fields."""

from __future__ import annotations

import numpy as np

from coach.connectors.files.fit.accumulation import Column, accumulated
from coach.connectors.files.fit.decoding import FitSection
from coach.connectors.files.fit.messages import Description, Messages
from coach.science.recordings import COLUMNS

RECORD = 20
DEGREES_PER_SEMICIRCLE = 180.0 / 2**31

_LATITUDE, _LONGITUDE, _ALTITUDE, _HEART_RATE, _CADENCE, _DISTANCE, _SPEED, _POWER = range(8)
_SPEED_AND_DISTANCE, _TEMPERATURE, _OSCILLATION, _STANCE_TIME = 8, 13, 39, 41
_CADENCE_256, _FRACTIONAL_CADENCE, _FINE_SPEED, _FINE_ALTITUDE, _STEP_LENGTH = 52, 53, 73, 78, 85

_SIMPLE = {
    "latitude": (_LATITUDE, 1 / DEGREES_PER_SEMICIRCLE, 0.0),
    "longitude": (_LONGITUDE, 1 / DEGREES_PER_SEMICIRCLE, 0.0),
    "heart_rate": (_HEART_RATE, 1.0, 0.0),
    "distance": (_DISTANCE, 100.0, 0.0),
    "power": (_POWER, 1.0, 0.0),
    "temperature": (_TEMPERATURE, 1.0, 0.0),
    "vertical_oscillation": (_OSCILLATION, 10.0, 0.0),
    "stance_time": (_STANCE_TIME, 10.0, 0.0),
    "step_length": (_STEP_LENGTH, 10.0, 0.0),
}

_NATIVE = {
    _LATITUDE: "latitude",
    _LONGITUDE: "longitude",
    _ALTITUDE: "altitude",
    _FINE_ALTITUDE: "altitude",
    _HEART_RATE: "heart_rate",
    _CADENCE: "cadence",
    _DISTANCE: "distance",
    _SPEED: "speed",
    _FINE_SPEED: "speed",
    _POWER: "power",
    _TEMPERATURE: "temperature",
    _OSCILLATION: "vertical_oscillation",
    _STANCE_TIME: "stance_time",
    _STEP_LENGTH: "step_length",
}

_TO_OUR_UNIT = {
    ("vertical_oscillation", "centimeters"): 10.0,
    ("vertical_oscillation", "cm"): 10.0,
    ("vertical_oscillation", "m"): 1000.0,
    ("step_length", "centimeters"): 10.0,
    ("step_length", "cm"): 10.0,
    ("step_length", "m"): 1000.0,
    ("stance_time", "s"): 1000.0,
    ("distance", "km"): 1000.0,
    ("speed", "km/h"): 1 / 3.6,
    ("speed", "kph"): 1 / 3.6,
    ("latitude", "semicircles"): DEGREES_PER_SEMICIRCLE,
    ("longitude", "semicircles"): DEGREES_PER_SEMICIRCLE,
}

_MAX_DEVELOPER_COLUMNS = 64


def record_columns(section: FitSection, records: Messages) -> tuple[dict[str, Column], dict[str, Column]]:
    """(columns, extra) of all records, each shape (n,), NaN where nothing was written; columns may be all NaN.

    Cadence is as the file counts it (one foot for foot sports). A developer field that declares itself the
    equivalent of a native one replaces it wherever it has a value.
    """
    columns: dict[str, Column] = {}
    for name, (number, scale, offset) in _SIMPLE.items():
        _keep(columns, name, records.scaled(number, scale, offset))
    _keep(
        columns, "altitude", _either(records.scaled(_FINE_ALTITUDE, 5.0, 500.0), records.scaled(_ALTITUDE, 5.0, 500.0))
    )
    _keep(columns, "speed", _either(records.scaled(_FINE_SPEED, 1000.0), records.scaled(_SPEED, 1000.0)))
    _keep(columns, "cadence", _cadence(records))
    if records.has(_SPEED_AND_DISTANCE):
        _expand_speed_and_distance(records, columns)
    extra = _developer_columns(section, records, columns)
    return {name: columns[name] for name in COLUMNS if name in columns}, extra


def _keep(columns: dict[str, Column], name: str, column: Column | None) -> None:
    if column is not None and column.ndim == 1:
        columns[name] = column


def _either(first: Column | None, second: Column | None) -> Column | None:
    """The first column, filled from the second where it is NaN."""
    if first is None or first.ndim != 1 or second is None or second.ndim != 1:
        return second if first is None or first.ndim != 1 else first
    return np.where(np.isnan(first), second, first)


def _cadence(records: Messages) -> Column | None:
    cadence = records.column(_CADENCE)
    if cadence is not None and cadence.ndim == 1:
        fraction = records.scaled(_FRACTIONAL_CADENCE, 128.0)
        if fraction is not None and fraction.ndim == 1:
            cadence += np.nan_to_num(fraction)
    return _either(cadence, records.scaled(_CADENCE_256, 256.0))


def _expand_speed_and_distance(records: Messages, columns: dict[str, Column]) -> None:
    """Field 8: 12 bits of speed (1/100 m/s), then 12 bits of distance (1/16 m) that roll over every 256 m."""
    packed = records.column(_SPEED_AND_DISTANCE)
    if packed is None or packed.ndim != 2 or packed.shape[1] < 3:
        return
    low, middle, high = packed[:, 0], packed[:, 1], packed[:, 2]
    speed = low + (middle % 16) * 256
    distance = np.floor(middle / 16) + high * 16
    speed = np.where(speed == 0xFFF, np.nan, speed) / 100
    _keep(columns, "speed", _either(columns.get("speed"), speed))
    _keep(columns, "distance", _either(columns.get("distance"), accumulated(distance, 12) / 16))


def _developer_columns(section: FitSection, records: Messages, columns: dict[str, Column]) -> dict[str, Column]:
    extra: dict[str, Column] = {}
    present = {key for part in records.parts for key in part.definition.developer_fields}
    for key in sorted(present)[:_MAX_DEVELOPER_COLUMNS]:
        description = section.developer_fields.get(key)
        if description is None:
            continue
        column = records.column(key, description)
        if column is None or column.ndim != 1:
            continue
        column = column / description.scale - description.offset
        native = _native_name(description)
        if native is None:
            _keep_apart(extra, description.name, column)
        else:
            column *= _TO_OUR_UNIT.get((native, description.units.lower()), 1.0)
            _keep(columns, native, _either(column, columns.get(native)))
    return extra


def _native_name(description: Description) -> str | None:
    if description.native_field is None or description.native_message not in (None, RECORD):
        return None
    return _NATIVE.get(description.native_field)


def _keep_apart(extra: dict[str, Column], name: str, column: Column) -> None:
    if np.isnan(column).all():
        return
    if name in COLUMNS or name == "time":
        name = f"dev_{name}"
    if name in extra:
        extra[name] = np.where(np.isnan(extra[name]), column, extra[name])
    else:
        extra[name] = column
