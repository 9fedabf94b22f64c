"""The athlete's own profile."""

from __future__ import annotations

from fastapi import APIRouter

from coach.api.openapi import refused
from coach.api.requests import Acting, Called
from coach.api.schemas_athletes import Profile, ProfileChange
from coach.domain.problems import InvalidInput
from coach.services import athletes

router = APIRouter(prefix="/v1/profile", tags=["profile"])


@router.get("", responses=refused())
def get_profile(who: Called) -> Profile:
    """Who you are, as far as you chose to say."""
    return Profile.of(who.athlete)


@router.patch("", responses=refused())
def change_profile(acting: Acting, change: ProfileChange) -> Profile:
    """Change what you say of yourself; fields left out stay as they are."""
    try:
        return Profile.of(athletes.update(acting.connection, acting.athlete_id, change.given(), today=acting.today))
    except InvalidInput as refusal:
        refusal.field = ProfileChange.sent_as(refusal.field)
        raise
