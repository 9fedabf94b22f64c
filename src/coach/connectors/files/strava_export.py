"""Strava's bulk export: ``activities.csv`` in the language of the account, and a file for most activities.

The table is read by structure, not by its headers, which are translated: the first column is a number, the
file column holds ``activities/…``, and the columns around it keep their order. Two columns are called
alike with different units; those after the file column are metres and seconds.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from coach.connectors.files.archive import Member, member
from coach.connectors.files.containers import Container, Entry
from coach.connectors.files.found import Found, Hints, Passed, Refused, Walked
from coach.connectors.files.inflate import DEFAULT, MB, Limits
from coach.connectors.files.sport_names import sport_named
from coach.connectors.files.strava_dates import read_date
from coach.connectors.files.timestamps import EARLIEST, LATEST, moment
from coach.connectors.files.tracks import maybe
from coach.domain.activities import Totals
from coach.domain.language import mark
from coach.domain.problems import TooLarge, Unreadable
from coach.domain.sports import Sport
from coach.science.recordings import Recording, Samples

_TABLE = "activities.csv"
_NO_TABLE = mark("This table of activities could not be read.")
_FOLDER = "activities/"
_LARGEST_TABLE = 16 * MB
_LONGEST_CELL = MB
_MOST_CELLS = 200
_LONGEST_TITLE = 200
_NAME, _TYPE, _DESCRIPTION, _ELAPSED_SHOWN, _DISTANCE_SHOWN = 2, 3, 4, 5, 6
_FILE_IN_NEW_EXPORTS = 12
_ELAPSED, _MOVING, _DISTANCE, _ASCENT, _DESCENT, _EFFORT = 3, 4, 5, 8, 9, 31
"""Places after the file column."""
_ENGLISH = {"max_hr": "Max Heart Rate", "avg_hr": "Average Heart Rate", "avg_cadence": "Average Cadence"}
_ENGLISH |= {"avg_power": "Average Watts", "calories": "Calories", "race": "Competition"}
_ENGLISH |= {"effort": "Perceived Exertion"}


@dataclass(frozen=True, slots=True)
class Line:
    """One activity of the table. Seconds, metres; ``start_s`` is Unix seconds, None when its date is unreadable."""

    number: str
    dated: bool
    start_s: float | None
    hints: Hints
    file_name: str
    totals: Totals
    text: str

    @property
    def says_something(self) -> bool:
        """Whether it stands for an activity even without a file: a date, a sport, and a duration or a distance."""
        done = self.totals.elapsed_s is not None or self.totals.distance_m is not None
        return self.dated and self.hints.sport is not None and done

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
        lines = read_table(_text(container, table), limits.entries)
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
    undated = 0
    for line in lines:
        if line.file_name in seen or not line.says_something:
            continue
        if line.start_s is None:
            undated += 1
        else:
            name = f"{table}/{line.number[:_LONGEST_TITLE]}"
            yield Found(name, line.text.encode("utf-8", "replace"), line.hints, line.recording(line.start_s))
    if undated:
        sentence = mark("Activities of this table whose date could not be read: {count}.")
        yield Refused(table, Unreadable(sentence, count=undated))


def _text(container: Container, entry: Entry) -> str:
    kept: list[bytes] = []
    size = 0
    for piece in container.pieces(entry):
        kept.append(piece)
        size += len(piece)
        if size > _LARGEST_TABLE:
            raise TooLarge("This file is larger than {limit} MB.", limit=_LARGEST_TABLE // MB)
    return b"".join(kept).decode("utf-8-sig", "replace")


def read_table(text: str, most: int = DEFAULT.entries) -> list[Line]:
    """The lines of activities.csv in any language, each activity once.

    Raises Unreadable when it does not look like one, TooLarge for more than ``most`` rows.
    """
    csv.field_size_limit(_LONGEST_CELL)
    plain = text.replace("\0", "")
    try:
        header = [name.strip() for name in next(_rows(plain, most), [])]
        places = _places(header, _file_column(header, _body(plain, most)))
        lines: dict[str, Line] = {}
        for row in _body(plain, most):
            if row[0].strip() not in lines:
                line = _line(row, places)
                lines[line.number] = line
        only_a_header = next(islice(_rows(plain, most), 1, None), None) is None
    except csv.Error as error:
        raise Unreadable(_NO_TABLE) from error
    if not header or not (lines or only_a_header):
        raise Unreadable(_NO_TABLE)
    return list(lines.values())


def _rows(text: str, most: int) -> Iterator[list[str]]:
    """Rows that hold something, their first cells."""
    rows = csv.reader(io.StringIO(text, newline=""), strict=False)
    for count, row in enumerate(row for row in rows if row):
        if count > most:
            raise TooLarge(mark("This table holds more than {limit} activities."), limit=most)
        yield row[:_MOST_CELLS]


def _body(text: str, most: int) -> Iterator[list[str]]:
    """Rows of activities: they begin with a number."""
    for row in islice(_rows(text, most), 1, None):
        if len(row) > _TYPE and row[0].strip().isdigit():
            yield row


def _file_column(header: Sequence[str], body: Iterable[Sequence[str]]) -> int:
    """Where the file names stand; an export of nothing but entries by hand has to be trusted to be in order."""
    for row in body:
        for place, cell in enumerate(row):
            if place > _DESCRIPTION and cell.startswith(_FOLDER):
                return place
    return header.index("Filename") if "Filename" in header else _FILE_IN_NEW_EXPORTS


def _english_places(header: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Where the columns that are known by their English titles stand, the exact ones (to the right) first."""
    return {
        name: tuple(place for place in reversed(range(len(header))) if header[place] == title)
        for name, title in _ENGLISH.items()
    }


@dataclass(frozen=True, slots=True)
class _Places:
    """Where things stand in a row."""

    file: int
    english: Mapping[str, tuple[int, ...]]
    effort: int
    """The perceived effort of a table whose titles are translated, -1 in an English one."""


def _places(header: Sequence[str], file_column: int) -> _Places:
    effort = -1 if "Filename" in header else file_column + _EFFORT
    return _Places(file_column, _english_places(header), effort)


def _line(row: Sequence[str], places: _Places) -> Line:
    file_column = places.file

    def cell(place: int) -> str:
        return row[place].strip() if 0 <= place < len(row) else ""

    def english(name: str) -> str:
        return next((cell(place) for place in places.english[name] if cell(place)), "")

    competition = english("race").lower()
    effort = _rating(english("effort") or cell(places.effort))
    hints = Hints(
        title=" ".join(cell(_NAME).split())[:_LONGEST_TITLE] or None,
        description=cell(_DESCRIPTION)[:5_000] or None,
        sport=sport_named(cell(_TYPE)),
        race=competition in ("1", "1.0", "true") if competition else None,
        perceived_effort=effort,
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
        perceived_effort=effort,
    )
    start_s = read_date(cell(1))
    if start_s is not None and not EARLIEST <= start_s <= LATEST:
        start_s = None
    return Line(cell(0), bool(cell(1)), start_s, hints, cell(file_column), totals, ",".join(row))


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


def _rating(text: str) -> float | None:
    """How hard it felt, 1 to 10."""
    rated = _positive(text)
    return rated if rated is not None and 1 <= rated <= 10 else None


def _positive(text: str) -> float | None:
    """A number above zero, with a comma or a point for decimals; None otherwise."""
    bare = text.replace("\u202f", "").replace("\u00a0", "").replace(" ", "")
    if "," in bare:
        last_is_comma = bare.rfind(",") > bare.rfind(".")
        bare = bare.replace(".", "").replace(",", ".") if last_is_comma else bare.replace(",", "")
    value = maybe(bare)
    return value if value is not None and value > 0 else None
