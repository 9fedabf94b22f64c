"""What the athlete must be told about a plan: what was assumed, what is out of reach, what is short."""

from __future__ import annotations

from datetime import date

from coach.domain.goals import GoalKind
from coach.domain.language import mark
from coach.domain.plans import Notice, Plan, SessionKind
from coach.science.planning.calendar import Calendar
from coach.science.planning.clocks import clock, race_clock
from coach.science.planning.outlook import Outlook
from coach.science.planning.runner import SMALL_WEEK_M, Runner
from coach.science.running.vma import OLDER_DAYS

ENOUGH_WEEKS = {
    GoalKind.FIVE_K: 6,
    GoalKind.TEN_K: 8,
    GoalKind.HALF_MARATHON: 10,
    GoalKind.MARATHON: 12,
    GoalKind.ULTRA: 14,
}
"""Below this a plan has little time to build; published half and marathon plans last 12 and 18 weeks."""

ENOUGH_LONG_S = {GoalKind.HALF_MARATHON: 90 * 60.0, GoalKind.MARATHON: 135 * 60.0, GoalKind.ULTRA: 165 * 60.0}
"""Seconds of the longest run below which the distance itself will be the difficulty (Fokkema et al. 2020)."""

ENOUGH_LONG_SHARE, MOST_NEEDED_S = 0.6, 170 * 60.0
"""Who is longer on the way needs longer runs: 60 % of the race time, to just under 3 h (coaching convention)."""


def notices(plan: Plan, runner: Runner, hope: Outlook | None, calendar: Calendar, today: date) -> tuple[Notice, ...]:
    """The notices of a plan, most important first."""
    told = [
        *_about_target(hope, calendar.weeks),
        *_about_runner(plan, runner, today),
        *_about_time(plan, runner, calendar, today),
    ]
    return tuple(told)


def _about_target(hope: Outlook | None, weeks: int) -> list[Notice]:
    if hope is None or hope.target_s is None:
        return []
    values = {
        "target": race_clock(hope.target_s),
        "best": race_clock(hope.best_s),
        "predicted": race_clock(hope.predicted_s),
        "weeks": str(weeks),
    }
    if hope.out_of_reach:
        message = mark(
            "{target} is more than {weeks} weeks can honestly promise: today you are worth about {predicted}. "
            "The plan trains for {best}, the nearest target within reach."
        )
        return [Notice("target_out_of_reach", message, values)]
    if hope.below_easy:
        message = mark(
            "The target {target} is slower than your easy running; the plan trains you to finish at about {trained}."
        )
        return [Notice("target_below_easy", message, values | {"trained": race_clock(hope.goal_s)})]
    if hope.target_s > hope.predicted_s * 1.02:
        message = mark("{target} is within what you can run today (about {predicted}): a safe target.")
        return [Notice("target_safe", message, values)]
    if hope.target_s < hope.predicted_s * 0.995:
        message = mark(
            "{target} asks for {percent} % more speed than today (about {predicted}): "
            "within reach if training goes well, not certain."
        )
        percent = f"{100 * (hope.predicted_s / hope.target_s - 1):.1f}"
        return [Notice("target_ambitious", message, values | {"percent": percent})]
    return []


def _about_runner(plan: Plan, runner: Runner, today: date) -> list[Notice]:
    told = []
    if runner.vma_declared:
        message = mark(
            "The paces rest on the VMA you gave, {vma} km/h: none is measured yet. "
            "A test or a hard-run race will confirm or correct it."
        )
        told.append(Notice("vma_declared", message, {"vma": f"{runner.vma_kmh:.1f}"}))
    elif not runner.vma_measured:
        message = mark(
            "Your VMA is not measured: {vma} km/h is assumed from your level. "
            "A test or a hard-run race will set the paces right."
        )
        told.append(Notice("vma_assumed", message, {"vma": f"{runner.vma_kmh:.1f}"}))
    declared = plan.goal.vma_kmh
    if runner.vma_measured and declared is not None and abs(declared - runner.vma_kmh) > 0.02 * runner.vma_kmh:
        message = mark("You gave a VMA of {declared} km/h; your runs show {vma} km/h, and the plan follows your runs.")
        values = {"declared": f"{declared:.1f}", "vma": f"{runner.vma_kmh:.1f}"}
        told.append(Notice("vma_observed", message, values))
    told += _about_history(runner, today)
    if runner.has_history and plan.goal.level is not None and plan.goal.level is not runner.level:
        message = mark(
            "Your history speaks for another level than the one you declared; the plan follows your history."
        )
        told.append(Notice("level_observed", message))
    if runner.masters:
        message = mark("From 50 on recovery takes longer: every third week at least is lighter.")
        told.append(Notice("masters", message))
    return told


def _about_history(runner: Runner, today: date) -> list[Notice]:
    """What the plan takes for the present running where recent runs do not tell it."""
    values = {"km": f"{runner.weekly_m / 1000:.0f}"}
    old = runner.last_run is not None and (today - runner.last_run).days > OLDER_DAYS
    if runner.last_run is not None and old:
        values["day"] = runner.last_run.isoformat()
    if runner.has_history:
        if runner.weekly_m > SMALL_WEEK_M:
            return []
        message = mark("You have run little in the last four weeks: the plan starts again from about {km} km a week.")
        if old:
            message = mark(
                "Your last run here is of {day}, too old to judge by: the plan starts again from about {km} km a week."
            )
        return [Notice("restart", message, values)]
    message = mark(
        "Without any run of yours to read, the plan assumes that you now run about {km} km a week "
        "and have recently run {longest} without stopping. If you run less, start with a shorter plan first."
    )
    if old:
        message = mark(
            "Your last run here is of {day}, too old to judge by: the plan assumes that you now run about {km} km "
            "a week and have recently run {longest} without stopping. If you run less, start with a shorter plan first."
        )
    values["longest"] = clock(_to_five(runner.longest_m / runner.easy_mps))
    return [Notice("volume_assumed", message, values)]


def _about_time(plan: Plan, runner: Runner, calendar: Calendar, today: date) -> list[Notice]:
    told = []
    enough = ENOUGH_WEEKS.get(plan.goal.kind, 0)
    if calendar.weeks < enough:
        message = mark(
            "{weeks} weeks is short for this distance ({enough} or more is usual): the plan keeps what you have."
        )
        told.append(Notice("few_weeks", message, {"weeks": str(calendar.weeks), "enough": str(enough)}))
    longest = max((s.duration_s for s in plan.sessions if s.kind is not SessionKind.RACE), default=0.0)
    wanted = wanted_long_s(plan)
    if plan.goal_s is not None and longest < wanted:
        message = mark(
            "The longest run of this plan is {longest}: all that your present volume, weeks, days and minutes allow. "
            "About {wanted} would be wanted to get ready for some {race} on the way. "
            "Start the race slowly, or choose a later or shorter one."
        )
        values = {
            "longest": clock(_to_five(longest)),
            "wanted": clock(_to_five(wanted)),
            "race": clock(_to_five(plan.goal_s)),
        }
        told.append(Notice("long_run_short", message, values))
    away = (calendar.start - today).days
    if away >= 7:
        message = mark("The plan starts in {days} days; until then keep running as you do now.")
        told.append(Notice("starts_later", message, {"days": str(away)}))
    return told


def wanted_long_s(plan: Plan) -> float:
    """Seconds of the longest run the distance wants, 0 where nothing special is wanted."""
    least = ENOUGH_LONG_S.get(plan.goal.kind)
    if least is None or plan.goal_s is None:
        return 0.0
    return max(least, min(ENOUGH_LONG_SHARE * plan.goal_s, MOST_NEEDED_S))


def _to_five(seconds: float) -> float:
    return 300.0 * round(seconds / 300)
