"""Every rule, hard or soft, is able to say no, in both languages: a good plan with one thing spoilt for each."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

from coach.domain.athletes import Language, Level
from coach.domain.fitness import Fitness
from coach.domain.goals import GoalKind, Injury, InjurySite, InjuryState, TuneUp
from coach.domain.language import say
from coach.domain.plans import Phase, Plan, SessionKind, Step, StepKind, Target
from coach.science.planning import RULES, check
from coach.science.planning.rules import RULE, Unit
from coach.services.plan_words import notice_text
from tests.science.planning.runners import fitness, plan_for
from tests.science.planning.spoiling import (
    changed,
    changed_everywhere,
    gone,
    longer,
    moved,
    times,
    turned,
    with_session,
)

RUNS = fitness(14, weekly_km=(34, 36, 35, 33, 36, 37), longest_km=14)
STARTS = fitness(11, Level.BEGINNER, weekly_km=(15, 16, 15, 14, 16, 16), longest_km=6)
HURT = Injury(InjurySite.NAVICULAR, InjuryState.RECOVERING)
HEALING = Injury(InjurySite.OTHER_BONE, InjuryState.RECOVERING)
EASY, LONG, TEMPO, RACE = SessionKind.EASY, SessionKind.LONG, SessionKind.TEMPO, SessionKind.RACE


@cache
def marathon() -> Plan:
    return plan_for(GoalKind.MARATHON, 16, 4, RUNS)


@cache
def novice() -> Plan:
    return plan_for(GoalKind.TEN_K, 12, 4, STARTS)


@cache
def six_days() -> Plan:
    return plan_for(GoalKind.TEN_K, 12, 6, RUNS)


def asked(plan: Plan, **wishes: object) -> Plan:
    return replace(plan, goal=replace(plan.goal, **wishes))


def aged(plan: Plan, age: int) -> Plan:
    return replace(plan, age=age)


def phased(plan: Plan, phase: Phase) -> Plan:
    return replace(plan, weeks=tuple(replace(week, phase=phase) for week in plan.weeks))


def rising() -> Plan:
    plan = marathon()
    for number in range(2, 9):
        plan = changed(plan, number, times((30_000 + 1000 * number) / plan.weeks[number - 1].distance_m))
    return plan


def steady_weeks() -> Plan:
    plan = marathon()
    for number in range(1, 9):
        plan = changed(plan, number, times(34_000 / plan.weeks[number - 1].distance_m))
    return plan


def paced_otherwise() -> Plan:
    return replace(marathon(), vma_kmh=marathon().vma_kmh * 1.1)


def slower_than_asked() -> Plan:
    def slowed(step: Step) -> Step:
        return replace(step, duration_s=step.duration_s * 1.1, steps=tuple(slowed(part) for part in step.steps))

    return changed(marathon(), 5, lambda session: replace(session, steps=tuple(map(slowed, session.steps))), EASY)


def in_another_zone() -> Plan:
    def higher(step: Step) -> Step:
        return replace(step, target=replace(step.target, hr_zone=4), steps=tuple(higher(part) for part in step.steps))

    return changed(marathon(), 5, lambda session: replace(session, steps=tuple(map(higher, session.steps))), EASY)


def with_hidden_work() -> Plan:
    """An easy run that holds ten minutes at threshold, whatever its name."""
    work = Step(StepKind.STEADY, 600, 2500, Target(vma_low=84, vma_high=88, hr_zone=4, rpe=7))
    return changed(marathon(), 5, lambda session: replace(session, steps=(*session.steps, work)), EASY)


def fast_everywhere() -> Plan:
    """Three quarters of an hour near VMA a week."""
    work = Step(StepKind.REPEAT, 2700, 11_000, Target(vma_low=96, vma_high=100, hr_zone=5, rpe=9))
    return changed_everywhere(marathon(), lambda session: replace(session, steps=(*session.steps, work)), LONG)


def untrained_pace() -> Plan:
    return replace(marathon(), goal_s=marathon().goal_s * 0.7)


def with_tune_up(number: int, weekday: int, metres: float = 10_000.0) -> Plan:
    """A race on the way that the goal asks for, put beside what the week already holds."""
    day = marathon().weeks[number - 1].monday + timedelta(days=weekday)
    plan = asked(marathon(), tune_ups=(TuneUp(day, metres),))
    return with_session(plan, number, weekday, RACE, minutes=metres / 160)


def strong(number: int, *weekdays: int, rpe: float = 6) -> Plan:
    plan = marathon()
    for weekday in weekdays:
        plan = with_session(plan, number, weekday, SessionKind.STRENGTH, rpe=rpe)
    return plan


def without_quick_taper() -> Plan:
    plan = marathon()
    for week in plan.weeks:
        if week.phase in (Phase.TAPER, Phase.RACE):
            plan = changed(plan, week.number, lambda s: replace(s, steps=s.steps[:1]) if s.kind is not RACE else s)
    return plan


def hard_last_day(number: int) -> int:
    """The weekday of the week's first hard run."""
    return next(s.day.weekday() for s in marathon().weeks[number - 1].sessions if s.kind.hard)


SPOILT: dict[str, Callable[[], Plan]] = {
    "race_day": lambda: changed(marathon(), 8, turned(RACE), LONG),
    "tune_ups": lambda: asked(marathon(), tune_ups=(TuneUp(marathon().weeks[7].monday, 10_000.0),)),
    "race_distance": lambda: changed(marathon(), 16, times(0.5), RACE),
    "days": lambda: changed(marathon(), 5, moved(-2), LONG),
    "one_a_day": lambda: changed(marathon(), 5, moved(-1), LONG),
    "minutes": lambda: asked(marathon(), minutes=(60, 60, 60, 60)),
    "weeks": lambda: replace(marathon(), weeks=marathon().weeks[:4] + marathon().weeks[5:]),
    "whole_weeks": lambda: changed(marathon(), 5, moved(7), EASY),
    "running_weeks": lambda: changed(marathon(), 5, gone),
    "sums": lambda: changed(marathon(), 3, lambda s: replace(s, values=s.values | {"duration": "3 h"}), EASY),
    "paces": paced_otherwise,
    "zones": in_another_zone,
    "speeds": slower_than_asked,
    "clearance": lambda: asked(marathon(), injuries=(HURT,)),
    "return_is_gentle": lambda: asked(marathon(), weeks_off=8),
    "bone_days": lambda: changed(asked(marathon(), injuries=(HEALING,)), 2, moved(1), EASY),
    "masters_lighter": lambda: aged(steady_weeks(), 61),
    "masters_rest": lambda: aged(changed(marathon(), 6, turned(TEMPO)), 61),
    "senior_hard": lambda: aged(changed(marathon(), 8, turned(TEMPO), EASY), 61),
    "senior_rest": lambda: aged(changed(marathon(), 8, turned(TEMPO), EASY), 61),
    "novice_start": lambda: changed(novice(), 2, turned(TEMPO), EASY),
    "novice_hard": lambda: changed(novice(), 8, turned(TEMPO), EASY),
    "novice_long": lambda: changed(novice(), 6, times(1.4), LONG),
    "single_run": lambda: changed(marathon(), 9, times(1.5), LONG),
    "single_run_soft": lambda: changed(marathon(), 9, times(1.2), LONG),
    "two_weeks": lambda: changed(changed(marathon(), 4, times(1.5)), 5, times(1.5)),
    "rising": rising,
    "lighter": steady_weeks,
    "long_share": lambda: changed(changed(marathon(), 9, times(0.5), EASY), 9, times(0.5), TEMPO),
    "long_share_soft": lambda: changed(six_days(), 9, times(1.5), LONG),
    "long_is_longest": lambda: changed(marathon(), 9, times(0.3), LONG),
    "long_time": lambda: changed(marathon(), 13, times(1.7), LONG),
    "long_time_soft": lambda: changed(marathon(), 13, times(1.4), LONG),
    "free_day": lambda: strong(5, 0, 2, 4),
    "easy_time": lambda: changed(changed(marathon(), 11, gone, LONG), 11, gone, EASY),
    "easy_by_level": fast_everywhere,
    "fastest_by_level": fast_everywhere,
    "pyramid": fast_everywhere,
    "easy_stays_easy": with_hidden_work,
    "spacing": lambda: changed(marathon(), 9, turned(TEMPO), EASY),
    "after_tune_ups": lambda: with_tune_up(8, hard_last_day(8) - 1),
    "tune_ups_before_the_race": lambda: with_tune_up(16, 2, 5_000.0),
    "taper_length": lambda: phased(marathon(), Phase.BUILD),
    "taper_falls": lambda: changed(marathon(), 15, times(1.4)),
    "last_days": lambda: changed(marathon(), 16, lambda s: s if s.kind is RACE else longer(s, 0.2)),
    "taper_intensity": without_quick_taper,
    "strength_before_hard": lambda: strong(8, hard_last_day(8) - 1),
    "strength_before_races": lambda: strong(16, 0),
    "strength_heavy": lambda: strong(15, 4, rpe=8),
    "strength_apart": lambda: strong(8, 0, 1),
    "strength_a_week": lambda: strong(8, 0, 2, 4, 5),
    "senior_heavy": lambda: aged(strong(8, 0, 2, rpe=8), 61),
    "long_enough": lambda: changed_everywhere(marathon(), times(0.5), LONG),
    "goal_pace": untrained_pace,
    "progress": lambda: changed_everywhere(marathon(), times(0.4)),
}


def found(rule_id: str, plan: Plan, snapshot: Fitness) -> list[str]:
    """What the rule says of the plan, in both languages."""
    broken = [one for one in check(plan, snapshot) if one.rule.rule_id == rule_id]
    return [notice_text(language, one.notice) for one in broken[:1] for language in Language]


@pytest.mark.parametrize("rule_id", sorted(RULE))
def test_a_rule_says_no_in_both_languages_and_only_to_what_is_spoilt(rule_id: str) -> None:
    spoilt = SPOILT[rule_id]()
    snapshot = STARTS if spoilt.level is Level.BEGINNER else RUNS
    said = found(rule_id, spoilt, snapshot)
    assert len(said) == len(Language)
    assert len(set(said)) == len(Language)
    assert all("{" not in text and text.endswith(".") for text in said)
    good = novice() if spoilt.level is Level.BEGINNER else marathon()
    assert found(rule_id, good, snapshot) == []


def test_no_rule_is_without_a_plan_that_breaks_it() -> None:
    assert set(SPOILT) == set(RULE)


def test_every_rule_says_what_it_asks_when_it_applies_and_where_it_comes_from() -> None:
    assert len(RULE) == len(RULES)
    for rule in RULES:
        assert all(text.endswith(".") for text in (rule.statement, rule.applies, rule.broken))
        assert re.search(r" (19|20)\d\d", rule.source) or say(Language.FRENCH, rule.source) != rule.source
        assert rule.unit in Unit


SAID = {
    Unit.SHARE: lambda number: {f"{100 * abs(number):g}", f"{100 * abs(number):g} %"},
    Unit.SECONDS: lambda number: {
        f"{number:g} s",
        f"{number / 60:g}",
        f"{number / 60:g} min",
        f"{number / 3600:g} h",
        f"{number // 3600:.0f} h {number % 3600 / 60:.0f}",
    },
    Unit.METRES: lambda number: {f"{number / 1000:g} km", f"{100 * number:g} %"},
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule_id)
def test_the_numbers_of_a_rule_are_those_of_its_sentence(rule) -> None:
    words = rule.statement.replace("a tenth", "10 %")
    for number in rule.numbers:
        assert any(text in words for text in SAID.get(rule.unit, lambda number: {f"{number:g}"})(number)), number


def test_amounts_are_told_in_words_of_the_language() -> None:
    (one,) = [one for one in check(SPOILT["long_share"](), RUNS) if one.rule.rule_id == "long_share"][:1]
    assert notice_text(Language.ENGLISH, one.notice).startswith("Week 9: the long run would be 5")
    assert notice_text(Language.ENGLISH, one.notice).endswith("of the week; at most 50 %.")
    assert "de la semaine\u202f; 50\u00a0% au plus" in notice_text(Language.FRENCH, one.notice).replace(" %", "\u00a0%")


def test_the_page_of_rules_is_true() -> None:
    script = Path(__file__).resolve().parents[3] / "scripts" / "plan_rules.py"
    checked = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
