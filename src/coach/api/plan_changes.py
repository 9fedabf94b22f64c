"""Plans meet life: followed, changed by proposals, kept in versions, sessions moved. Nothing is changed unasked."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response

from coach.api.openapi import refused
from coach.api.plans import PlanId, whole
from coach.api.requests import Act, Acting
from coach.api.schemas_plans import PlanBody
from coach.api.schemas_plans_changes import (
    CauseRequest,
    FollowUp,
    FulfilmentBody,
    MoveBody,
    MoveRequest,
    ProposalBody,
    ProposalList,
    ProposalRequest,
    Review,
    VersionBody,
    VersionList,
    WeekFollowedBody,
)
from coach.api.schemas_plans_request import WEEKDAYS
from coach.domain.adaptation import Cause, CauseKind
from coach.domain.language import mark
from coach.domain.plans import Plan
from coach.domain.problems import InvalidInput
from coach.science.planning.adaptation.moving import MoveVerdict
from coach.services import plans
from coach.services.plan_change_words import nearest_text
from coach.services.plan_words import notice_text

router = APIRouter(prefix="/v1/plans", tags=["plans"])

OfPlan = Annotated[UUID | None, Query(description="Of this plan: any version of it, or its `series`")]
ProposalId = Annotated[UUID, Path(description="A proposal of yours")]
SessionKey = Annotated[UUID, Path(description="A session's `key`, the same in every version")]


@router.get("/proposals", responses=refused(404))
def list_proposals(acting: Acting, plan_id: OfPlan = None) -> ProposalList:
    """The changes that wait for your word, newest first; of one plan with `plan_id`."""
    waiting = plans.waiting(acting.connection, acting.athlete_id, str(plan_id) if plan_id else None)
    return ProposalList(proposals=[ProposalBody.of(each, acting.language) for each in waiting])


@router.post("/review", responses=refused())
def review_plan(acting: Acting) -> Review:
    """Look at what was run of the newest plan, and propose a change where one is due. It changes nothing."""
    found = plans.review(acting.connection, acting.athlete_id, acting.today, acting.now)
    return Review(proposal=None if found is None else ProposalBody.of(found, acting.language))


@router.get("/proposals/{proposal_id}", responses=refused(404))
def get_proposal(acting: Acting, proposal_id: ProposalId) -> ProposalBody:
    """A proposal, decided or not."""
    found = plans.proposal(acting.connection, acting.athlete_id, str(proposal_id))
    return ProposalBody.of(found, acting.language)


@router.post("/proposals/{proposal_id}/accept", responses=refused(404, 409))
def accept_proposal(acting: Acting, proposal_id: ProposalId) -> PlanBody:
    """Take a proposed change: the next version of the plan. The one before is kept and can be restored."""
    changed = plans.accept(acting.connection, acting.athlete_id, str(proposal_id), acting.now, acting.today)
    return whole(acting, changed)


@router.post("/proposals/{proposal_id}/refuse", responses=refused(404, 409))
def refuse_proposal(acting: Acting, proposal_id: ProposalId) -> ProposalBody:
    """Leave the plan as it is; the same finding is not proposed again."""
    plans.refuse(acting.connection, acting.athlete_id, str(proposal_id), acting.now)
    return get_proposal(acting, proposal_id)


@router.get("/{plan_id}/follow-up", responses=refused(404))
def get_plan_follow_up(acting: Acting, plan_id: PlanId) -> FollowUp:
    """What became of each session up to today, with reasons, and each week's sums."""
    plan = plans.get(acting.connection, acting.athlete_id, str(plan_id))
    asked = acting.connection, acting.athlete_id, plan, acting.today
    return FollowUp(
        plan_id=plan_id,
        version=plan.version,
        on=acting.today,
        weeks=[WeekFollowedBody.model_validate(week) for week in plans.followed_weeks(*asked)],
        sessions=[FulfilmentBody.of(each, acting.language) for each in plans.followed(*asked)],
    )


@router.post(
    "/{plan_id}/proposals",
    status_code=201,
    responses={
        200: {"model": ProposalBody, "description": "Nothing is to be changed; `told` says why"},
        **refused(404, 409),
    },
)
def propose_change(acting: Acting, plan_id: PlanId, wanted: ProposalRequest, response: Response) -> ProposalBody:
    """Say what happened, and be proposed the smallest safe change. It waits for your word, in place of what waited."""
    plan = plans.get(acting.connection, acting.athlete_id, str(plan_id))
    causes = tuple(_cause(cause, plan, acting) for cause in wanted.causes)
    found = plans.propose(acting.connection, acting.athlete_id, str(plan_id), causes, acting.today, acting.now)
    if found.proposal_id is None:
        response.status_code = 200
    return ProposalBody.of(found, acting.language)


@router.get("/{plan_id}/versions", responses=refused(404))
def list_plan_versions(acting: Acting, plan_id: PlanId) -> VersionList:
    """Every version of the plan, newest first: when and why it came to be."""
    lines = plans.versions(acting.connection, acting.athlete_id, str(plan_id))
    return VersionList(versions=[VersionBody.of(line, acting.language) for line in lines])


@router.post("/{plan_id}/restore", status_code=201, responses=refused(404, 409))
def restore_plan_version(acting: Acting, plan_id: PlanId) -> PlanBody:
    """Take an older version up again, as a new version. What was run since stays as it was run."""
    made = plans.restore_version(acting.connection, acting.athlete_id, str(plan_id), acting.now, today=acting.today)
    return whole(acting, made)


@router.post("/{plan_id}/sessions/{key}/move", responses=refused(404, 409))
def move_session(acting: Acting, plan_id: PlanId, key: SessionKey, wanted: MoveRequest) -> MoveBody:
    """Put a session on another day, as a new version. A dry run only says what the rules say of it.

    A run that stands there changes places with it (`swapped`). What a hard rule forbids is refused in words with the
    nearest free day (422, `to_day`).
    """
    asked = acting.connection, acting.athlete_id, str(plan_id), str(key), wanted.to_day, acting.today
    verdict = plans.judge_move(*asked, anyway=wanted.anyway)
    if not wanted.dry_run and not verdict.allowed:
        raise _not_moved(verdict, acting)
    made = None if wanted.dry_run else plans.move(*asked, acting.now, anyway=wanted.anyway)
    return MoveBody.of(verdict, made.plan_id if made else None, acting.language)


def _not_moved(verdict: MoveVerdict, acting: Act) -> InvalidInput:
    """The refusal of a move: every reason, and the nearest free day."""
    why = " ".join(notice_text(acting.language, notice) for notice in verdict.against)
    if verdict.nearest is None:
        return InvalidInput(mark("{why}"), field="to_day", why=why)
    nearest = nearest_text(acting.language, verdict.nearest)
    return InvalidInput(mark("{why} {nearest}"), field="to_day", why=why, nearest=nearest)


def _cause(wanted: CauseRequest, plan: Plan, acting: Act) -> Cause:
    """What happened, in the language of the domain."""
    spans = wanted.kind in (CauseKind.ILLNESS, CauseKind.TRAVEL, CauseKind.INJURY)
    cause = Cause(
        kind=wanted.kind,
        since=wanted.since or acting.today if spans else wanted.since,
        until=wanted.until,
        can_run=wanted.can_run,
        vma_kmh=wanted.vma_kmh,
        race_day=wanted.race_day,
        injury=wanted.injury.as_injury() if wanted.injury else None,
        keys=tuple(str(key) for key in wanted.keys),
    )
    return cause if wanted.kind is not CauseKind.AVAILABILITY else _available(cause, wanted, plan)


def _available(cause: Cause, wanted: CauseRequest, plan: Plan) -> Cause:
    """New availability; days, minutes and the long-run day that were not sent stay as they are, where they can."""
    goal, sent = plan.goal, wanted.model_fields_set
    given = (
        wanted if wanted.days is not None else wanted.model_copy(update={"days": [WEEKDAYS[day] for day in goal.days]})
    )
    days, minutes, long_day = given.day_numbers(), given.day_minutes(), given.long_day_number
    if "minutes" not in sent and goal.minutes is not None:
        known = dict(zip(goal.days, goal.minutes, strict=True))
        minutes = tuple(known.get(day) for day in days)
    if "long_day" not in sent and goal.long_day in days:
        long_day = goal.long_day
    return replace(cause, days=days, minutes=minutes, long_day=long_day)
