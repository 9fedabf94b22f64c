"""The messages and fields the FIT encoder can write: numbers, base types, scales, and the words of their enumerations.

Numbers and scales are those of the public FIT profile. Physical values are what callers hand in:
``raw = round((physical + offset) * scale)``, so instants are Unix seconds and positions are degrees.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

FIT_EPOCH_UNIX = 631_065_600
"""Unix seconds of 1989-12-31T00:00:00Z, where the clock of FIT starts."""

SEMICIRCLES_PER_DEGREE = 2**31 / 180


@dataclass(frozen=True, slots=True)
class BaseType:
    """A base type of FIT: its code in a definition message, NumPy letters, and the raw value meaning "nothing"."""

    code: int
    letters: str
    invalid: int
    low: int = 0
    high: int = 0

    @property
    def size(self) -> int:
        """Bytes of one element."""
        return int(self.letters[1:])

    @property
    def floating(self) -> bool:
        """Whether raw values are IEEE floats (NaN is nothing)."""
        return self.letters[0] == "f"


def _unsigned(code: int, size: int) -> BaseType:
    top = 256**size - 1
    return BaseType(code, f"u{size}", invalid=top, low=0, high=top - 1)


def _unsigned_from_one(code: int, size: int) -> BaseType:
    return BaseType(code, f"u{size}", invalid=0, low=1, high=256**size - 1)


def _signed(code: int, size: int) -> BaseType:
    half = 256**size // 2
    return BaseType(code, f"i{size}", invalid=half - 1, low=-half, high=half - 2)


BASE_TYPES: Mapping[str, BaseType] = {
    "enum": _unsigned(0x00, 1),
    "sint8": _signed(0x01, 1),
    "uint8": _unsigned(0x02, 1),
    "sint16": _signed(0x83, 2),
    "uint16": _unsigned(0x84, 2),
    "sint32": _signed(0x85, 4),
    "uint32": _unsigned(0x86, 4),
    "string": BaseType(0x07, "u1", invalid=0),
    "float32": BaseType(0x88, "f4", invalid=0),
    "float64": BaseType(0x89, "f8", invalid=0),
    "uint8z": _unsigned_from_one(0x0A, 1),
    "uint16z": _unsigned_from_one(0x8B, 2),
    "uint32z": _unsigned_from_one(0x8C, 4),
    "byte": BaseType(0x0D, "u1", invalid=255, low=0, high=255),
}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a message: number, base type, scale and offset, and names allowed instead of numbers."""

    number: int
    base: BaseType
    scale: float = 1
    offset: float = 0
    names: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MessageKind:
    """A kind of message: its global number and the fields that can be written in it."""

    number: int
    fields: Mapping[str, Field]


def _of(number: int, base: str, scale: float = 1, offset: float = 0, names: Mapping[str, int] | None = None) -> Field:
    return Field(number, BASE_TYPES[base], scale, offset, names or {})


def _instant(number: int) -> Field:
    return _of(number, "uint32", offset=-FIT_EPOCH_UNIX)


def _degrees(number: int) -> Field:
    return _of(number, "sint32", scale=SEMICIRCLES_PER_DEGREE)


FILE_TYPES = {"device": 1, "settings": 2, "sport": 3, "activity": 4, "workout": 5}
MANUFACTURERS = {"garmin": 1, "suunto": 23, "wahoo_fitness": 32, "polar": 123, "development": 255, "coros": 294}
EVENTS = {"timer": 0, "workout": 3, "workout_step": 4, "session": 8, "lap": 9, "activity": 26}
EVENT_TYPES = {"start": 0, "stop": 1, "marker": 3, "stop_all": 4, "stop_disable": 8, "stop_disable_all": 9}
SPORTS = {
    "generic": 0,
    "running": 1,
    "cycling": 2,
    "transition": 3,
    "fitness_equipment": 4,
    "swimming": 5,
    "training": 10,
    "walking": 11,
    "hiking": 17,
}
SUB_SPORTS = {
    "generic": 0,
    "treadmill": 1,
    "street": 2,
    "trail": 3,
    "track": 4,
    "indoor_cycling": 6,
    "road": 7,
    "mountain": 8,
    "lap_swimming": 17,
    "open_water": 18,
    "strength_training": 20,
    "cardio_training": 26,
}
INTENSITIES = {"active": 0, "rest": 1, "warmup": 2, "cooldown": 3, "recovery": 4, "interval": 5}
LAP_TRIGGERS = {"manual": 0, "time": 1, "distance": 2, "position_start": 3, "session_end": 7}
STEP_DURATIONS = {"time": 0, "distance": 1, "open": 5, "repeat_until_steps_cmplt": 6, "reps": 29}
STEP_TARGETS = {"speed": 0, "heart_rate": 1, "open": 2, "cadence": 3, "power": 4}
SET_TYPES = {"rest": 0, "active": 1}
EXERCISES = {
    "bench_press": 0,
    "calf_raise": 1,
    "core": 5,
    "crunch": 6,
    "deadlift": 8,
    "hip_raise": 10,
    "hip_stability": 11,
    "leg_curl": 15,
    "lunge": 17,
    "plank": 19,
    "plyo": 20,
    "pull_up": 21,
    "push_up": 22,
    "row": 23,
    "shoulder_press": 24,
    "squat": 28,
}
SOURCE_TYPES = {"ant": 0, "antplus": 1, "bluetooth": 2, "bluetooth_low_energy": 3, "wifi": 4, "local": 5}

_MESSAGE_INDEX = _of(254, "uint16")
_TIMESTAMP = _instant(253)


def _summary(first_sport: int, shift: int) -> dict[str, Field]:
    """Fields laps and sessions share; a session's averages sit one number further than a lap's."""
    return {
        "message_index": _MESSAGE_INDEX,
        "timestamp": _TIMESTAMP,
        "event": _of(0, "enum", names=EVENTS),
        "event_type": _of(1, "enum", names=EVENT_TYPES),
        "start_time": _instant(2),
        "start_position_lat": _degrees(3),
        "start_position_long": _degrees(4),
        "sport": _of(first_sport, "enum", names=SPORTS),
        "total_elapsed_time": _of(7, "uint32", 1000),
        "total_timer_time": _of(8, "uint32", 1000),
        "total_distance": _of(9, "uint32", 100),
        "total_cycles": _of(10, "uint32"),
        "total_calories": _of(11, "uint16"),
        "avg_speed": _of(13 + shift, "uint16", 1000),
        "max_speed": _of(14 + shift, "uint16", 1000),
        "avg_heart_rate": _of(15 + shift, "uint8"),
        "max_heart_rate": _of(16 + shift, "uint8"),
        "avg_cadence": _of(17 + shift, "uint8"),
        "max_cadence": _of(18 + shift, "uint8"),
        "avg_power": _of(19 + shift, "uint16"),
        "max_power": _of(20 + shift, "uint16"),
        "total_ascent": _of(21 + shift, "uint16"),
        "total_descent": _of(22 + shift, "uint16"),
    }


KINDS: Mapping[str, MessageKind] = {
    "file_id": MessageKind(
        0,
        {
            "type": _of(0, "enum", names=FILE_TYPES),
            "manufacturer": _of(1, "uint16", names=MANUFACTURERS),
            "product": _of(2, "uint16"),
            "serial_number": _of(3, "uint32z"),
            "time_created": _instant(4),
            "number": _of(5, "uint16"),
            "product_name": _of(8, "string"),
        },
    ),
    "file_creator": MessageKind(49, {"software_version": _of(0, "uint16"), "hardware_version": _of(1, "uint8")}),
    "device_info": MessageKind(
        23,
        {
            "timestamp": _TIMESTAMP,
            "device_index": _of(0, "uint8"),
            "device_type": _of(1, "uint8"),
            "manufacturer": _of(2, "uint16", names=MANUFACTURERS),
            "serial_number": _of(3, "uint32z"),
            "product": _of(4, "uint16"),
            "software_version": _of(5, "uint16", 100),
            "hardware_version": _of(6, "uint8"),
            "battery_voltage": _of(10, "uint16", 256),
            "descriptor": _of(19, "string"),
            "source_type": _of(25, "enum", names=SOURCE_TYPES),
            "product_name": _of(27, "string"),
        },
    ),
    "event": MessageKind(
        21,
        {
            "timestamp": _TIMESTAMP,
            "event": _of(0, "enum", names=EVENTS),
            "event_type": _of(1, "enum", names=EVENT_TYPES),
            "data": _of(3, "uint32"),
            "event_group": _of(4, "uint8"),
        },
    ),
    "record": MessageKind(
        20,
        {
            "timestamp": _TIMESTAMP,
            "position_lat": _degrees(0),
            "position_long": _degrees(1),
            "altitude": _of(2, "uint16", 5, 500),
            "heart_rate": _of(3, "uint8"),
            "cadence": _of(4, "uint8"),
            "distance": _of(5, "uint32", 100),
            "speed": _of(6, "uint16", 1000),
            "power": _of(7, "uint16"),
            "temperature": _of(13, "sint8"),
            "vertical_oscillation": _of(39, "uint16", 10),
            "stance_time": _of(41, "uint16", 10),
            "fractional_cadence": _of(53, "uint8", 128),
            "enhanced_speed": _of(73, "uint32", 1000),
            "enhanced_altitude": _of(78, "uint32", 5, 500),
            "step_length": _of(85, "uint16", 10),
        },
    ),
    "lap": MessageKind(
        19,
        _summary(first_sport=25, shift=0)
        | {
            "intensity": _of(23, "enum", names=INTENSITIES),
            "lap_trigger": _of(24, "enum", names=LAP_TRIGGERS),
            "sub_sport": _of(39, "enum", names=SUB_SPORTS),
            "enhanced_avg_speed": _of(110, "uint32", 1000),
            "enhanced_max_speed": _of(111, "uint32", 1000),
        },
    ),
    "session": MessageKind(
        18,
        _summary(first_sport=5, shift=1)
        | {
            "sub_sport": _of(6, "enum", names=SUB_SPORTS),
            "first_lap_index": _of(25, "uint16"),
            "num_laps": _of(26, "uint16"),
            "trigger": _of(28, "enum", names={"activity_end": 0, "manual": 1}),
            "sport_profile_name": _of(110, "string"),
            "enhanced_avg_speed": _of(124, "uint32", 1000),
            "enhanced_max_speed": _of(125, "uint32", 1000),
        },
    ),
    "activity": MessageKind(
        34,
        {
            "timestamp": _TIMESTAMP,
            "total_timer_time": _of(0, "uint32", 1000),
            "num_sessions": _of(1, "uint16"),
            "type": _of(2, "enum", names={"manual": 0, "auto_multi_sport": 1}),
            "event": _of(3, "enum", names=EVENTS),
            "event_type": _of(4, "enum", names=EVENT_TYPES),
            "local_timestamp": _instant(5),
        },
    ),
    "set": MessageKind(
        225,
        {
            # Sets keep their instant in field 254, where every other message keeps its index.
            "timestamp": _instant(254),
            "duration": _of(0, "uint32", 1000),
            "repetitions": _of(3, "uint16"),
            "weight": _of(4, "uint16", 16),
            "set_type": _of(5, "uint8", names=SET_TYPES),
            "start_time": _instant(6),
            "category": _of(7, "uint16", names=EXERCISES),
            "category_subtype": _of(8, "uint16"),
            "message_index": _of(10, "uint16"),
        },
    ),
    "hrv": MessageKind(78, {"time": _of(0, "uint16", 1000)}),
    "workout": MessageKind(
        26,
        {
            "sport": _of(4, "enum", names=SPORTS),
            "capabilities": _of(5, "uint32z"),
            "num_valid_steps": _of(6, "uint16"),
            "wkt_name": _of(8, "string"),
            "sub_sport": _of(11, "enum", names=SUB_SPORTS),
            "wkt_description": _of(17, "string"),
        },
    ),
    "workout_step": MessageKind(
        27,
        {
            "message_index": _MESSAGE_INDEX,
            "wkt_step_name": _of(0, "string"),
            "duration_type": _of(1, "enum", names=STEP_DURATIONS),
            # One field of the file, read by the type beside it; hand in the one that fits.
            "duration_value": _of(2, "uint32"),
            "duration_time": _of(2, "uint32", 1000),
            "duration_distance": _of(2, "uint32", 100),
            "duration_step": _of(2, "uint32"),
            "target_type": _of(3, "enum", names=STEP_TARGETS),
            "target_value": _of(4, "uint32"),
            "target_hr_zone": _of(4, "uint32"),
            "repeat_steps": _of(4, "uint32"),
            "custom_target_value_low": _of(5, "uint32"),
            "custom_target_value_high": _of(6, "uint32"),
            "custom_target_speed_low": _of(5, "uint32", 1000),
            "custom_target_speed_high": _of(6, "uint32", 1000),
            "custom_target_heart_rate_low": _of(5, "uint32", offset=100),
            "custom_target_heart_rate_high": _of(6, "uint32", offset=100),
            "intensity": _of(7, "enum", names=INTENSITIES),
            "notes": _of(8, "string"),
            "exercise_category": _of(10, "uint16", names=EXERCISES),
        },
    ),
    "field_description": MessageKind(
        206,
        {
            "developer_data_index": _of(0, "uint8"),
            "field_definition_number": _of(1, "uint8"),
            "fit_base_type_id": _of(2, "uint8", names={name: base.code for name, base in BASE_TYPES.items()}),
            "field_name": _of(3, "string"),
            "scale": _of(6, "uint8"),
            "offset": _of(7, "sint8"),
            "units": _of(8, "string"),
            "native_mesg_num": _of(14, "uint16"),
            "native_field_num": _of(15, "uint8"),
        },
    ),
    "developer_data_id": MessageKind(
        207,
        {
            "developer_id": _of(0, "byte"),
            "application_id": _of(1, "byte"),
            "manufacturer_id": _of(2, "uint16", names=MANUFACTURERS),
            "developer_data_index": _of(3, "uint8"),
            "application_version": _of(4, "uint32"),
        },
    ),
}
