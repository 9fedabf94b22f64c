"""Plans: made, followed, changed with consent, handed out."""

from coach.science.planning import days_for
from coach.services.plans.following import done
from coach.services.plans.making import Made, answer, archive, create, get, latest, listing, restore
from coach.store.plans import PlanLine

__all__ = [
    "Made",
    "PlanLine",
    "answer",
    "archive",
    "create",
    "days_for",
    "done",
    "get",
    "latest",
    "listing",
    "restore",
]
