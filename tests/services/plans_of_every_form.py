"""Plans of every form the house knows: with and without a race, run and walked, with strength, and a hostile one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import cycle

from coach.domain.athletes import Level
from coach.domain.goals import Goal, GoalKind, Injury, InjurySite, InjuryState, Terrain, TuneUp
from coach.domain.plans import Notice, Phase, Plan, Session, SessionKind, Step, StepKind, Target, Week
from tests.science.planning.runners import fitness, plan_for
from tests.services.plan_fixture import EASY, MONDAY, QUICK, hand_made_plan

TODAY = date(2026, 11, 20)
MADE = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
WALK = Target(hr_zone=1, rpe=1.5)


def walk_run(day: date) -> Session:
    """Five minutes of walking, then 6 x (4 min run, 1 min walk)."""
    run = Step(StepKind.STEADY, 240.0, 560.0, EASY, why="To run without tiring.")
    walk = Step(StepKind.WALK, 60.0, 90.0, WALK)
    block = Step(StepKind.STEADY, 300.0, 650.0, Target(), times=6, steps=(run, walk))
    steps = (Step(StepKind.WALK, 300.0, 450.0, WALK), block)
    return Session(day, SessionKind.EASY, "Run and walk", "Back to running, calmly.", steps)


def strength(day: date) -> Session:
    """Three exercises: counted, held, and one no watch knows."""
    felt = Target(rpe=7.0)
    steps = (
        Step(StepKind.EXERCISE, 120.0, 0.0, felt, times=3, name="Squat", reps=8, why="Strong legs."),
        Step(StepKind.EXERCISE, 75.0, 0.0, felt, times=2, name="Plank"),
        Step(StepKind.EXERCISE, 90.0, 0.0, felt, name="Something new", reps=10),
    )
    return Session(day, SessionKind.STRENGTH, "Strength, {minutes} min", "Stronger.", steps, {"minutes": "10"})


def cross(day: date) -> Session:
    """Forty minutes on a bicycle."""
    step = Step(StepKind.STEADY, 2400.0, 0.0, Target(hr_zone=2, rpe=3.0))
    return Session(day, SessionKind.CROSS, "Cycling or swimming", "Endurance without impact.", (step,))


def sets(day: date) -> Session:
    """Two sets of three repeats: a block inside a block, and a block done once."""
    work = Step(StepKind.REPEAT, 75.0, 300.0, QUICK, by_distance=True)
    jog = Step(StepKind.RECOVERY, 60.0, 130.0, Target(rpe=2.0))
    three = Step(StepKind.REPEAT, 135.0, 430.0, Target(), times=3, steps=(work, jog))
    pause = Step(StepKind.RECOVERY, 180.0, 400.0, Target(hr_zone=1))
    twice = Step(StepKind.REPEAT, 585.0, 1690.0, Target(), times=2, steps=(three, pause))
    once = Step(StepKind.REPEAT, 20.0, 80.0, Target(), steps=(Step(StepKind.REPEAT, 20.0, 80.0, QUICK),))
    return Session(day, SessionKind.INTERVALS, "2 × 3 × 300 m", "Speed.", (twice, once))


def mixed_plan(weeks: int = 3) -> Plan:
    """A return without a race: walking and running, strength, another sport, rest; a shared day; every kind of step."""
    made = []
    for number in range(1, weeks + 1):
        monday = MONDAY + timedelta(weeks=number - 1)
        days = [monday + timedelta(days=offset) for offset in range(7)]
        rest = Session(days[5], SessionKind.REST, "Rest", "Sleep.", ())
        sessions = (walk_run(days[0]), strength(days[0]), cross(days[2]), sets(days[3]), rest, walk_run(days[6]))
        made.append(Week(number, monday, Phase.BASE, recovery=number == 3, sessions=sessions))
    goal = Goal(
        GoalKind.RETURN,
        (0, 3, 6),
        weeks=weeks,
        minutes=(60, None, 90),
        strength=1,
        cross_training=1,
        terrain=Terrain.TRAIL,
        injuries=(Injury(InjurySite.CALF, InjuryState.RECOVERING, cleared=True),),
        tune_ups=(TuneUp(MONDAY + timedelta(days=13), 5000.0),),
        weeks_off=6,
    )
    return Plan(
        goal=goal,
        start=MONDAY,
        race_day=None,
        level=Level.BEGINNER,
        vma_kmh=12.0,
        predicted_s=None,
        goal_s=None,
        weeks=tuple(made),
        notices=(Notice("calm", "Start calmly."),),
        age=44,
    )


HOSTILE = (
    '=cmd|"/c calc"!A1',
    "\u202eright to left\u202c, \u0645\u0631\u062d\u0628\u0627",
    'quote " and ; and , and \\ and <b>&amp;</b>',
    "line\nbreak\r\nand\ttab\x00\x07\u2028end",
    "../../etc/passwd",
    "\u2007 +1-2",
    "\U0001f3c3\U0001f3fd\u200d\u2640\ufe0f " * 20,
    "é" * 200,
    "{no place}",
    "half a letter \udc80",
    "",
)


def hostile_plan() -> Plan:
    """A plan whose titles and purposes were written by somebody who wishes us ill."""
    plan = hand_made_plan(3, 7)
    words = cycle(HOSTILE)
    weeks = tuple(
        replace(
            week,
            sessions=tuple(
                replace(session, title=(text := next(words)), purpose=text, values={}) for session in week.sessions
            ),
        )
        for week in plan.weeks
    )
    return replace(plan, weeks=weeks)


@cache
def every_form() -> dict[str, Plan]:
    """By name; made once for all tests."""
    used = fitness(14.0, weekly_km=(40.0,) * 12, longest_km=18.0)
    trail = fitness(15.0, weekly_km=(55.0,) * 12, longest_km=24.0)
    fresh = fitness(10.5, Level.BEGINNER)
    return {
        "hand-made": replace(hand_made_plan(), created_at=MADE),
        "mixed": mixed_plan(),
        "hostile": hostile_plan(),
        "marathon": plan_for(GoalKind.MARATHON, 16, 5, used, strength=1),
        "fitness": plan_for(GoalKind.FITNESS, 6, 3, fresh),
        "return": plan_for(GoalKind.RETURN, 8, 3, fresh, weeks_off=12),
        "ultra": plan_for(GoalKind.ULTRA, 24, 6, trail, terrain=Terrain.TRAIL, strength=2),
        "full": hand_made_plan(32, 7),
    }
