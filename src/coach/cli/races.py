"""``coach predict``: race times with their intervals."""

from __future__ import annotations

from coach.cli import terminal
from coach.cli.acting import acting, careful, today_of
from coach.cli.terminal import AsJson, AthleteEmail, word
from coach.domain.language import mark
from coach.domain.units import clock, distance, pace


@careful
def predict(as_json: AsJson = False, athlete: AthleteEmail = None) -> None:
    """Predict race times from your history, each with its 80 % interval.

    Example: coach predict --json
    """
    from coach.services import fitness

    with acting(athlete) as (connection, who):
        known = fitness.current(connection, who.athlete_id, today_of(who))
    if as_json:
        terminal.print_json({"on": known.on, "vma": known.vma, "predictions": known.predictions})
        return
    if not known.predictions:
        terminal.print_line(word(mark("Nothing to predict from yet: import some runs first, `coach import DIR`.")))
        return
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
