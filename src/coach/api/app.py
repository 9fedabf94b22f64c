"""The API as one application."""

from __future__ import annotations

from functools import partial

from fastapi import FastAPI

from coach.api import (
    activities,
    analytics,
    athletes,
    coaching,
    docs,
    feeds,
    fitness,
    health,
    imports,
    metrics,
    openapi,
    plan_changes,
    plans,
    problems,
    wellness,
)
from coach.api.envelope import Envelope

DESCRIPTION = (
    "Your activities, fitness, analytics, plans and imports. Send a token, made with `coach token`, in the header "
    "Authorization: Bearer <token>. Texts come in French or English, as Accept-Language asks. Failures are "
    "application/problem+json. Quantities are SI, their unit is in their name; unknown is null, never zero."
)

ROOMS = (
    *(health, athletes, fitness, metrics, analytics, activities, wellness),
    # Fixed addresses of plan_changes come before the ids of plans.
    *(plan_changes, plans, coaching, feeds, imports, docs),
)


def build() -> FastAPI:
    """A new application: one router a noun, failures as problem+json, no page of another host."""
    app = FastAPI(
        title="Coach IA API",
        summary="One coach for endurance and strength",
        description=DESCRIPTION,
        version="1",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=openapi.operation_id,
    )
    for room in ROOMS:
        app.include_router(room.router)
    problems.install(app)
    app.add_middleware(Envelope)
    app.openapi = partial(openapi.describe, app)  # type: ignore[method-assign]  # the way FastAPI documents
    return app
