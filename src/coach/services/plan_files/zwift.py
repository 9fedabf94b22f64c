"""Running sessions as Zwift workouts (.zwo), one file each.

Zwift knows no pace, only shares of a pace the athlete has set: 1 mile, 5 km, 10 km, half or full marathon (numbers 0
to 4). Ours are shares of the 10 km pace that the plan's VMA gives; the description says which, so that it can be set.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from xml.etree import ElementTree

from coach.domain.athletes import Language
from coach.domain.goals import GoalKind
from coach.domain.language import say, say_many
from coach.domain.plans import Plan, Session, Step, StepKind
from coach.domain.units import pace
from coach.science.planning.intensity import race_seconds
from coach.services.plan_files.naming import one_line, planned, session_file_name, zipped
from coach.services.plan_files.targets import unrolled
from coach.services.plan_files.wording import step_texts
from coach.services.plan_words import session_purpose, session_title, step_lines

TEN_KM_PACE = "2"
_PAIR = 2

Block = tuple[str, dict[str, str], str]
"""Element, attributes and the message shown when it begins."""


def workouts_zip(plan: Plan, *, language: Language, today: date) -> tuple[bytes, tuple[str, ...]]:
    """A .zwo for every running session, and in words what Zwift has no place for."""
    files: dict[str, bytes] = {}
    taken: set[str] = set()
    others = 0
    for session, _ in planned(plan):
        if session.kind.run:
            name = session_file_name(session, language, taken, ".zwo")
            files[name] = workout_xml(session, plan.vma_kmh, language)
        else:
            others += 1
    made = plan.created_at or datetime.combine(today, time(), UTC)
    return zipped(files, made), _left_out(others, language)


def _left_out(others: int, language: Language) -> tuple[str, ...]:
    if not others:
        return ()
    told = say_many(
        language,
        "Zwift has no place for {count} session that is not run: it was left out.",
        "Zwift has no place for the {count} sessions that are not run: they were left out.",
        others,
    )
    return (told,)


def workout_xml(session: Session, vma_kmh: float, language: Language) -> bytes:
    """One running session; in metres when any of its steps is run by distance, in seconds otherwise."""
    ten_km_mps = GoalKind.TEN_K.distance_m / race_seconds(vma_kmh, GoalKind.TEN_K.distance_m)
    by_distance = _any_by_distance(session.steps)
    root = ElementTree.Element("workout_file")
    texts = {
        "author": "Coach IA",
        "name": one_line(f"{session.day.isoformat()} {session_title(language, session)}"),
        "description": _description(session, ten_km_mps, language),
        "sportType": "run",
        "durationType": "distance" if by_distance else "time",
    }
    for tag, text in texts.items():
        ElementTree.SubElement(root, tag).text = text
    ElementTree.SubElement(root, "tags")
    workout = ElementTree.SubElement(root, "workout")
    for tag, attributes, message in _blocks(unrolled(session.steps), ten_km_mps, by_distance, language):
        block = ElementTree.SubElement(workout, tag, attributes)
        offset = "distoffset" if by_distance else "timeoffset"
        ElementTree.SubElement(block, "textevent", {offset: "0", "message": message})
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _description(session: Session, ten_km_mps: float, language: Language) -> str:
    shares = say(
        language,
        "Paces are shares of your 10 km pace: set it to {pace} in Zwift.",
        pace=pace(language, 1000 / ten_km_mps),
    )
    steps = [one_line(text) for text in step_texts(language, session)]
    return "\n".join([one_line(session_purpose(language, session)), "", *steps, "", shares])


def _blocks(steps: Sequence[Step], ten_km_mps: float, by_distance: bool, language: Language) -> list[Block]:
    blocks: list[Block] = []
    for step in steps:
        inner = unrolled(step.steps) or (step,)
        if len(inner) == _PAIR and not any(one.steps or one.times > 1 for one in inner):
            blocks.append(_intervals(step.times, inner[0], inner[1], ten_km_mps, by_distance, language))
        elif step.steps:
            blocks += _blocks(inner, ten_km_mps, by_distance, language) * step.times
        else:
            blocks += [_steady(step, ten_km_mps, by_distance, language)] * step.times
    return blocks


def _intervals(times: int, work: Step, rest: Step, ten_km_mps: float, by_distance: bool, language: Language) -> Block:
    attributes = {
        "Repeat": str(times),
        "OnDuration": _length(work, by_distance),
        "OffDuration": _length(rest, by_distance),
        "OnPower": _share(work, ten_km_mps),
        "OffPower": _share(rest, ten_km_mps),
        "pace": TEN_KM_PACE,
    }
    return "IntervalsT", attributes, _message((work, rest), language)


def _steady(step: Step, ten_km_mps: float, by_distance: bool, language: Language) -> Block:
    attributes = {
        "Duration": _length(step, by_distance),
        "Power": _share(step, ten_km_mps),
        "pace": TEN_KM_PACE,
    }
    return "SteadyState", attributes, _message((step,), language)


def _length(step: Step, by_distance: bool) -> str:
    return str(max(1, round(step.distance_m if by_distance else step.duration_s)))


def _share(step: Step, ten_km_mps: float) -> str:
    """Speed of the step's own metres and seconds as a share of the 10 km pace."""
    speed = step.distance_m / step.duration_s if step.duration_s else 0.0
    return f"{speed / ten_km_mps:.3f}"


def _message(steps: Sequence[Step], language: Language) -> str:
    lines = step_lines(language, tuple(step for step in steps if step.kind is not StepKind.EXERCISE))
    return one_line(
        " / ".join(" · ".join(part for part in (line.amount, line.name, line.target) if part) for line in lines)
    )


def _any_by_distance(steps: Sequence[Step]) -> bool:
    return any(_any_by_distance(step.steps) if step.steps else step.by_distance for step in steps)
