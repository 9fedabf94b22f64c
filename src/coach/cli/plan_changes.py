"""What may change a plan: findings, proposals to take or refuse, versions to bring back. Nothing is changed unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from coach.cli import terminal
from coach.cli.acting import acting, careful, today_of
from coach.cli.plan_choice import beginning, chosen
from coach.cli.plan_proposals import print_proposal, proposal_as_json
from coach.cli.terminal import AsJson, AthleteEmail, word
from coach.domain.language import mark, moment_words
from coach.domain.problems import InvalidInput

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from coach.domain.plans import Plan

WhichPlan = Annotated[
    str | None, typer.Option("--plan", metavar="ID", help="Another plan than the last; its first letters do.")
]
WhichProposal = Annotated[
    str | None, typer.Argument(metavar="[ID]", help="The proposal; its first letters do. Not needed where one waits.")
]

NOTHING_FOUND = mark("Nothing in your runs asks for a change of the plan.")
NOTHING_WAITS = mark("No proposal waits. `coach plan review` looks for one, `coach plan tell` says what happened.")


@careful
def review(as_json: AsJson = False, athlete: AthleteEmail = None) -> None:
    """Look at what was run since the last look, and propose a change where one is due. It changes nothing.

    Example: coach plan review
    """
    from coach.services import plans

    with acting(athlete) as (connection, who):
        found = plans.review(connection, who.athlete_id, today_of(who), terminal.now())
    if found is None:
        terminal.print_json(None) if as_json else terminal.print_line(word(NOTHING_FOUND))
    elif as_json:
        terminal.print_json(proposal_as_json(found))
    else:
        print_proposal(found)


@careful
def proposals(which: WhichPlan = None, as_json: AsJson = False, athlete: AthleteEmail = None) -> None:
    """Show the changes that wait for your word, with the fact or the rule behind each; of one plan with --plan.

    Example: coach plan proposals
    """
    from coach.services import plans

    with acting(athlete) as (connection, who):
        of = None if which is None else chosen(connection, who.athlete_id, which).plan_id
        waiting = plans.waiting(connection, who.athlete_id, of)
    if as_json:
        terminal.print_json([proposal_as_json(each) for each in waiting])
        return
    for each in waiting:
        print_proposal(each)
    if not waiting:
        terminal.print_line(word(NOTHING_WAITS))


@careful
def accept(which: WhichProposal = None, as_json: AsJson = False, athlete: AthleteEmail = None) -> None:
    """Take a proposed change: it becomes the next version of your plan; the one before is kept.

    Example: coach plan accept
    """
    from coach.services import plans

    with acting(athlete) as (connection, who):
        proposal_id = _proposal(connection, who.athlete_id, which)
        changed = plans.accept(connection, who.athlete_id, proposal_id, terminal.now(), today_of(who))
    tell_version(changed, as_json=as_json)


@careful
def refuse(which: WhichProposal = None, as_json: AsJson = False, athlete: AthleteEmail = None) -> None:
    """Refuse a proposed change: the plan stays as it is, and the same is not proposed again.

    Example: coach plan refuse
    """
    from coach.services import plans

    with acting(athlete) as (connection, who):
        proposal_id = _proposal(connection, who.athlete_id, which)
        plans.refuse(connection, who.athlete_id, proposal_id, terminal.now())
    if as_json:
        terminal.print_json({"proposal_id": proposal_id, "decision": "refused"})
    else:
        terminal.print_line(word(mark("The plan stays as it is.")))


@careful
def versions(which: WhichPlan = None, as_json: AsJson = False, athlete: AthleteEmail = None) -> None:
    """List the versions of your plan: when each came to be, and the first reason why; --json tells every reason.

    Example: coach plan versions
    """
    from coach.services import plans
    from coach.services.plan_change_words import ORIGIN_WORDS
    from coach.services.plan_words import notice_text

    with acting(athlete) as (connection, who):
        plan = chosen(connection, who.athlete_id, which)
        lines = plans.versions(connection, who.athlete_id, str(plan.plan_id))
    if as_json:
        terminal.print_json(lines)
        return
    tongue = terminal.language()
    headings = (mark("Version"), mark("When"), mark("How"), mark("Why"))
    rows = [
        (
            str(line.version),
            moment_words(tongue, line.created_at.astimezone(ZoneInfo(who.time_zone))),
            word(ORIGIN_WORDS[line.origin]),
            next((notice_text(tongue, notice) for notice in line.changed_for), ""),
        )
        for line in lines
    ]
    terminal.print_table([word(heading) for heading in headings], rows, right=(0,))


@careful
def restore(
    version: Annotated[
        int, typer.Argument(min=1, help="The number of the version, as `coach plan versions` tells it.")
    ],
    which: WhichPlan = None,
    as_json: AsJson = False,
    athlete: AthleteEmail = None,
) -> None:
    """Bring an older version back, as a new one: what was run since stays as it was run.

    Example: coach plan restore 1
    """
    from coach.services import plans

    with acting(athlete) as (connection, who):
        plan = chosen(connection, who.athlete_id, which)
        lines = plans.versions(connection, who.athlete_id, str(plan.plan_id))
        old = next((line for line in lines if line.version == version), None)
        if old is None:
            message = mark("There is no version {version}: there are {count}.")
            raise InvalidInput(message, field="version", version=version, count=len(lines))
        made = plans.restore_version(connection, who.athlete_id, old.plan_id, terminal.now())
    tell_version(made, as_json=as_json)


def _proposal(connection: Connection, athlete_id: str, which: str | None) -> str:
    """The id of the proposal that is meant: by its beginning, or the only one that waits."""
    from coach.services import plans

    ids = [str(each.proposal_id) for each in plans.waiting(connection, athlete_id)]
    if which is not None:
        # It may be of one already decided: the service says what was decided.
        fits = any(each.startswith(which.lower()) for each in ids)
        return beginning(ids if fits else plans.proposal_ids(connection, athlete_id), which)
    if not ids:
        raise InvalidInput(NOTHING_WAITS)
    if len(ids) > 1:
        message = mark("Several proposals wait: say which, {ids}.")
        raise InvalidInput(message, ids=", ".join(each[:8] for each in ids))
    return ids[0]


def tell_version(plan: Plan, *, as_json: bool) -> None:
    """A new version of the plan, in words or whole."""
    if as_json:
        from coach.services.plan_files import plan_document

        terminal.print_json(plan_document(plan, language=terminal.language()))
        return
    from coach.services.plan_text import headline

    message = mark("Version {version} is your plan now; the one before is kept. `coach plan` shows it.")
    terminal.print_line(word(message, version=plan.version))
    terminal.print_line(headline(terminal.language(), plan))
