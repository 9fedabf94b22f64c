"""FIT bytes to messages as columns: `decode`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from coach.connectors.files.fit import scan
from coach.connectors.files.fit.accumulation import rolled_out
from coach.connectors.files.fit.layout import TIMESTAMP
from coach.connectors.files.fit.messages import Description, Messages, Part, by_number
from coach.domain.language import mark
from coach.domain.problems import TooLarge, Unreadable

MAX_BYTES = 96 * 1024 * 1024
FIELD_DESCRIPTION = 206
_MAX_DESCRIPTIONS = 2_000


@dataclass(frozen=True, slots=True)
class FitSection:
    """One FIT file inside the bytes; ``messages`` by global number, each kind as columns.

    ``developer_fields`` are the descriptions of developer fields by (developer data index, field number).
    """

    messages: dict[int, Messages]
    developer_fields: dict[tuple[int, int], Description]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FitFile:
    """All that stands in the bytes: usually one section, several when files are chained."""

    sections: tuple[FitSection, ...]
    warnings: tuple[str, ...] = field(default=())

    def messages(self, number: int) -> Iterator[Messages]:
        """Messages of a global number, section after section."""
        for section in self.sections:
            found = section.messages.get(number)
            if found is not None:
                yield found


def decode(data: bytes) -> FitFile:
    """Messages of a FIT file as columns, with everything before any damage kept.

    Source: FIT protocol (Garmin, Flexible and Interoperable Data Transfer, 2.x). Raises Unreadable where the
    bytes are no FIT file or not one message is whole, TooLarge above ``MAX_BYTES``.
    """
    if len(data) > MAX_BYTES:
        raise TooLarge(mark("The file is larger than any watch writes ({megabytes} MB)."), megabytes=len(data) >> 20)
    if not data:
        raise Unreadable(mark("The file is empty."))
    found = scan.scan(data)
    if not found:
        raise Unreadable(mark("This is not a FIT file: its header is missing or damaged."))
    sections = tuple(_section(data, raw) for raw in found)
    if not any(section.messages for section in sections):
        raise Unreadable(mark("The FIT file holds no readable message."))
    warnings = tuple(dict.fromkeys(warning for section in sections for warning in section.warnings))
    return FitFile(sections, warnings)


def _section(data: bytes, raw: scan.Section) -> FitSection:
    parts = [Part(data, group) for group in raw.groups]
    if any(part.compressed for part in parts):
        _resolve_compressed_times(data, parts)
    messages = by_number(iter(parts))
    descriptions = _descriptions(messages.get(FIELD_DESCRIPTION))
    return FitSection(messages, descriptions, tuple(raw.warnings))


def _resolve_compressed_times(data: bytes, parts: list[Part]) -> None:
    """Give messages with compressed headers their timestamp: the last one seen, moved on by a five-bit clock."""
    compressed = [part for part in parts if part.compressed]
    full = [(part, part.definition.fields[TIMESTAMP]) for part in parts if _has_full_time(part)]
    places = np.concatenate([part.offsets for part, _ in full] + [part.offsets for part in compressed])
    headers = np.frombuffer(data, np.uint8)
    low = [(headers[part.offsets] & 0x1F).astype(np.float64) for part in compressed]
    stamps = np.concatenate([part.values(field) for part, field in full] + low)
    whole = np.zeros(len(places), dtype=bool)
    whole[: len(places) - sum(map(len, compressed))] = True
    usable = ~np.isnan(stamps)
    order = np.argsort(places, kind="stable")
    order = order[usable[order]]
    times = np.full(len(places), np.nan)
    times[order] = rolled_out(stamps[order], whole[order], 5)
    first = len(places) - sum(map(len, compressed))
    for part in compressed:
        part.times = times[first : first + len(part)]
        first += len(part)


def _has_full_time(part: Part) -> bool:
    field = part.definition.fields.get(TIMESTAMP)
    return not part.compressed and field is not None and field.elements == 1 and field.base.code == "u4"


def _descriptions(messages: Messages | None) -> dict[tuple[int, int], Description]:
    """Descriptions of developer fields; where a number is described twice the last one counts."""
    found: dict[tuple[int, int], Description] = {}
    if messages is None:
        return found
    for row in messages.table({0, 1, 2, 3, 6, 7, 8, 14, 15}, limit=_MAX_DESCRIPTIONS):
        index, number, base_type = row.get(0), row.get(1), row.get(2)
        if not (isinstance(index, int) and isinstance(number, int) and isinstance(base_type, int)):
            continue
        name, units = row.get(3), row.get(8)
        found[index, number] = Description(
            index=index,
            number=number,
            base_type=base_type,
            name=name if isinstance(name, str) else f"field_{index}_{number}",
            units=units if isinstance(units, str) else "",
            scale=_number(row.get(6)) or 1.0,
            offset=_number(row.get(7)) or 0.0,
            native_message=_whole(row.get(14)),
            native_field=_whole(row.get(15)),
        )
    return found


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None
