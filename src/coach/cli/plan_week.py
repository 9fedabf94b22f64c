"""``coach plan week``: what is due this week, what became of it, and what waits for a word."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coach.cli import terminal
from coach.cli.acting import acting, careful, today_of
from coach.cli.plan_changes import WhichPlan
from coach.cli.plan_choice import chosen
from coach.cli.terminal import AsJson, AthleteEmail, parsed_day, word
from coach.domain.language import mark, say_many
from coach.domain.units import distance, duration

if TYPE_CHECKING:
    from coach.domain.adaptation import Fulfilment, WeekFollowed
    from coach.domain.plans import Plan, Week

VERDICTS = {
    "upcoming": mark("to come"),
    "done": mark("done"),
    "shorter": mark("shorter than planned"),
    "longer": mark("longer than planned"),
    "easier": mark("easier than planned"),
    "harder": mark("harder than planned"),
    "missed": mark("not done"),
}
"""What is said of a session, by the word of its ``Verdict``."""

Day = date | None


@careful
def week(
    of: Annotated[
        Day,
        typer.Option("--of", parser=parsed_day, metavar="YYYY-MM-DD", help="The week of this day; now unless said."),
    ] = None,
    which: WhichPlan = None,
    as_json: AsJson = False,
    athlete: AthleteEmail = None,
) -> None:
    """Show what now: this week's sessions, what became of them and why, what was due and what was run.

    Example: coach plan week
    """
    from coach.services import plans

    with acting(athlete) as (connection, who):
        today = today_of(who)
        plan = chosen(connection, who.athlete_id, which)
        followed = plans.followed(connection, who.athlete_id, plan, today)
        sums = plans.followed_weeks(connection, who.athlete_id, plan, today)
        waiting = len(plans.waiting(connection, who.athlete_id))
    shown = _week_of(plan, of or today)
    lived = [each for each in followed if each.session in shown.sessions]
    due = next(each for each in sums if each.number == shown.number)
    if as_json:
        terminal.print_json(_as_json(shown, lived, due, waiting))
    else:
        _tell(shown, lived, due, waiting)


def _week_of(plan: Plan, day: date) -> Week:
    """The week of a day; the first before the plan, the last after it."""
    for week in plan.weeks:
        if day < week.monday + timedelta(days=7):
            return week
    return plan.weeks[-1]


def _tell(shown: Week, lived: list[Fulfilment], due: WeekFollowed, waiting: int) -> None:
    from coach.services.plan_text import session_line, week_title
    from coach.services.plan_words import notice_text

    tongue = terminal.language()
    lines = [week_title(tongue, shown)]
    for each in lived:
        verdict = word(VERDICTS[each.verdict.value])
        said = word(mark("{name}: {value}"), name=session_line(tongue, each.session), value=verdict)
        lines.append(f"  {said}")
        lines += [f"      {notice_text(tongue, reason)}" for reason in each.reasons]
    if due.due:
        sentence = mark("So far {run} run of {due} due ({run_m} of {due_m}).")
        amounts = {"run": duration(tongue, due.run_s), "due": duration(tongue, due.due_s)}
        far = {"run_m": distance(tongue, due.run_m), "due_m": distance(tongue, due.due_m)}
        lines.append(word(sentence, **amounts, **far))
    if waiting:
        lines.append(
            say_many(
                tongue,
                "{count} proposal waits for your word: coach plan proposals",
                "{count} proposals wait for your word: coach plan proposals",
                waiting,
            )
        )
    terminal.print_line("\n".join(lines))


def _as_json(shown: Week, lived: list[Fulfilment], due: WeekFollowed, waiting: int) -> dict[str, Any]:
    from coach.services.plan_words import notice_text, session_title

    tongue = terminal.language()
    return {
        "number": shown.number,
        "monday": shown.monday,
        "phase": shown.phase,
        "due": due.due,
        "fulfilled": due.fulfilled,
        **{"due_s": due.due_s, "run_s": due.run_s, "due_m": due.due_m, "run_m": due.run_m, "share": due.share},
        "sessions": [
            {
                "key": each.session.key,
                "day": each.session.day,
                "kind": each.session.kind,
                "title": session_title(tongue, each.session),
                "duration_s": round(each.session.duration_s, 1),
                "distance_m": round(each.session.distance_m, 1),
                "verdict": each.verdict,
                "duration_share": each.duration_share,
                "days_late": each.days_late,
                "activity_id": each.activity.activity_id if each.activity else None,
                "reasons": [notice_text(tongue, reason) for reason in each.reasons],
            }
            for each in lived
        ],
        "proposals_waiting": waiting,
    }
