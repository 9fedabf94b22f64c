"""How a plan is said: kinds, phases, levels, steps. Page, PDF, terminal and calendar use the same words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from coach.domain.athletes import Language, Level
from coach.domain.fitness import Zone
from coach.domain.goals import GoalKind
from coach.domain.language import NO_BREAK, date_words, mark, say
from coach.domain.plans import Notice, Phase, Plan, Session, SessionKind, Step, StepKind, Target
from coach.domain.units import distance, duration, heart_rate, number, pace_range, percent

KIND_WORDS = {
    SessionKind.EASY: mark("Easy run"),
    SessionKind.LONG: mark("Long run"),
    SessionKind.TEMPO: mark("Tempo"),
    SessionKind.INTERVALS: mark("Intervals"),
    SessionKind.RACE: mark("Race"),
    SessionKind.STRENGTH: mark("Strength"),
    SessionKind.CROSS: mark("Cross-training"),
    SessionKind.REST: mark("Rest"),
}
PHASE_WORDS = {
    Phase.BASE: mark("Base"),
    Phase.BUILD: mark("Build"),
    Phase.SPECIFIC: mark("Specific"),
    Phase.TAPER: mark("Taper"),
    Phase.RACE: mark("Race"),
}
LEVEL_WORDS = {
    Level.BEGINNER: mark("Beginner"),
    Level.INTERMEDIATE: mark("Intermediate"),
    Level.ADVANCED: mark("Advanced"),
}
GOAL_WORDS = {
    GoalKind.FIVE_K: mark("5 km"),
    GoalKind.TEN_K: mark("10 km"),
    GoalKind.HALF_MARATHON: mark("Half marathon"),
    GoalKind.MARATHON: mark("Marathon"),
    GoalKind.ULTRA: mark("Ultra"),
    GoalKind.FITNESS: mark("General fitness"),
    GoalKind.ENDURANCE: mark("Endurance"),
    GoalKind.SPEED: mark("Speed"),
    GoalKind.RETURN: mark("Return to running"),
}
GOAL_IN_SENTENCE = {
    GoalKind.FIVE_K: mark("5 km race"),
    GoalKind.TEN_K: mark("10 km race"),
    GoalKind.HALF_MARATHON: mark("half marathon"),
    GoalKind.MARATHON: mark("marathon"),
    GoalKind.ULTRA: mark("ultra"),
    GoalKind.FITNESS: mark("general fitness"),
    GoalKind.ENDURANCE: mark("endurance"),
    GoalKind.SPEED: mark("speed"),
    GoalKind.RETURN: mark("back to running"),
}
STEP_WORDS = {
    StepKind.WARM_UP: mark("Warm-up"),
    StepKind.STEADY: mark("Steady"),
    StepKind.REPEAT: mark("Effort"),
    StepKind.RECOVERY: mark("Recovery"),
    StepKind.WALK: mark("Walk"),
    StepKind.EXERCISE: mark("Exercise"),
    StepKind.COOL_DOWN: mark("Cool-down"),
}
INTENSITY_WORDS = {
    "recovery": mark("Recovery jog"),
    "easy": mark("Easy runs"),
    "long": mark("Long runs"),
    "marathon": mark("Marathon pace"),
    "threshold": mark("Threshold"),
    "critical": mark("Between threshold and VMA"),
    "vma_long": mark("Long repeats"),
    "vma_short": mark("Short repeats"),
}
"""Names of ``coach.science.running.paces.TRAINING_SHARES``."""


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step in words: what part it plays, how much, how hard. ``target`` may be empty.

    A repeated block is a line whose ``amount`` says the times and whose ``inner`` lines are one pass. ``why`` says
    why the step is there, and may be empty.
    """

    kind: StepKind
    name: str
    amount: str
    target: str
    also: str = ""
    """The same intensity said in other ways: share of VMA, heart-rate zone, effort."""
    inner: tuple[StepLine, ...] = ()
    why: str = ""


def vma_assumed(plan: Plan) -> bool:
    """Whether the plan's paces and times rest on a VMA that no run has shown."""
    return any(notice.code == "vma_assumed" for notice in plan.notices)


_DECIMAL_POINT = re.compile(r"(?<=\d)\.(?=\d)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def notice_text(language: Language, notice: Notice) -> str:
    """A plan's notice in words, its figures and days written as the language writes them."""
    values = {name: _localised(language, value) for name, value in notice.values.items()}
    return say(language, notice.message, **values)


def _localised(language: Language, value: str) -> str:
    if _DAY.fullmatch(value):
        return date_words(language, date.fromisoformat(value))
    return _DECIMAL_POINT.sub(",", value) if language is Language.FRENCH else value


def session_title(language: Language, session: Session) -> str:
    """The session's own title in words, its values filled."""
    return say(language, session.title, **session.values)


def session_said(language: Language, session: Session) -> str:
    """The session's title with its length, said once: ``Easy run, 40 min``."""
    title, length = session_title(language, session), duration(language, session.duration_s)
    return title if " ".join(length.split()) in " ".join(title.split()) else f"{title}, {length}"


def session_purpose(language: Language, session: Session) -> str:
    """Why the session is there, in words."""
    return say(language, session.purpose, **session.values)


def target_words(language: Language, target: Target) -> str:
    """How hard: the pace where there is one, else the heart rate zone, else the feeling; empty without target."""
    if target.pace_fast_s is not None or target.pace_slow_s is not None:
        return pace_range(language, target.pace_fast_s, target.pace_slow_s)
    if target.hr_zone is not None:
        return say(language, "zone {zone}", zone=target.hr_zone)
    if target.rpe is not None:
        return say(language, "effort {rpe}/10", rpe=number(language, target.rpe, 1, trim=True))
    return ""


def vma_share(language: Language, target: Target) -> str:
    """The share of VMA a target asks for: ``85–90 %``; empty without one."""
    ends = [end for end in (target.vma_low, target.vma_high) if end is not None]
    if not ends:
        return ""
    low, high = number(language, min(ends)), percent(language, max(ends))
    return high if percent(language, min(ends)) == high else f"{low}–{high}"


def session_intensity(language: Language, session: Session) -> str:
    """How hard the session is, in one phrase: its work, not its warm-up; empty for rest and strength."""
    step = max(_working(session.steps), key=lambda each: (each.kind is StepKind.REPEAT, each.total_s), default=None)
    return target_words(language, step.target) if step else ""


def _working(steps: Iterable[Step]) -> Iterable[Step]:
    for step in steps:
        if step.steps:
            yield from _working(step.steps)
        elif step.kind in (StepKind.REPEAT, StepKind.STEADY):
            yield step


def amount_words(language: Language, step: Step) -> str:
    """How much one pass of a plain step is: metres where it is run by distance, else time."""
    return distance(language, step.distance_m, 4) if step.by_distance else duration(language, step.duration_s)


def other_targets(language: Language, target: Target, zones: Sequence[Zone] = ()) -> str:
    """Share of VMA, heart-rate zone (with beats where the ``zones`` are known) and effort, as one phrase.

    What ``target_words`` already says is not said again.
    """
    share = vma_share(language, target)
    paced = target.pace_fast_s is not None or target.pace_slow_s is not None
    said = [say(language, "{share} VMA", share=share)] if share else []
    if target.hr_zone is not None:
        zone = say(language, "zone {zone}", zone=target.hr_zone)
        beats = zone_words(language, zones[target.hr_zone - 1]) if zones else ""
        said.append(beats if not paced else f"{zone} ({beats})" if beats else zone)
    if target.rpe is not None and (paced or target.hr_zone is not None):
        said.append(say(language, "effort {rpe}/10", rpe=number(language, target.rpe, 1, trim=True)))
    return " · ".join(part.replace(" ", NO_BREAK) for part in said if part)


def zone_words(language: Language, zone: Zone) -> str:
    """A heart-rate zone in beats: ``142–157 bpm``; the first has only an upper end, the last only a lower one."""
    if zone.high is None:
        return f"> {heart_rate(language, zone.low or 0.0)}"
    upper = heart_rate(language, zone.high)
    return f"< {upper}" if zone.low is None else f"{number(language, zone.low)}–{upper}"


def step_lines(
    language: Language, steps: tuple[Step, ...], *, race: bool = False, zones: Sequence[Zone] = ()
) -> tuple[StepLine, ...]:
    """The steps in words, in order; a block of repeats is one line with inner lines, unless it is run once.

    ``race`` calls the steady part of a race day by its name; ``zones`` of the heart rate let them be said in beats.
    """
    return tuple(line for step in steps for line in _lines(language, step, race, zones))


def _lines(language: Language, step: Step, race: bool, zones: Sequence[Zone]) -> tuple[StepLine, ...]:
    name = _step_name(language, step, race)
    why = say(language, step.why)
    if step.steps:
        inner = step_lines(language, step.steps, race=race, zones=zones)
        why = "" if any(line.why == why for line in inner) else why  # said once, where the work is
        return inner if step.times == 1 else (StepLine(step.kind, name, f"{step.times} ×", "", inner=inner, why=why),)
    amount = _exercise_amount(language, step) if step.kind is StepKind.EXERCISE else amount_words(language, step)
    if step.times > 1 or step.reps is not None:
        amount = f"{step.times} × {amount}"
    also = other_targets(language, step.target, zones)
    return (StepLine(step.kind, name, amount, target_words(language, step.target), also, why=why),)


def _step_name(language: Language, step: Step, race: bool) -> str:
    if step.name:
        return say(language, step.name)
    racing = race and step.kind is StepKind.STEADY
    return say(language, KIND_WORDS[SessionKind.RACE] if racing else STEP_WORDS[step.kind])


def _exercise_amount(language: Language, step: Step) -> str:
    """One set: its repetitions where they are counted, else how long it lasts."""
    return str(step.reps) if step.reps is not None else amount_words(language, step)
