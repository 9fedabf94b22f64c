"""Coaching: a plan generated from a goal, told with its statistics and whether it was known already."""

from __future__ import annotations

from fastapi import APIRouter, Response

from coach.api.openapi import refused
from coach.api.plans import made_for
from coach.api.plans import router as plans_router
from coach.api.requests import Acting
from coach.api.schemas_plans import GeneratedPlan
from coach.api.schemas_plans_request import PlanRequest
from coach.services import plans

router = APIRouter(prefix="/v1/coaching", tags=["coaching"])


@router.post(
    "/generate-training-plan",
    status_code=201,
    responses={200: {"model": GeneratedPlan, "description": "The plan made before for the same question"}, **refused()},
)
def generate_training_plan(acting: Acting, wanted: PlanRequest, response: Response) -> GeneratedPlan:
    """Make a plan from your history, or give the one made before for the same goal and fitness.

    Every week asked for is there; sums equal their parts. `cached` says which of the two it is, the status too
    (201, 200). The plan is kept: its address is in `Location`.
    """
    made = made_for(acting, wanted)
    response.headers["Location"] = f"{plans_router.prefix}/{made.plan.plan_id}"
    if made.cached:
        response.status_code = 200
    done = plans.done(acting.connection, acting.athlete_id, made.plan)
    return GeneratedPlan.of(made.plan, done, acting.language, cached=made.cached)
