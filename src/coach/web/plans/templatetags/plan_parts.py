"""What only a plan's pages say: its goal in full, verdicts, changes, causes."""

from __future__ import annotations

from django import template

from coach.domain import units
from coach.domain.adaptation import Fulfilment, Verdict
from coach.domain.goals import Goal, GoalKind
from coach.domain.language import mark, say
from coach.domain.plans import Notice, Plan
from coach.science.planning.adaptation.moving import MoveVerdict, Nearest
from coach.services.plan_change_words import ORIGIN_WORDS, nearest_text, swap_text
from coach.services.plan_words import GOAL_WORDS
from coach.services.plans import VersionLine
from coach.web.plans.proposed import SOFT
from coach.web.requests import spoken

register = template.Library()

REASONS_SAID = 2


@register.filter
def goal_title(goal: Goal) -> str:
    """The goal in words; an ultra with its distance."""
    language = spoken()
    if goal.kind is GoalKind.ULTRA:
        return say(language, mark("{distance} ultra"), distance=units.distance(language, goal.race_m, 0))
    return say(language, GOAL_WORDS[goal.kind])


VERDICT_WORDS = {
    Verdict.DONE: mark("as planned"),
    Verdict.SHORTER: mark("shorter"),
    Verdict.LONGER: mark("longer"),
    Verdict.EASIER: mark("easier"),
    Verdict.HARDER: mark("harder"),
    Verdict.MISSED: mark("not done"),
}


@register.filter
def verdict_word(followed: Fulfilment) -> str:
    """What became of a session in a word or two; nothing for what is still to come."""
    word = VERDICT_WORDS.get(followed.verdict)
    return say(spoken(), word) if word else ""


@register.filter
def origin_word(line: VersionLine | Plan) -> str:
    """How a version of a plan came to be."""
    return say(spoken(), ORIGIN_WORDS[line.origin])


@register.filter
def swap_words(verdict: MoveVerdict) -> str:
    """That two runs change places; nothing where the day is free."""
    return swap_text(spoken(), verdict)


@register.filter
def nearest_words(nearest: Nearest) -> str:
    """The nearest day a session may go to."""
    return nearest_text(spoken(), nearest)


@register.filter
def reasons(line: VersionLine | Plan) -> tuple[Notice, ...]:
    """Why a version came to be, without the soft rules told along with it; the first two reasons say it."""
    return tuple(notice for notice in line.changed_for if notice.code != SOFT)[:REASONS_SAID]
