"""Proposals in words: what happened, what changes, which rule asks for it. Every door says them alike."""

from __future__ import annotations

from dataclasses import dataclass

from coach.domain import units
from coach.domain.adaptation import Cause, CauseKind, Change, ChangeKind, Proposal
from coach.domain.athletes import Language
from coach.domain.goals import InjurySite
from coach.domain.language import day_words, list_words, mark, say, say_many, weekday
from coach.domain.plans import Origin, Session
from coach.science.planning.adaptation.moving import MoveVerdict, Nearest
from coach.science.planning.rules import RULE
from coach.services import plan_words

SITE_WORDS = {
    InjurySite.FEMORAL_NECK: mark("Stress injury: neck of the femur"),
    InjurySite.NAVICULAR: mark("Stress injury: navicular (midfoot)"),
    InjurySite.ANTERIOR_TIBIA: mark("Stress injury: front of the tibia"),
    InjurySite.FIFTH_METATARSAL: mark("Stress injury: fifth metatarsal"),
    InjurySite.OTHER_BONE: mark("Stress injury: another bone"),
    InjurySite.ACHILLES: mark("Achilles tendon"),
    InjurySite.CALF: mark("Calf"),
    InjurySite.SHIN: mark("Shin"),
    InjurySite.KNEE: mark("Knee"),
    InjurySite.HAMSTRING: mark("Hamstring"),
    InjurySite.HIP: mark("Hip"),
    InjurySite.FOOT: mark("Foot"),
    InjurySite.ANKLE: mark("Ankle"),
    InjurySite.BACK: mark("Lower back"),
    InjurySite.OTHER: mark("Elsewhere"),
}
CHANGE_WORDS = {
    ChangeKind.ADDED: mark("added"),
    ChangeKind.REMOVED: mark("left out"),
    ChangeKind.MOVED: mark("moved"),
    ChangeKind.SHORTENED: mark("shorter"),
    ChangeKind.LENGTHENED: mark("longer"),
    ChangeKind.EASED: mark("easier"),
    ChangeKind.HARDENED: mark("harder"),
    ChangeKind.REPLACED: mark("replaced"),
    ChangeKind.PACED: mark("other paces"),
}
ORIGIN_WORDS = {
    Origin.CREATED: mark("Made"),
    Origin.ADAPTED: mark("Adapted"),
    Origin.EDITED: mark("Changed by you"),
    Origin.RESTORED: mark("Brought back"),
}


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change ready to be read: its old line struck, its new one underlined, the reason beneath."""

    kind: str
    word: str
    old: str
    new: str
    reason: str
    rule: str


@dataclass(frozen=True, slots=True)
class ChangedWeek:
    """The changes of one week of the plan, by its number; 0 where no week of the plan holds them."""

    number: int
    lines: tuple[ChangeLine, ...]


def changed_weeks(language: Language, proposal: Proposal) -> tuple[ChangedWeek, ...]:
    """The changes of a proposal, week by week."""
    weeks = {week.monday: week.number for week in proposal.proposed.weeks}
    grouped: dict[int, list[ChangeLine]] = {}
    for change in sorted(proposal.changes, key=lambda change: change.day):
        number = next((number for monday, number in weeks.items() if 0 <= (change.day - monday).days < 7), 0)
        grouped.setdefault(number, []).append(change_line(language, change))
    return tuple(ChangedWeek(number, tuple(lines)) for number, lines in grouped.items())


def change_line(language: Language, change: Change) -> ChangeLine:
    """One change in words."""
    rule = RULE.get(change.rule_id or "")
    paced = change.kind is ChangeKind.PACED
    return ChangeLine(
        kind=change.session.kind.value,
        word=say(language, CHANGE_WORDS[change.kind]),
        old=_side(language, change.before, paced=paced),
        new=_side(language, change.after, paced=paced),
        reason=plan_words.notice_text(language, change.reason),
        rule=say(language, rule.statement) if rule else "",
    )


def _side(language: Language, session: Session | None, *, paced: bool) -> str:
    if session is None:
        return ""
    title, length = plan_words.session_title(language, session), units.duration(language, session.duration_s)
    said_already = " ".join(length.split()) in " ".join(title.split())
    pace = plan_words.session_intensity(language, session) if paced else ""
    told = (day_words(language, session.day), title, "" if said_already else length, pace)
    return " · ".join(part for part in told if part)


def swap_text(language: Language, verdict: MoveVerdict) -> str:
    """That two runs change places, and where the other goes; empty where the day is free."""
    other = verdict.swapped
    if other is None:
        return ""
    sentence = mark("They change places: {session} goes to {day}.")
    title = plan_words.session_title(language, other)
    return say(language, sentence, session=title, day=day_words(language, other.day))


def nearest_text(language: Language, nearest: Nearest) -> str:
    """The nearest day a session may go to: a free one, one that takes a word, or one where two change places."""
    values = {"day": day_words(language, nearest.day)}
    if nearest.swapped is not None:
        values["session"] = plan_words.session_title(language, nearest.swapped)
        sentence = mark("No free day nearby will do. On {day} it would change places with: {session}.")
        return say(language, sentence, **values)
    if nearest.needs_word:
        return say(language, mark("The nearest free day: {day}, which is not one of your running days."), **values)
    return say(language, mark("The nearest free day: {day}."), **values)


def cause_text(language: Language, cause: Cause) -> str:
    """What happened, as a sentence."""
    return f"{_CAUSES[cause.kind](language, cause)}."


def _missed(language: Language, cause: Cause) -> str:
    return say_many(language, "{count} session was not done", "{count} sessions were not done", len(cause.keys) or 1)


def _ill(language: Language, cause: Cause) -> str:
    return _span(language, cause, mark("Ill since {since}"), mark("Ill from {since} to {until}"))


def _away(language: Language, cause: Cause) -> str:
    told = _span(language, cause, mark("Away since {since}"), mark("Away from {since} to {until}"))
    return f"{told}, {say(language, mark('with easy running') if cause.can_run else mark('without running'))}"


def _hurt(language: Language, cause: Cause) -> str:
    where = say(language, SITE_WORDS[cause.injury.site]) if cause.injury else ""
    told = _span(language, cause, mark("Hurt since {since}"), mark("Hurt from {since} to {until}"))
    return f"{told}: {where.lower()}" if where else told


def _tested(language: Language, cause: Cause) -> str:
    return say(language, mark("A test says VMA {vma}"), vma=units.kmh(language, cause.vma_kmh))


def _race(language: Language, cause: Cause) -> str:
    day = day_words(language, cause.race_day) if cause.race_day else ""
    return say(language, mark("The race is now on {day}"), day=day)


def _days(language: Language, cause: Cause) -> str:
    days = list_words(language, [weekday(language, day) for day in cause.days or ()])
    return say(language, mark("Your days are now {days}"), days=days)


def _span(language: Language, cause: Cause, open_ended: str, whole: str) -> str:
    since = day_words(language, cause.since) if cause.since else ""
    if cause.until is None:
        return say(language, open_ended, since=since)
    return say(language, whole, since=since, until=day_words(language, cause.until))


_CAUSES = {
    CauseKind.MISSED: _missed,
    CauseKind.ILLNESS: _ill,
    CauseKind.TRAVEL: _away,
    CauseKind.INJURY: _hurt,
    CauseKind.TEST: _tested,
    CauseKind.RACE_MOVED: _race,
    CauseKind.AVAILABILITY: _days,
}
