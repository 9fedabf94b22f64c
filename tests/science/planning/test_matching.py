"""Which activity fulfils which session, and what is said of it."""

from __future__ import annotations

from datetime import date, timedelta

from coach.domain.adaptation import Lived, Verdict
from coach.domain.athletes import Level
from coach.domain.goals import Goal, GoalKind
from coach.domain.plans import Phase, Plan, Session, SessionKind, Step, StepKind, Target, Week
from coach.domain.sports import Sport
from coach.science.planning.adaptation.matching import lived, week_followed
from tests.science.planning.lives import activity

MONDAY = date(2026, 11, 23)
TUESDAY, WEDNESDAY, THURSDAY, SATURDAY, SUNDAY = (MONDAY + timedelta(days=days) for days in (1, 2, 3, 5, 6))
LATER = MONDAY + timedelta(days=14)
QUICK = Target(pace_fast_s=260, pace_slow_s=265, vma_low=97, vma_high=99)


def session(day: date, minutes: float, kind: SessionKind = SessionKind.EASY, *, work: float = 0.0) -> Session:
    steps = [Step(StepKind.STEADY, (minutes - work) * 60, (minutes - work) * 160, Target())]
    if work:
        steps.append(Step(StepKind.REPEAT, work * 60, work * 230, QUICK))
    return Session(day, kind, "", "", tuple(steps), key=f"{day}-{kind}")


def life(sessions: list[Session], activities: list, today: date = LATER, **more: object) -> Lived:
    plan = Plan(
        goal=Goal(GoalKind.TEN_K, (1, 3, 5, 6), weeks=1),
        start=MONDAY,
        race_day=None,
        level=Level.INTERMEDIATE,
        vma_kmh=14,
        predicted_s=None,
        goal_s=None,
        weeks=(Week(1, MONDAY, Phase.BASE, False, tuple(sessions)),),
    )
    return lived(plan, activities, today, **more)


def said(life: Lived, index: int = 0) -> list[str]:
    return [reason.message.format(**reason.values) for reason in life.fulfilments[index].reasons]


def test_a_run_within_a_fifth_of_its_time_is_done() -> None:
    found = life([session(TUESDAY, 60)], [activity(TUESDAY, 52)])
    assert found.fulfilments[0].verdict is Verdict.DONE
    assert round(found.fulfilments[0].duration_share or 0, 2) == 0.87


def test_a_shorter_run_says_its_minutes() -> None:
    found = life([session(TUESDAY, 60)], [activity(TUESDAY, 42)])
    assert found.fulfilments[0].verdict is Verdict.SHORTER
    assert said(found) == ["42 min of 1 h planned."]


def test_a_longer_run_is_told_as_longer() -> None:
    assert life([session(TUESDAY, 60)], [activity(TUESDAY, 80)]).fulfilments[0].verdict is Verdict.LONGER


def test_what_is_not_done_is_missed_once_its_day_is_over() -> None:
    verdicts = [life([session(TUESDAY, 60)], [], day).fulfilments[0].verdict for day in (TUESDAY, WEDNESDAY)]
    assert verdicts == [Verdict.UPCOMING, Verdict.MISSED]


def test_a_ride_and_a_walk_are_not_runs() -> None:
    others = [activity(TUESDAY, 60, sport=Sport.RIDE), activity(TUESDAY, 60, sport=Sport.HIKE)]
    found = life([session(TUESDAY, 60)], others)
    assert found.fulfilments[0].verdict is Verdict.MISSED
    assert found.beside == ()


def test_strength_and_cross_training_are_done_by_their_own_sports() -> None:
    sessions = [session(TUESDAY, 40, SessionKind.STRENGTH), session(THURSDAY, 45, SessionKind.CROSS)]
    others = [activity(TUESDAY, 40, sport=Sport.STRENGTH), activity(THURSDAY, 45, sport=Sport.INDOOR_RIDE)]
    assert [one.verdict for one in life(sessions, others).fulfilments] == [Verdict.DONE, Verdict.DONE]


def test_one_run_counts_once() -> None:
    found = life([session(TUESDAY, 60), session(WEDNESDAY, 60)], [activity(TUESDAY, 60)])
    assert [one.verdict for one in found.fulfilments] == [Verdict.DONE, Verdict.MISSED]


def test_a_run_of_the_day_after_fulfils_what_was_missed() -> None:
    found = life([session(TUESDAY, 60)], [activity(WEDNESDAY, 58)])
    assert (found.fulfilments[0].verdict, found.fulfilments[0].days_late) == (Verdict.DONE, 1)
    assert said(found)[-1] == "Done a day late."


def test_three_days_later_is_too_late() -> None:
    assert life([session(WEDNESDAY, 60)], [activity(SATURDAY, 60)]).fulfilments[0].verdict is Verdict.MISSED


def test_a_session_to_come_is_not_done_by_a_run_of_yesterday() -> None:
    found = life([session(WEDNESDAY, 60)], [activity(TUESDAY, 60)], WEDNESDAY)
    assert found.fulfilments[0].verdict is Verdict.UPCOMING
    assert len(found.beside) == 1


def test_a_short_run_elsewhere_does_not_stand_for_the_long_one() -> None:
    found = life([session(SUNDAY, 120, SessionKind.LONG)], [activity(SATURDAY, 60)])
    assert found.fulfilments[0].verdict is Verdict.MISSED


def test_two_runs_changed_over_are_seen_as_that() -> None:
    sessions = [session(SATURDAY, 45), session(SUNDAY, 120, SessionKind.LONG)]
    found = life(sessions, [activity(SATURDAY, 120), activity(SUNDAY, 45)])
    assert [one.verdict for one in found.fulfilments] == [Verdict.DONE, Verdict.DONE]
    assert [one.days_late for one in found.fulfilments] == [1, -1]


def test_recordings_cut_in_pieces_are_counted_together() -> None:
    pieces = [activity(TUESDAY, 20), activity(TUESDAY, 30, hour=8), activity(TUESDAY, 10, hour=9)]
    found = life([session(TUESDAY, 60, SessionKind.INTERVALS)], pieces)
    assert found.fulfilments[0].verdict is Verdict.DONE
    assert found.beside == ()


def test_intervals_run_slowly_were_an_easy_run() -> None:
    run = activity(TUESDAY, 60)
    planned = session(TUESDAY, 60, SessionKind.INTERVALS, work=20)
    easy = {run.activity_id: (600.0, 2700.0, 180.0, 120.0, 0.0)}
    found = life([planned], [run], pace_zones=easy)
    assert found.fulfilments[0].verdict is Verdict.EASIER
    assert said(found)[0] == "5 min of quick running, 20 min planned."
    quick = {run.activity_id: (600.0, 1800.0, 0.0, 200.0, 1000.0)}
    assert life([planned], [run], pace_zones=quick).fulfilments[0].verdict is Verdict.DONE


def test_an_easy_run_raced_was_harder_than_asked() -> None:
    run = activity(TUESDAY, 50)
    found = life([session(TUESDAY, 50)], [run], pace_zones={run.activity_id: (0.0, 600.0, 600.0, 1500.0, 300.0)})
    assert found.fulfilments[0].verdict is Verdict.HARDER


def test_a_race_is_judged_by_its_distance() -> None:
    race = Session(SUNDAY, SessionKind.RACE, "", "", (Step(StepKind.STEADY, 3000, 10_000, Target(), by_distance=True),))
    warm_up, raced = activity(SUNDAY, 15, km=2.5), activity(SUNDAY, 44, km=10.1, hour=10)
    found = life([race], [warm_up, raced])
    assert (found.fulfilments[0].verdict, found.fulfilments[0].activity) == (Verdict.DONE, raced)
    assert said(found) == ["10.1 km of 10.0 km raced."]
    assert life([race], [activity(SUNDAY, 30, km=6)]).fulfilments[0].verdict is Verdict.SHORTER


def test_a_week_is_summed_with_what_was_run_beside_it() -> None:
    found = life([session(TUESDAY, 60), session(THURSDAY, 60)], [activity(TUESDAY, 60), activity(SUNDAY, 30)])
    week = week_followed(Week(1, MONDAY, Phase.BASE, False, ()), found, LATER)
    assert (week.due, week.fulfilled, week.due_s, week.run_s) == (2, 1, 7200, 5400)
    assert week.share == 0.75
