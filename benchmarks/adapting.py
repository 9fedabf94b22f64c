"""Promise: a proposal for whatever happens to a plan is thought of in 50 ms, breaks no hard rule and piles nothing up.

A thousand athletes of the tests, each with a life beside the plan (run whole, in part, or not for weeks) and one to
three causes. ``usual`` is the everyday case: a sixteen-week plan of which one session was missed.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from random import Random
from statistics import median, quantiles
from time import process_time

from coach.domain.activities import ActivityRow
from coach.domain.adaptation import Cause, CauseKind, Proposal, Verdict
from coach.domain.fitness import Fitness
from coach.domain.goals import GoalKind
from coach.domain.plans import Plan
from coach.domain.problems import InvalidInput
from coach.science.planning import make_plan
from coach.science.planning.adaptation.judging import Case, broken
from coach.science.planning.adaptation.matching import lived
from coach.science.planning.adaptation.proposing import propose
from tests.science.planning.athletes import athletes
from tests.science.planning.lives import any_causes, any_life, done_until, fitness_on, keyed
from tests.science.planning.runners import fitness, plan_for

ATHLETES, SEED = 1_000, 20_261_121
GOAL_MS = 50.0


def main() -> dict[str, object]:
    """What lives ask of plans, with the time it took to think of it."""
    random, refused, said = Random(SEED), Counter[str](), Counter[str]()
    hard, times = 0, []
    for athlete in athletes(ATHLETES, SEED):
        try:
            plan = keyed(make_plan(athlete.goal, athlete.fitness, today=athlete.today, athlete_age=athlete.age))
        except InvalidInput:
            said["not planned"] += 1
            continue
        runs, today = any_life(random, plan)
        life = lived(plan, runs, today)
        causes = any_causes(random, plan, life, today)
        case = Case(plan, life, fitness_on(athlete.fitness, plan, runs, today), today, athlete.age)
        began = process_time()
        try:
            proposal = propose(plan, life, causes, case.fitness, today, athlete.age)
        except InvalidInput as problem:
            refused[problem.message] += 1
            continue
        finally:
            times.append(process_time() - began)
        said["changed" if proposal.changes else "nothing to change"] += 1
        hard += len(broken(case, proposal.proposed)) if proposal.changes else 0
    usual = _usual()
    return {
        "athletes": ATHLETES,
        **said,
        "refused": refused.total(),
        **{f"refused: {reason}": count for reason, count in refused.most_common()},
        "hard_violations_from_today_on": hard,
        "proposal_ms_usual": _ms(usual),
        "proposal_ms_median": _ms(median(times)),
        "proposal_ms_p90": _ms(quantiles(times, n=10)[-1]),
        "proposal_ms_p99": _ms(quantiles(times, n=100)[-1]),
        "proposal_ms_goal": GOAL_MS,
    }


def _usual() -> float:
    """Seconds for the answer to a key session missed on Tuesday, the median of twenty."""
    known = fitness(14, weekly_km=(30, 32, 34, 30, 35, 36), longest_km=14)
    plan = keyed(plan_for(GoalKind.MARATHON, 16, 4, known))
    tuesday = plan.start + timedelta(days=36)
    runs = done_until(plan, tuesday + timedelta(days=1), skip=lambda session: session.day == tuesday)
    times = []
    for _ in range(20):
        began = process_time()
        _answered(plan, runs, tuesday + timedelta(days=1), known)
        times.append(process_time() - began)
    return median(times)


def _answered(plan: Plan, runs: list[ActivityRow], today: date, known: Fitness) -> Proposal:
    life = lived(plan, runs, today)
    keys = tuple(one.session.key or "" for one in life.fulfilments if one.verdict is Verdict.MISSED)
    return propose(plan, life, [Cause(CauseKind.MISSED, keys=keys)], fitness_on(known, plan, runs, today), today)


def _ms(seconds: float) -> float:
    return round(1000 * seconds, 1)
