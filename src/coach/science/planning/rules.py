"""What no plan may break: every rule is a data row and one check, whoever wrote the plan.

Distances are metres, shares are of 1. The race itself is outside every volume. Paths to the literature stand in
each rule's source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from coach.domain.fitness import Fitness
from coach.domain.language import mark
from coach.domain.plans import Plan
from coach.science.planning import rule_checks as checks
from coach.science.planning.rule_checks import Breach


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its statement (message id), its number, where it comes from, and whether it may ever be broken."""

    rule_id: str
    statement: str
    number: float
    source: str
    hard: bool
    find: Callable[[Plan, Fitness, float], Iterator[Breach]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule a plan breaks, in which week (0 is the whole plan), by what was found and what is allowed."""

    rule: Rule
    week: int
    found: float
    allowed: float

    @property
    def hard(self) -> bool:
        """Whether the plan may not be kept with it."""
        return self.rule.hard


_COACHES = "coaching convention"
_CONTRACT = "the athlete's own constraints"

RULES = (
    Rule("race_day", mark("The race is on race day and nowhere else."), 1, _CONTRACT, True, checks.race_elsewhere),
    Rule("days", mark("Runs are only on the days you gave."), 0, _CONTRACT, True, checks.other_days),
    Rule(
        "minutes", mark("No run is longer than the minutes you gave for its day."), 0, _CONTRACT, True, checks.minutes
    ),
    Rule("weeks", mark("Every week asked for is there, Monday to Sunday."), 7, _CONTRACT, True, checks.weeks),
    Rule("sums", mark("Every total is the sum of its parts."), 0, _CONTRACT, True, checks.sums),
    Rule(
        "single_run",
        mark("No run is more than 30 % longer than the longest of the 30 days before."),
        0.30,
        "Frandsen et al. 2025, 5,205 runners",
        True,
        checks.single_run,
    ),
    Rule(
        "single_run_soft",
        mark("Above 10 km, a run is at most 10 % longer than the longest of the 30 days before."),
        0.10,
        "Frandsen et al. 2025, 5,205 runners",
        False,
        checks.single_run_over_10_km,
    ),
    Rule(
        "two_weeks",
        mark("No two weeks are more than 30 % above the best two of the six weeks before."),
        0.30,
        "Nielsen et al. 2014, 873 novices",
        True,
        checks.two_weeks,
    ),
    Rule("rising", mark("Volume never rises more than five weeks in a row."), 5, _COACHES, True, checks.rising),
    Rule("lighter", mark("A lighter week comes at least every fourth week."), 4, _COACHES, False, checks.lighter),
    Rule(
        "long_share",
        mark("The long run is at most 60, 50, 45 or 40 % of a week of 3, 4, 5, or 6 and more runs."),
        0,
        _COACHES,
        True,
        checks.long_share,
    ),
    Rule("long_time", mark("No training run lasts more than 3 h 30."), 12_600, _COACHES, True, checks.long_time),
    Rule("long_share_soft", mark("The long run is at most 35 % of the week."), 0.35, _COACHES, False, checks.long_part),
    Rule("long_time_soft", mark("No training run lasts more than 3 h."), 10_800, _COACHES, False, checks.long_time),
    Rule(
        "easy_time",
        mark("At least 75 % of running time is easy."),
        0.75,
        "Knopp et al. 2024, 92 plans; Muniz-Pumares et al. 2025",
        True,
        checks.easy_time,
    ),
    Rule("spacing", mark("An easy or free day follows every hard one."), 1, _COACHES, True, checks.spacing),
    Rule(
        "taper_length",
        mark("The taper lasts 8 to 21 days for half and marathon, 5 to 14 below."),
        21,
        "Bosquet et al. 2007; Wang et al. 2023",
        True,
        checks.taper_length,
    ),
    Rule(
        "taper_falls",
        mark("Volume falls every week of the taper."),
        0,
        "Bosquet et al. 2007",
        True,
        checks.taper_falls,
    ),
    Rule(
        "last_days",
        mark("The last seven days hold 40 to 65 % less than the peak of the four weeks before."),
        0.40,
        "Bosquet et al. 2007; Wang et al. 2023",
        True,
        checks.last_days,
    ),
    Rule(
        "long_enough",
        mark("The longest run lasts 90 min before a half marathon, 2 h 15 before a marathon."),
        1,
        "Fokkema et al. 2020",
        False,
        checks.long_enough,
    ),
    Rule("goal_pace", mark("Goal pace is trained before race week."), 1, _COACHES, False, checks.goal_pace),
)

RULE = {rule.rule_id: rule for rule in RULES}


def check(plan: Plan, fitness: Fitness) -> list[Violation]:
    """Every rule the plan breaks, in the order of RULES; the fitness tells what was run before it."""
    return [
        Violation(rule, breach.week, breach.found, breach.allowed)
        for rule in RULES
        for breach in rule.find(plan, fitness, rule.number)
    ]
