"""Whatever happens to whoever's plan: no rule breaks, the past stays, and nothing piles up."""

from __future__ import annotations

from random import Random

import pytest

from coach.domain.adaptation import CauseKind, Proposal
from coach.domain.problems import InvalidInput
from coach.science.planning import make_plan
from coach.science.planning.adaptation.judging import Case, broken, lived_plan
from coach.science.planning.adaptation.matching import lived
from coach.science.planning.adaptation.proposing import propose
from tests.science.planning.athletes import athletes
from tests.science.planning.lives import any_causes, any_life, fitness_on, keyed, volumes

HELD_BACK = (CauseKind.MISSED, CauseKind.ILLNESS, CauseKind.TRAVEL, CauseKind.INJURY)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_no_rule_breaks_the_past_stays_and_nothing_piles_up(seed: int) -> None:
    random, proposed, refused = Random(seed), 0, 0
    for athlete in athletes(15, seed + 100):
        try:
            plan = keyed(make_plan(athlete.goal, athlete.fitness, today=athlete.today, athlete_age=athlete.age))
        except InvalidInput:
            continue
        runs, today = any_life(random, plan)
        life = lived(plan, runs, today)
        causes = any_causes(random, plan, life, today)
        case = Case(plan, life, fitness_on(athlete.fitness, plan, runs, today), today, athlete.age)
        try:
            proposal = propose(plan, life, causes, case.fitness, today, athlete.age)
        except InvalidInput:
            refused += 1
            continue
        proposed += 1
        if proposal.changes:
            assert broken(case, proposal.proposed) == []
        _the_past_stays(case, proposal)
        if all(cause.kind in HELD_BACK for cause in causes):
            _nothing_piles_up(case, proposal)
    assert refused <= proposed / 4


def _the_past_stays(case: Case, proposal: Proposal) -> None:
    """What is over or done is as it was; only a missed session may have gone ahead."""
    missed = {key for cause in proposal.causes for key in cause.keys}
    new = {session.key: session for session in proposal.proposed.sessions}
    for session in case.plan.sessions:
        if case.ahead(session):
            continue
        after = new.get(session.key)
        assert after == session or (session.key in missed and after is not None and after.day >= case.today)


def _nothing_piles_up(case: Case, proposal: Proposal) -> None:
    """No week to come holds more than was planned, or run already."""
    after, before = volumes(lived_plan(case, proposal.proposed)), volumes(lived_plan(case, case.plan))
    planned = volumes(case.plan)
    this = (case.today - case.plan.start).days // 7
    for week in range(this, len(planned)):
        assert after[week] <= max(before[week], planned[week]) * 1.001 + 1
