"""Write the gallery of plans, or ``--check`` it: ``python scripts/plans_gallery.py``.

Twenty contrasted athletes, made up; each one's plan whole on a page of its own, and all of them side by side.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from coach.domain.athletes import Language, Level, Sex
from coach.domain.fitness import Fitness
from coach.domain.goals import Goal, GoalKind, Injury, InjurySite, InjuryState, Terrain, TuneUp
from coach.domain.plans import Phase, Plan, Session, SessionKind, Step, StepKind, Week
from coach.domain.races import RaceResult
from coach.science.planning import check, days_for, make_plan
from coach.science.planning.told import NOTHING_TOLD, History, fitness_told
from coach.science.running.races import RACE_DISTANCES_M
from coach.services.plan_text import plan_lines

GALLERY = Path(__file__).resolve().parent.parent / "docs" / "science" / "plans_gallery"
TODAY = date(2026, 11, 20)
HOUR_S = 3600.0


@dataclass(frozen=True, slots=True)
class Runner:
    """An athlete of the gallery: a file name, who they are in a sentence, what they ask and what is known of them."""

    name: str
    who: str
    goal: Goal
    level: Level | None = None
    history: History = NOTHING_TOLD
    age: int | None = None
    sex: Sex | None = None

    def plan(self) -> Plan:
        """Their plan, asked on TODAY."""
        return make_plan(self.goal, self.fitness, today=TODAY, athlete_age=self.age)

    @property
    def fitness(self) -> Fitness:
        """What is believed of them."""
        own = self.goal.race_m
        over = RACE_DISTANCES_M if own is None or own in RACE_DISTANCES_M else (*RACE_DISTANCES_M, own)
        return fitness_told(
            self.history, today=TODAY, level=self.level or self.goal.level, age=self.age, sex=self.sex, over=over
        )


def _history(*weekly_km: float, longest: float, races: tuple[tuple[float, float], ...] = ()) -> History:
    return History(weekly_km, longest, tuple(RaceResult(metres, seconds, 30) for metres, seconds in races))


def _steady(km: float, longest: float, *races: tuple[float, float]) -> History:
    return _history(
        *(km * share for share in (0.95, 1.0, 0.9, 1.05, 1.0, 1.0, 0.95, 1.05)), longest=longest, races=races
    )


_BEGINNER, _MIDDLE, _EXPERT = Level.BEGINNER, Level.INTERMEDIATE, Level.ADVANCED

RUNNERS = (
    Runner(
        "01-first-5k",
        "Lea, 29, has never run: four fields and 52 weeks off",
        Goal(GoalKind.FIVE_K, days_for(3), weeks=12, level=_BEGINNER, weeks_off=52),
        age=29,
    ),
    Runner(
        "02-first-10k-busy-father",
        "Tom, 41, jogs twice a week; 40 minutes on weekdays, 70 on Sundays",
        Goal(GoalKind.TEN_K, (1, 3, 6), weeks=12, level=_BEGINNER, minutes=(40, 40, 70)),
        history=_steady(14, 7),
        age=41,
    ),
    Runner(
        "03-10k-under-40",
        "Nadia, 33, ran 42:00; wants under 40 in twelve weeks, five days",
        Goal(GoalKind.TEN_K, days_for(5), weeks=12, target_s=2399),
        history=_steady(52, 16, (10_000, 2520)),
        age=33,
        sex=Sex.FEMALE,
    ),
    Runner(
        "04-10k-45-to-40-in-8-weeks",
        "Marc, 36, ran 45:00; wants under 40 in eight weeks",
        Goal(GoalKind.TEN_K, days_for(4), weeks=8, target_s=2399),
        history=_steady(36, 13, (10_000, 2700)),
        age=36,
    ),
    Runner(
        "05-first-half",
        "Ines, 45, runs 25 km a week; first half, on hills",
        Goal(GoalKind.HALF_MARATHON, days_for(4), weeks=14, terrain=Terrain.HILLY),
        history=_steady(25, 11, (10_000, 3420)),
        age=45,
        sex=Sex.FEMALE,
    ),
    Runner(
        "06-half-under-1h30",
        "Karim, 31, 60 km a week; half in 1:29:30 with a 10 km on the way",
        Goal(
            GoalKind.HALF_MARATHON,
            days_for(5),
            weeks=12,
            target_s=5370,
            tune_ups=(TuneUp(date(2027, 1, 24), 10_000),),
        ),
        history=_steady(60, 19, (10_000, 2460), (21_097.5, 5520)),
        age=31,
    ),
    Runner(
        "07-first-marathon-beginner",
        "Paul, 38, VMA 12, first marathon in 4:30, twenty weeks, four days",
        Goal(GoalKind.MARATHON, days_for(4), weeks=20, level=_BEGINNER, vma_kmh=12.0, target_s=16_200),
        age=38,
    ),
    Runner(
        "08-marathon-vma-14",
        "Julie, 34, VMA 14, marathon in sixteen weeks",
        Goal(GoalKind.MARATHON, days_for(4), weeks=16, level=_MIDDLE, vma_kmh=14.0),
        age=34,
        sex=Sex.FEMALE,
    ),
    Runner(
        "09-marathon-sub-3",
        "Ander, 30, 80 km a week, half in 1:22; six days",
        Goal(GoalKind.MARATHON, days_for(6), weeks=16, target_s=10_740),
        history=_steady(80, 28, (21_097.5, 4920), (10_000, 2220)),
        age=30,
    ),
    Runner(
        "10-marathon-elite",
        "Salma, 27, 130 km a week, half in 1:11; seven days",
        Goal(GoalKind.MARATHON, days_for(7), weeks=12, target_s=9000),
        history=_steady(130, 34, (21_097.5, 4260), (10_000, 1980)),
        age=27,
        sex=Sex.FEMALE,
    ),
    Runner(
        "11-marathon-at-62",
        "Jean, 62, 45 km a week, half in 1:52; marathon on four days",
        Goal(GoalKind.MARATHON, days_for(4), weeks=20, strength=2),
        history=_steady(45, 18, (21_097.5, 6720)),
        age=62,
    ),
    Runner(
        "12-marathon-two-days",
        "Chloe, 40, can only run on Wednesday and Sunday; cross-training twice",
        Goal(GoalKind.MARATHON, (2, 6), weeks=18, cross_training=2),
        history=_steady(28, 16, (21_097.5, 7200)),
        age=40,
        sex=Sex.FEMALE,
    ),
    Runner(
        "13-ultra-50k-trail",
        "Hugo, 37, 60 km a week, marathon in 3:35; 50 km of trail",
        Goal(GoalKind.ULTRA, days_for(5), weeks=20, distance_m=50_000, terrain=Terrain.TRAIL, strength=1),
        history=_steady(60, 26, (42_195, 12_900)),
        age=37,
    ),
    Runner(
        "14-fitness",
        "Maya, 26, wants to be fit; three days, twelve weeks",
        Goal(GoalKind.FITNESS, days_for(3), weeks=12, level=_BEGINNER, strength=1),
        history=_steady(10, 5),
        age=26,
        sex=Sex.FEMALE,
    ),
    Runner(
        "15-endurance",
        "Rene, 55, wants to run longer; 30 km a week",
        Goal(GoalKind.ENDURANCE, days_for(4), weeks=16),
        history=_steady(30, 12, (10_000, 3240)),
        age=55,
    ),
    Runner(
        "16-speed-on-the-track",
        "Zoe, 19, wants speed; track, five days",
        Goal(GoalKind.SPEED, days_for(5), weeks=10, terrain=Terrain.TRACK),
        history=_steady(45, 14, (5000, 1140)),
        age=19,
        sex=Sex.FEMALE,
    ),
    Runner(
        "17-return-after-injury",
        "Yann, 39, experienced (10 km in 38:30), three months off with an Achilles tendon, now free of pain",
        Goal(
            GoalKind.RETURN,
            days_for(4),
            weeks=10,
            level=_EXPERT,
            vma_kmh=18.0,
            weeks_off=13,
            injuries=(Injury(InjurySite.ACHILLES, InjuryState.RECOVERING),),
        ),
        age=39,
    ),
    Runner(
        "18-return-after-bone-stress",
        "Eva, 24, stress fracture of the tibial shaft, cleared by her doctor, eight weeks off",
        Goal(
            GoalKind.RETURN,
            days_for(3),
            weeks=12,
            level=_MIDDLE,
            weeks_off=8,
            injuries=(Injury(InjurySite.ANTERIOR_TIBIA, InjuryState.RECOVERING, cleared=True),),
        ),
        age=24,
        sex=Sex.FEMALE,
    ),
    Runner(
        "19-half-in-3-weeks",
        "Luc, 35, signed up late: a half in three weeks on 20 km a week",
        Goal(GoalKind.HALF_MARATHON, days_for(3), weeks=3),
        history=_steady(20, 10, (10_000, 3300)),
        age=35,
    ),
    Runner(
        "20-5k-at-70",
        "Odile, 70, 20 km a week, 5 km in 31:00; wants to keep her speed",
        Goal(GoalKind.FIVE_K, days_for(4), weeks=10, strength=2),
        history=_steady(20, 8, (5000, 1860)),
        age=70,
        sex=Sex.FEMALE,
    ),
)


@dataclass(frozen=True, slots=True)
class Figures:
    """What a coach looks at first. Metres, seconds, shares of 1."""

    weeks: int
    runs: str
    first_m: float
    peak_m: float
    peak_s: float
    longest_s: float
    easy: float
    hard: str
    last_cut: float | None


def figures(plan: Plan) -> Figures:
    """The figures of a plan; the race is outside of all of them."""
    volumes = [_metres(week) for week in plan.weeks]
    counts = [len(_runs(week)) for week in plan.weeks]
    runs = [session for week in plan.weeks for session in _runs(week)]
    whole = sum(session.duration_s for session in runs)
    work = sum(_work_s(step) for session in runs for step in session.steps)
    kinds = [session.kind for session in runs if session.kind in (SessionKind.TEMPO, SessionKind.INTERVALS)]
    before = [volume for week, volume in zip(plan.weeks, volumes, strict=True) if week.phase is not Phase.RACE]
    peak = max(range(len(volumes)), key=volumes.__getitem__)
    last = None
    if plan.race_day is not None and len(before) >= 4:
        days = range(1, 8)
        own = sum(session.distance_m for session in runs if (plan.race_day - session.day).days in days)
        last = 1 - own / max(before[-4:])
    return Figures(
        weeks=len(plan.weeks),
        runs=f"{min(counts)}-{max(counts)}" if min(counts) != max(counts) else str(counts[0]),
        first_m=volumes[0],
        peak_m=volumes[peak],
        peak_s=sum(session.duration_s for session in _runs(plan.weeks[peak])),
        longest_s=max(session.duration_s for session in runs),
        easy=1 - work / whole,
        hard=f"{kinds.count(SessionKind.INTERVALS)} + {kinds.count(SessionKind.TEMPO)}",
        last_cut=last,
    )


def biggest_spike(plan: Plan, longest_before_m: float) -> float:
    """How much longer the boldest run above 10 km is than the longest of the 30 days before (0.1 is 10 %)."""
    known = [(plan.start - timedelta(days=1), longest_before_m)]
    worst = 0.0
    for session in (session for week in plan.weeks for session in _runs(week)):
        before = max((metres for day, metres in known if 0 < (session.day - day).days <= 30), default=0.0)
        if session.distance_m > 10_000 and before:
            worst = max(worst, session.distance_m / before - 1)
        known.append((session.day, session.distance_m))
    return worst


def _runs(week: Week) -> list[Session]:
    return [session for session in week.sessions if session.kind.run and session.kind is not SessionKind.RACE]


def _metres(week: Week) -> float:
    return sum(session.distance_m for session in _runs(week))


def _work_s(step: Step) -> float:
    if step.steps:
        return step.times * sum(_work_s(inner) for inner in step.steps)
    return step.times * step.duration_s if step.kind is StepKind.REPEAT else 0.0


def _row(runner: Runner, plan: Plan) -> str:
    told = figures(plan)
    soft = len({found.rule.rule_id for found in check(plan, runner.fitness) if not found.hard})
    volumes = [_metres(week) for week in plan.weeks]
    rises = [volumes[at] / max(volumes[max(0, at - 3) : at]) - 1 for at in range(1, len(volumes))]
    cells = (
        f"[{runner.name}]({runner.name}.md)",
        runner.who,
        f"{plan.vma_kmh:.1f}",
        str(told.weeks),
        told.runs,
        f"{told.first_m / 1000:.0f} → {told.peak_m / 1000:.0f}",
        f"{told.peak_s / HOUR_S:.1f}",
        f"{int(told.longest_s // 60)}",
        f"{100 * told.easy:.0f} %",
        told.hard,
        "–" if told.last_cut is None else f"-{100 * told.last_cut:.0f} %",
        f"{100 * max(rises):+.0f} %",
        str(soft),
    )
    return f"| {' | '.join(cells)} |"


def pages() -> dict[str, str]:
    """The text of every page by its file name."""
    rows, written = [], {}
    for runner in RUNNERS:
        plan = runner.plan()
        rows.append(_row(runner, plan))
        text = "\n".join(line.rstrip() for line in plan_lines(Language.ENGLISH, plan, steps=True))
        text = text.replace("\u00a0", " ").replace("\u202f", " ")
        written[f"{runner.name}.md"] = f"# {runner.who}\n\n```text\n{text}\n```\n"
    written["README.md"] = HEAD + "\n".join(rows) + "\n" + (GALLERY / "_reading.md").read_text()
    return written


HEAD = """# Twenty plans side by side

Written by `python scripts/plans_gallery.py`; a test compares. The athletes are made up, asked on 20 November 2026.
Volumes are of running without the race, first week → biggest; the longest run is in minutes; hard sessions are
intervals + tempo; the last seven days stand against the biggest of the four weeks before, a week's rise against the
biggest of the three before; soft rules are how many of them are broken.

| plan | who | VMA | weeks | runs | km a week | h | longest | easy | hard | last 7 days | rise | soft |
|---|---|---|---|---|---|---|---|---|---|---|---|---|
"""


def main() -> None:
    written = pages()
    if "--check" in sys.argv:
        stale = [name for name, text in written.items() if not _same(GALLERY / name, text)]
        if stale:
            sys.exit(
                f"The gallery is not what the engine makes now ({', '.join(stale)}): run scripts/plans_gallery.py."
            )
        return
    for name, text in written.items():
        (GALLERY / name).write_text(text)


def _same(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text() == text


if __name__ == "__main__":
    main()
