"""``coach export``: everything the athlete brought and what was made of it, in an archive or as tables."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli import terminal
from coach.cli.acting import acting, careful
from coach.cli.terminal import AsJson, AthleteEmail, parsed_day, word
from coach.domain.language import mark, say_many
from coach.domain.problems import InvalidInput
from coach.domain.units import number

if TYPE_CHECKING:
    from coach.services.exports import Written
    from coach.services.exports_parquet import Library

Day = date | None


@careful
def export(
    file: Annotated[Path | None, typer.Argument(metavar="FILE.zip", help="The archive to write.")] = None,
    parquet: Annotated[
        Path | None, typer.Option("--parquet", metavar="DIR", help="The folder to write tables and samples to.")
    ] = None,
    since: Annotated[
        Day, typer.Option(parser=parsed_day, metavar="YYYY-MM-DD", help="Tables from this day on.")
    ] = None,
    until: Annotated[Day, typer.Option(parser=parsed_day, metavar="YYYY-MM-DD", help="Tables up to this day.")] = None,
    samples: Annotated[bool, typer.Option("--samples/--no-samples", help="Tables with the samples.")] = True,
    force: Annotated[bool, typer.Option("--force", help="Replace the file, or the earlier export.")] = False,
    as_json: AsJson = False,
    athlete: AthleteEmail = None,
) -> None:
    """Export all your data: FILE.zip holds the original files byte for byte, activities, plans and profile.

    With --parquet, activities, laps, days and samples become tables for pandas, Polars or any Parquet tool.

    Example: coach export my-coach.zip
    Example: coach export --parquet my-tables --since 2026-01-01
    """
    if file is None and parquet is None:
        raise InvalidInput(mark("Say where to: coach export FILE.zip, or coach export --parquet DIR."))
    if parquet is None and (since or until or not samples):
        raise InvalidInput(mark("--since, --until and --no-samples narrow --parquet; an archive holds everything."))
    archive, library = None, None
    with acting(athlete) as (connection, who):
        now = terminal.now()
        if file is not None:
            from coach.services import exports

            archive = exports.write(connection, who.athlete_id, file, now, replace=force)
        if parquet is not None:
            from coach.services import exports_parquet

            library = exports_parquet.write(
                *(connection, who.athlete_id, parquet, now),
                since=since,
                until=until,
                samples=samples,
                replace=force,
            )
    _tell(archive, library, as_json=as_json)


def _tell(archive: Written | None, library: Library | None, *, as_json: bool) -> None:
    if as_json:
        terminal.print_json(archive if library is None else library if archive is None else [archive, library])
        return
    tongue = terminal.language()
    if archive is not None:
        told = _activities(archive.activities)
        originals = say_many(
            tongue,
            "{files} original file",
            "{files} original files",
            archive.originals,
            files=number(tongue, archive.originals),
        )
        sentence = mark("{activities} and {originals} written to {path}.")
        terminal.print_line(word(sentence, activities=told, originals=originals, path=archive.path))
    if library is not None:
        told = _activities(library.activities)
        samples = say_many(
            tongue,
            "{samples} sample",
            "{samples} samples",
            library.samples,
            samples=number(tongue, library.samples),
        )
        files = say_many(
            tongue,
            "{files} Parquet file",
            "{files} Parquet files",
            library.files,
            files=number(tongue, library.files),
        )
        sentence = mark("{activities} and {samples} written to {path} as {files}.")
        terminal.print_line(word(sentence, activities=told, samples=samples, path=library.path, files=files))


def _activities(count: int) -> str:
    tongue = terminal.language()
    return say_many(tongue, "{activities} activity", "{activities} activities", count, activities=number(tongue, count))
