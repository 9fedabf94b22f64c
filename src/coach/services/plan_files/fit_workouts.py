"""A plan as FIT workout files, one a session, to be copied to a watch; all in one archive.

Written by our own encoder after the public FIT profile: ``file_id`` of type workout, one ``workout``, its
``workout_step`` messages. A repeat is a step after the steps it repeats, naming the first of them and how often.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from uuid import UUID

from coach.connectors.files.fit.write import Message, Value, encode
from coach.domain.athletes import Language
from coach.domain.fitness import Zone
from coach.domain.language import say
from coach.domain.plans import Plan, Session, SessionKind, Step, StepKind
from coach.services.plan_files.naming import cut, cut_bytes, planned, session_file_name, zipped
from coach.services.plan_files.targets import beats, exercise_category, speed_band, unrolled
from coach.services.plan_words import STEP_WORDS, session_purpose, session_title, step_lines

NAME_LETTERS = 20
"""Letters of a workout's name on a watch, the day included; older screens show about fifteen."""
STEP_LETTERS = 15
_NOTE_BYTES = 200
_SPORTS = {
    SessionKind.STRENGTH: ("training", "strength_training"),
    SessionKind.CROSS: ("training", "cardio_training"),
}
_INTENSITIES = {
    StepKind.WARM_UP: "warmup",
    StepKind.STEADY: "active",
    StepKind.REPEAT: "active",
    StepKind.RECOVERY: "recovery",
    StepKind.WALK: "rest",
    StepKind.EXERCISE: "active",
    StepKind.COOL_DOWN: "cooldown",
}

Fields = dict[str, Value]


def workouts_zip(plan: Plan, *, language: Language, today: date, zones: Sequence[Zone] = ()) -> bytes:
    """A .fit for every session, named by its day and title, in one archive."""
    made = plan.created_at or datetime.combine(today, time(), UTC)
    taken: set[str] = set()
    files = {
        session_file_name(session, language, taken, ".fit"): workout_fit(
            session, identity, language=language, made=made, zones=zones
        )
        for session, identity in planned(plan)
    }
    return zipped(files, made)


def workout_fit(
    session: Session, identity: UUID, *, language: Language, made: datetime, zones: Sequence[Zone] = ()
) -> bytes:
    """One session as a FIT workout; ``identity`` gives the serial number by which watches tell files apart."""
    steps: list[Fields] = []
    for step in unrolled(session.steps):
        _add(step, steps, language, zones)
    sport, sub_sport = _SPORTS.get(session.kind, ("running", "generic"))
    workout: Fields = {
        "sport": sport,
        "sub_sport": sub_sport,
        "num_valid_steps": len(steps),
        "wkt_name": cut(f"{session.day:%m-%d} {session_title(language, session)}", NAME_LETTERS),
        "wkt_description": cut_bytes(session_purpose(language, session), _NOTE_BYTES) or None,
    }
    file_id: Fields = {
        "type": "workout",
        "manufacturer": "development",
        "product": 1,
        "serial_number": max(1, zlib.crc32(identity.bytes)),
        "time_created": made,
    }
    numbered = [Message("workout_step", {"message_index": index, **step}) for index, step in enumerate(steps)]
    return encode([Message("file_id", file_id), Message("workout", workout), *numbered])


def _add(step: Step, steps: list[Fields], language: Language, zones: Sequence[Zone]) -> None:
    """Append a step, or the steps of a block and the repeat that closes it."""
    first = len(steps)
    if step.steps:
        for inner in unrolled(step.steps):
            _add(inner, steps, language, zones)
    else:
        steps.append(_plain(step, language, zones))
        if step.kind is StepKind.EXERCISE and step.times > 1:
            steps.append({"duration_type": "open", "target_type": "open", "target_value": 0, "intensity": "rest"})
    if step.times > 1:
        steps.append(
            {
                "duration_type": "repeat_until_steps_cmplt",
                "duration_step": first,
                "target_type": "open",
                "repeat_steps": step.times,
                "intensity": "active",
            }
        )


def _plain(step: Step, language: Language, zones: Sequence[Zone]) -> Fields:
    return {
        "wkt_step_name": cut(say(language, step.name or STEP_WORDS[step.kind]), STEP_LETTERS),
        **_duration(step),
        **_target(step, zones),
        "intensity": _INTENSITIES[step.kind],
        "notes": cut_bytes(_note(step, language, zones), _NOTE_BYTES) or None,
        **_exercise(step),
    }


def _note(step: Step, language: Language, zones: Sequence[Zone]) -> str:
    (line,) = step_lines(language, (step,), zones=zones)
    name = line.name if step.name else ""
    return " · ".join(part for part in (name, line.target, line.also, line.why) if part)


def _duration(step: Step) -> Fields:
    if step.reps is not None:
        return {"duration_type": "reps", "duration_value": step.reps}
    if step.by_distance:
        return {"duration_type": "distance", "duration_distance": step.distance_m}
    return {"duration_type": "time", "duration_time": step.duration_s}


def _target(step: Step, zones: Sequence[Zone]) -> Fields:
    band = speed_band(step.target)
    if band is not None:
        low, high = band
        return {
            "target_type": "speed",
            "target_value": 0,
            "custom_target_speed_low": low,
            "custom_target_speed_high": high,
        }
    heart = beats(step.target, zones)
    if heart is not None:
        low, high = heart
        return {
            "target_type": "heart_rate",
            "target_hr_zone": 0,
            "custom_target_heart_rate_low": round(low),
            "custom_target_heart_rate_high": round(high),
        }
    if step.target.hr_zone is not None:
        return {"target_type": "heart_rate", "target_hr_zone": step.target.hr_zone}
    return {"target_type": "open", "target_value": 0}


def _exercise(step: Step) -> Fields:
    category = exercise_category(step.name) if step.kind is StepKind.EXERCISE else None
    return {} if category is None else {"exercise_category": category}
