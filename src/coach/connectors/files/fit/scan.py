"""The one pass in Python over a FIT file: where every message starts, and by which definition it reads."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass, field

import fastcrc.crc16 as crc16

from coach.connectors.files.fit.layout import Definition, parse_definition
from coach.connectors.files.fit.resuming import resumption, timestamp_at
from coach.domain.language import mark

MAX_MESSAGES = 4_000_000
MAX_DEFINITION_MESSAGES = 500_000
MAX_DEFINITIONS = 4_096
MAX_SECTIONS = 1_000
MAX_RESUMPTIONS = 16

CUT = mark("The file is cut short: everything before the cut was kept.")
DAMAGED = mark("The file is damaged in the middle: everything before the damage was kept.")
STRETCH_LOST = mark("A stretch of the file is damaged: it was left out, everything around it was kept.")
WRONG_CHECKSUM = mark("The checksum of the file is wrong: its values were kept, some may be damaged.")
TRAILING = mark("The file goes on with something that is not FIT: only the part before it was read.")
TOO_MANY = mark("The file holds more messages than any device records: the rest was left out.")

_RUN_CHUNKS = (16, 64, 256, 1024, 4096)


@dataclass(slots=True)
class Group:
    """Messages that share a definition. ``compressed`` ones carry five bits of time in their header.

    ``singles`` are offsets of header bytes; ``runs`` are (offset, count) of messages standing back to back.
    """

    definition: Definition
    compressed: bool
    singles: array[int] = field(default_factory=lambda: array("q"))
    runs: list[tuple[int, int]] = field(default_factory=list)

    def latest(self, most: int) -> list[int]:
        """Offsets of the last messages, the very last one first, at most ``most``."""
        offsets = self.singles[-most:].tolist()
        for at, count in self.runs[-most:]:
            offsets.extend(at + place * self.definition.size for place in range(max(0, count - most), count))
        return sorted(offsets, reverse=True)[:most]

    def last(self) -> int:
        """Offset of the last message, -1 when there is none."""
        return next(iter(self.latest(1)), -1)

    def forget(self, offset: int) -> None:
        """Drop the last message, which stands at ``offset``."""
        if self.singles and self.singles[-1] == offset:
            self.singles.pop()
        else:
            at, count = self.runs.pop()
            if count > 1:
                self.runs.append((at, count - 1))


@dataclass(slots=True)
class Section:
    """One FIT file inside the bytes (chained files hold several)."""

    start: int
    groups: list[Group]
    warnings: list[str]


class Definitions:
    """Definitions by their bytes, so that a file which repeats itself is understood once."""

    def __init__(self) -> None:
        self._known: dict[tuple[bytes, bool], Definition] = {}
        self._messages = 0
        self.resumptions = 0

    def read(self, body: bytes, developer: bool) -> Definition | None:
        """The definition of these bytes; None once a file has more of them than any honest one."""
        self._messages += 1
        found = self._known.get((body, developer))
        if found is None and len(self._known) < MAX_DEFINITIONS:
            found = self._known[body, developer] = parse_definition(body, developer)
        return found if self._messages <= MAX_DEFINITION_MESSAGES else None


def is_fit_header(data: bytes, at: int) -> bool:
    """Whether a FIT file header stands at ``at`` (12 or 14 bytes, longer ones allowed by the protocol)."""
    return data[at + 8 : at + 12] == b".FIT" and data[at] >= 12


def scan(data: bytes) -> list[Section]:
    """Sections of ``data``; empty when it does not begin with a FIT header. Never raises on damage."""
    sections: list[Section] = []
    definitions = Definitions()
    at = 0
    while is_fit_header(data, at) and len(sections) < MAX_SECTIONS:
        section, at = _scan_section(data, at, definitions)
        sections.append(section)
        if at >= len(data):
            return sections
    if sections and any(data[at:]):
        sections[-1].warnings.append(TRAILING)
    return sections


def _scan_section(data: bytes, start: int, definitions: Definitions) -> tuple[Section, int]:
    first = start + data[start]
    declared = int.from_bytes(data[start + 4 : start + 8], "little")
    warnings: list[str] = []
    if declared == 0 and not is_fit_header(data, first + 2):
        # A device that died never went back to write the size: read to the end.
        end = _unsized_end(data, first)
    else:
        end = first + declared
        _check_sum(data, start, end, warnings)
    groups, reasons = _scan_messages(data, first, min(end, len(data)), definitions)
    warnings.extend(reasons)
    return Section(start, groups, warnings), end + 2


def _unsized_end(data: bytes, first: int) -> int:
    following = data.find(b".FIT", first)
    return len(data) if following < 0 else following - 8 - 2


def _check_sum(data: bytes, start: int, end: int, warnings: list[str]) -> None:
    if end + 2 > len(data):
        warnings.append(CUT)
        return
    stored = data[end] | data[end + 1] << 8
    body = data if start == 0 and end + 2 == len(data) else data[start : end + 2]
    # The checksum of a whole file, its own two bytes included, is zero; some writers leave it at zero.
    if stored and crc16.arc(body):
        warnings.append(WRONG_CHECKSUM)


class _Slots:
    """What each of the 256 header bytes means right now: message size and where to note its offset."""

    def __init__(self) -> None:
        self.sizes = [0] * 256
        self.appends: list[Callable[[int], None]] = [_nowhere] * 256
        self.runs: list[list[tuple[int, int]]] = [[] for _ in range(256)]
        self.budget = MAX_MESSAGES
        self.definitions: list[Definition | None] = [None] * 256
        self.groups: dict[tuple[Definition, bool], Group] = {}

    def define(self, local: int, definition: Definition) -> None:
        """Let local type ``local`` mean ``definition`` from here on."""
        group = self._group(definition, compressed=False)
        for header in (local, local | 0x10, local | 0x20, local | 0x30):
            self.sizes[header] = definition.size
            self.appends[header] = group.singles.append
            self.runs[header] = group.runs
            self.definitions[header] = definition
        if local < 4:
            self._define_compressed(local, definition)

    def _define_compressed(self, local: int, definition: Definition) -> None:
        group = self._group(definition, compressed=True)
        window = slice(0x80 | local << 5, (0x80 | local << 5) + 32)
        # A kind that writes its whole time never compresses it: such a header is damage.
        self.sizes[window] = [0 if definition.dated else definition.size] * 32
        self.appends[window] = [group.singles.append] * 32
        self.runs[window] = [group.runs] * 32
        self.definitions[window] = [None if definition.dated else definition] * 32

    def last_group(self) -> Group | None:
        """The group of the last message so far."""
        found = max(self.groups.values(), key=Group.last, default=None)
        return None if found is None or found.last() < 0 else found

    def recent_timestamps(self, data: bytes) -> list[int]:
        """Timestamps of the last few messages of each dated kind."""
        recent = [(at, group.definition) for group in self.groups.values() for at in group.latest(5)]
        stamps = [timestamp_at(data, at, definition) for at, definition in recent]
        return [stamp for stamp in stamps if stamp is not None]

    def _group(self, definition: Definition, compressed: bool) -> Group:
        key = (definition, compressed)
        group = self.groups.get(key)
        if group is None:
            group = self.groups[key] = Group(definition, compressed)
        return group


def _nowhere(offset: int) -> None:
    """Stand-in for header bytes that mean nothing; its size 0 keeps it from being called."""


def _scan_messages(data: bytes, at: int, end: int, definitions: Definitions) -> tuple[list[Group], list[str]]:
    slots = _Slots()
    reasons: list[str] = []
    while True:
        at, reason = _scan_stretch(data, at, end, slots, definitions)
        resumed = _resume(data, at, end, slots, definitions) if reason and reason != TOO_MANY else None
        if resumed is None:
            break
        reasons.append(STRETCH_LOST)
        at = resumed
    used = [group for group in slots.groups.values() if group.singles or group.runs]
    return used, [*reasons, reason] if reason else reasons


def _resume(data: bytes, at: int, end: int, slots: _Slots, definitions: Definitions) -> int | None:
    """Where to go on behind damage noticed at ``at``; the message that ran into it is forgotten when it overlaps."""
    definitions.resumptions += 1
    group = slots.last_group()
    if group is None or definitions.resumptions > MAX_RESUMPTIONS:
        return None
    last = group.last()
    resumed = resumption(data, last + 1, end, slots.definitions, slots.recent_timestamps(data))
    if resumed is not None and resumed < at:
        group.forget(last)
    return resumed


def _scan_stretch(data: bytes, at: int, end: int, slots: _Slots, definitions: Definitions) -> tuple[int, str | None]:
    """Note messages from ``at`` on; where it stopped, and why when that is not the end."""
    sizes, appends, runs, budget = slots.sizes, slots.appends, slots.runs, slots.budget
    previous = -1
    reason: str | None = None
    while at < end and reason is None and budget > 0:
        header = data[at]
        size = sizes[header]
        if not size:
            at, reason = _read_definition(data, at, end, slots, definitions)
            previous = -1
        elif at + size > end:
            reason = CUT if end == len(data) else DAMAGED
        elif header != previous:
            appends[header](at)
            at += size
            previous = header
            budget -= 1
        else:
            count = _run_length(data, at, size, end)
            runs[header].append((at, count))
            at += size * count
            previous = -1
            budget -= count
    if budget <= 0 and at < end:
        reason = TOO_MANY
    slots.budget = budget
    return at, reason


def _run_length(data: bytes, at: int, size: int, end: int) -> int:
    """How many messages with the header at ``at`` stand back to back, this one included."""
    room = (end - at) // size
    header = data[at : at + 1]
    count = 0
    for chunk in _RUN_CHUNKS:
        wanted = min(chunk, room - count)
        heads = data[at + count * size : at + (count + wanted) * size : size]
        run = wanted - len(heads.lstrip(header))
        count += run
        if run < wanted or count == room:
            break
    return count


def _read_definition(data: bytes, at: int, end: int, slots: _Slots, definitions: Definitions) -> tuple[int, str | None]:
    header = data[at]
    if header & 0xC0 != 0x40:
        return at, DAMAGED
    developer = bool(header & 0x20)
    stop = at + 7 + 3 * data[at + 5] if at + 6 <= end else end + 2
    # ``stop`` is one past the fields: the count of developer fields stands there when there are any.
    stop = stop - 1 if not developer else stop + 3 * data[stop - 1] if stop <= end else end + 1
    if stop > end:
        return at, CUT if end == len(data) else DAMAGED
    definition = definitions.read(data[at + 1 : stop], developer)
    if definition is None:
        return at, TOO_MANY
    slots.define(header & 0x0F, definition)
    return stop, None
