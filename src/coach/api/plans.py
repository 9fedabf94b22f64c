"""Plans: asked for, read, printed."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response

from coach.api.openapi import refused
from coach.api.requests import Acting, Called
from coach.api.schemas_plans import PlanBody, PlanList, PlanRequest, PlanSummary
from coach.domain.problems import InvalidInput
from coach.services import plans
from coach.services.printing import press
from coach.store import engine

router = APIRouter(prefix="/v1/plans", tags=["plans"])


@router.get("", responses=refused())
def list_plans(acting: Acting) -> PlanList:
    """Your plans, newest first."""
    lines = plans.listing(acting.connection, acting.athlete_id)
    return PlanList(plans=[PlanSummary.of(line) for line in lines])


@router.post("", status_code=201, responses=refused())
def create_plan(acting: Acting, wanted: PlanRequest, response: Response) -> PlanBody:
    """Make a plan from your history. Its address is in `Location`."""
    try:
        made = plans.create(acting.connection, acting.athlete_id, wanted.as_goal(), acting.today)
    except InvalidInput as refusal:
        refusal.field = PlanRequest.sent_as(refusal.field)
        raise
    response.headers["Location"] = f"{router.prefix}/{made.plan_id}"
    return PlanBody.of(made, {}, acting.language)


@router.get("/{plan_id}", responses=refused(404))
def get_plan(acting: Acting, plan_id: UUID) -> PlanBody:
    """A plan whole: weeks, sessions, steps, and the runs that fulfilled them."""
    plan = plans.get(acting.connection, acting.athlete_id, str(plan_id))
    return PlanBody.of(plan, plans.done(acting.connection, acting.athlete_id, plan), acting.language)


@router.get(
    "/{plan_id}/pdf",
    response_class=Response,
    responses={200: {"description": "The plan", "content": {"application/pdf": {}}}, **refused(404, 503)},
)
def get_plan_pdf(who: Called, plan_id: UUID) -> Response:
    """The plan as an A4 document, in the language asked for."""
    # typst takes its time: the connection goes back first.
    with engine.transaction() as connection:
        plan = plans.get(connection, who.athlete_id, str(plan_id))
    data = press.plan_pdf(plan, athlete_name=who.athlete.name, language=who.language, today=who.today)
    name = f"plan-{plan.goal.kind.value}-{plan.end.isoformat()}.pdf"
    return Response(
        data, media_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
