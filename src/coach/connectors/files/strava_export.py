"""Strava's bulk export: ``activities.csv`` in the language of the account, and a file for most activities.

The table is read by structure, not by its headers, which are translated: the first column is a number, the
file column holds ``activities/…``, and the columns around it keep their order. Two columns are called
alike with different units; those after the file column are metres and seconds.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from coach.connectors.files.archive import Member, member
from coach.connectors.files.containers import Container, Entry
from coach.connectors.files.found import Found, Hints, Passed, Refused, Walked
from coach.connectors.files.inflate import MB, Limits
from coach.connectors.files.sport_names import sport_named
from coach.connectors.files.strava_dates import read_date
from coach.connectors.files.timestamps import moment
from coach.connectors.files.tracks import maybe
from coach.domain.activities import Totals
from coach.domain.problems import TooLarge, Unreadable
from coach.domain.sports import Sport
from coach.science.recordings import Recording, Samples

_TABLE = "activities.csv"
_FOLDER = "activities/"
_LARGEST_TABLE = 64 * MB
_LONGEST_CELL = MB
_NAME, _TYPE, _DESCRIPTION, _ELAPSED_SHOWN, _DISTANCE_SHOWN = 2, 3, 4, 5, 6
_FILE_IN_NEW_EXPORTS = 12
_ELAPSED, _MOVING, _DISTANCE, _ASCENT, _DESCENT = 3, 4, 5, 8, 9
"""Places after the file column."""
_ENGLISH = {"max_hr": "Max Heart Rate", "avg_hr": "Average Heart Rate", "avg_cadence": "Average Cadence"}
_ENGLISH |= {"avg_power": "Average Watts", "calories": "Calories", "race": "Competition"}


@dataclass(frozen=True, slots=True)
class Line:
    """One activity of the table. Seconds, metres; ``start_s`` is Unix seconds, None when its date is unreadable."""

    number: str
    start_s: float | None
    hints: Hints
    file_name: str
    totals: Totals
    text: str

    def recording(self, start_s: float) -> Recording:
        """The activity without samples."""
        return Recording(
            sport=self.hints.sport or Sport.OTHER,
            started_at=moment(start_s),
            samples=Samples(np.empty(0)),
            totals=self.totals,
            name=self.hints.title,
        )


def recognised(container: Container) -> bool:
    """Whether this is a Strava export: activities.csv at the root, or in the only folder there."""
    return _table(container) is not None


def _table(container: Container) -> Entry | None:
    for entry in container.entries():
        folder, _, name = entry.name.rpartition("/")
        if name.lower() == _TABLE and "/" not in folder:
            return entry
    return None


def walk(container: Container, limits: Limits, spool: Path | None) -> Iterator[Walked]:
    """Activities of the export: files with their names and types, then those entered by hand."""
    table = _table(container)
    if table is None:
        return
    root = table.name[: -len(_TABLE)]
    try:
        lines = read_table(_text(container, table))
    except Unreadable as problem:
        yield Refused(table.name, problem)
        lines = []
    by_file = {line.file_name: line for line in lines if line.file_name}
    seen: set[str] = set()
    for entry in container.entries():
        relative = entry.name.removeprefix(root)
        if relative == _TABLE or not relative.lower().startswith(_FOLDER):
            yield Passed(entry.name)
            continue
        line = by_file.get(relative)
        for found in member(container, entry, limits, spool):
            if isinstance(found, Member):
                seen.add(relative)
                hints = line.hints if line else None
                yield Found(found.name, found.data, hints, warnings=found.warnings)
            else:
                yield found
    yield from _without_file(lines, seen, table.name)


def _without_file(lines: Sequence[Line], seen: set[str], table: str) -> Iterator[Walked]:
    for line in lines:
        if line.file_name in seen and line.file_name:
            continue
        name = f"{table}/{line.number}"
        if line.start_s is None:
            yield Refused(name, Unreadable("The date of this activity could not be read."))
        else:
            yield Found(name, line.text.encode(), line.hints, line.recording(line.start_s))


def _text(container: Container, entry: Entry) -> str:
    kept: list[bytes] = []
    size = 0
    for piece in container.pieces(entry):
        kept.append(piece)
        size += len(piece)
        if size > _LARGEST_TABLE:
            raise TooLarge("This file is larger than {limit} MB.", limit=_LARGEST_TABLE // MB)
    return b"".join(kept).decode("utf-8-sig", "replace")


def read_table(text: str) -> list[Line]:
    """The lines of activities.csv in any language. Raises Unreadable when it does not look like one."""
    csv.field_size_limit(_LONGEST_CELL)
    try:
        rows = [row for row in csv.reader(io.StringIO(text.replace("\0", ""), newline=""), strict=False) if row]
    except csv.Error as error:
        raise Unreadable("This table of activities could not be read.") from error
    body = [row for row in rows[1:] if row[0].strip().isdigit() and len(row) > _TYPE]
    if not rows or (len(rows) > 1 and not body):
        raise Unreadable("This table of activities could not be read.")
    header = [name.strip() for name in rows[0]]
    file_column = _file_column(header, body)
    return [_line(row, header, file_column) for row in body]


def _file_column(header: Sequence[str], body: Sequence[Sequence[str]]) -> int:
    """Where the file names stand; an export of nothing but entries by hand has to be trusted to be in order."""
    for row in body:
        for place, cell in enumerate(row):
            if place > _DESCRIPTION and cell.startswith(_FOLDER):
                return place
    return header.index("Filename") if "Filename" in header else _FILE_IN_NEW_EXPORTS


def _line(row: Sequence[str], header: Sequence[str], file_column: int) -> Line:
    def cell(place: int) -> str:
        return row[place].strip() if 0 <= place < len(row) else ""

    def english(name: str) -> str:
        places = [place for place, title in enumerate(header) if title == _ENGLISH[name] and cell(place)]
        return cell(places[-1]) if places else ""

    competition = english("race").lower()
    hints = Hints(
        title=" ".join(cell(_NAME).split())[:500] or None,
        description=cell(_DESCRIPTION)[:5_000] or None,
        sport=sport_named(cell(_TYPE)),
        race=competition in ("1", "1.0", "true") if competition else None,
    )
    elapsed, metres = _elapsed_and_metres(cell, file_column)
    totals = Totals(
        elapsed_s=elapsed,
        timer_s=_positive(cell(file_column + _MOVING)) or elapsed,
        distance_m=metres,
        ascent_m=_positive(cell(file_column + _ASCENT)),
        descent_m=_positive(cell(file_column + _DESCENT)),
        avg_hr=_positive(english("avg_hr")),
        max_hr=_positive(english("max_hr")),
        avg_cadence=_positive(english("avg_cadence")),
        avg_power=_positive(english("avg_power")),
        calories_kcal=_positive(english("calories")),
    )
    return Line(cell(0), read_date(cell(1)), hints, cell(file_column), totals, ",".join(row))


def _elapsed_and_metres(cell: Callable[[int], str], file_column: int) -> tuple[float | None, float | None]:
    """Seconds and metres: the exact columns after the file name where they agree with those shown to people."""
    shown = _positive(cell(_ELAPSED_SHOWN))
    exact = _positive(cell(file_column + _ELAPSED))
    metres = _positive(cell(file_column + _DISTANCE))
    kilometres = _positive(cell(_DISTANCE_SHOWN))
    if exact is not None and (shown is None or abs(shown - exact) <= 1):
        return exact, metres if metres is not None else _metres(kilometres)
    return shown or exact, _metres(kilometres)


def _metres(kilometres: float | None) -> float | None:
    return None if kilometres is None else kilometres * 1000


def _positive(text: str) -> float | None:
    """A number above zero, with a comma or a point for decimals; None otherwise."""
    bare = text.replace("\u202f", "").replace("\u00a0", "").replace(" ", "")
    if "," in bare:
        last_is_comma = bare.rfind(",") > bare.rfind(".")
        bare = bare.replace(".", "").replace(",", ".") if last_is_comma else bare.replace(",", "")
    value = maybe(bare)
    return value if value is not None and value > 0 else None
