"""``coach plan tell``: what happened, said by the athlete; a change is proposed, none is made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coach.cli import terminal
from coach.cli.acting import acting, careful, today_of
from coach.cli.plan_changes import WhichPlan
from coach.cli.plan_choice import chosen
from coach.cli.plan_proposals import print_proposal, proposal_as_json
from coach.cli.terminal import AsJson, AthleteEmail, parsed_day
from coach.domain.language import mark
from coach.domain.problems import InvalidInput

if TYPE_CHECKING:
    from coach.domain.plans import Plan

app = typer.Typer(
    help="Say what happened: a change of the plan is proposed, with its reasons. It changes nothing.",
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Day = date | None
Since = Annotated[
    Day, typer.Option("--from", parser=parsed_day, metavar="YYYY-MM-DD", help="First day; today unless said.")
]
Until = Annotated[
    Day, typer.Option("--to", parser=parsed_day, metavar="YYYY-MM-DD", help="Last day; still going on unless said.")
]
HALF_COOPER = 100.0
"""Metres run in six minutes for each km/h of VMA."""


@app.command("missed")
@careful
def missed(which: WhichPlan = None, as_json: AsJson = False, athlete: AthleteEmail = None) -> None:
    """Sessions of the last two weeks were missed. What was missed is never piled up.

    Example: coach plan tell missed
    """
    _propose("missed", which, athlete, as_json=as_json)


@app.command("illness")
@careful
def illness(
    since: Since = None,
    until: Until = None,
    which: WhichPlan = None,
    as_json: AsJson = False,
    athlete: AthleteEmail = None,
) -> None:
    """You were or are ill: no running while it lasts, then a gentle way back.

    Example: coach plan tell illness --from 2027-01-04 --to 2027-01-08
    """
    _propose("illness", which, athlete, as_json=as_json, since=since, until=until)


@app.command("travel")
@careful
def travel(
    since: Since = None,
    until: Until = None,
    can_run: Annotated[bool, typer.Option("--can-run", help="Easy running is possible there.")] = False,
    which: WhichPlan = None,
    as_json: AsJson = False,
    athlete: AthleteEmail = None,
) -> None:
    """You are away, without running or with easy running only.

    Example: coach plan tell travel --from 2027-02-01 --to 2027-02-06 --can-run
    """
    if until is None:
        raise InvalidInput(mark("Say until when you are away: --to 2027-02-06."), field="to")
    _propose("travel", which, athlete, as_json=as_json, since=since, until=until, can_run=can_run)


@app.command("injury")
@careful
def injury(
    what: Annotated[str, typer.Argument(metavar="SITE:STATE[:cleared]", help="Such as knee:current.")],
    since: Since = None,
    until: Until = None,
    which: WhichPlan = None,
    as_json: AsJson = False,
    athlete: AthleteEmail = None,
) -> None:
    """It hurts. This is no diagnosis: pain that stays, swells or wakes you at night is for a doctor.

    Example: coach plan tell injury calf:current --to 2027-01-20
    """
    from coach.cli.plan_wishes import injury_of

    _propose("injury", which, athlete, as_json=as_json, since=since, until=until, injury=injury_of(what))


@app.command("race-moved")
@careful
def race_moved(
    to: Annotated[str, typer.Argument(metavar="YYYY-MM-DD", help="The new day of the race.")],
    which: WhichPlan = None,
    as_json: AsJson = False,
    athlete: AthleteEmail = None,
) -> None:
    """The race is on another day: the weeks left are laid anew to it.

    Example: coach plan tell race-moved 2027-05-09
    """
    _propose("race_moved", which, athlete, as_json=as_json, race_day=parsed_day(to))


@app.command("availability")
@careful
def availability(
    days: Annotated[str | None, typer.Option(help="Days a week, or which: tue,thu,sun.")] = None,
    minutes: Annotated[
        str | None, typer.Option(metavar="60 | tue=45,sun=150", help="Most minutes a session, for all days or by day.")
    ] = None,
    long_day: Annotated[str | None, typer.Option(metavar="DAY", help="Day of the long run.")] = None,
    which: WhichPlan = None,
    as_json: AsJson = False,
    athlete: AthleteEmail = None,
) -> None:
    """Your days or minutes changed: only what no longer fits moves. What is not said stays.

    Example: coach plan tell availability --days tue,thu,sun --minutes sun=120
    """
    from coach.cli.plan_wishes import days_of, minutes_of, weekday_of

    if days is None and minutes is None and long_day is None:
        raise InvalidInput(mark("Say what changed: --days, --minutes or --long-day."), field="days")
    long_run = weekday_of(long_day, "long_day") if long_day else None

    def told(plan: Plan) -> dict[str, Any]:
        given = days_of(days, long_run) if days else plan.goal.days
        kept = plan.goal.long_day if plan.goal.long_day in given else None
        return {
            "days": given,
            "minutes": minutes_of(minutes, given) if minutes else _kept_minutes(plan, given),
            "long_day": long_run if long_day else kept,
        }

    _propose("availability", which, athlete, as_json=as_json, of_plan=told)


@app.command("test")
@careful
def test(
    vma: Annotated[str | None, typer.Option(metavar="KM/H", help="The VMA that was measured.")] = None,
    six_minutes: Annotated[
        str | None, typer.Option(metavar="METRES", help="Or the metres run in six minutes, all out (half-Cooper).")
    ] = None,
    which: WhichPlan = None,
    as_json: AsJson = False,
    athlete: AthleteEmail = None,
) -> None:
    """A test gave a new VMA: paces change from the next week on.

    Example: coach plan tell test --six-minutes 1420
    """
    from coach.cli.plan_wishes import number_of

    if (vma is None) == (six_minutes is None):
        raise InvalidInput(mark("Say the VMA or the metres run in six minutes, one of the two."), field="vma")
    kmh = number_of(vma, "vma") if vma is not None else number_of(six_minutes, "six_minutes") / HALF_COOPER
    _propose("test", which, athlete, as_json=as_json, vma_kmh=kmh)


def _propose(
    kind: str,
    which: str | None,
    email: str | None,
    *,
    as_json: bool,
    of_plan: Callable[[Plan], dict[str, Any]] | None = None,
    **told: Any,
) -> None:
    """Propose what a cause of this ``kind`` asks for, and show it; ``of_plan`` tells what else the plan makes of it."""
    from coach.domain.adaptation import Cause, CauseKind
    from coach.services import plans

    with acting(email) as (connection, who):
        today = today_of(who)
        plan = chosen(connection, who.athlete_id, which)
        if "since" in told:
            told["since"] = told["since"] or today
        cause = Cause(CauseKind(kind), **told, **(of_plan(plan) if of_plan else {}))
        found = plans.propose(connection, who.athlete_id, str(plan.plan_id), (cause,), today, terminal.now())
    if as_json:
        terminal.print_json(proposal_as_json(found))
    else:
        print_proposal(found)


def _kept_minutes(plan: Plan, days: tuple[int, ...]) -> tuple[int | None, ...] | None:
    """The minutes of the days that stay."""
    if plan.goal.minutes is None:
        return None
    known = dict(zip(plan.goal.days, plan.goal.minutes, strict=True))
    return tuple(known.get(day) for day in days)
