"""``coach plan``: make a plan, show it, write it to files; its commands follow and change it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from coach.cli import plan_calendar, plan_changes, plan_list, plan_move, plan_rules, plan_tell, plan_week, terminal
from coach.cli.acting import acting, careful, today_of
from coach.cli.plan_choice import chosen
from coach.cli.plan_files import STANDARD, check_places, write_files
from coach.cli.terminal import AsJson, AthleteEmail, word
from coach.domain.athletes import Language, Level
from coach.domain.goals import GoalKind, Terrain
from coach.domain.language import mark
from coach.domain.problems import InvalidInput
from coach.domain.units import number

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from coach.domain.athletes import Athlete
    from coach.domain.fitness import Zone
    from coach.services.plans import PlanLine

app = typer.Typer(
    invoke_without_command=True,
    no_args_is_help=False,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command("week")(plan_week.week)
app.command("review")(plan_changes.review)
app.command("proposals")(plan_changes.proposals)
app.command("accept")(plan_changes.accept)
app.command("refuse")(plan_changes.refuse)
app.add_typer(plan_tell.app, name="tell")
app.command("move")(plan_move.move)
app.command("versions")(plan_changes.versions)
app.command("restore")(plan_changes.restore)
app.command("list")(plan_list.plans)
app.command("put-away")(plan_list.put_away)
app.command("bring-back")(plan_list.bring_back)
app.command("calendar")(plan_calendar.calendar)
app.command("rules")(plan_rules.rules)

File = Path | None


@app.callback()
@careful
def plan(
    context: typer.Context,
    goal: Annotated[
        GoalKind | None, typer.Option(help="What you train for. Without it, the last plan is shown.")
    ] = None,
    date: Annotated[
        str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="Race day, or last day (or give --weeks).")
    ] = None,
    weeks: Annotated[int | None, typer.Option(help="How many weeks (2-32).")] = None,
    days: Annotated[str | None, typer.Option(help="Days a week (4 unless said), or which: tue,thu,sat,sun.")] = None,
    level: Annotated[Level | None, typer.Option(help="Used where your history does not say.")] = None,
    vma: Annotated[str | None, typer.Option(metavar="KM/H", help="Your VMA, used where nothing is measured.")] = None,
    target: Annotated[
        str | None, typer.Option(metavar="H:MM:SS", help="Time hoped for; without it, to finish well.")
    ] = None,
    age: Annotated[int | None, typer.Option(metavar="YEARS", help="Your age, where the profile has none.")] = None,
    distance: Annotated[str | None, typer.Option(metavar="50k", help="Distance of an ultra, 42.2 to 50 km.")] = None,
    terrain: Annotated[Terrain | None, typer.Option(help="Where you run, and race.")] = None,
    minutes: Annotated[
        str | None, typer.Option(metavar="60 | tue=45,sun=150", help="Most minutes a session, for all days or by day.")
    ] = None,
    long_day: Annotated[str | None, typer.Option(metavar="DAY", help="Day of the long run, such as sun.")] = None,
    strength: Annotated[int | None, typer.Option(metavar="0-3", help="Strength sessions a week.")] = None,
    cross: Annotated[int | None, typer.Option(metavar="0-3", help="Sessions of other sports a week.")] = None,
    injury: Annotated[
        list[str] | None,
        typer.Option(metavar="SITE:STATE[:cleared]", help="Such as knee:recovering or navicular:past. Repeatable."),
    ] = None,
    weeks_off: Annotated[int | None, typer.Option(help="Weeks without running, for a return.")] = None,
    tune_up: Annotated[
        list[str] | None, typer.Option(metavar="DAY:DISTANCE", help="A race on the way, 2027-03-01:10km. Repeatable.")
    ] = None,
    pdf: Annotated[File, typer.Option(metavar="FILE", help="Write the plan as PDF.")] = None,
    ics: Annotated[File, typer.Option(metavar="FILE", help="Write it as iCalendar.")] = None,
    fit: Annotated[File, typer.Option(metavar="FILE.zip", help="Write FIT workouts for a watch.")] = None,
    garmin: Annotated[File, typer.Option(metavar="FILE", help="Write Garmin Training API JSON.")] = None,
    zwo: Annotated[File, typer.Option(metavar="FILE.zip", help="Write Zwift workouts.")] = None,
    intervals: Annotated[File, typer.Option(metavar="FILE", help="Write intervals.icu workout text.")] = None,
    csv: Annotated[File, typer.Option(metavar="FILE", help="Write a table, a session a row.")] = None,
    language: Annotated[Language | None, typer.Option(help="Of files and --json; else the terminal's.")] = None,
    steps: Annotated[bool, typer.Option("--steps", help="Show the steps of every session.")] = False,
    which: Annotated[
        str | None, typer.Option("--plan", metavar="ID", help="Another plan than the last; its first letters do.")
    ] = None,
    batch: Annotated[File, typer.Option(metavar="IN.jsonl", help="An athlete a line; - is the input.")] = None,
    out: Annotated[File, typer.Option(metavar="OUT.jsonl", help="Where --batch writes its plans.")] = None,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of --json.")] = False,
    as_json: AsJson = False,
    athlete: AthleteEmail = None,
) -> None:
    """Make a training plan from your history, keep it, print it, and write it to files.

    Without --goal the last plan is shown. The commands below follow it and change it: nothing is changed unasked.

    --batch reads a JSON object a line and needs no database: goal and weeks or date; days, level, vma, target, age,
    sex, distance, terrain, minutes, long_day, strength, cross, injuries, weeks_off, tune_ups as the options above; and
    a past, if there is one: weekly_km (a list, oldest first, or a usual week), longest_km, races (a list of
    {"distance", "seconds", "days_ago"}); today and language. It answers a line each: the plan as --json prints it, or
    {"error": {"line", "code", "field", "message"}}; a bad line stops nothing.

    Example: coach plan --goal marathon --weeks 20 --level beginner --vma 12 --target 4:30:00 --days 4 --pdf plan.pdf

    Example: echo '{"goal": "10k", "weeks": 8, "days": 3, "weekly_km": 25}' | coach plan --batch -
    """
    wishes = {
        **{"goal": goal, "date": date, "weeks": weeks, "days": days, "level": level, "vma": vma, "target": target},
        **{"distance": distance, "terrain": terrain, "minutes": minutes, "long_day": long_day, "strength": strength},
        **{"cross": cross, "injury": injury, "weeks_off": weeks_off, "tune_up": tune_up},
    }
    said = {name: value for name, value in wishes.items() if value not in (None, [])}
    forms = {"pdf": pdf, "ics": ics, "fit": fit, "garmin": garmin, "zwo": zwo, "intervals": intervals, "csv": csv}
    files = {form: path for form, path in forms.items() if path is not None}
    if context.invoked_subcommand is not None:
        _refuse_options_before(context, [*said, *files])
    elif schema:
        _print_schema()
    elif batch is not None or out is not None:
        _batch(batch, out, [*said, *files], language)
    else:
        check_places(files)
        if goal is None:
            _refuse_lonely(said if age is None else said | {"age": age})
        elif which is not None:
            raise InvalidInput(mark("--plan shows a plan there is, --goal makes a new one: choose one."), field="plan")
        _plan(said, age, which, files, language, athlete, as_json=as_json, steps=steps)


def _plan(
    said: dict[str, Any],
    age: int | None,
    which: str | None,
    files: dict[str, Path],
    language: Language | None,
    email: str | None,
    *,
    as_json: bool,
    steps: bool,
) -> None:
    """Make the plan that is wished, or find the one that is meant; write its files, and show it."""
    from coach.cli.plan_wishes import goal_of, said_as

    if said and not {"date", "weeks"} & set(said):
        raise InvalidInput(mark("Say until when: --date YYYY-MM-DD, or --weeks 2 to 32."), field="weeks")
    wanted = goal_of(said) if said else None
    others: tuple[PlanLine, ...] = ()
    with acting(email) as (connection, who):
        today = today_of(who)
        if wanted is None:
            made = chosen(connection, who.athlete_id, which)
        else:
            from coach.services import plans

            try:
                made = plans.create(connection, who.athlete_id, wanted, today, age=age)
            except InvalidInput as refusal:
                refusal.field = said_as(refusal.field)
                raise
            others = plan_list.others(connection, who.athlete_id, made)
        zones = _heart_zones(connection, who, today) if files else ()
    write_files(files, made, name=who.name, language=language or terminal.language(), today=today, zones=zones)
    if STANDARD in files.values():
        return
    if as_json:
        from coach.services.plan_files import plan_document

        terminal.print_json(plan_document(made, language=language or terminal.language()))
        return
    from coach.services.plan_text import plan_lines

    terminal.print_line("\n".join(plan_lines(terminal.language(), made, steps=steps)))
    for path in files.values():
        terminal.print_line(word(mark("Written: {path}"), path=path))
    plan_list.tell_kept(others)


def _heart_zones(connection: Connection, who: Athlete, today: Any) -> tuple[Zone, ...]:
    from coach.services import fitness

    return fitness.current(connection, who.athlete_id, today).heart_zones


def _refuse_lonely(said: dict[str, object]) -> None:
    """Options that shape a new plan mean nothing when the last one is only shown."""
    if said:
        options = ", ".join(f"--{name.replace('_', '-')}" for name in said)
        raise InvalidInput(mark("{options} shape a new plan: say --goal too."), options=options)


def _refuse_options_before(context: typer.Context, names: list[str]) -> None:
    """Options before a command would silently do nothing."""
    if names:
        options = ", ".join(f"--{name.replace('_', '-')}" for name in names)
        message = mark("{options} make or write a plan: leave them out of `coach plan {command}`.")
        raise InvalidInput(message, options=options, command=context.invoked_subcommand)


def _print_schema() -> None:
    from coach.services.plan_files import plan_schema

    terminal.print_json(plan_schema())


def _batch(source: Path | None, target: Path | None, others: list[str], language: Language | None) -> None:
    """Answer a file of questions; the milliseconds a plan took are told on standard error."""
    from coach.cli.acting import local_zone
    from coach.cli.batches import answered
    from coach.cli.plan_batch import Clock, answers

    if source is None or others:
        message = mark("--batch reads its questions from a file: coach plan --batch IN --out OUT.")
        raise InvalidInput(message, field="batch")
    today = terminal.now().astimezone(ZoneInfo(local_zone())).date()
    clock = Clock()
    wrong, count = answered(source, target, lambda lines: answers(lines, today, language or terminal.language(), clock))
    sentence = mark("{plans} plans of {count} lines, {ms} ms each.")
    ms = number(terminal.language(), clock.ms_a_plan, 1)
    typer.echo(word(sentence, plans=clock.plans, count=count, ms=ms), err=True)
    if wrong:
        sentence = mark("{wrong} of {count} lines could not be answered; each says why.")
        typer.echo(word(sentence, wrong=wrong, count=count), err=True)
        raise typer.Exit(terminal.EXIT_PROBLEM)
