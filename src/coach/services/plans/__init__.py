"""Plans: made, followed, changed with consent, handed out."""

from coach.science.planning import days_for
from coach.services.plans.following import done, followed, followed_weeks
from coach.services.plans.making import Made, answer, archive, create, get, latest, listing, names, restore
from coach.services.plans.moving import NotMoved, judge_move, judge_moves, move
from coach.services.plans.proposals import accept, proposal, proposal_ids, propose, refuse, review, waiting
from coach.services.plans.versions import restore_version, versions
from coach.store.plans import PlanLine, VersionLine

__all__ = [
    "Made",
    "NotMoved",
    "PlanLine",
    "VersionLine",
    "accept",
    "answer",
    "archive",
    "create",
    "days_for",
    "done",
    "followed",
    "followed_weeks",
    "get",
    "judge_move",
    "judge_moves",
    "latest",
    "listing",
    "move",
    "names",
    "proposal",
    "proposal_ids",
    "propose",
    "refuse",
    "restore",
    "restore_version",
    "review",
    "versions",
    "waiting",
]
