"""What a rule is: a sentence, its numbers, where they come from, when it applies, and the check that finds a breach."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from math import isfinite

from coach.domain.language import mark
from coach.domain.plans import Notice
from coach.science.planning.clocks import clock
from coach.science.planning.rules.reading import Reading


class Unit(StrEnum):
    """What a rule counts in; shares are of 1."""

    SHARE = "share"
    SECONDS = "s"
    METRES = "m"
    DAYS = "days"
    WEEKS = "weeks"
    SESSIONS = "sessions"
    ZONE = "zone"


@dataclass(frozen=True, slots=True)
class Breach:
    """Where a rule is broken: number of the week (0 is the whole plan), what was found, what is allowed, the day."""

    week: int
    found: float
    allowed: float
    day: date | None = None


Breaches = Iterator[Breach]

_WHOLE = 1e-6

CONVENTION = mark("Coaching convention")
"""The source of a number that coaches agree on without a study behind it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of plans. ``statement``, ``applies`` (when it is judged) and ``broken`` are message ids.

    ``numbers`` are in ``unit``, the first one the most general. A hard rule is never broken by a plan that is kept; a
    soft one may be, and is told. ``broken`` has places for the week, the day, what was ``found`` and ``allowed``.
    ``source`` is a citation, or a message id where there is none. ``at_birth`` rules are judged of a new plan only:
    what life has since done to it breaks none of them.
    """

    rule_id: str
    statement: str
    applies: str
    broken: str
    numbers: tuple[float, ...]
    unit: Unit
    source: str
    hard: bool
    find: Callable[[Reading, tuple[float, ...]], Breaches] = field(repr=False)
    at_birth: bool = False

    @property
    def number(self) -> float:
        """The most general of its numbers, 0 where it needs none."""
        return self.numbers[0] if self.numbers else 0.0


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule a plan breaks, in which week (0 is the whole plan), on which day, by what was found and is allowed."""

    rule: Rule
    week: int
    found: float
    allowed: float
    day: date | None = None

    @property
    def hard(self) -> bool:
        """Whether the plan may not be kept with it."""
        return self.rule.hard

    @property
    def notice(self) -> Notice:
        """The violation to be said: the rule's sentence with its week, day and amounts filled in."""
        found, allowed = amounts(self.rule.unit, self.found, self.allowed)
        values = {"week": str(self.week), "found": found, "allowed": allowed}
        if self.day is not None:
            values["day"] = self.day.isoformat()
        return Notice(self.rule.rule_id, self.rule.broken, values)


def amounts(unit: Unit, found: float, allowed: float) -> tuple[str, str]:
    """Two amounts of a unit in figures, so fine that different ones look different."""
    coarse = _amount(unit, found, 0), _amount(unit, allowed, 0)
    exact = unit is not Unit.SHARE or not isfinite(allowed) or abs(100 * allowed - round(100 * allowed)) < _WHOLE
    return coarse if exact and coarse[0] != coarse[1] else (_amount(unit, found, 1), _amount(unit, allowed, 1))


def _amount(unit: Unit, value: float, decimals: int) -> str:
    if not isfinite(value):
        return "?"
    if unit is Unit.SHARE:
        return f"{100 * value:.{decimals}f} %"
    if unit is Unit.METRES:
        return f"{value / 1000:.{decimals + 1}f}".removesuffix(".0") + " km"
    if unit is Unit.SECONDS:
        return clock(value)
    return f"{value:.0f}"
