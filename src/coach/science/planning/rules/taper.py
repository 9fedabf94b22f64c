"""Before the race: how long, how much less, and what is kept."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from coach.domain.language import mark
from coach.science.planning.rules.reading import LONG_RACES, QUALITY, Reading
from coach.science.planning.rules.rule import Breach, Breaches, Rule, Unit

_TOLERANCE = 1e-6
_BLOCK_DAYS, _BLOCKS = 7, 5
_SMALL_M = 10_000.0
_STRIDES_FIT_S = 1_500.0
_BOSQUET = "Bosquet et al. 2007; Wang et al. 2023"
_RACES_OF_FOUR_WEEKS = mark("Plans of four weeks and more that end with a race; a shorter one is all taper.")


def length(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Tapers too short or too long, from the first tapered Monday to the race; ``numbers`` for long and short races.

    Of a plan half lived only what can still be changed is judged.
    """
    race_day = reading.plan.race_day
    if not reading.tapers or race_day is None:
        return
    shortest, longest = numbers[:2] if reading.goal.kind in LONG_RACES else numbers[2:]
    first = min((week.week.monday for week in reading.weeks if week.tapered), default=race_day)
    days = (race_day - first).days
    if days < shortest:
        yield Breach(0, days, shortest, race_day - timedelta(days=int(shortest)))
    elif days > longest:
        yield Breach(0, days, longest, first)


def falls(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Weeks of the taper above the week before them, the race left out; a week already lived binds no other."""
    if not reading.tapers:
        return
    for before, week in pairwise(reading.weeks):
        if week.tapered and not reading.lived(before) and week.metres > before.metres + _TOLERANCE:
            yield Breach(week.number, week.metres, before.metres)


def last_days(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Last seven days, race left out, lowered too little or too much from the biggest seven of the four weeks before.

    Who is half way may have had to rest: of a plan half lived only what is too full is judged.
    """
    if not reading.tapers:
        return
    least, most = numbers
    blocks = [0.0] * _BLOCKS
    for item in reading.runs:
        block = (reading.days_to_race(item.day) - 1) // _BLOCK_DAYS
        if 0 <= block < _BLOCKS:
            blocks[block] += item.metres
    peak = max(blocks[1:])
    if peak <= _SMALL_M:
        return
    cut = 1 - blocks[0] / peak
    if cut < least - _TOLERANCE:
        yield Breach(len(reading.weeks), cut, least)
    elif cut > most + _TOLERANCE and reading.since is None:
        yield Breach(len(reading.weeks), cut, most)


def intensity(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Tapers without any quick running where the four weeks before them held some, and a run is long enough for it."""
    (fewest,) = numbers
    tapered = [week for week in reading.weeks if week.tapered]
    if not reading.tapers or not tapered:
        return
    before = [week for week in reading.weeks if not week.tapered][-4:]
    quick = sum(item.kind in QUALITY for week in before for item in week.runs)
    kept = sum(item.work_s > 0 for week in tapered for item in week.runs)
    longest = max((item.seconds for week in tapered for item in week.runs), default=0.0)
    if quick and kept < fewest and longest >= _STRIDES_FIT_S:
        yield Breach(0, kept, fewest)


RULES = (
    Rule(
        "taper_length",
        mark("The taper lasts 8 to 21 days for half marathon and above, 5 to 14 below."),
        _RACES_OF_FOUR_WEEKS,
        mark("Days of taper: {found}, the limit is {allowed}."),
        (8, 21, 5, 14),
        Unit.DAYS,
        _BOSQUET,
        True,
        length,
    ),
    Rule(
        "taper_falls",
        mark("Volume falls every week of the taper, the race left out."),
        _RACES_OF_FOUR_WEEKS,
        mark("Week {week}: the taper would rise to {found} from {allowed}."),
        (),
        Unit.METRES,
        "Bosquet et al. 2007",
        True,
        falls,
    ),
    Rule(
        "last_days",
        mark("The last seven days hold 40 to 65 % less than the biggest seven of the four weeks before."),
        mark(
            "Plans of four weeks and more that end with a race, where the biggest of those weeks is above 10 km; "
            "the race left out."
        ),
        mark("The last seven days would hold {found} less than the peak; the limit is {allowed}."),
        (0.40, 0.65),
        Unit.SHARE,
        _BOSQUET,
        True,
        last_days,
    ),
    Rule(
        "taper_intensity",
        mark("The taper keeps quick running: at least 1 run of it holds some."),
        mark(
            "Plans of four weeks and more that end with a race, where the weeks before the taper hold quick sessions "
            "and one of its runs lasts 25 min."
        ),
        mark("Runs of the taper with quick running: {found}, at least {allowed}."),
        (1,),
        Unit.SESSIONS,
        _BOSQUET,
        True,
        intensity,
    ),
)
