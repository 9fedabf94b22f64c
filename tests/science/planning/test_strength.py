"""Strength and other sports stand where they may, as often as they fit, and what was left out is told."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest

from coach.domain.athletes import Level
from coach.domain.goals import Goal, GoalKind, Injury, InjurySite, InjuryState, TuneUp
from coach.domain.plans import Phase, Plan, SessionKind, StepKind
from coach.domain.problems import InvalidInput
from coach.science.planning import make_plan
from coach.science.planning.rules.reading import QUALITY
from coach.science.planning.strength.exercises import EXERCISES, for_sites
from coach.science.planning.strength.placing import with_strength
from coach.science.planning.strength.sessions import Focus, strength_session
from tests.science.planning.runners import TODAY, fitness

HARD = {"long", "tempo", "intervals", "race"}


def asked(kind: GoalKind = GoalKind.HALF_MARATHON, weeks: int = 14, **more) -> Plan:
    level = more.pop("level", Level.INTERMEDIATE)
    goal = Goal(kind, more.pop("days", (1, 3, 5, 6)), weeks=weeks, level=level, **more)
    return make_plan(goal, fitness(14.0, level, weekly_km=(35,) * 8, longest_km=14), today=TODAY)


def of(plan: Plan, kind: SessionKind) -> list:
    return [session for session in plan.sessions if session.kind is kind]


def codes(plan: Plan) -> set[str]:
    return {notice.code for notice in plan.notices}


def misplaced(plan: Plan) -> list[str]:
    """Every placement that breaks a promise, read from the plan alone."""
    held: dict[date, list] = {}
    for session in plan.sessions:
        held.setdefault(session.day, []).append(session)

    def kinds(day: date) -> set[str]:
        return {session.kind.value for session in held.get(day, [])}

    found = []
    races = [session.day for session in of(plan, SessionKind.RACE)]
    strong = [session.day for session in of(plan, SessionKind.STRENGTH)]
    for day in strong:
        after = kinds(day + timedelta(days=1))
        found += [f"{day} before {after}"] if after & HARD else []
        found += [f"{day} beside long or race"] if kinds(day) & {"long", "race"} else []
        to_race = 99 if plan.race_day is None else (plan.race_day - day).days
        found += [f"{day} too near the race"] if 0 <= to_race <= 7 else []
        found += [f"{day} too near a race"] if any(-1 <= (race - day).days <= 2 for race in races) else []
    found += [f"{other} close" for one, other in pairwise(strong) if (other - one).days < 2]
    for day in (session.day for session in of(plan, SessionKind.CROSS)):
        found += [f"cross on hard {day}"] if kinds(day) & HARD else []
        found += [f"cross near race {day}"] if any(0 <= (race - day).days <= 3 for race in races) else []
    limits = dict(zip(plan.goal.days, plan.goal.minutes or (None,) * 7, strict=False))
    for day, sessions in held.items():
        limit = limits.get(day.weekday())
        raced = "race" in kinds(day)
        if limit is not None and not raced and sum(session.duration_s for session in sessions) > limit * 60:
            found.append(f"{day} over its minutes")
        if max(Counter(session.kind.run or session.kind.value for session in sessions).values()) > 1:
            found.append(f"{day} twice the same")
    for week in plan.weeks:
        days, runs = {s.day for s in week.sessions}, {s.day for s in week.sessions if s.kind.run}
        if len(days) == 7 and len(runs) < 7:
            found.append(f"week {week.number} without a free day")
    return found


def test_two_sessions_a_week_stand_where_they_may():
    plan = asked(strength=2, cross_training=1)
    assert misplaced(plan) == []
    for week in plan.weeks:
        wanted = {Phase.TAPER: 1, Phase.RACE: 0}.get(week.phase, 2)
        assert sum(session.kind is SessionKind.STRENGTH for session in week.sessions) == wanted
    assert "strength" in codes(plan)
    assert "strength_left_out" not in codes(plan)


def test_foundations_come_before_heavy_sets_and_nothing_is_heavy_near_the_race():
    plan = asked(strength=2)
    effort = {s.day: max(step.target.rpe for step in s.steps) for s in of(plan, SessionKind.STRENGTH)}
    days = sorted(effort)
    assert all(effort[day] < 7 for day in days[:6])
    assert any(effort[day] >= 8 for day in days)
    assert all(effort[day] < 7 for day in days if (plan.race_day - day).days <= 10)


def test_lighter_weeks_keep_the_sessions_and_drop_a_set():
    plan = asked(strength=2)
    sets = {
        week.number: sum(step.times for s in week.sessions if s.kind is SessionKind.STRENGTH for step in s.steps)
        for week in plan.weeks
    }
    light = next(week.number for week in plan.weeks if week.recovery and week.number > 4)
    assert 0 < sets[light] < sets[light + 1]


def test_a_session_is_made_of_exercises_that_say_why_and_how_many():
    session = of(asked(strength=1), SessionKind.STRENGTH)[3]
    assert session.distance_m == 0
    assert 25 * 60 <= session.duration_s <= 45 * 60
    for step in session.steps:
        assert step.name
        assert step.why
        assert step.kind in (StepKind.WARM_UP, StepKind.EXERCISE)


def test_wishes_that_contradict_each_other_get_what_fits_and_are_told():
    goal = Goal(GoalKind.MARATHON, tuple(range(7)), weeks=12, strength=3, cross_training=3)
    plan = make_plan(goal, fitness(17.0, Level.ADVANCED, weekly_km=(90,) * 8, longest_km=28), today=TODAY)
    assert misplaced(plan) == []
    assert {"strength_left_out", "cross_left_out"} <= codes(plan)
    left_out = next(notice for notice in plan.notices if notice.code == "strength_left_out")
    assert left_out.values == {"asked": "3", "given": "2"}


def test_minutes_with_no_room_leave_strength_to_days_without_a_run_or_out():
    plan = asked(GoalKind.FITNESS, 8, days=(0, 1, 2, 3, 4, 5), minutes=(30,) * 6, strength=2)
    assert misplaced(plan) == []
    runs = {session.day for session in plan.sessions if session.kind.run}
    assert all(session.day not in runs for session in of(plan, SessionKind.STRENGTH))
    assert "strength_left_out" in codes(plan)


def test_a_race_on_the_way_has_fresh_legs():
    day = TODAY + timedelta(days=-TODAY.weekday() % 7 + 7 * 6 + 6)
    plan = asked(strength=2, cross_training=1, tune_ups=(TuneUp(day, 10_000.0),))
    assert any(session.day == day for session in of(plan, SessionKind.RACE))
    assert misplaced(plan) == []


def test_nobody_who_did_not_ask_gets_any():
    plan = asked()
    assert of(plan, SessionKind.STRENGTH) == of(plan, SessionKind.CROSS) == []
    assert with_strength(plan) is plan


def test_weeks_already_lived_keep_their_sessions():
    plan = asked(strength=2)
    since = plan.weeks[5].monday
    again = with_strength(replace(plan, goal=replace(plan.goal, strength=1), notices=()), since=since)
    assert again.weeks[:5] == plan.weeks[:5]
    assert sum(session.kind is SessionKind.STRENGTH for session in again.weeks[6].sessions) == 1


@pytest.mark.parametrize("site", InjurySite)
def test_what_heals_is_spared(site):
    sites = frozenset({site})
    for code in EXERCISES:
        assert site not in for_sites(code, sites, early=False).spares
    for turn in (0, 1):
        session = strength_session(TODAY, Focus.FOUNDATION, turn, sites=sites, early=True, jumps=site.bone)
        assert session is not None
        assert len({step.name for step in session.steps}) == len(session.steps)
        if site.bone:
            assert EXERCISES["hops"].name not in {step.name for step in session.steps}


def test_an_achilles_tendon_holds_first_and_then_moves_slowly():
    achilles = frozenset({InjurySite.ACHILLES})
    assert for_sites("calf_raise", achilles, early=True).hold_s > 0
    assert for_sites("calf_raise", achilles, early=False).code == "slow_calf_raise"


def test_a_session_shrinks_to_the_minutes_left_and_gives_up_when_they_are_too_few():
    short = strength_session(TODAY, Focus.HEAVY, 0, most_s=30 * 60)
    assert short is not None
    assert short.duration_s <= 30 * 60
    assert strength_session(TODAY, Focus.HEAVY, 0, most_s=8 * 60) is None


def test_other_sports_take_days_without_a_run_first_and_stay_easy():
    plan = asked(GoalKind.TEN_K, 10, cross_training=2)
    runs = {session.day for session in plan.sessions if session.kind.run}
    other = of(plan, SessionKind.CROSS)
    assert other
    assert all(session.day not in runs for session in other)
    assert all(step.target.rpe <= 4 and step.target.hr_zone <= 2 for session in other for step in session.steps)


def test_other_sports_grow_from_week_to_week_and_one_of_them_holds_firmer_minutes():
    plan = asked(GoalKind.HALF_MARATHON, 18, cross_training=2)
    longest = [
        max((s.duration_s for s in week.sessions if s.kind is SessionKind.CROSS), default=0) for week in plan.weeks
    ]
    usual = [
        seconds for week, seconds in zip(plan.weeks, longest, strict=True) if not week.recovery and week.number < 15
    ]
    assert usual == sorted(usual)
    assert usual[0] == 40 * 60
    assert max(usual) >= 70 * 60
    firm = [s for s in of(plan, SessionKind.CROSS) if len(s.steps) > 1]
    assert firm
    assert all(sum(step.total_s for step in s.steps) == s.duration_s for s in firm)
    assert misplaced(plan) == []


def test_from_sixty_one_hard_run_a_week_and_one_heavy_session():
    goal = Goal(GoalKind.TEN_K, (0, 1, 3, 5, 6), weeks=16, level=Level.INTERMEDIATE, strength=2)
    for age, hard, heavy in ((59, 2, 2), (60, 1, 1)):
        plan = make_plan(goal, fitness(14.0, weekly_km=(45,) * 8, longest_km=14), today=TODAY, athlete_age=age)
        assert max(sum(s.kind in QUALITY for s in week.sessions) for week in plan.weeks) == hard
        lifted = [
            sum(max(step.target.rpe for step in s.steps) >= 7 for s in week.sessions if s.kind is SessionKind.STRENGTH)
            for week in plan.weeks
        ]
        assert max(lifted) == heavy
        assert misplaced(plan) == []


def test_exercises_and_warm_ups_take_whole_minutes():
    for focus in Focus:
        for turn in (0, 1):
            session = strength_session(TODAY, focus, turn, light=True, jumps=True)
            assert all(step.total_s % 60 == 0 for step in session.steps)


def test_whatever_is_wished_is_placed_by_the_promises():
    random, planned = Random(7), 0
    for _ in range(60):
        days = tuple(sorted(random.sample(range(7), random.randint(2, 7))))
        state = random.choice((InjuryState.PAST, InjuryState.RECOVERING))
        goal = Goal(
            random.choice(tuple(GoalKind)),
            days,
            weeks=random.randint(4, 20),
            level=random.choice(tuple(Level)),
            minutes=random.choice((None, tuple(random.choice((30, 60, 90, None)) for _ in days))),
            strength=random.randint(0, 3),
            cross_training=random.randint(0, 3),
            injuries=random.choice(((), (Injury(random.choice(tuple(InjurySite)), state, True),))),
        )
        try:
            plan = make_plan(goal, fitness(level=goal.level), today=TODAY)
        except InvalidInput:
            continue
        planned += 1
        assert misplaced(plan) == [], goal
    assert planned > 40


def test_nobody_under_eighteen_lifts_heavy_alone():
    goal = Goal(GoalKind.TEN_K, (1, 3, 5, 6), weeks=14, level=Level.INTERMEDIATE, strength=2)
    for age, heavy in ((17, False), (18, True)):
        plan = make_plan(goal, fitness(14.0), today=TODAY, athlete_age=age)
        efforts = [step.target.rpe for session in of(plan, SessionKind.STRENGTH) for step in session.steps]
        assert (max(efforts) >= 7) is heavy
