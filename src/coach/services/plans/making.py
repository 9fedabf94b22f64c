"""Plans made from what the athlete really did, kept by version, put away but never lost."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import Connection

from coach.domain.fitness import Fitness
from coach.domain.goals import Goal
from coach.domain.plans import Plan
from coach.science.planning import ENGINE, make_plan
from coach.science.planning.told import check_age
from coach.science.running.races import RACE_DISTANCES_M
from coach.services import fitness
from coach.store import athletes, audit, plans
from coach.store.plans import PlanLine


@dataclass(frozen=True, slots=True)
class Made:
    """The plan that answers a goal; ``cached`` where it was made before, for the very same question."""

    plan: Plan
    cached: bool


def create(connection: Connection, athlete_id: str, goal: Goal, today: date, *, age: int | None = None) -> Plan:
    """The plan of ``answer``."""
    return answer(connection, athlete_id, goal, today, age=age).plan


def answer(connection: Connection, athlete_id: str, goal: Goal, today: date, *, age: int | None = None) -> Made:
    """Make a plan for the athlete from their history and keep it.

    The same question (goal, fitness, week, engine) is answered by the plan already made for it, as the athlete has
    let it change since: a form sent twice is one wish. A changed history is another question. ``age`` in years is said
    for the occasion; otherwise it is the profile's.

    Raises:
        InvalidInput: the goal cannot be planned as asked; the sentence says what to change.
        NotFound: no such athlete.
    """
    athlete = athletes.get(connection, athlete_id)
    plans.alone(connection, athlete_id)
    known = fitness.current(connection, athlete_id, today, declared=goal.level, over=_distances(goal))
    years = check_age(age) if age is not None else athlete.age_on(today)
    question = fingerprint(goal, known, years, today)
    answered = plans.answering(connection, athlete_id, question)
    if answered is not None:
        return Made(plans.get(connection, athlete_id, answered), cached=True)
    plan = make_plan(goal, known, today=today, athlete_age=years)
    plan_id = plans.save(connection, athlete_id, plan, fingerprint=question)
    audit.note(connection, athlete_id, "plan.create", plan_id)
    return Made(plans.get(connection, athlete_id, plan_id), cached=False)


def _distances(goal: Goal) -> tuple[float, ...]:
    """Metres of the races to predict: the usual ones, and the goal's own where it is another."""
    own = goal.race_m
    return RACE_DISTANCES_M if own is None or own in RACE_DISTANCES_M else (*RACE_DISTANCES_M, own)


def fingerprint(goal: Goal, known: Fitness, age: int | None, today: date) -> str:
    """A digest of everything a plan is made from: equal digests give equal plans."""
    question = {
        "engine": ENGINE,
        "goal": asdict(goal),
        "fitness": asdict(known) | {"on": None},
        "age": age,
        "today": today.isoformat(),
    }
    return sha256(json.dumps(question, default=str, sort_keys=True).encode()).hexdigest()


def get(connection: Connection, athlete_id: str, plan_id: str) -> Plan:
    """A plan whole: that version, or the newest of the series ``plan_id``. Raises NotFound when it is not theirs."""
    return plans.get(connection, athlete_id, plan_id)


def names(connection: Connection, athlete_id: str) -> dict[str, str]:
    """Every id a plan of the athlete goes by, of its versions and its series, with that of its newest version."""
    return plans.names(connection, athlete_id)


def latest(connection: Connection, athlete_id: str) -> Plan | None:
    """The newest plan that was not put away, None when there is none."""
    plan_id = plans.latest(connection, athlete_id)
    return None if plan_id is None else plans.get(connection, athlete_id, plan_id)


def listing(connection: Connection, athlete_id: str) -> tuple[PlanLine, ...]:
    """The athlete's plans, newest first."""
    return plans.listing(connection, athlete_id)


def archive(connection: Connection, athlete_id: str, plan_id: str, now: datetime) -> None:
    """Put a plan away; ``restore`` brings it back. Raises NotFound when it is not the athlete's."""
    plans.set_archived(connection, athlete_id, plan_id, now)
    audit.note(connection, athlete_id, "plan.archive", plan_id)


def restore(connection: Connection, athlete_id: str, plan_id: str) -> None:
    """Bring a plan back. Raises NotFound when it is not the athlete's."""
    plans.set_archived(connection, athlete_id, plan_id, None)
    audit.note(connection, athlete_id, "plan.restore", plan_id)
