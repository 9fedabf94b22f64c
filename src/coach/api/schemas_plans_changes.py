"""How a plan meets life as JSON: what was done, what happened, what is proposed, versions, sessions moved."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from coach.api.schemas_plans import NoticeBody, PlannedMetres, PlannedSeconds
from coach.api.schemas_plans_request import Availability, InjuryBody, Weekday
from coach.domain.adaptation import (
    Cause,
    CauseKind,
    Change,
    ChangeKind,
    Decision,
    Fulfilment,
    Proposal,
    Verdict,
)
from coach.domain.athletes import Language
from coach.domain.plans import Origin, Session, SessionKind
from coach.science.planning.adaptation.moving import MoveVerdict
from coach.services.plan_change_words import cause_text, swap_text
from coach.services.plan_words import notice_text, session_title
from coach.services.plans import VersionLine

MOST_CAUSES = 7
MOST_KEYS = 50


class FulfilmentBody(BaseModel):
    """A planned session beside what was done for it."""

    key: UUID | None
    day: date
    kind: SessionKind
    title: str
    duration_s: PlannedSeconds
    distance_m: PlannedMetres
    verdict: Verdict
    duration_share: float | None = Field(description="Time done over time planned, 1 is as planned; null is nothing")
    days_late: int = Field(description="Days after its day, negative before it")
    activity_id: UUID | None
    reasons: list[NoticeBody] = Field(description="The verdict in words, with its numbers")

    @classmethod
    def of(cls, each: Fulfilment, language: Language) -> FulfilmentBody:
        """What became of a session, in words of ``language``."""
        session = each.session
        return cls(
            key=session.key,
            day=session.day,
            kind=session.kind,
            title=session_title(language, session),
            duration_s=round(session.duration_s, 1),
            distance_m=round(session.distance_m, 1),
            verdict=each.verdict,
            duration_share=each.duration_share,
            days_late=each.days_late,
            activity_id=each.activity.activity_id if each.activity else None,
            reasons=[NoticeBody.of(reason, language) for reason in each.reasons],
        )


class WeekFollowedBody(BaseModel):
    """What was due and what was run in a week of the plan, up to today."""

    model_config = ConfigDict(from_attributes=True)

    number: int
    monday: date
    due: int = Field(description="Sessions whose day is past or that are done")
    fulfilled: int = Field(description="Those something was done for")
    due_s: float = Field(description="Seconds of running they were to hold")
    due_m: float = Field(description="Metres of running they were to hold")
    run_s: float = Field(description="Seconds run in these seven days, planned or not")
    run_m: float = Field(description="Metres run in these seven days, planned or not")
    share: float | None = Field(description="Time run over time due; null while nothing was due")


class FollowUp(BaseModel):
    """How a plan is followed."""

    plan_id: UUID
    version: int
    on: date
    weeks: list[WeekFollowedBody]
    sessions: list[FulfilmentBody]


class CauseRequest(Availability):
    """Something that happened. Give the fields of its kind; what is left out of `availability` stays as it is."""

    model_config = ConfigDict(extra="forbid")

    kind: CauseKind
    days: list[Weekday] | int | None = Field(default=None, description="Days you can run now, or how many a week")
    since: date | None = Field(default=None, description="First day of an illness, a journey, an injury; else today")
    until: date | None = Field(default=None, description="Last day, included; null is still going on")
    can_run: bool = Field(default=False, description="Easy running is possible on the journey")
    vma_kmh: float | None = Field(
        default=None, gt=0, lt=30, allow_inf_nan=False, description="The VMA a test gave, km/h"
    )
    race_day: date | None = Field(default=None, description="The new day of the race")
    injury: InjuryBody | None = None
    keys: Annotated[list[UUID], Field(max_length=MOST_KEYS)] = Field(
        default=[], description="Sessions that were missed; none named is every one of the last two weeks"
    )


class ProposalRequest(BaseModel):
    """What happened, as far as the plan may have to answer it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"causes": [{"kind": "illness", "since": "2027-01-04", "until": "2027-01-08"}]}},
    )

    causes: list[CauseRequest] = Field(min_length=1, max_length=MOST_CAUSES)


class PlannedBody(BaseModel):
    """A session of a change."""

    key: str | None
    day: date
    kind: SessionKind
    title: str
    duration_s: PlannedSeconds
    distance_m: PlannedMetres

    @classmethod
    def of(cls, session: Session | None, language: Language) -> PlannedBody | None:
        """The session, None where there is none on that side."""
        if session is None:
            return None
        return cls(
            key=session.key,
            day=session.day,
            kind=session.kind,
            title=session_title(language, session),
            duration_s=round(session.duration_s, 1),
            distance_m=round(session.distance_m, 1),
        )


class PlanChangeBody(BaseModel):
    """One line of a proposal: a session before and after, and the fact or rule behind it."""

    kind: ChangeKind
    before: PlannedBody | None = Field(description="Null for what is added")
    after: PlannedBody | None = Field(description="Null for what is left out")
    reason: NoticeBody
    rule: str | None = Field(description="The rule that asks for it, see /v1/plans/rules; null where none does")

    @classmethod
    def of(cls, change: Change, language: Language) -> PlanChangeBody:
        """A change in words of ``language``."""
        return cls(
            kind=change.kind,
            before=PlannedBody.of(change.before, language),
            after=PlannedBody.of(change.after, language),
            reason=NoticeBody.of(change.reason, language),
            rule=change.rule_id,
        )


class CauseBody(BaseModel):
    """Something that happened, in a sentence."""

    kind: CauseKind
    text: str

    @classmethod
    def of(cls, cause: Cause, language: Language) -> CauseBody:
        """A cause in words of ``language``."""
        return cls(kind=cause.kind, text=cause_text(language, cause))


class ProposalBody(BaseModel):
    """A change offered: nothing of it happens before it is accepted."""

    id: UUID | None = Field(description="Null where nothing is to be changed: there is nothing to decide")
    plan_id: UUID = Field(description="The version it starts from")
    created_at: datetime | None
    decision: Decision | None = Field(description="Null while it waits")
    decided_at: datetime | None
    version_id: UUID | None = Field(description="The version an accepted one became")
    causes: list[CauseBody]
    told: list[NoticeBody] = Field(description="What is worth knowing; why nothing changes, where nothing does")
    changes: list[PlanChangeBody]

    @classmethod
    def of(cls, proposal: Proposal, language: Language) -> ProposalBody:
        """A proposal in words of ``language``."""
        return cls(
            id=proposal.proposal_id,
            plan_id=proposal.plan_id,
            created_at=proposal.created_at,
            decision=proposal.decision,
            decided_at=proposal.decided_at,
            version_id=proposal.version_id,
            causes=[CauseBody.of(cause, language) for cause in proposal.causes],
            told=[NoticeBody.of(notice, language) for notice in proposal.told],
            changes=[PlanChangeBody.of(change, language) for change in proposal.changes],
        )


class ProposalList(BaseModel):
    """The proposals that wait for a word, newest first."""

    proposals: list[ProposalBody]


class Review(BaseModel):
    """What a look at the runs found."""

    proposal: ProposalBody | None = Field(description="Null where nothing asks for a change")


class VersionBody(BaseModel):
    """A version of a plan."""

    plan_id: UUID
    version: int
    origin: Origin = Field(description="How it came to be")
    changed_for: list[NoticeBody] = Field(description="Why it differs from the one before")
    created_at: datetime

    @classmethod
    def of(cls, line: VersionLine, language: Language) -> VersionBody:
        """A version in words of ``language``."""
        return cls(
            plan_id=line.plan_id,
            version=line.version,
            origin=line.origin,
            changed_for=[NoticeBody.of(notice, language) for notice in line.changed_for],
            created_at=line.created_at,
        )


class VersionList(BaseModel):
    """Every version of a plan, newest first."""

    versions: list[VersionBody]


class MoveRequest(BaseModel):
    """Where a session is wished to be."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"to_day": "2027-03-04", "dry_run": True}})

    to_day: date
    dry_run: bool = Field(default=False, description="Only say what the rules say of it")
    anyway: bool = Field(default=False, description="Also on a weekday you did not give; never against a hard rule")


class SwapBody(BaseModel):
    """The run that makes room for another."""

    key: UUID
    day: date = Field(description="Where it is")
    to_day: date = Field(description="Where it goes")


class MoveBody(BaseModel):
    """What the rules say of a move."""

    key: UUID
    day: date = Field(description="Where the session is")
    to_day: date
    allowed: bool
    moved: bool = Field(description="It was done; a dry run never does it")
    plan_id: UUID | None = Field(description="The new version, null where nothing was moved")
    against: list[str] = Field(description="Why it may not be there")
    told: list[str] = Field(description="What is worth knowing")
    swapped: SwapBody | None = Field(description="The run that changes places with it; null where the day is free")
    nearest: date | None = Field(description="The nearest day that is possible where this one is not, a free one first")
    nearest_is_free: bool = Field(description="No run stands on `nearest`; else it would change places")
    nearest_needs_word: bool = Field(description="`nearest` is not one of your running days: `anyway` allows it")
    needs_word: bool = Field(description="Only the days you gave speak against it: `anyway` allows it")

    @classmethod
    def of(cls, verdict: MoveVerdict, plan_id: str | None, language: Language) -> MoveBody:
        """A verdict in words of ``language``."""
        nearest, swap = verdict.nearest, verdict.swapped
        told = [notice_text(language, notice) for notice in verdict.told]
        return cls(
            key=verdict.session.key,
            day=verdict.session.day,
            to_day=verdict.to_day,
            allowed=verdict.allowed,
            moved=plan_id is not None,
            plan_id=plan_id,
            against=[notice_text(language, notice) for notice in verdict.against],
            told=[*([swap_text(language, verdict)] if swap else []), *told],
            swapped=SwapBody(key=swap.key, day=verdict.to_day, to_day=swap.day) if swap else None,
            nearest=nearest.day if nearest else None,
            nearest_is_free=nearest is not None and nearest.swapped is None,
            nearest_needs_word=nearest is not None and nearest.needs_word,
            needs_word=verdict.needs_word,
        )
