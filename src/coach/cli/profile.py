"""How ``coach profile`` tells an athlete's fitness: each number with its doubt and its reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from coach.cli import terminal
from coach.cli.terminal import print_line, word
from coach.domain.athletes import Athlete
from coach.domain.fitness import Endurance, Estimate, Fitness, Habits, Heart, Vote
from coach.domain.language import date_words, mark
from coach.domain.units import clock, distance, heart_rate, kmh, number, pace_of_speed, percent
from coach.science.running.zones import ZONE_SHARES

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.services.training import State

CERTAIN_SPIKE = 0.10
NO_VMA = mark("VMA: unknown. Import recent runs, or declare a level with --level.")


def tell(who: Athlete, known: Fitness, *, then: Fitness | None = None, load: State | None = None) -> None:
    """Print the profile. ``then`` is the fitness of the last run's day where all runs are too old to judge by today."""
    print_line(who.name or word(mark("Local athlete")))
    if then is not None:
        day = date_words(terminal.language(), then.on)
        print_line(word(mark("Your last run is of {day}: too long ago to tell how fit you are today."), day=day))
        print_line(word(mark("This is what your runs told on that day:")))
    shown = then or known
    _vma(shown)
    _level(shown)
    _heart(shown.heart)
    _endurance(shown.endurance, shown.not_measurable)
    _zones(shown)
    if load is not None and then is None:
        _load(load)
    _habits(shown.habits)
    _bests(shown)
    _predictions(shown)


def _span(estimate: Estimate | Vote, said: Callable[[float], str]) -> str:
    return word(
        mark("{value} (8 times in 10 between {low} and {high})"),
        value=said(estimate.value),
        low=said(estimate.low),
        high=said(estimate.high),
    )


def _named(name: str, value: str) -> str:
    return word(mark("{name}: {value}"), name=name, value=value)


def _vma(known: Fitness) -> None:
    from coach.services.fitness_words import evidence_text

    tongue = terminal.language()
    if known.vma is None:
        print_line(word(NO_VMA))
        return
    print_line(f"VMA {_span(known.vma, lambda value: kmh(tongue, value))}")
    trust = word(mark("Trust: {validity} out of 5."), validity=known.vma.validity)
    print_line(f"  {word(known.vma.method)}. {trust}")
    for vote in known.vma_votes:
        weight = percent(tongue, 100 * vote.weight) if vote.weight else word(mark("at least"))
        told = _named(word(vote.method), evidence_text(tongue, vote.evidence))
        print_line(f"  {weight:>9}  {kmh(tongue, vote.value)}  {told}")
    if not known.vma_votes:
        print_line(f"  {evidence_text(tongue, known.vma.evidence)}")
    if known.vo2max is not None:
        said = _span(known.vo2max, lambda value: number(tongue, value, 1))
        print_line(f"VO2max {said} ml/kg/min. {word(known.vo2max.method)}.")


def _level(known: Fitness) -> None:
    from coach.services.plan_words import LEVEL_WORDS

    level = word(LEVEL_WORDS[known.level])
    print_line(word(mark("Level: {level}."), level=level) + " " + word(known.level_reason))
    recent = distance(terminal.language(), known.recent_weekly_m)
    print_line(word(mark("Last four weeks: {distance} a week."), distance=recent))


def _heart(heart: Heart) -> None:
    tongue = terminal.language()
    for name, estimate in (
        (mark("Maximal heart rate"), heart.maximum),
        (mark("Threshold heart rate (LTHR)"), heart.threshold),
        (mark("Resting heart rate"), heart.resting),
    ):
        if estimate is not None:
            said = _span(estimate, lambda value: heart_rate(tongue, value))
            print_line(f"{_named(word(name), said)}. {word(estimate.method)}.")


def _endurance(endurance: Endurance, unknown: dict[str, str]) -> None:
    tongue = terminal.language()
    if endurance.threshold is not None:
        said = pace_of_speed(tongue, endurance.threshold.value)
        fast, slow = (pace_of_speed(tongue, end) for end in (endurance.threshold.high, endurance.threshold.low))
        line = mark("Threshold pace: {pace} (between {fast} and {slow}).")
        print_line(word(line, pace=said, fast=fast, slow=slow) + f" {word(endurance.threshold.method)}.")
    if endurance.critical_speed is not None and endurance.d_prime is not None:
        line = mark("Critical speed: {pace}, and D' of {metres}.")
        metres = distance(tongue, endurance.d_prime.value)
        print_line(word(line, pace=pace_of_speed(tongue, endurance.critical_speed.value), metres=metres))
    elif "critical_speed" in unknown:
        print_line(word(mark("Critical speed: not measurable.")) + f" {word(unknown['critical_speed'])}.")


def _zones(known: Fitness) -> None:
    if not known.heart_zones and not known.pace_zones:
        return
    headings = [mark("Zone"), mark("Share of VMA"), mark("Pace"), mark("Heart rate")]
    terminal.print_table([word(heading) for heading in headings], list(_zone_rows(known)), right=(0, 1, 2, 3))


def _zone_rows(known: Fitness) -> Iterator[tuple[str, str, str, str]]:
    from coach.services.plan_words import zone_words

    tongue = terminal.language()
    for place, (low, high) in enumerate(ZONE_SHARES):
        share = f"{number(tongue, low)}–{percent(tongue, high)}" if low else f"< {percent(tongue, high)}"
        pace = ""
        if known.pace_zones:
            zone = known.pace_zones[place]
            slow = pace_of_speed(tongue, zone.low) if zone.low else ""
            fast = pace_of_speed(tongue, zone.high) if zone.high else ""
            pace = f"{fast} – {slow}" if slow and fast else f"> {fast}" if fast else f"< {slow}"
        beats = zone_words(tongue, known.heart_zones[place]) if known.heart_zones else ""
        yield str(place + 1), share, pace, beats


def _load(state: State) -> None:
    from coach.services.training_words import signed, young_text

    tongue, load = terminal.language(), state.today
    line = mark(
        "Training load with today: CTL {ctl}, ATL {atl} points a day; form (TSB) this morning, from yesterday's "
        "values: {tsb}. `coach load` tells more."
    )
    print_line(word(line, ctl=number(tongue, load.ctl), atl=number(tongue, load.atl), tsb=signed(tongue, load.tsb)))
    if early := young_text(tongue, state.known_since, load.on):
        print_line(early)


def _habits(habits: Habits) -> None:
    from coach.services.training_words import signed_percent

    tongue = terminal.language()
    if habits.consistency is not None:
        share = percent(tongue, 100 * habits.consistency)
        print_line(word(mark("In {share} of the last weeks you ran at least twice."), share=share))
    if habits.progression is not None:
        share = signed_percent(tongue, 100 * habits.progression)
        print_line(word(mark("Distance of the last four weeks beside the four before: {share}."), share=share))
    if habits.spike is not None and habits.spike > CERTAIN_SPIKE:
        share = percent(tongue, 100 * habits.spike)
        line = mark(
            "Your longest run of the last seven days was {share} longer than any of the thirty days before. "
            "In a study of 5,205 runners more injuries followed such leaps (Frandsen and others, 2025)."
        )
        print_line(word(line, share=share))


def _bests(known: Fitness) -> None:
    tongue = terminal.language()
    for best in known.bests:
        where = date_words(tongue, best.on)
        told = _named(distance(tongue, best.distance_m, 2), clock(tongue, best.elapsed_s))
        print_line(f"  {told} ({where})")


def _predictions(known: Fitness) -> None:
    tongue = terminal.language()
    if not known.predictions:
        return
    print_line(word(mark("Race times to expect, 8 times in 10 between:")))
    for each in known.predictions:
        ends = f"{clock(tongue, each.low_s)} – {clock(tongue, each.high_s)}"
        told = _named(distance(tongue, each.distance_m), clock(tongue, each.seconds))
        print_line(f"  {told} ({ends})")
