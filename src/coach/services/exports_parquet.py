"""An athlete's activities and samples as a folder of Parquet files, for pandas, Polars or any other Parquet tool."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Connection

from coach.domain.language import mark
from coach.domain.problems import InvalidInput
from coach.science.recordings import Samples
from coach.services.exports_days import days_of
from coach.services.exports_tables import EXTRA, SAMPLES, TABLES, YEARLY, Column, schema_of
from coach.store import athletes, audit
from coach.store import exports as rows
from coach.store.exports import Flat, Span

_ACTIVITIES_AT_ONCE = 100
_ROWS_AT_ONCE = 100_000
"""Rows of samples gathered before they are written; a longer activity is written by itself."""

_OURS = re.compile(rf"({'|'.join(TABLES)})\.parquet|({'|'.join(YEARLY)})/\d+\.parquet|{'|'.join(YEARLY)}")


@dataclass(frozen=True, slots=True)
class Library:
    """What went into the folder: rows of each kind, and bytes of all files together."""

    activities: int
    samples: int
    days: int
    files: int
    size_bytes: int
    path: str


def write(
    connection: Connection,
    athlete_id: str,
    folder: Path,
    now: datetime,
    *,
    since: date | None = None,
    until: date | None = None,
    samples: bool = True,
    replace: bool = False,
) -> Library:
    """Write one table a file, and the samples one file a year; memory does not grow with the history.

    ``since`` and ``until`` are the athlete's dates, both included. The folder appears whole or not at all; one that
    is there is replaced only where ``replace`` is said and it holds nothing but an earlier export.

    Raises:
        InvalidInput: the folder is taken or cannot be written, or the dates are the wrong way round.
        NotFound: no such athlete.
    """
    if since is not None and until is not None and since > until:
        raise InvalidInput(mark("The last day ({until}) comes before the first ({since})."), since=since, until=until)
    today = now.astimezone(ZoneInfo(athletes.get(connection, athlete_id).time_zone)).date()
    folder = _place(folder, replace=replace)
    draft = folder.with_name(f".{folder.name}.{os.getpid()}")
    try:
        draft.mkdir()
        span = Span(since, until)
        days = days_of(connection, athlete_id, since or date.min, min(until or today, today))
        counts = _fill(draft, connection, athlete_id, span, days, samples=samples)
        written = sorted(path for path in draft.rglob("*.parquet"))
        size = sum(path.stat().st_size for path in written)
        _put(draft, folder)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InvalidInput(mark("{path} cannot be written: {reason}."), path=folder, reason=reason) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    audit.note(connection, athlete_id, "data.export", at=now.isoformat(), form="parquet")
    return Library(**counts, files=len(written), size_bytes=size, path=str(folder))


def _place(folder: Path, *, replace: bool) -> Path:
    """The whole path of a folder that may be written."""
    try:
        folder = folder.resolve()
        _refuse_what_is_there(folder, replace=replace)
    except (OSError, RuntimeError) as error:
        # Python 3.11 and 3.12 say RuntimeError of links that lead in a circle.
        reason = getattr(error, "strerror", None) or str(error)
        raise InvalidInput(mark("{path} cannot be written: {reason}."), path=folder, reason=reason) from error
    return folder


def _refuse_what_is_there(folder: Path, *, replace: bool) -> None:
    if not folder.exists():
        return
    stands_in = folder in (Path.cwd(), *Path.cwd().parents)
    if not replace and not stands_in and (not folder.is_dir() or any(folder.iterdir())):
        raise InvalidInput(mark("{path} exists already. Choose another name, or say --force."), path=folder)
    foreign = "." if stands_in else next(_foreign(folder), None)
    if foreign is not None:
        raise InvalidInput(
            mark("{path} is not replaced: it holds more than an export ({what}). Choose another folder."),
            path=folder,
            what=foreign,
        )


def _foreign(folder: Path) -> Iterator[str]:
    """What is there and no export's, found without going into folders that are none of an export's."""
    if not folder.is_dir():
        yield folder.name
        return
    for path in folder.iterdir():
        if not _OURS.fullmatch(path.name) or path.is_symlink():
            yield path.name
        elif path.is_dir():
            inside = (f"{path.name}/{each.name}" for each in path.iterdir())
            yield from (name for name in inside if not _OURS.fullmatch(name))


def _put(draft: Path, folder: Path) -> None:
    """Move the finished folder to its place; what was there comes back if that fails."""
    earlier = draft.with_name(f"{draft.name}.earlier")
    if folder.exists():
        folder.rename(earlier)
    try:
        draft.rename(folder)
    except OSError:
        if earlier.exists():
            earlier.rename(folder)
        raise
    shutil.rmtree(earlier, ignore_errors=True)


def _fill(
    draft: Path, connection: Connection, athlete_id: str, span: Span, days: list[Flat], *, samples: bool
) -> dict[str, int]:
    chosen = rows.ids(connection, athlete_id, span)
    with ExitStack() as files:
        tables = {name: files.enter_context(_Table(draft / f"{name}.parquet", TABLES[name])) for name in TABLES}
        tables["days"].add(days)
        for first in range(0, len(chosen), _ACTIVITIES_AT_ONCE):
            some = chosen[first : first + _ACTIVITIES_AT_ONCE]
            tables["activities"].add([_said(each) for each in rows.activities(connection, athlete_id, some)])
            tables["laps"].add(rows.splits(connection, some))
            tables["efforts"].add(rows.efforts(connection, some))
            tables["sets"].add(rows.sets(connection, some))
            curves, distributions = rows.intensity(connection, some)
            tables["curves"].add(curves)
            tables["distributions"].add(distributions)
    written = _fill_samples(draft, connection, athlete_id, span, {str(each) for each in chosen}) if samples else 0
    return {"activities": tables["activities"].count, "samples": written, "days": len(days)}


def _fill_samples(draft: Path, connection: Connection, athlete_id: str, span: Span, known: set[str]) -> int:
    """Samples of the activities ``known`` (one imported meanwhile is in no other table either)."""
    with _Years(draft / "samples", SAMPLES) as usual, _Years(draft / "extra", EXTRA) as extra:
        for activity_id, year, recorded in rows.samples(connection, athlete_id, span):
            if activity_id in known and len(recorded):
                usual.add(year, _usual(activity_id, recorded))
                extra.add(year, _extra(activity_id, recorded))
        return usual.count


def _said(flat: Flat) -> Flat:
    """An activity's row as its table has it: a column a zone, reasons as JSON."""
    zones = {
        f"{quantity}_zone_{number}_s": seconds
        for quantity in ("heart", "pace")
        for number, seconds in enumerate(flat[f"{quantity}_zone_s"] or (), 1)
    }
    reasons = json.dumps(flat["not_measurable"], ensure_ascii=False) if flat["not_measurable"] else None
    return {**flat, **zones, "not_measurable": reasons}


def _usual(activity_id: str, recorded: Samples) -> pa.Table:
    count = len(recorded)
    arrays = [_repeated(activity_id, count)]
    for column in SAMPLES[1:]:
        values = recorded.time if column.source == "time" else recorded.get(column.source)
        arrays.append(pa.nulls(count, column.kind) if values is None else _numbers(values, column.kind))
    return pa.Table.from_arrays(arrays, schema=schema_of(SAMPLES))


def _extra(activity_id: str, recorded: Samples) -> pa.Table:
    tables = [schema_of(EXTRA).empty_table()]
    for name, values in recorded.extra.items():
        known = np.isfinite(values)
        count = int(known.sum())
        single = values[known].astype(np.float32)
        arrays = [_repeated(activity_id, count), recorded.time[known], _repeated(name, count), single]
        tables.append(pa.Table.from_arrays([pa.array(each) for each in arrays], schema=schema_of(EXTRA)))
    return pa.concat_tables(tables)


def _repeated(text: str, count: int) -> pa.Array:
    return pa.DictionaryArray.from_arrays(np.zeros(count, dtype=np.int32), [text]).cast(pa.string())


def _numbers(values: np.ndarray[Any, np.dtype[np.float64]], kind: pa.DataType) -> pa.Array:
    return pa.array(values.astype(kind.to_pandas_dtype()), mask=~np.isfinite(values))


def _encodings(columns: tuple[Column, ...]) -> dict[str, Any]:
    """Doubles hardly repeat: their bytes are kept apart, which packs better; the rest repeats, and has dictionaries."""
    doubles = [each.name for each in columns if each.kind == pa.float64()]
    others = [each.name for each in columns if each.name not in doubles]
    return {"use_byte_stream_split": doubles, "use_dictionary": others}


class _Table:
    """A Parquet file on its way: rows are added a few at a time, an empty one still has its columns."""

    def __init__(self, path: Path, columns: tuple[Column, ...]) -> None:
        self._columns = columns
        self._schema = schema_of(columns)
        self._writer = pq.ParquetWriter(path, self._schema, compression="zstd", **_encodings(columns))
        self.count = 0

    def __enter__(self) -> _Table:
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.close()

    def add(self, flat: Sequence[Flat]) -> None:
        """Add rows given by their names in the store, or in the table."""
        named = [{each.name: row.get(each.source or each.name) for each in self._columns} for row in flat]
        self.add_table(pa.Table.from_pylist(named, schema=self._schema))

    def add_table(self, table: pa.Table) -> None:
        """Add rows that are a table already."""
        if table.num_rows:
            self._writer.write_table(table)
            self.count += table.num_rows


class _Years:
    """A folder of one file a year, made when a year has something; years come in order."""

    def __init__(self, folder: Path, columns: tuple[Column, ...]) -> None:
        self._folder = folder
        self._columns = columns
        self._year = 0
        self._waiting: list[pa.Table] = []
        self._open: _Table | None = None
        self.count = 0

    def __enter__(self) -> _Years:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def add(self, year: int, table: pa.Table) -> None:
        """Add rows of a year; they are written when enough wait."""
        if not table.num_rows:
            return
        if year != self._year:
            self._close()
            self._year = year
        self._waiting.append(table)
        self.count += table.num_rows
        if sum(each.num_rows for each in self._waiting) >= _ROWS_AT_ONCE:
            self._write()

    def _write(self) -> None:
        if self._open is None:
            self._folder.mkdir(exist_ok=True)
            self._open = _Table(self._folder / f"{self._year}.parquet", self._columns)
        self._open.add_table(pa.concat_tables(self._waiting).combine_chunks())
        self._waiting = []

    def _close(self) -> None:
        if self._waiting:
            self._write()
        if self._open is not None:
            self._open.__exit__()
            self._open = None
