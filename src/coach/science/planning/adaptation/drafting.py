"""A change being thought of: the plan as it would be, why each session changes, and what is to be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from coach.domain.goals import Goal
from coach.domain.plans import Notice, Plan, Session
from coach.science.planning.adaptation.differences import Reason
from coach.science.planning.adaptation.reshaping import changed


@dataclass(frozen=True, slots=True)
class Remake:
    """A wish to lay the rest of the plan anew from a Monday on, for ``goal``, some first weeks easy.

    ``days_off`` is how many days were not run before it, 0 where nothing was lost.
    """

    first_monday: date
    goal: Goal
    reason: Reason
    easy_weeks: int = 0
    days_off: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """The plan as it would be so far. ``reasons`` go by session key; ``otherwise`` stands for the rest.

    ``catches_up`` is whether a missed key session may look for another day.
    """

    plan: Plan
    told: tuple[Notice, ...] = ()
    reasons: dict[str, Reason] = field(default_factory=dict)
    otherwise: Reason | None = None
    remake: Remake | None = None
    catches_up: bool = True

    def saying(self, notice: Notice) -> Draft:
        """The same with one more thing to tell, once."""
        return self if notice in self.told else replace(self, told=(*self.told, notice))

    def changing(self, by_key: Mapping[str, Session | None], reason: Reason) -> Draft:
        """The same with sessions replaced by key (None leaves one out), all for one reason."""
        if not by_key:
            return self
        reasons = self.reasons | dict.fromkeys(by_key, reason)
        return replace(self, plan=changed(self.plan, by_key), reasons=reasons, otherwise=self.otherwise or reason)

    def remaking(self, remake: Remake) -> Draft:
        """The same with the rest of the plan to be laid anew."""
        return replace(self, remake=remake)
