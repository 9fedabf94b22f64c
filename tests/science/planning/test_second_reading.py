"""The second reading knows every hard rule by itself: it complains of each plan that is spoilt for one."""

from __future__ import annotations

import json

import pytest

from coach.domain.athletes import Level
from coach.domain.plans import Plan
from coach.science.planning.rules import HARD
from coach.store.plan_documents import plan_document
from tests.science.planning.second_reading import complaints
from tests.science.planning.test_every_rule_says_no import SPOILT, marathon, novice

BEFORE = {Level.BEGINNER: ([15e3, 16e3, 15e3, 14e3, 16e3, 16e3], 6e3)}
BEFORE_MARATHON = ([34e3, 36e3, 35e3, 33e3, 36e3, 37e3], 14e3)


COMPLAINT = {
    "race_day": "races on",
    "tune_ups": "races on",
    "race_distance": "race over another distance",
    "days": "run on a day not given",
    "one_a_day": "two sessions of a kind",
    "minutes": "more than the minutes given",
    "weeks": "weeks missing",
    "whole_weeks": "session outside its week",
    "running_weeks": "without a run",
    "sums": "says 3 h",
    "paces": "not its share of the VMA",
    "zones": "zone 4 at",
    "speeds": "make another pace",
    "clearance": "running on navicular",
    "return_is_gentle": "a return begins hard",
    "bone_days": "two days in a row",
    "masters_lighter": "three weeks without a lighter one",
    "masters_rest": "four hard days",
    "senior_hard": "two hard sessions in a week from 60 on",
    "senior_heavy": "two heavy strength sessions in a week from 60 on",
    "novice_start": "first weeks are hard",
    "novice_hard": "two hard sessions in a week",
    "novice_long": "grows too fast",
    "single_run": "spike on",
    "two_weeks": "ramp at week",
    "rising": "six rising weeks",
    "long_share": "long run too large",
    "long_time": "run over 3 h 30",
    "free_day": "week without a free day",
    "easy_time": "too hard",
    "easy_by_level": "too little easy running",
    "fastest_by_level": "too much near VMA",
    "easy_stays_easy": "is not easy",
    "spacing": "hard days side by side",
    "after_tune_ups": "so soon after a race",
    "tune_ups_before_the_race": "a race in the last week",
    "taper_length": "taper of 0 days",
    "taper_falls": "volume rises in the taper",
    "last_days": "last week holds",
    "taper_intensity": "nothing quick in the taper",
    "strength_before_hard": "before a hard run",
    "strength_before_races": "too near a race",
    "strength_heavy": "heavy strength",
    "strength_apart": "strength two days in a row",
    "strength_a_week": "4 strength sessions",
}
"""What the second reading says of the plan spoilt for each rule."""


def read(plan: Plan) -> list[str]:
    document = json.loads(json.dumps(plan_document(plan)))
    return complaints(document, *BEFORE.get(plan.level, BEFORE_MARATHON))


@pytest.mark.parametrize("rule_id", [rule.rule_id for rule in HARD])
def test_a_plan_spoilt_for_a_hard_rule_is_complained_of(rule_id: str) -> None:
    said = COMPLAINT[rule_id]
    assert any(said in line for line in read(SPOILT[rule_id]()))
    assert not any(said in line for plan in (marathon(), novice()) for line in read(plan))


@pytest.mark.parametrize("plan", [marathon, novice])
def test_a_good_plan_is_not(plan) -> None:
    assert read(plan()) == []
