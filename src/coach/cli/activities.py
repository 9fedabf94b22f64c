"""``coach activities``: the list, one activity, and how hard one felt."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli import terminal
from coach.cli.acting import acting, careful
from coach.cli.terminal import AsJson, AthleteEmail, parsed_day, word
from coach.domain.language import mark, short_day
from coach.domain.problems import InvalidInput
from coach.domain.sports import SPORT_WORDS, SportFamily
from coach.domain.units import clock, distance, duration, elevation, heart_rate, number, pace_of_speed

if TYPE_CHECKING:
    from coach.domain.activities import Activity, ActivityRow, Correction, Split

Day = date | None
_TAKEN_BACK = ("-", "—")


@careful
def activities(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID | rate ID EFFORT | race ID]",
            help="Show this one activity (the first letters of its id do), rate it from 0 to 10, or say that it was "
            "a race; - takes either back.",
        ),
    ] = None,
    sport: Annotated[SportFamily | None, typer.Option(help="Only this family of sports.")] = None,
    since: Annotated[
        date | None, typer.Option(parser=parsed_day, metavar="YYYY-MM-DD", help="From this day on.")
    ] = None,
    until: Annotated[Day, typer.Option(parser=parsed_day, metavar="YYYY-MM-DD", help="Up to this day.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=200, help="How many.")] = 20,
    as_json: AsJson = False,
    athlete: AthleteEmail = None,
) -> None:
    """List your activities, newest first, show one whole, or say how hard one felt.

    Example: coach activities --sport run --since 2026-01-01

    Example: coach activities rate 3f2a 7

    Example: coach activities race 3f2a
    """
    from coach.services import activities as service

    one, act, said = _asked(words or [])
    if one is not None:
        with acting(athlete) as (connection, who):
            whole_id = service.resolved(connection, who.athlete_id, one)
            if act == "rate":
                service.rate(connection, who.athlete_id, whole_id, _effort(said))
            elif act == "race":
                service.mark_race(connection, who.athlete_id, whole_id, said not in _TAKEN_BACK, terminal.now())
            shown = service.detail(connection, who.athlete_id, whole_id)
        _show(shown, as_json=as_json)
        return
    with acting(athlete) as (connection, who):
        wanted = service.Filter(family=sport, since=since, until=until)
        page = service.listing(connection, who.athlete_id, filter=wanted, limit=limit)
        any_at_all = page.total or service.listing(connection, who.athlete_id, limit=1).total
    if as_json:
        terminal.print_json({"total": page.total, "activities": page.rows})
    elif not page.rows:
        terminal.print_line(word(mark("No activity fits this choice.") if any_at_all else terminal.NOTHING_YET))
    else:
        _list(page.rows)
        if page.total > len(page.rows):
            terminal.print_line(word(mark("{shown} of {total}."), shown=len(page.rows), total=page.total))


def _asked(words: list[str]) -> tuple[str | None, str | None, str]:
    """The activity meant, what to do with it, and what is said of it."""
    match words:
        case ["rate", one, effort]:
            return one, "rate", effort
        case ["race", one]:
            return one, "race", ""
        case ["race", one, said] if said in _TAKEN_BACK:
            return one, "race", said
        case [one] if one not in ("rate", "race"):
            return one, None, ""
        case []:
            return None, None, ""
    raise typer.BadParameter(word(mark("Give the first letters of one id, or: rate ID EFFORT, or: race ID.")))


def _effort(text: str) -> float | None:
    if text in _TAKEN_BACK:
        return None
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise InvalidInput(mark("Effort goes from 0 to 10, halves allowed."), field="perceived_effort") from None


def _list(rows: tuple[ActivityRow, ...]) -> None:
    tongue = terminal.language()
    headings = [mark("Day"), mark("Sport"), mark("Name"), mark("Distance"), mark("Moving"), mark("Pace"), mark("HR")]
    terminal.print_table(
        [*(word(heading) for heading in headings), "id"],
        [
            (
                f"{short_day(tongue, row.local_date)} {row.local_date.year}",
                word(SPORT_WORDS[row.sport]),
                row.name,
                distance(tongue, row.distance_m) if row.distance_m else "",
                duration(tongue, row.moving_s),
                _pace(row),
                f"{row.avg_hr:.0f}" if row.avg_hr else "",
                row.activity_id[:8],
            )
            for row in rows
        ],
        right=(3, 4, 5, 6),
    )


def _pace(row: ActivityRow) -> str:
    if row.sport.family not in (SportFamily.RUN, SportFamily.WALK) or not row.distance_m or not row.moving_s:
        return ""
    return pace_of_speed(terminal.language(), row.distance_m / row.moving_s)


def _show(activity: Activity, *, as_json: bool) -> None:
    if as_json:
        terminal.print_json(activity)
        return
    from coach.domain.effort import effort_words

    tongue, measures = terminal.language(), activity.measures
    terminal.print_line(activity.row.name or word(SPORT_WORDS[activity.row.sport]))
    if activity.row.race:
        terminal.print_line(f"  {word(mark('A race: it tells your VMA and predictions as far as you ran it hard.'))}")
    facts = [
        (mark("Start"), activity.row.local_start.strftime("%Y-%m-%d %H:%M")),
        (mark("Distance"), distance(tongue, measures.distance_m, 2)),
        (mark("Moving"), duration(tongue, measures.moving_s)),
        (mark("Elapsed"), duration(tongue, measures.elapsed_s)),
        (mark("Pace"), _pace(activity.row) or "–"),
        (mark("HR"), heart_rate(tongue, measures.avg_hr)),
        (mark("Ascent"), elevation(tongue, measures.ascent_m)),
        (mark("How hard it felt"), effort_words(tongue, activity.perceived_effort)),
        (mark("Sources"), ", ".join(source.file_name for source in activity.sources)),
        (mark("Corrected"), ", ".join(_corrected(each) for each in measures.corrections) or "–"),
    ]
    for name, value in facts:
        terminal.print_line("  " + word(mark("{name}: {value}"), name=word(name), value=value))
    _pieces(word(mark("Laps")), activity.laps)
    _pieces(word(mark("Kilometres")), measures.kilometres)


def _corrected(correction: Correction) -> str:
    """What the cleaning changed and how often: ``Sudden jumps of the heart rate were removed (18 ×)``."""
    said = word(correction.detail or correction.code).rstrip(".")
    return f"{said} ({number(terminal.language(), correction.count)}\u00a0×)"


def _pieces(title: str, splits: tuple[Split, ...]) -> None:
    if not splits:
        return
    tongue = terminal.language()
    terminal.print_line(f"\n{title}")
    terminal.print_table(
        ["", word(mark("Distance")), word(mark("Moving")), word(mark("Pace")), word(mark("HR"))],
        [
            (
                str(place),
                distance(tongue, split.distance_m, 2),
                clock(tongue, _moving(split)),
                pace_of_speed(tongue, split.distance_m / _moving(split)) if split.distance_m and _moving(split) else "",
                heart_rate(tongue, split.avg_hr) if split.avg_hr else "",
            )
            for place, split in enumerate(splits, 1)
        ],
        right=(0, 1, 2, 3, 4),
    )


def _moving(split: Split) -> float:
    return split.moving_s if split.moving_s is not None else split.elapsed_s
