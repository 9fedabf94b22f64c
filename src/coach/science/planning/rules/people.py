"""Who runs: injuries and returns, runners from 50 on, novices."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from coach.domain.athletes import Level
from coach.domain.goals import GoalKind, InjuryState
from coach.domain.language import mark
from coach.domain.plans import StepKind
from coach.science.planning.rules.load import weeks_without_a_lighter_one
from coach.science.planning.rules.reading import QUALITY, Reading
from coach.science.planning.rules.rule import CONVENTION, Breach, Breaches, Rule, Unit

MASTERS_AGE, SENIOR_AGE = 50, 60
LONG_BREAK_WEEKS, SHORT_BREAK_WEEKS = 4, 2
SHORT_PLAN_WEEKS = 6

_SHORT_RUN_S = 1_800.0
_TOLERANCE = 1e-6
_BONES = "Kahanov et al. 2015; Liem et al. 2013"
_RETURNING = mark("Who comes back from weeks off or from an injury.")


def clearance(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Any running planned for a high-risk bone stress injury that no clinician has cleared, or on a current pain."""
    for injury in reading.goal.injuries:
        forbidden = injury.site.high_risk_bone and injury.state is not InjuryState.PAST and not injury.cleared
        if forbidden or injury.state is InjuryState.CURRENT:
            runs = [item for item in reading.items if item.run and _ahead(reading, item.day)]
            if runs:
                yield Breach(0, len(runs), 0)
            return


def return_is_gentle(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Hard sessions in the first weeks of a return; ``numbers`` after a long, a short and no told time off."""
    if not returning(reading):
        return
    weeks_off = reading.goal.weeks_off or 0
    yield from _quality_before(reading, numbers[(weeks_off <= LONG_BREAK_WEEKS) + (weeks_off <= SHORT_BREAK_WEEKS)])


def bone_days(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Runs on consecutive days in a return's weeks of running and walking and, for a bone, in the first ones after."""
    (after,) = numbers
    bone = any(injury.site.bone and injury.state is InjuryState.RECOVERING for injury in reading.goal.injuries)
    if not bone and reading.goal.kind is not GoalKind.RETURN:
        return
    walked = {item.week for item in reading.runs if any(part.step.kind is StepKind.WALK for part in item.parts)}
    watched = set(walked)
    if bone:
        watched |= set(range(1, max(walked, default=0) + int(after) + 1))
    for one, other in pairwise(item for item in reading.items if item.run and item.week in watched):
        if (other.day - one.day).days == 1:
            yield Breach(other.week, 1, 2, other.day)


def masters_lighter(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Weeks of a runner of 50 or more that are too many in a row without a lighter one."""
    (every,) = numbers
    if _masters(reading):
        yield from weeks_without_a_lighter_one(reading, every)


def masters_rest(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Weeks of a runner of 50 or more with too many hard days, or hard days closer than 48 hours."""
    most, apart_days = numbers
    if not _masters(reading):
        return
    for week in reading.weeks:
        found = sum(item.week == week.number for item in reading.hard)
        if found > most:
            yield Breach(week.number, found, most)
    for one, other in pairwise(reading.hard):
        if (other.day - one.day).days < apart_days:
            yield Breach(other.week, (other.day - one.day).days, apart_days, other.day)


def senior_hard(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Weeks of a runner of 60 or more with too many hard sessions beside the long run and races."""
    (most,) = numbers
    if not _senior(reading):
        return
    for week in reading.weeks:
        found = sum(item.kind in QUALITY for item in week.items)
        if found > most:
            yield Breach(week.number, found, most)


def senior_rest(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Hard days of a runner of 60 or more that are too close to each other."""
    (apart_days,) = numbers
    if not _senior(reading):
        return
    for one, other in pairwise(reading.hard):
        if (other.day - one.day).days < apart_days:
            yield Breach(other.week, (other.day - one.day).days, apart_days, other.day)


def novice_start(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Hard sessions in a beginner's first weeks."""
    (first,) = numbers
    if reading.plan.level is Level.BEGINNER:
        yield from _quality_before(reading, first if len(reading.weeks) >= SHORT_PLAN_WEEKS else 1)


def novice_hard(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Weeks of a beginner with more than one hard session beside the long run and races."""
    (most,) = numbers
    if reading.plan.level is not Level.BEGINNER:
        return
    for week in reading.weeks:
        found = sum(item.kind in QUALITY for item in week.items)
        if found > most:
            yield Breach(week.number, found, most)


def novice_long(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Runs of a beginner that are too many minutes longer than the longest of the 30 days before."""
    (most_s,) = numbers
    if reading.plan.level is not Level.BEGINNER:
        return
    for run in reading.remembered:
        item, allowed = run.item, max(_SHORT_RUN_S, run.longest_s + most_s)
        if item.training and item.seconds > allowed + _TOLERANCE:
            yield Breach(item.week, item.seconds, allowed, item.day)


def returning(reading: Reading) -> bool:
    """Whether the athlete comes back: asks for a return, tells of a long break, or recovers from an injury."""
    goal = reading.goal
    recovering = any(injury.state is InjuryState.RECOVERING for injury in goal.injuries)
    return goal.kind is GoalKind.RETURN or recovering or bool(goal.weeks_off)


def _quality_before(reading: Reading, weeks: float) -> Breaches:
    """Hard sessions, long runs and races apart, in the first weeks."""
    for item in reading.items:
        if item.week <= weeks and item.kind in QUALITY:
            yield Breach(item.week, item.week, weeks, item.day)


def _masters(reading: Reading) -> bool:
    return reading.plan.age is not None and reading.plan.age >= MASTERS_AGE


def _senior(reading: Reading) -> bool:
    return reading.plan.age is not None and reading.plan.age >= SENIOR_AGE


def _ahead(reading: Reading, day: date) -> bool:
    return reading.since is None or day >= reading.since


RULES = (
    Rule(
        "clearance",
        mark(
            "Nobody is given running on a high-risk bone stress injury (femoral neck, navicular, anterior tibia, fifth "
            "metatarsal) without a clinician's clearance, nor on an injury that hurts when walking or running."
        ),
        mark("Athletes who tell of an injury that is not healed."),
        mark("Runs planned on an injury that must not be run on: {found}."),
        (),
        Unit.SESSIONS,
        _BONES,
        True,
        clearance,
    ),
    Rule(
        "return_is_gentle",
        mark("A return begins without hard sessions: 4 weeks after more than four off, 2 after three or four, else 1."),
        _RETURNING,
        mark("Week {week}: {day} is hard; easy weeks wanted at the start of this return: {allowed}."),
        (4, 2, 1),
        Unit.WEEKS,
        CONVENTION,
        True,
        return_is_gentle,
    ),
    Rule(
        "bone_days",
        mark(
            "No two days in a row are run in a return's weeks of running and walking nor, after a bone stress injury, "
            "in the 4 weeks that follow them."
        ),
        mark("Return plans, and every plan with a healing bone stress injury."),
        mark("Week {week}: {day} is run the day after another run; a day between is wanted."),
        (4,),
        Unit.WEEKS,
        _BONES,
        True,
        bone_days,
    ),
    Rule(
        "masters_lighter",
        mark("From 50 on, a lighter week comes at least every 3 weeks."),
        mark("Athletes of 50 and more; weeks before the taper."),
        mark("Week {week}: {found} weeks in a row without a lighter one; at most {allowed} from 50 on."),
        (3,),
        Unit.WEEKS,
        CONVENTION,
        True,
        masters_lighter,
    ),
    Rule(
        "masters_rest",
        mark("From 50 on, a week has at most 3 hard days, long run and race included, 2 days apart at least."),
        mark("Athletes of 50 and more."),
        mark("Week {week}: hard days from 50 on: {found}, the limit is {allowed}."),
        (3, 2),
        Unit.DAYS,
        CONVENTION,
        True,
        masters_rest,
    ),
    Rule(
        "senior_hard",
        mark("From 60 on, a week has at most 1 hard session, long run and race apart."),
        mark("Athletes of 60 and more."),
        mark("Week {week}: hard sessions from 60 on: {found}, at most {allowed}."),
        (1,),
        Unit.SESSIONS,
        CONVENTION,
        True,
        senior_hard,
    ),
    Rule(
        "senior_rest",
        mark("From 60 on, hard days, long run and race included, should be 3 days apart."),
        mark("Athletes of 60 and more."),
        mark("Week {week}: {day} is hard; days since the last hard one: {found}, from 60 on {allowed} are wanted."),
        (3,),
        Unit.DAYS,
        CONVENTION,
        False,
        senior_rest,
    ),
    Rule(
        "novice_start",
        mark("A beginner's first 3 weeks have no hard session."),
        mark("Beginners; in plans of fewer than six weeks, the first week only."),
        mark("Week {week}: {day} is hard; easy weeks wanted at the start for a beginner: {allowed}."),
        (3,),
        Unit.WEEKS,
        CONVENTION,
        True,
        novice_start,
    ),
    Rule(
        "novice_hard",
        mark("A beginner has at most 1 hard session a week, long run and race apart."),
        mark("Beginners."),
        mark("Week {week}: hard sessions for a beginner: {found}, at most {allowed}."),
        (1,),
        Unit.SESSIONS,
        CONVENTION,
        True,
        novice_hard,
    ),
    Rule(
        "novice_long",
        mark(
            "A beginner's run is at most 15 min longer than the longest of the 30 days before; "
            "30 min are always allowed."
        ),
        mark("Beginners; races are exempt."),
        mark("Week {week}: the run of {day} would last {found}; at most {allowed} for a beginner."),
        (900.0,),
        Unit.SECONDS,
        CONVENTION,
        True,
        novice_long,
    ),
)
