"""The head of a plan's pages: what it aims at, where the athlete stands in it, what today's fitness says."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coach.domain import units
from coach.domain.fitness import Fitness
from coach.domain.language import day_words, mark, say
from coach.domain.plans import Plan
from coach.science.running.races import RACE_DISTANCES_M
from coach.services import fitness, plan_words, plans, race_words
from coach.services.plan_files import PlanFile
from coach.web.requests import spoken

FORM_WORDS = {
    PlanFile.ICS: (mark("Calendar file"), mark("for any calendar, once")),
    PlanFile.FIT: (mark("FIT workouts"), mark("one file a session, for your watch")),
    PlanFile.GARMIN: (mark("Garmin workouts"), mark("JSON of the Garmin Training API")),
    PlanFile.ZWO: (mark("Zwift workouts"), mark("for the treadmill")),
    PlanFile.INTERVALS: (mark("intervals.icu text"), mark("to paste into its workout builder")),
    PlanFile.CSV: (mark("CSV table"), mark("one line a session")),
    PlanFile.JSON: (mark("JSON"), mark("everything, with a published schema")),
}
"""Name and use of each form beside the PDF."""

MOVED_KMH = 0.3
"""A VMA that moved less since the plan was made is not worth a word."""


def distances(plan: Plan) -> tuple[float, ...]:
    """Metres today's fitness must speak of: the usual races, and the plan's own where it is another."""
    own = plan.goal.race_m
    return RACE_DISTANCES_M if own is None or own in RACE_DISTANCES_M else (*RACE_DISTANCES_M, own)


def head_view(plan: Plan, belief: Fitness, today: date) -> dict[str, object]:
    """Where the athlete stands in the plan, and whether today's fitness moved away from the one it was made with."""
    seen = belief.vma.value if belief.vma is not None and fitness.measured(belief) else plan.vma_kmh
    assumed = plan_words.vma_assumed(plan)
    return {
        "race": race_words.promised(plan, belief),
        "vma_kmh": seen,
        "moved": not assumed and abs(seen - plan.vma_kmh) >= MOVED_KMH,
        "where": where(plan, today),
        "legs": _legs(plan, belief, seen),
        "over": today > plan.end,
        "forms": [(form.value, name, use) for form, (name, use) in FORM_WORDS.items()],
    }


def standing_view(connection: Connection, athlete_id: str, plan: Plan) -> dict[str, object]:
    """What this version is today: an older one, put away, or the one to change; and what can be taken back."""
    lines = plans.versions(connection, athlete_id, plan.plan_id or "")
    newest = lines[0].plan_id
    listed = plans.listing(connection, athlete_id)
    older = newest != plan.plan_id
    put_away = any(line.archived for line in listed if line.plan_id == newest)
    return {
        "older": older,
        "put_away": put_away,
        "editable": not older and not put_away,
        "newest_id": newest,
        "before_id": lines[1].plan_id if not older and not put_away and len(lines) > 1 else None,
    }


def where(plan: Plan, today: date) -> str:
    """The week the plan is in, or how far away it still is; empty once it is over."""
    language = spoken()
    if today < plan.start:
        return say(language, mark("Starts {day}."), day=day_words(language, plan.start))
    week = next((week for week in plan.weeks if week.monday <= today <= week.sunday), None)
    if week is None or today > plan.end:
        return ""
    phase = say(language, plan_words.PHASE_WORDS[week.phase])
    told = say(language, mark("Week {n} of {weeks}: {phase}."), n=week.number, weeks=len(plan.weeks), phase=phase)
    return f"{told} {say(language, mark('A lighter one.'))}" if week.recovery else told


def _legs(plan: Plan, belief: Fitness, seen: float) -> str:
    language = spoken()
    vma, level = units.kmh(language, seen), say(language, plan_words.LEVEL_WORDS[plan.level]).lower()
    if plan_words.vma_assumed(plan):
        message = mark(
            "No run of yours shows your VMA yet: {vma} is assumed from your level ({level}), and so are the times "
            "and paces."
        )
        return say(language, message, vma=units.kmh(language, plan.vma_kmh), level=level)
    if plan.goal.vma_kmh is not None and not fitness.measured(belief):
        return say(language, mark("The paces rest on the VMA you gave, {vma}. Level: {level}."), vma=vma, level=level)
    race = race_words.promised(plan, belief)
    if race.seconds is None:
        return say(language, mark("Your VMA today: {vma}. Level: {level}."), vma=vma, level=level)
    predicted = race_words.expected(language, race.seconds, race.low_s, race.high_s)
    message = mark("Today your legs are worth {predicted} (VMA {vma}, level: {level}).")
    return say(language, message, predicted=predicted, vma=vma, level=level)
