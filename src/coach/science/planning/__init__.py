"""Plans: what to run, when, how hard and why, from a goal and a fitness snapshot."""

from coach.science.planning.calendar import days_for
from coach.science.planning.engine import ENGINE, make_plan
from coach.science.planning.rules import RULES, Rule, Violation, check, first_hard, violations

__all__ = [
    "ENGINE",
    "RULES",
    "Rule",
    "Violation",
    "check",
    "days_for",
    "first_hard",
    "make_plan",
    "violations",
]
