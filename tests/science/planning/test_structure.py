"""What a coach reads first in a plan: where the big weeks are, which runs follow each other, what each goal trains."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest

from coach.domain.athletes import Level
from coach.domain.goals import GoalKind, Terrain, TuneUp
from coach.domain.plans import Phase, Plan, Session, SessionKind, StepKind, Week
from coach.science.planning import check
from coach.science.planning.told import History, fitness_told, usual
from coach.science.planning.volume import light_weeks
from tests.science.planning.runners import fitness, plan_for

START = date(2026, 11, 23)
TUNE_UP = START + timedelta(days=7 * 8 + 6)
QUALITY = (SessionKind.TEMPO, SessionKind.INTERVALS)


def runs(week: Week) -> list[Session]:
    return [s for s in week.sessions if s.kind.run and s.kind is not SessionKind.RACE]


def run_km(week: Week) -> float:
    return sum(s.distance_m for s in runs(week)) / 1000


def quick(session: Session) -> bool:
    return any(step.kind is StepKind.REPEAT for step in session.steps)


def longest(week: Week) -> Session:
    return max(runs(week), key=lambda session: session.distance_m)


def steady(vma: float, km: float, longest_km: float, level: Level = Level.ADVANCED):
    return fitness(vma, level, weekly_km=(km,) * 8, longest_km=longest_km)


@pytest.fixture(scope="module")
def half_with_a_race() -> Plan:
    tune_ups = (TuneUp(TUNE_UP, 10_000),)
    return plan_for(GoalKind.HALF_MARATHON, 12, 5, steady(15.6, 60, 19, Level.INTERMEDIATE), tune_ups=tune_ups)


@pytest.fixture(scope="module")
def elite_marathon() -> Plan:
    return plan_for(GoalKind.MARATHON, 12, 7, steady(19.8, 130, 34))


@pytest.fixture(scope="module")
def ultra() -> Plan:
    snapshot = steady(14, 60, 26)
    return plan_for(GoalKind.ULTRA, 20, 5, snapshot, distance_m=50_000, terrain=Terrain.TRAIL)


def test_the_last_hard_session_before_a_race_on_the_way_is_short_and_sharp(half_with_a_race: Plan) -> None:
    (sharp,) = [s for s in runs(half_with_a_race.weeks[8]) if s.kind in QUALITY]
    work_s = sum(step.times * step.steps[0].duration_s for step in sharp.steps if step.steps)
    assert sharp.duration_s <= 50 * 60
    assert 0 < work_s <= 11 * 60


def test_the_week_after_it_is_no_bigger_than_those_before_and_easy_to_wednesday(half_with_a_race: Plan) -> None:
    weeks = half_with_a_race.weeks
    assert run_km(weeks[9]) <= (run_km(weeks[6]) + run_km(weeks[7])) / 2
    assert not quick(longest(weeks[9]))
    hard = [s.day for s in weeks[9].sessions if s.kind in QUALITY]
    assert len(hard) == 1
    assert hard[0] > TUNE_UP + timedelta(days=3)
    assert max(weeks, key=run_km).number < 9


def test_the_longest_runs_do_not_follow_each_other_and_stay_under_thirty_five_kilometres(
    elite_marathon: Plan, ultra: Plan
) -> None:
    for plan, cap_m in ((elite_marathon, 35_500), (ultra, 38_500)):
        built = [longest(week) for week in plan.weeks if week.phase not in (Phase.TAPER, Phase.RACE)]
        farthest = max(session.distance_m for session in built)
        assert farthest <= cap_m
        assert not any(min(one.distance_m, other.distance_m) > 0.93 * farthest for one, other in pairwise(built))
    thirty = [longest(week).distance_m >= 30_000 for week in elite_marathon.weeks]
    assert sum(thirty) <= len(thirty) / 2


def test_goal_pace_in_long_runs_of_a_marathon_comes_in_the_shorter_ones(elite_marathon: Plan) -> None:
    long_runs = [longest(week) for week in elite_marathon.weeks]
    at_goal = [session.duration_s for session in long_runs if quick(session)]
    assert len(at_goal) >= 2
    assert max(at_goal) <= 0.9 * max(session.duration_s for session in long_runs)


def test_an_ultra_tapers_three_weeks_from_its_longest_run(ultra: Plan) -> None:
    tapered = [week for week in ultra.weeks if week.phase in (Phase.TAPER, Phase.RACE)]
    assert len(tapered) == 3
    runs_by_length = [(s.duration_s, s.day) for week in ultra.weeks for s in runs(week)]
    _, day = max(runs_by_length)
    assert ultra.race_day is not None
    assert (ultra.race_day - day).days == 21


def test_a_half_marathon_in_three_weeks_keeps_what_there_is() -> None:
    snapshot = steady(12, 20, 10, Level.INTERMEDIATE)
    plan = plan_for(GoalKind.HALF_MARATHON, 3, 3, snapshot)
    first, second, _ = plan.weeks
    assert run_km(second) >= 0.75 * run_km(first)
    assert second.sessions[-1].duration_s >= 55 * 60
    assert [found for found in check(plan, snapshot) if found.hard] == []


@pytest.mark.parametrize("weeks", range(6, 31))
def test_single_loading_weeks_of_masters_come_late_and_apart(weeks: int) -> None:
    pattern = "".join("L" if light else "x" for light in light_weeks(weeks, 2))
    blocks = [len(block) for block in pattern.split("L")]
    assert set(blocks) <= {1, 2}
    assert 1 not in blocks[: len(blocks) // 2]
    if len(blocks) > 4:
        assert blocks[-2] == 2


def test_the_base_of_every_goal_is_its_own() -> None:
    kinds = (
        *(GoalKind.FIVE_K, GoalKind.TEN_K, GoalKind.HALF_MARATHON),
        *(GoalKind.MARATHON, GoalKind.ULTRA, GoalKind.ENDURANCE, GoalKind.SPEED),
    )
    snapshot = steady(14, 45, 18, Level.INTERMEDIATE)
    quality = {
        kind: [
            (s.title, s.values["length"])
            for week in plan_for(kind, 16, 4, snapshot).weeks
            if week.phase is Phase.BASE
            for s in week.sessions
            if s.kind in QUALITY
        ]
        for kind in kinds
    }
    assert all(len(sessions) >= 6 for sessions in quality.values())
    for one, other in combinations(kinds, 2):
        same = sum(a == b for a, b in zip(quality[one], quality[other], strict=False))
        assert same <= len(quality[one]) / 2, (one, other)


@pytest.mark.parametrize("kind", [GoalKind.SPEED, GoalKind.FIVE_K, GoalKind.ULTRA, GoalKind.ENDURANCE])
@pytest.mark.parametrize("terrain", list(Terrain))
def test_hills_are_run_once_a_week_at_most(kind: GoalKind, terrain: Terrain) -> None:
    plan = plan_for(kind, 16, 5, steady(16, 50, 18), terrain=terrain)
    uphill = [sum("uphill" in s.title for s in week.sessions) for week in plan.weeks]
    assert max(uphill) == 1


def test_every_warm_up_and_easy_part_is_in_whole_minutes(elite_marathon: Plan, half_with_a_race: Plan) -> None:
    novice = plan_for(GoalKind.TEN_K, 12, 4, fitness(11, Level.BEGINNER))
    around = (StepKind.WARM_UP, StepKind.COOL_DOWN)
    for plan in (elite_marathon, half_with_a_race, novice):
        for session in (s for week in plan.weeks for s in runs(week)):
            steps = [step for step in session.steps if step.kind in around or session.kind is SessionKind.EASY]
            assert all(step.total_s % 60 == 0 for step in steps), session


def test_who_has_run_nothing_of_late_grows_like_who_has_run_a_little() -> None:
    """A longest run of zero is where growth begins, not what it multiplies."""
    longest = []
    for usual_km in (0, 10):
        known = fitness_told(History(usual(usual_km)), today=START, level=Level.BEGINNER)
        plan = plan_for(GoalKind.HALF_MARATHON, 16, 4, known)
        longest.append(max(session.duration_s for session in plan.sessions if session.kind is SessionKind.LONG) / 60)
    assert longest[0] >= 60
    assert abs(longest[0] - longest[1]) <= 10
