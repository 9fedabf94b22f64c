"""Plans: asked for, read, handed out, put away."""

from __future__ import annotations

import json
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Response

from coach.api.openapi import refused
from coach.api.requests import Acting, Called
from coach.api.schemas_plans import PlanBody, PlanList, PlanSummary
from coach.api.schemas_plans_files import ExportRequest, RuleBody, RuleList
from coach.api.schemas_plans_request import PlanRequest, sent_as
from coach.domain.plans import Plan
from coach.domain.problems import InvalidInput
from coach.science.planning import RULES
from coach.services import fitness, plans
from coach.services.plan_files import PlanFile, export, plan_schema
from coach.services.plans import Made
from coach.store import engine

router = APIRouter(prefix="/v1/plans", tags=["plans"])

PlanId = Annotated[
    UUID, Path(description="A version of a plan, or its `series`, which means the newest. Changes go to the newest.")
]
LEFT_OUT = "Coach-Left-Out"
TELLS: dict[str, Any] = {
    "description": "What this form has no place for: a JSON list of sentences, in ASCII; absent where all is in",
    "schema": {"type": "string"},
}
FILES: dict[str, Any] = {form.media_type.partition(";")[0]: {"schema": {}} for form in PlanFile}


def made_for(acting: Acting, wanted: PlanRequest) -> Made:
    """The plan that answers the request. Raises InvalidInput, naming the field as it was sent."""
    try:
        return plans.answer(acting.connection, acting.athlete_id, wanted.as_goal(), acting.today, age=wanted.age)
    except InvalidInput as refusal:
        refusal.field = sent_as(refusal.field)
        raise


@router.get("", responses=refused())
def list_plans(acting: Acting) -> PlanList:
    """Your plans in their newest versions, newest first."""
    lines = plans.listing(acting.connection, acting.athlete_id)
    return PlanList(plans=[PlanSummary.of(line) for line in lines])


@router.post("", status_code=201, responses=refused())
def create_plan(acting: Acting, wanted: PlanRequest, response: Response) -> PlanBody:
    """Make a plan from your history. Its address is in `Location`."""
    made = made_for(acting, wanted).plan
    response.headers["Location"] = f"{router.prefix}/{made.plan_id}"
    return whole(acting, made)


@router.get("/schema", responses=refused())
def get_plan_schema(_who: Called) -> dict[str, Any]:
    """The JSON Schema (2020-12) of the document that `export` gives as `json`, and `coach plan --json` prints."""
    return plan_schema()


@router.get("/rules", responses=refused())
def list_plan_rules(who: Called) -> RuleList:
    """What no plan may break and what it should hold, with numbers, sources, and when each rule applies."""
    return RuleList(rules=[RuleBody.of(rule, who.language) for rule in RULES])


@router.get("/{plan_id}", responses=refused(404))
def get_plan(acting: Acting, plan_id: PlanId) -> PlanBody:
    """A plan whole: weeks, sessions, steps, and the runs that fulfilled them."""
    return whole(acting, plans.get(acting.connection, acting.athlete_id, str(plan_id)))


@router.get(
    "/{plan_id}/pdf",
    response_class=Response,
    responses={200: {"description": "The plan", "content": {"application/pdf": {}}}, **refused(404, 503)},
)
def get_plan_pdf(who: Called, plan_id: PlanId) -> Response:
    """The plan as an A4 document, in the language asked for."""
    return export_plan(who, plan_id, ExportRequest(format=PlanFile.PDF))


@router.post(
    "/{plan_id}/export",
    response_class=Response,
    responses={
        200: {"description": "The file", "content": FILES, "headers": {LEFT_OUT: TELLS}},
        **refused(404, 503),
    },
)
def export_plan(who: Called, plan_id: PlanId, wanted: ExportRequest) -> Response:
    """The plan as a file: PDF, calendar, workouts for a watch or a trainer, table, JSON.

    What a form has no place for is told in the header `Coach-Left-Out`, a JSON list of sentences; else all is in.
    """
    language = wanted.language or who.language
    # Making a file takes its time: the connection goes back first.
    with engine.transaction() as connection:
        plan = plans.get(connection, who.athlete_id, str(plan_id))
        zones = fitness.current(connection, who.athlete_id, who.today).heart_zones
    made = export(plan, wanted.format, language=language, athlete_name=who.athlete.name, today=who.today, zones=zones)
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"', "Content-Language": language.value}
    if made.left_out:
        headers[LEFT_OUT] = json.dumps(made.left_out)
    return Response(made.data, media_type=made.media_type, headers=headers)


@router.delete("/{plan_id}", status_code=204, response_class=Response, responses=refused(404))
def archive_plan(acting: Acting, plan_id: PlanId) -> None:
    """Put a plan away in all its versions; it can be brought back."""
    plans.archive(acting.connection, acting.athlete_id, str(plan_id), acting.now)


@router.post("/{plan_id}/unarchive", responses=refused(404))
def unarchive_plan(acting: Acting, plan_id: PlanId) -> PlanBody:
    """Bring back a plan that was put away."""
    plans.restore(acting.connection, acting.athlete_id, str(plan_id))
    return get_plan(acting, plan_id)


def whole(acting: Acting, plan: Plan) -> PlanBody:
    """A plan with what was done of it."""
    return PlanBody.of(plan, plans.done(acting.connection, acting.athlete_id, plan), acting.language)
