"""Promise: 5,000 athletes and not one plan that breaks a hard rule, by either reading; 85 % without a jump; 30 ms each.

Athletes are those of the tests: novices, masters, teenagers, injured, odd calendars, contradictory wishes.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from statistics import median, quantiles

from coach.domain.plans import Plan
from coach.domain.problems import InvalidInput
from coach.science.planning import check, make_plan
from coach.store.plan_documents import plan_document
from tests.science.planning.athletes import Athlete, athletes, before, ready
from tests.science.planning.second_reading import complaints

ATHLETES, SEED = 5_000, 20_261_121
GOAL_MS, GOAL_1000_S, GOAL_UNSPIKED = 30.0, 30.0, 0.85
FLOORS = ("long_enough", "goal_pace", "progress")
SOFT = (*FLOORS, "lighter", "long_share_soft", "long_time_soft", "long_is_longest", "pyramid")


def main() -> dict[str, object]:
    """What the athletes were answered, judged by both readings, with the time it took."""
    refused: Counter[str] = Counter()
    soft: Counter[str] = Counter()
    able, timid = 0, 0
    hard, second, spiked, times = 0, 0, 0, []
    ordinary_refused = 0
    for athlete in athletes(ATHLETES, SEED):
        began = time.process_time()
        plan = _plan(athlete, refused)
        times.append(time.process_time() - began)
        if plan is None:
            ordinary_refused += athlete.ordinary
            continue
        found = check(plan, athlete.fitness)
        hard += sum(one.hard for one in found)
        broken = {one.rule.rule_id for one in found}
        spiked += "single_run_soft" in broken
        soft.update(broken.intersection(SOFT))
        if ready(athlete, plan):
            able += 1
            timid += bool(broken.intersection(FLOORS))
        document = json.loads(json.dumps(plan_document(plan)))
        second += len(complaints(document, *before(athlete, plan)))
    planned = ATHLETES - refused.total()
    return {
        "athletes": ATHLETES,
        "refused": refused.total(),
        "refused_ordinary": ordinary_refused,
        **{f"refused: {reason}": count for reason, count in refused.most_common()},
        "hard_violations_by_the_rules": hard,
        "hard_violations_by_the_second_reading": second,
        "share_without_a_jump_above_10_percent": round(1 - spiked / planned, 4),
        "share_without_a_jump_goal": GOAL_UNSPIKED,
        **{f"share_that_keeps_{rule}": round(1 - soft[rule] / planned, 3) for rule in SOFT},
        "with_weeks_days_and_history_for_the_floors": able,
        "share_of_these_that_keep_every_floor": round(1 - timid / able, 3),
        "plan_ms_median": _ms(median(times)),
        "plan_ms_p99": _ms(quantiles(times, n=100)[-1]),
        "plan_ms_goal": GOAL_MS,
        "seconds_for_1000": round(sum(times) * 1000 / ATHLETES, 2),
        "seconds_for_1000_goal": GOAL_1000_S,
    }


def _plan(athlete: Athlete, refused: Counter[str]) -> Plan | None:
    """The athlete's plan, or None and one more refusal under its field and the first words of its sentence."""
    try:
        return make_plan(athlete.goal, athlete.fitness, today=athlete.today, athlete_age=athlete.age)
    except InvalidInput as refusal:
        refused[f"{refusal.field}: {' '.join(refusal.message.split()[:7])} …"] += 1
        return None


def _ms(seconds: float) -> float:
    return round(1000 * seconds, 1)


if __name__ == "__main__":
    print(main())
