"""What no plan may break: every rule is a data row and one check, whoever wrote the plan.

Distances are metres, shares are of 1, times seconds. Races are outside every volume.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain

from coach.domain.fitness import Fitness
from coach.domain.plans import Plan
from coach.science.planning.rules import asked, floors, form, intensity, load, people, strength, taper
from coach.science.planning.rules.reading import Reading, read
from coach.science.planning.rules.rule import Breach, Rule, Unit, Violation

ROOMS: dict[str, tuple[Rule, ...]] = {
    "What was asked": asked.RULES,
    "What a plan is made of": form.RULES,
    "Who runs": people.RULES,
    "How much": load.RULES,
    "How hard": intensity.RULES,
    "Before the race": taper.RULES,
    "Beside running": strength.RULES,
    "Safe is not timid": floors.RULES,
}
RULES: tuple[Rule, ...] = tuple(chain.from_iterable(ROOMS.values()))
RULE = {rule.rule_id: rule for rule in RULES}
HARD = tuple(rule for rule in RULES if rule.hard)

__all__ = ["HARD", "ROOMS", "RULE", "RULES", "Breach", "Rule", "Unit", "Violation", "check", "first_hard", "violations"]


def check(plan: Plan, fitness: Fitness, *, since: date | None = None) -> list[Violation]:
    """Every rule the plan breaks, in the order of RULES; the fitness tells what was run before the plan.

    A plan half lived is judged from the day ``since`` on: its past weeks stand for what was run, and only what can
    still be changed is named.
    """
    return list(violations(plan, fitness, since=since))


def violations(
    plan: Plan, fitness: Fitness, *, since: date | None = None, rules: tuple[Rule, ...] = RULES
) -> Iterator[Violation]:
    """What ``check`` finds, one by one, of some rules only when told."""
    reading = read(plan, fitness, since)
    for rule in rules:
        if rule.at_birth and since is not None:
            continue
        for breach in rule.find(reading, rule.numbers):
            if _open(reading, breach):
                yield Violation(rule, breach.week, breach.found, breach.allowed, breach.day)


def first_hard(plan: Plan, fitness: Fitness, *, since: date | None = None) -> Violation | None:
    """The first hard rule the plan breaks, None when it may be kept. Nothing after it is looked for."""
    return next(violations(plan, fitness, since=since, rules=HARD), None)


def _open(reading: Reading, breach: Breach) -> bool:
    """Whether a breach can still be changed: its day, or a training of its week, is yet to come."""
    since = reading.since
    if since is None:
        return True
    if breach.day is not None:
        return breach.day >= since
    if breach.week == 0:
        return True
    week = reading.weeks[breach.week - 1]
    return week.week.monday >= since or any(item.day >= since for item in week.items if item.run)
