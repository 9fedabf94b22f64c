"""``coach predict``: race times with their intervals, from what is said or from the history."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coach.cli import terminal
from coach.cli.acting import acting, careful, today_of
from coach.cli.race_input import distance_of, race_of, sex_of
from coach.cli.terminal import AsJson, AthleteEmail, word
from coach.domain.language import date_words, mark
from coach.domain.problems import InvalidInput
from coach.domain.units import clock, distance, duration, pace

if TYPE_CHECKING:
    from coach.domain.fitness import Fitness
    from coach.domain.races import RaceDay, RacePrediction


@careful
def predict(
    over: Annotated[
        str | None, typer.Argument(metavar="DISTANCE", help="42195, 10k, 5 mi, half… Without it, from your history.")
    ] = None,
    race: Annotated[
        list[str] | None, typer.Option(metavar="DISTANCE=TIME", help="A race you ran, such as 10k=49:30. Repeatable.")
    ] = None,
    weekly_km: Annotated[float | None, typer.Option(help="Kilometres in a typical week.")] = None,
    max_weekly_km: Annotated[float | None, typer.Option(help="Kilometres in the greatest week.")] = None,
    age: Annotated[float | None, typer.Option(help="Years.")] = None,
    sex: Annotated[str | None, typer.Option(help="f or m.")] = None,
    bmi: Annotated[float | None, typer.Option(help="Body mass index, kg/m2.")] = None,
    speed_work: Annotated[
        bool | None, typer.Option("--speed-work/--no-speed-work", help="Intervals most weeks.")
    ] = None,
    tempo_work: Annotated[
        bool | None, typer.Option("--tempo-work/--no-tempo-work", help="Tempo runs most weeks.")
    ] = None,
    ascent: Annotated[float | None, typer.Option(help="Climb of the course, metres.")] = None,
    descent: Annotated[float | None, typer.Option(help="Descent of the course, metres.")] = None,
    temperature: Annotated[float | None, typer.Option(help="Degrees Celsius on race day.")] = None,
    batch: Annotated[Path | None, typer.Option(metavar="IN.jsonl", help="One question a line; - is the input.")] = None,
    out: Annotated[Path | None, typer.Option(metavar="OUT.jsonl", help="Where --batch writes its answers.")] = None,
    as_json: AsJson = False,
    athlete: AthleteEmail = None,
) -> None:
    """Predict race times, each with its 80 % interval: from races and training you name, or from your history.

    --batch reads a JSON object a line: distance (metres or a name), races (a list of {"distance", "seconds",
    "days_ago"}), weekly_km, max_weekly_km, age, sex, bmi, speed_work, tempo_work; all but distance may be left out. It
    answers a line each: a prediction, or {"error": {"line", "code", "field", "message"}}; a bad line stops nothing.

    Example: coach predict marathon --race half=1:38:00 --weekly-km 45 --age 41 --sex f

    Example: coach predict --batch questions.jsonl --out answers.jsonl
    """
    from coach.domain.races import RaceDay, RunnerFacts

    facts = RunnerFacts(weekly_km, max_weekly_km, age, sex_of(sex), bmi, speed_work, tempo_work)
    conditions = RaceDay(ascent, descent, temperature)
    told = bool(race) or facts != RunnerFacts()
    if batch is not None or out is not None:
        if batch is None or over or told or conditions != RaceDay():
            raise InvalidInput(mark("--batch reads its questions from a file: coach predict --batch IN --out OUT."))
        _batch(batch, out)
        return
    if over is None and (told or conditions != RaceDay()):
        raise InvalidInput(mark("Say the distance too: coach predict marathon --race half=1:38:00"))
    if over is None:
        _history(as_json, athlete)
        return
    metres = distance_of(over)
    if told:
        from coach.science.running.races import predict as expected

        found = expected(metres, [race_of(each) for each in race or []], facts, day=conditions)
    else:
        found = _from_history(metres, conditions, athlete)
    if as_json:
        terminal.print_json(told_as_json(found))
    else:
        _tell(found)


def told_as_json(found: RacePrediction) -> dict[str, Any]:
    """A prediction for programs: metres and seconds, reasons as sentences."""
    from coach.services.races import because_texts, narrowing_texts

    tongue = terminal.language()
    return {
        "distance": found.distance_m,
        "seconds": round(found.seconds, 2),
        "low": round(found.low_s, 2),
        "high": round(found.high_s, 2),
        "level": found.level,
        "because": because_texts(tongue, found),
        "narrowed_by": narrowing_texts(tongue, found),
        "method": word(found.method),
        "baselines": {each.name: round(each.seconds, 2) for each in found.baselines},
        "validity": found.validity,
        "warnings": [word(each) for each in found.warnings],
    }


def _tell(found: RacePrediction) -> None:
    from coach.services.races import because_texts, narrowing_texts

    tongue = terminal.language()
    half = duration(tongue, (found.high_s - found.low_s) / 2)
    values = {
        "distance": distance(tongue, found.distance_m),
        "time": clock(tongue, found.seconds),
        "half": half,
        "low": clock(tongue, found.low_s),
        "high": clock(tongue, found.high_s),
        "pace": pace(tongue, found.seconds / found.distance_m * 1000),
    }
    terminal.print_line(word(mark("{distance}: {time} ± {half} ({pace})"), **values))
    terminal.print_line(
        word(mark("8 times in 10 between {low} and {high}. {method}."), method=word(found.method), **values)
    )
    for heading, lines in (
        (mark("Because:"), because_texts(tongue, found)),
        (mark("What would narrow it:"), narrowing_texts(tongue, found)),
        (mark("Beside it:"), [f"{each.name} {clock(tongue, each.seconds)}" for each in found.baselines]),
    ):
        if lines:
            terminal.print_line(word(heading))
        for line in lines:
            terminal.print_line(f"  {line}")
    for warning in found.warnings:
        terminal.print_line(word(warning))


def _batch(source: Path, target: Path | None) -> None:
    from coach.cli.batches import answered
    from coach.cli.race_batch import answers

    wrong, count = answered(source, target, answers)
    if wrong:
        sentence = mark("{wrong} of {count} lines could not be answered; each says why.")
        typer.echo(word(sentence, wrong=wrong, count=count), err=True)
        raise typer.Exit(terminal.EXIT_PROBLEM)


def _nothing_from(known: Fitness, otherwise: str) -> InvalidInput:
    """Why an athlete's history predicts nothing: it is old, and how old, or there is none (``otherwise``)."""
    if known.last_run is None:
        return InvalidInput(otherwise)
    months = max(round((known.on - known.last_run).days / 30.4), 1)
    last = date_words(terminal.language(), known.last_run)
    sentence = mark(
        "Your last run here is of {day}, {months} months ago: too old to predict from. "
        "Name a race (--race 10k=49:30) or import newer runs."
    )
    return InvalidInput(sentence, day=last, months=months)


def _from_history(metres: float, conditions: RaceDay, email: str | None) -> RacePrediction:
    """Over any distance, from all that the history proves."""
    from coach.services import fitness

    with acting(email) as (connection, who):
        known = fitness.current(connection, who.athlete_id, today_of(who), over=(metres,), race_day=conditions)
    if not known.predictions:
        nothing = mark("Nothing to predict from yet: name a race (--race 10k=49:30) or import some runs.")
        raise _nothing_from(known, nothing)
    return known.predictions[0]


def _history(as_json: bool, email: str | None) -> None:
    from coach.services import fitness

    with acting(email) as (connection, who):
        known = fitness.current(connection, who.athlete_id, today_of(who))
    if as_json:
        terminal.print_json({"on": known.on, "vma": known.vma, "predictions": known.predictions})
        return
    if not known.predictions:
        nothing = mark("Nothing to predict from yet: import some runs first, `coach import DIR`.")
        why = _nothing_from(known, nothing)
        terminal.print_line(word(why.message, **why.values))
        return
    _table(known)


def _table(known: Fitness) -> None:
    tongue = terminal.language()
    headings = [mark("Distance"), mark("Time"), mark("8 times in 10 between"), mark("Pace"), mark("Method")]
    terminal.print_table(
        [word(heading) for heading in headings],
        [
            (
                distance(tongue, each.distance_m),
                clock(tongue, each.seconds),
                f"{clock(tongue, each.low_s)} – {clock(tongue, each.high_s)}",
                pace(tongue, each.seconds / each.distance_m * 1000),
                word(each.method),
            )
            for each in known.predictions
        ],
        right=(0, 1, 2, 3),
    )
