"""Words, units, icons and fields as templates say them, in the language of the request."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.forms import BoundField
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from coach.domain import language as words
from coach.domain import units
from coach.domain.activities import ActivityRow, Correction, Device, Split
from coach.domain.fitness import Zone
from coach.domain.imports import ItemState, RunState
from coach.domain.plans import Notice, Plan, Session, SessionKind
from coach.domain.sports import Sport, SportFamily
from coach.science.running.zones import ZONE_SHARES
from coach.services import plan_words
from coach.services.fitness_words import evidence_text
from coach.web.design import words as terms
from coach.web.design.icons import drawn
from coach.web.design.thumbnails import thumbnail
from coach.web.requests import spoken

register = template.Library()

LONG_TABLE = 30
ROWS_AT_ONCE = 20

_BEFORE_UNIT = re.compile(r"(?<=\d) (?=(?:s|min|h|m|km|%)\b)|(?<=h) (?=\d)|(?<=\d) (?=%)")

_FAMILY_ICONS = {family: family.value for family in SportFamily}


def _in_our_language(name: str, function: Callable[..., str]) -> None:
    """Register a function of (language, value) as a filter of value."""

    def said(value: Any, argument: Any = None) -> str:
        return function(spoken(), value) if argument is None else function(spoken(), value, argument)

    register.filter(name, said)  # no functools.wraps: Django would count the language as an argument


for _function in (
    units.clock,
    units.duration,
    units.distance,
    units.pace,
    units.pace_of_speed,
    units.speed,
    units.kmh,
    units.elevation,
    units.heart_rate,
    units.cadence,
    units.power,
    units.weight,
    units.number,
    units.percent,
    units.byte_size,
    words.day_words,
    words.date_words,
    words.full_date_words,
    words.short_day,
    words.time_words,
    words.moment_words,
    words.short_weekday,
    words.weekday,
    plan_words.session_purpose,
):
    _in_our_language(_function.__name__, _function)


@register.filter
def say(message: str) -> str:
    """A message id in our language, as it is."""
    return words.say(spoken(), message)


@register.simple_tag(name="said")
def filled(message: str, values: dict[str, object] | None = None) -> str:
    """A message id in our language, its places filled."""
    return words.say(spoken(), message, **(values or {}))


@register.filter
def session_title(session: Session) -> str:
    """The session's title; no line breaks between a number and its unit."""
    return _joined(plan_words.session_title(spoken(), session))


@register.filter
def session_said(session: Session) -> str:
    """The session's title with its length, said once."""
    return _joined(plan_words.session_said(spoken(), session))


def _joined(title: str) -> str:
    return _BEFORE_UNIT.sub(words.NARROW_NO_BREAK, title.replace(" × ", f"{words.NO_BREAK}×{words.NO_BREAK}"))


@register.filter
def noticed(notice: Notice) -> str:
    """A plan's notice in words."""
    return plan_words.notice_text(spoken(), notice)


@register.filter
def range_words(first: date, last: date) -> str:
    """Two days as a range."""
    return words.range_words(spoken(), first, last)


@register.filter
def weekday_letter(day: date) -> str:
    """First letter of the weekday, capital, for strips of seven dots."""
    return words.weekday(spoken(), day.weekday())[0].upper()


@register.filter
def month_title(day: date) -> str:
    """Month and year, capital first."""
    return capital(month_words(day))


@register.filter
def month_words(day: date) -> str:
    """Month and year: ``janvier 2023``."""
    return f"{words.month(spoken(), day.month)} {day.year}"


@register.filter
def dated(day: date, today: date | None) -> str:
    """Weekday, day and month; the year too where it is not this one."""
    same = today is None or day.year == today.year
    return words.day_words(spoken(), day) if same else words.full_date_words(spoken(), day)


@register.filter
def short_day_of(day: date, today: date) -> str:
    """Day and abbreviated month; the year too where it is not today's."""
    short = words.short_day(spoken(), day)
    return short if day.year == today.year else f"{short} {day.year}"


@register.filter
def assumed(plan: Plan) -> bool:
    """Whether the plan's VMA was assumed."""
    return plan_words.vma_assumed(plan)


@register.filter
def inner_name(name: str) -> str:
    """Where a file lay inside its archive: the archive's own name is said once, above the rows."""
    return re.split(r"\.zip/", name, flags=re.IGNORECASE)[-1] or name


@register.filter
def breakable(path: str) -> SafeString:
    """A path that may break after its slashes and underscores."""
    pieces = re.split(r"(?<=[/_])", path)
    return format_html_join(SafeString("<wbr>"), "{}", ((piece,) for piece in pieces))


@register.filter
def capital(text: str) -> str:
    """The text with its first letter as a capital, the rest untouched."""
    return text[:1].upper() + text[1:]


@register.filter
def locally(moment: datetime, zone: str) -> datetime:
    """The moment on the athlete's own clock."""
    return moment.astimezone(ZoneInfo(zone))


@register.filter
def wall_clock(moment: datetime, zone: str) -> str:
    """Time of day to the second on the athlete's own clock."""
    return locally(moment, zone).strftime("%H:%M:%S")


@register.filter
def kind_word(session: Session) -> str:
    """The kind of a session in words."""
    return words.say(spoken(), plan_words.KIND_WORDS[session.kind])


@register.filter
def short_kind(session: Session) -> str:
    """The kind of a session in six letters, for narrow squares."""
    return words.say(spoken(), terms.SHORT_KINDS[session.kind])


@register.filter
def sport_word(sport: Sport) -> str:
    """The sport in words."""
    return words.say(spoken(), terms.SPORTS[sport])


@register.filter
def family_word(family: SportFamily) -> str:
    """The family of sports in words."""
    return words.say(spoken(), terms.FAMILIES[family])


@register.filter
def activity_title(row: ActivityRow) -> str:
    """The activity's name, or its sport where it has none."""
    return row.name or sport_word(row.sport)


@register.filter
def state_word(state: ItemState | RunState) -> str:
    """What became of a file, or where a run stands, in words."""
    text = terms.ITEM_STATES[state] if isinstance(state, ItemState) else terms.RUN_STATES[state]
    return words.say(spoken(), text)


@register.filter
def phase_word(week: Any) -> str:
    """The phase of a week in words."""
    return words.say(spoken(), plan_words.PHASE_WORDS[week.phase])


@register.filter
def level_word(level: Any) -> str:
    """A level in words."""
    return words.say(spoken(), plan_words.LEVEL_WORDS[level])


@register.filter
def goal_word(kind: Any) -> str:
    """A goal's distance in words."""
    return words.say(spoken(), plan_words.GOAL_WORDS[kind])


@register.filter
def step_lines(session: Session, heart_zones: Sequence[Zone] | None = None) -> tuple[plan_words.StepLine, ...]:
    """The session's steps in words, zones in beats where these are known."""
    racing = session.kind is SessionKind.RACE
    return plan_words.step_lines(spoken(), session.steps, race=racing, zones=heart_zones or ())


@register.filter
def is_demo(email: str | None) -> bool:
    """Whether an address is the made-up one of a demo account."""
    return (email or "").endswith("@example.invalid")


@register.filter
def zones(heart_zones: Sequence[Zone]) -> list[tuple[int, str, str]]:
    """The five zones: number, share of VMA, beats (empty where they are unknown)."""
    tongue = spoken()
    return [
        (
            zone,
            f"{units.number(tongue, low)}–{units.percent(tongue, high)}" if low else f"< {units.percent(tongue, high)}",
            plan_words.zone_words(tongue, heart_zones[zone - 1]) if heart_zones else "",
        )
        for zone, (low, high) in enumerate(ZONE_SHARES, 1)
    ]


@register.filter
def lookup(mapping: dict[Any, Any], key: Any) -> Any:
    """The value under ``key``, None without."""
    return mapping.get(key)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawn icon, silent: put words beside it or a label on what holds it."""
    return drawn(name)


@register.simple_tag
def sport_icon(sport: Sport) -> SafeString:
    """The icon of a sport's family."""
    return drawn(_FAMILY_ICONS[sport.family])


@register.simple_tag
def small_track(polyline: str) -> SafeString:
    """A thumbnail of a drawn track; nothing where there is none to draw."""
    return thumbnail(polyline)


@register.inclusion_tag("design/field.html")
def field(bound: BoundField, choices: str = "", compact: bool = False, quiet: bool = False) -> dict[str, object]:
    """A form field with its label, help and errors; ``choices`` draws options as large buttons.

    ``quiet`` leaves out the word that says a field is optional, where the page says so for all.
    """
    return {"field": bound, "choices": choices, "compact": compact, "quiet": quiet}


@register.filter
def swim_pace(metres_per_second: float) -> str:
    """A swimmer's pace: time over 100 metres."""
    return f"{units.clock(spoken(), 100 / metres_per_second)}/100 m" if metres_per_second else units.UNKNOWN


@register.filter
def by_speed(sport: Sport) -> bool:
    """Whether the sport counts in km/h; the others count in time over a distance."""
    return sport.family not in (SportFamily.RUN, SportFamily.WALK, SportFamily.SWIM)


@register.filter
def exercise_word(category: str | None) -> str:
    """A strength exercise in words; one we have no words for as the file names it."""
    if not category:
        return units.UNKNOWN
    known = terms.EXERCISES.get(category)
    return words.say(spoken(), known) if known else capital(category.replace("_", " "))


@register.filter
def device_words(device: Device) -> str:
    """Maker and model, as far as the file names them; a model that is only a number says nothing."""
    named = (device.manufacturer, None if (device.product or "").isdigit() else device.product)
    return " ".join(capital(part) for part in named if part)


@register.filter
def split_pace(split: Split, sport: Sport) -> str:
    """The pace of a lap or kilometre as its sport says it: per km, per 100 m, or a speed."""
    seconds = split.moving_s or split.elapsed_s
    if not split.distance_m or not seconds:
        return units.UNKNOWN
    speed = split.distance_m / seconds
    if by_speed(sport):
        return units.speed(spoken(), speed)
    return swim_pace(speed) if sport.family is SportFamily.SWIM else units.pace_of_speed(spoken(), speed)


@register.filter
def resting(split: Split) -> bool:
    """Whether a piece of a swim is a rest at the wall: it covers no distance."""
    return (split.distance_m or 0.0) < 1


@register.filter
def head(rows: Sequence[Any]) -> Sequence[Any]:
    """The rows shown at once: all of a short table, the first of a long one."""
    return rows if len(rows) <= LONG_TABLE else rows[:ROWS_AT_ONCE]


@register.filter
def tail(rows: Sequence[Any]) -> Sequence[Any]:
    """The rows ``head`` leaves to be unfolded."""
    return rows[len(head(rows)) :]


@register.filter
def correction_words(correction: Correction) -> str:
    """What the cleaning changed, in words."""
    return words.say(spoken(), correction.detail or correction.code)


@register.filter
def unlocalized(value: float) -> str:
    """A number as SVG wants it: a point for decimals in every language."""
    return f"{value:.1f}"


@register.filter
def evidence_words(evidence: str) -> str:
    """The performances behind an estimate as runners write them; anything else as a message."""
    return evidence_text(spoken(), evidence)
