"""What the coach believes of the athlete's fitness."""

from __future__ import annotations

from fastapi import APIRouter

from coach.api.openapi import refused
from coach.api.requests import Acting
from coach.api.schemas_fitness import FitnessBody
from coach.services import fitness

router = APIRouter(prefix="/v1/fitness", tags=["fitness"])


@router.get("", responses=refused())
def get_fitness(acting: Acting) -> FitnessBody:
    """Your fitness today on your own calendar: VMA, level, weekly volume, bests and predictions, with their doubt."""
    known = fitness.current(acting.connection, acting.athlete_id, acting.today)
    return FitnessBody.of(known, acting.language)
