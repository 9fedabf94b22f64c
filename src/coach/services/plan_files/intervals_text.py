"""A plan as workout text for intervals.icu: each session under its day, to be pasted into the workout builder.

The builder reads ``- cue amount target``: ``10m`` is minutes, ``400mtr`` metres, ``5:00-4:45/km Pace`` a pace and
``Z2 HR`` a heart-rate zone; ``5x`` repeats the lines until the next empty one, and repeats cannot stand inside repeats.
"""

from __future__ import annotations

from collections.abc import Sequence

from coach.domain.athletes import Language
from coach.domain.language import say
from coach.domain.plans import Plan, Session, SessionKind, Step, Target
from coach.domain.units import pace
from coach.services.plan_files.naming import one_line, planned
from coach.services.plan_files.targets import unrolled
from coach.services.plan_files.wording import step_texts
from coach.services.plan_words import STEP_WORDS, session_purpose, session_title


def workouts_text(plan: Plan, *, language: Language) -> str:
    """Every session of the plan, its day and title before its lines; strength as plain words."""
    return "\n\n".join(session_text(session, language) for session, _ in planned(plan)) + "\n"


def session_text(session: Session, language: Language) -> str:
    """One session: a heading, why it is there, and its steps."""
    head = f"# {session.day.isoformat()} {one_line(session_title(language, session))}"
    purpose = one_line(session_purpose(language, session))
    if session.kind is SessionKind.STRENGTH:
        body = "\n".join(one_line(text) for text in step_texts(language, session))
    else:
        body = "\n\n".join(_paragraphs(unrolled(session.steps), language))
    return "\n".join([head, purpose, "", body])


def _paragraphs(steps: Sequence[Step], language: Language) -> list[str]:
    """Steps as paragraphs: plain ones together, each block of repeats alone, blocks inside blocks laid out in full."""
    paragraphs: list[list[str]] = [[]]
    for step in steps:
        if step.times == 1:
            paragraphs[-1].append(_line(step, language))
            continue
        inner = unrolled(step.steps) or (step,)
        if any(one.times > 1 for one in inner if one is not step):
            paragraphs += [text.split("\n") for _ in range(step.times) for text in _paragraphs(inner, language)]
        else:
            paragraphs.append([f"{step.times}x", *(_line(one, language) for one in inner)])
        paragraphs.append([])
    return ["\n".join(lines) for lines in paragraphs if lines]


def _line(step: Step, language: Language) -> str:
    return " ".join(part for part in ("-", _cue(step, language), _amount(step), _target(step.target)) if part)


def _cue(step: Step, language: Language) -> str:
    """The step's name without digits, which would be read as an amount, and the effort where nothing else says it."""
    name = one_line(say(language, step.name or STEP_WORDS[step.kind]))
    words = [word for word in name.split() if not any(letter.isdigit() for letter in word)]
    target = step.target
    felt = target.rpe is not None and target.pace_fast_s is None and target.hr_zone is None
    return " ".join([*words, f"RPE{target.rpe:g}"] if felt else words)


def _amount(step: Step) -> str:
    if step.by_distance:
        metres = round(step.distance_m)
        return f"{metres / 1000:g}km" if metres >= 1000 else f"{metres}mtr"
    hours, rest = divmod(round(step.duration_s), 3600)
    minutes, seconds = divmod(rest, 60)
    parts = ((hours, "h"), (minutes, "m"), (seconds, "s"))
    return "".join(f"{value}{unit}" for value, unit in parts if value) or "0s"


def _target(target: Target) -> str:
    ends = [end for end in (target.pace_slow_s, target.pace_fast_s) if end is not None]
    if ends:
        said = dict.fromkeys(pace(Language.ENGLISH, end, unit=False) for end in sorted(ends, reverse=True))
        return f"{'-'.join(said)}/km Pace"
    return "" if target.hr_zone is None else f"Z{target.hr_zone} HR"
