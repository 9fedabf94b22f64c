"""``coach export``: everything the athlete brought and what was made of it, in an archive or as tables."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli import terminal
from coach.cli.acting import acting, careful, today_of
from coach.cli.terminal import AsJson, AthleteEmail, parsed_day, word
from coach.domain.athletes import Language
from coach.domain.language import mark, say_many
from coach.domain.problems import InvalidInput
from coach.domain.units import number

if TYPE_CHECKING:
    from coach.services.exports import Written
    from coach.services.exports_parquet import Library

Day = date | None
PLAN = Path("plan")


class PlanForm(StrEnum):
    """The forms a plan can be written in: those of ``coach.services.plan_files``, named here so that help is quick."""

    PDF = "pdf"
    ICS = "ics"
    FIT = "fit"
    GARMIN = "garmin"
    ZWO = "zwo"
    INTERVALS = "intervals"
    CSV = "csv"
    JSON = "json"


@careful
def export(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE.zip | plan]", help="The archive to write; or `plan`, your last plan."),
    ] = None,
    parquet: Annotated[
        Path | None, typer.Option("--parquet", metavar="DIR", help="The folder to write tables and samples to.")
    ] = None,
    since: Annotated[
        Day, typer.Option(parser=parsed_day, metavar="YYYY-MM-DD", help="Tables from this day on.")
    ] = None,
    until: Annotated[Day, typer.Option(parser=parsed_day, metavar="YYYY-MM-DD", help="Tables up to this day.")] = None,
    samples: Annotated[bool, typer.Option("--samples/--no-samples", help="Tables with the samples.")] = True,
    force: Annotated[bool, typer.Option("--force", help="Replace the file, or the earlier export.")] = False,
    form: Annotated[
        PlanForm | None, typer.Option("--format", help="With `plan`: the form; else as the name of --out ends.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="With `plan`: the file to write, - for the output.")
    ] = None,
    which: Annotated[
        str | None, typer.Option("--plan", metavar="ID", help="With `plan`: another than the last.")
    ] = None,
    language: Annotated[Language | None, typer.Option(help="With `plan`: of its words; else the terminal's.")] = None,
    as_json: AsJson = False,
    athlete: AthleteEmail = None,
) -> None:
    """Export all your data: FILE.zip holds the original files byte for byte, activities, plans and profile.

    With --parquet, activities, laps, days and samples become tables for pandas, Polars or any Parquet tool.

    `coach export plan` writes your last plan: pdf, ics (calendar), fit (workouts for a watch, zipped), garmin (Training
    API JSON), zwo (Zwift, zipped), intervals (intervals.icu text), csv, json.

    Example: coach export my-coach.zip

    Example: coach export --parquet my-tables --since 2026-01-01

    Example: coach export plan --format ics --out plan.ics
    """
    if file == PLAN:
        archives = {"--parquet": parquet, "--since": since, "--until": until, "--no-samples": not samples or None}
        _refuse(archives, mark("{options} belong to an archive or tables: leave them out of `coach export plan`."))
        _plan(form, out, which, language, athlete, force=force, as_json=as_json)
        return
    plans = {"--format": form, "--out": out, "--plan": which, "--language": language}
    _refuse(plans, mark("{options} belong to a plan: coach export plan --format ics --out plan.ics"))
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


def _refuse(given: dict[str, object], message: str) -> None:
    """Options of another kind of export would silently do nothing."""
    if options := [name for name, value in given.items() if value is not None]:
        raise InvalidInput(message, options=", ".join(options))


def _plan(
    form: PlanForm | None,
    out: Path | None,
    which: str | None,
    language: Language | None,
    email: str | None,
    *,
    force: bool,
    as_json: bool,
) -> None:
    """Write the last plan, or the one that is meant, to a file."""
    from coach.cli.plan_choice import chosen
    from coach.cli.plan_files import STANDARD, check_places, write_files
    from coach.services import fitness

    if out is None:
        raise InvalidInput(mark("Say where to: coach export plan --format ics --out plan.ics"), field="out")
    form = form or _form_of(out)
    check_places({form.value: out})
    if out != STANDARD and out.exists() and not force:
        raise InvalidInput(mark("{path} exists already. Choose another name, or say --force."), path=out)
    with acting(email) as (connection, who):
        today = today_of(who)
        plan = chosen(connection, who.athlete_id, which)
        zones = fitness.current(connection, who.athlete_id, today).heart_zones
    tongue = language or terminal.language()
    write_files({form.value: out}, plan, name=who.name, language=tongue, today=today, zones=zones)
    if out != STANDARD and as_json:
        terminal.print_json({"plan_id": plan.plan_id, "format": form, "path": str(out)})
    elif out != STANDARD:
        terminal.print_line(word(mark("Written: {path}"), path=out))


def _form_of(path: Path) -> PlanForm:
    """The form the name of a file asks for."""
    ending = path.suffix.lower().lstrip(".")
    if ending not in ("pdf", "ics", "csv", "json"):
        choices = ", ".join(form.value for form in PlanForm)
        raise InvalidInput(mark("Say the form: --format is one of {choices}."), field="format", choices=choices)
    return PlanForm(ending)


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
