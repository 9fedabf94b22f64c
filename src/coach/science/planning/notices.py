"""What the athlete must be told about a plan: what was assumed, what is out of reach, what is short."""

from __future__ import annotations

from datetime import date

from coach.domain.athletes import Level
from coach.domain.goals import GoalKind, Terrain
from coach.domain.language import mark
from coach.domain.plans import Notice, Plan
from coach.science.planning.calendar import ENOUGH_WEEKS, Calendar, apart
from coach.science.planning.clocks import clock, race_clock
from coach.science.planning.outlook import Outlook
from coach.science.planning.readiness import about_readiness
from coach.science.planning.runner import SMALL_WEEK_M, Runner
from coach.science.running.vma import OLDER_DAYS

FIRST_WEEKEND_DAY = 5
_START_BY_WALKING = (GoalKind.FIVE_K, GoalKind.TEN_K, GoalKind.FITNESS)

_ON_GROUND = {
    Terrain.HILLY: mark("Long runs go by effort, over climbs when you can: no pace holds uphill."),
    Terrain.TRAIL: mark(
        "Everything goes by time and effort: no pace holds on trails. Walk what is too steep to run easily."
    ),
    Terrain.TRACK: mark(
        "Repeats suit the track; do the easy runs elsewhere when you can, and change direction at times."
    ),
    Terrain.TREADMILL: mark(
        "Set 1 % of incline to make up for the missing wind (Jones and Doust 1996), 5 to 6 % for uphill repeats."
    ),
}


def notices(plan: Plan, runner: Runner, hope: Outlook | None, calendar: Calendar, today: date) -> tuple[Notice, ...]:
    """The notices of a plan, most important first."""
    told = [
        *_about_target(hope, calendar.weeks),
        *_about_races(hope),
        *_about_runner(plan, runner, today),
        *_about_time(plan, runner, calendar, today),
        *_about_days(plan, calendar),
        *_about_ground(plan),
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
        if hope.low_s is not None and hope.high_s is not None:
            message = mark(
                "{target} is more than {weeks} weeks can honestly promise: today you are worth about {predicted} "
                "(four times in five between {low} and {high}). "
                "The plan trains for {best}, the nearest target within reach."
            )
            values |= {"low": race_clock(hope.low_s), "high": race_clock(hope.high_s)}
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
            "{target} asks for {percent}% more speed than today (about {predicted}): "
            "within reach if training goes well, not certain."
        )
        percent = f"{100 * (hope.predicted_s / hope.target_s - 1):.1f}"
        return [Notice("target_ambitious", message, values | {"percent": percent})]
    return []


def _about_races(hope: Outlook | None) -> list[Notice]:
    """Why a prediction may be slower than a race that was run."""
    if hope is None or hope.raced_s is None:
        return []
    message = mark(
        "Your race alone would say {raced}; {predicted} is what runners with such a race, its age and such weeks "
        "mostly run. A good day may well be faster."
    )
    values = {"raced": race_clock(hope.raced_s), "predicted": race_clock(hope.predicted_s)}
    return [Notice("slower_than_raced", message, values)]


def _about_days(plan: Plan, calendar: Calendar) -> list[Notice]:
    """Two days that follow each other, and a race that nobody put on a weekday of its own."""
    told = []
    days = plan.goal.days
    if len(days) == 2 and apart(*days) == 1:
        message = mark(
            "Your two running days follow each other: the second is run on tired legs, then five days bring nothing. "
            "Two or three days between them would bring more."
        )
        told.append(Notice("days_together", message))
    race_day = calendar.race_day
    if race_day is not None and plan.goal.race_day is None and race_day.weekday() < FIRST_WEEKEND_DAY:
        message = mark(
            "You run on no week-end day, so the race is put on {day}, your long-run day: give the race day if you know "
            "it."
        )
        told.append(Notice("race_on_weekday", message, {"day": race_day.isoformat()}))
    return told


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
    told += _about_history(plan, runner, today)
    if runner.has_history and plan.goal.level is not None and plan.goal.level is not runner.level:
        message = mark(
            "Your history speaks for another level than the one you declared; the plan follows your history."
        )
        told.append(Notice("level_observed", message))
    if runner.masters:
        message = mark("From 50 on recovery takes longer: every third week at least is lighter.")
        if runner.senior:
            message = mark(
                "From 60 on recovery takes longer: one hard session a week beside the long run, and every third week "
                "at least is lighter."
            )
        told.append(Notice("masters", message))
    return told


def _about_history(plan: Plan, runner: Runner, today: date) -> list[Notice]:
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
    told = [Notice("volume_assumed", message, values)]
    if runner.level is Level.BEGINNER and plan.goal.kind in _START_BY_WALKING:
        start = mark(
            "You have never run, or not for a year? Say 52 weeks without running: the plan then begins with one "
            "minute of running and walks between."
        )
        told.append(Notice("start_by_walking", start))
    return told


def _about_time(plan: Plan, runner: Runner, calendar: Calendar, today: date) -> list[Notice]:
    told = []
    enough = ENOUGH_WEEKS.get(plan.goal.kind, 0)
    if calendar.weeks < enough:
        message = mark(
            "{weeks} weeks is short for this distance ({enough} or more is usual): the plan keeps what you have."
        )
        told.append(Notice("few_weeks", message, {"weeks": str(calendar.weeks), "enough": str(enough)}))
    told += about_readiness(plan, calendar)
    away = (calendar.start - today).days
    if away >= 7:
        message = mark("The plan starts in {days} days; until then keep running as you do now.")
        told.append(Notice("starts_later", message, {"days": str(away)}))
    return told


def _about_ground(plan: Plan) -> list[Notice]:
    """What the ground changes in how the plan is read."""
    message = _ON_GROUND.get(plan.goal.terrain)
    told = [] if message is None else [Notice(f"terrain_{plan.goal.terrain.value}", message)]
    if plan.goal.terrain in (Terrain.HILLY, Terrain.TRAIL) and plan.goal_s is not None:
        flat = mark(
            "Race times are those of a flat course: "
            "100 m of climb take about as long as 800 m to 1 km more (Scarf 2007)."
        )
        told.append(Notice("flat_times", flat))
    return told


def _to_five(seconds: float) -> float:
    return 300.0 * round(seconds / 300)
