"""What may be wished beside running, and told of the time before: numbers out of bounds are refused by name."""

from __future__ import annotations

from coach.domain.goals import Goal
from coach.domain.language import mark
from coach.domain.problems import InvalidInput
from coach.science.planning.strength.cross_training import MOST_CROSS
from coach.science.planning.strength.placing import MOST_STRENGTH

MOST_WEEKS_OFF = 520
"""Ten years: longer ago is no break but another life."""


def check_wishes(goal: Goal) -> None:
    """Refuse numbers of sessions a week, or of weeks off, that mean nothing. Raises InvalidInput, naming the field."""
    if not 0 <= goal.strength <= MOST_STRENGTH:
        message = mark("Ask for 0 to {most} strength sessions a week.")
        raise InvalidInput(message, field="strength", most=MOST_STRENGTH)
    if not 0 <= goal.cross_training <= MOST_CROSS:
        message = mark("Ask for 0 to {most} sessions of other sports a week.")
        raise InvalidInput(message, field="cross_training", most=MOST_CROSS)
    if goal.weeks_off is not None and not 0 <= goal.weeks_off <= MOST_WEEKS_OFF:
        message = mark("Weeks without running are a number from 0 to {most}.")
        raise InvalidInput(message, field="weeks_off", most=MOST_WEEKS_OFF)
