"""Sessions are written the way a coach writes them, and every step says how hard in four ways."""

from __future__ import annotations

from datetime import date

import pytest

from coach.domain.athletes import Level
from coach.domain.goals import GoalKind, Terrain
from coach.domain.plans import Phase, Session, SessionKind, Step, StepKind
from coach.science.planning.clocks import clock, race_clock
from coach.science.planning.intensity import Effort, goal_effort
from coach.science.planning.kit import Kit
from coach.science.planning.race_sessions import race
from coach.science.planning.sessions import easy_run, hard_run, long_run, well_named
from coach.science.planning.workouts import WORKOUTS
from tests.science.planning.runners import fitness, plan_for

DAY = date(2026, 12, 1)
MINUTE = 60


def kit(kind: GoalKind = GoalKind.MARATHON, goal_s: float = 13_500) -> Kit:
    metres = kind.distance_m
    return Kit(kind, Level.INTERMEDIATE, 14.0, goal_s, goal_effort(metres, goal_s, 14.0), metres)


def leaves(session: Session) -> list[Step]:
    return [part for step in session.steps for part in (step.steps or (step,))]


def test_an_easy_run_with_strides_lasts_exactly_what_it_says() -> None:
    session = easy_run(kit(), DAY, 45 * MINUTE, strides=6)
    assert session.duration_s == 45 * MINUTE
    assert session.steps[1].times == 6


def test_a_short_easy_run_takes_no_strides() -> None:
    assert len(easy_run(kit(), DAY, 20 * MINUTE, strides=6).steps) == 1


def test_a_long_run_with_goal_pace_lasts_exactly_what_it_says_and_ends_easy() -> None:
    session = long_run(kit(), DAY, 150 * MINUTE, work_s=40 * MINUTE)
    assert session.duration_s == 150 * MINUTE
    assert session.values["repeats"] == "2"
    assert session.steps[-1].kind is StepKind.COOL_DOWN


def test_goal_pace_fills_at_most_a_third_of_a_long_run() -> None:
    session = long_run(kit(), DAY, 90 * MINUTE, work_s=80 * MINUTE)
    work = sum(step.times * step.steps[0].duration_s for step in session.steps if step.steps)
    assert work <= 30 * MINUTE


@pytest.mark.parametrize("code", sorted(WORKOUTS))
def test_every_workout_can_be_written_and_fits_its_room(code: str) -> None:
    session = hard_run(kit(), DAY, WORKOUTS[code], work_s=40 * MINUTE, room_s=110 * MINUTE, wanted_s=80 * MINUTE)
    assert session is not None
    assert session.duration_s <= 110 * MINUTE
    assert [session.steps[0].kind, session.steps[-1].kind] == [StepKind.WARM_UP, StepKind.COOL_DOWN]
    assert session.kind in (SessionKind.INTERVALS, SessionKind.TEMPO)
    assert session.title.format(**session.values)


def test_a_workout_too_big_for_its_room_is_not_written() -> None:
    assert hard_run(kit(), DAY, WORKOUTS["goal_5000"], work_s=20 * MINUTE, room_s=40 * MINUTE) is None


def test_every_step_says_pace_share_zone_and_effort() -> None:
    for session in plan_for(GoalKind.TEN_K, 10, 4, fitness(15)).sessions:
        for step in leaves(session):
            target = step.target
            if "uphill" in session.title and target.rpe == 8:
                continue
            assert target.pace_fast_s is not None
            assert target.pace_slow_s is not None
            assert target.pace_fast_s <= target.pace_slow_s
            assert target.vma_low is not None
            assert target.hr_zone in range(1, 6)
            assert target.rpe is not None


def test_metres_and_seconds_of_a_step_agree_with_its_pace() -> None:
    for session in plan_for(GoalKind.HALF_MARATHON, 12, 4, fitness(15)).sessions:
        for step in (step for step in leaves(session) if step.target.pace_fast_s is not None):
            pace = step.duration_s / step.distance_m * 1000
            assert step.target.pace_fast_s - 2 <= pace <= step.target.pace_slow_s + 2


def test_repeats_by_distance_keep_their_exact_metres() -> None:
    session = hard_run(kit(), DAY, WORKOUTS["1000"], work_s=20 * MINUTE, room_s=70 * MINUTE)
    assert session is not None
    work = session.steps[1].steps[0]
    assert (work.distance_m, work.by_distance) == (1000.0, True)


def test_uphill_is_by_effort() -> None:
    session = hard_run(kit(), DAY, WORKOUTS["hills"], work_s=8 * MINUTE, room_s=60 * MINUTE)
    assert session is not None
    uphill = session.steps[1].steps[0].target
    assert (uphill.rpe, uphill.pace_fast_s, uphill.vma_high) == (8, None, None)


def test_the_race_is_its_exact_distance_in_the_goal_time() -> None:
    session = race(kit(), DAY)
    assert (session.distance_m, session.duration_s) == (42_195.0, 13_500)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(30, "30 s"), (90, "90 s"), (2700, "45 min"), (3600, "1 h"), (5400, "1 h 30"), (3900, "1 h 05")],
)
def test_durations_are_written_as_a_coach_does(seconds: float, text: str) -> None:
    assert clock(seconds) == text


@pytest.mark.parametrize(("seconds", "text"), [(2650, "44:10"), (13_500, "3:45:00"), (599.6, "10:00")])
def test_race_times_are_written_as_on_a_clock(seconds: float, text: str) -> None:
    assert race_clock(seconds) == text


def test_goal_pace_is_a_narrow_band_around_the_goal() -> None:
    band = goal_effort(10_000, 45 * MINUTE, 14.6)
    assert band.middle == pytest.approx(13.333 / 14.6 * 100, abs=0.1)
    assert isinstance(band, Effort)
    assert band.high - band.low < 2.5


def test_one_repeat_alone_is_followed_by_the_cool_down_without_a_recovery() -> None:
    plan = plan_for(GoalKind.MARATHON, 16, 4, fitness(14))
    once = [s for s in plan.sessions if s.kind is SessionKind.TEMPO and s.values.get("repeats") == "1"]
    assert once
    for session in once:
        kinds = [step.kind for step in session.steps]
        assert kinds == [StepKind.WARM_UP, StepKind.REPEAT, StepKind.COOL_DOWN]
        assert not session.steps[1].steps


def test_every_step_says_why_it_is_there() -> None:
    for kind in (GoalKind.HALF_MARATHON, GoalKind.SPEED, GoalKind.FIVE_K):
        plan = plan_for(kind, 12, 5, fitness(None, Level.BEGINNER))
        assert all(step.why for session in plan.sessions for step in leaves(session))


def test_a_real_beginner_runs_and_walks_in_planned_turns_at_first() -> None:
    plan = plan_for(GoalKind.FIVE_K, 12, 3, fitness(None, Level.BEGINNER))
    first = plan.weeks[0].sessions[0]
    run, walk = first.steps[0].steps
    assert (run.kind, walk.kind, run.duration_s, walk.duration_s) == (StepKind.STEADY, StepKind.WALK, 240, 60)
    assert walk.distance_m / walk.duration_s < run.distance_m / run.duration_s
    assert first.duration_s == 300 * first.steps[0].times
    assert run.target.hr_zone == 2
    walking = [any(step.kind is StepKind.WALK for s in week.sessions for step in leaves(s)) for week in plan.weeks]
    assert walking == sorted(walking, reverse=True)
    assert not walking[-1]


def test_turns_of_running_grow_and_what_is_left_over_is_walked_first() -> None:
    session = easy_run(kit(), DAY, 25 * MINUTE, run_s=9 * MINUTE)
    assert [step.kind for step in session.steps] == [StepKind.WALK, StepKind.STEADY]
    assert session.duration_s == 25 * MINUTE
    assert "2 × (9 min run, 1 min walk)" in session.title.format(**session.values)


def test_a_novice_and_an_expert_do_other_sessions_not_more_of_the_same() -> None:
    novice, expert = (
        {
            (session.title, session.values["length"])
            for session in plan_for(GoalKind.HALF_MARATHON, 16, 5, fitness(None, level)).sessions
            if session.kind in (SessionKind.INTERVALS, SessionKind.TEMPO)
        }
        for level in (Level.BEGINNER, Level.ADVANCED)
    )
    assert len(expert) >= 1.5 * len(novice)
    assert len(expert - novice) >= len(novice)
    assert not any("% VMA" in title for title, _ in novice)
    assert any("km" in length for _, length in expert)


def test_on_trails_nothing_is_asked_by_pace_or_by_distance() -> None:
    plan = plan_for(GoalKind.ULTRA, 16, 4, fitness(14), terrain=Terrain.TRAIL)
    steps = [step for session in plan.sessions for step in leaves(session)]
    assert all(step.target.pace_fast_s is None for step in steps)
    assert all(step.target.hr_zone and step.target.rpe for step in steps)
    assert not any(step.by_distance for session in plan.sessions[:-1] for step in leaves(session))
    assert any("uphill" in session.title for session in plan.sessions)


def test_on_hilly_ground_long_runs_go_by_effort_and_hills_come_back() -> None:
    plan = plan_for(GoalKind.HALF_MARATHON, 14, 4, fitness(14), terrain=Terrain.HILLY)
    long_runs = [session for session in plan.sessions if session.kind is SessionKind.LONG]
    assert all(step.target.pace_fast_s is None for session in long_runs for step in leaves(session))
    later = [s for week in plan.weeks if week.phase in (Phase.BUILD, Phase.SPECIFIC) for s in week.sessions]
    assert sum("uphill" in session.title for session in later) >= 2
    assert any("goal pace" in session.title for session in later)


def test_a_long_run_that_is_not_the_longest_is_called_an_easy_run_with_the_same_steps() -> None:
    short = long_run(kit(), DAY, 30 * MINUTE)
    named = well_named(short, 40 * MINUTE)
    assert (named.kind, named.steps, named.duration_s) == (SessionKind.EASY, short.steps, 30 * MINUTE)
    assert named.title.format(**named.values) == "Easy run, 30 min"
    assert well_named(short, 30 * MINUTE) is short
    walked = well_named(long_run(kit(), DAY, 30 * MINUTE, run_s=240), 40 * MINUTE)
    assert walked.title.format(**walked.values) == "Run and walk, 30 min: 6 × (4 min run, 1 min walk)"
