"""A second reading of a plan, from its plain dictionary alone: nothing here calls the engine or its rules.

It knows the house's promises about plans as numbers of its own, so that a mistake in the engine's checks is not
repeated here.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from itertools import pairwise

from coach.domain.plans import Plan

HARD = {"long", "tempo", "intervals", "race"}
LONG_SHARE = {3: 0.60, 4: 0.50, 5: 0.45, 6: 0.40, 7: 0.40}


def leaves(steps, times=1):
    """Every step that is run, with how many times."""
    for step in steps:
        if step["steps"]:
            yield from leaves(step["steps"], times * step["times"])
        else:
            yield step, times * step["times"]


def seconds(session):
    return sum(step["duration_s"] * times for step, times in leaves(session["steps"]))


def metres(session):
    return sum(step["distance_m"] * times for step, times in leaves(session["steps"]))


def work(session):
    return sum(step["duration_s"] * times for step, times in leaves(session["steps"]) if step["kind"] == "repeat")


def complaints(plan: Plan, before_weeks_m: list[float], before_longest_m: float) -> list[str]:
    """Every promise the plan breaks, in words. ``before_*`` is what was run before it (six weeks, longest run)."""
    told = asdict(plan)
    runs = [session for week in told["weeks"] for session in week["sessions"] if session["kind"] != "race"]
    return [
        *_calendar(told, runs),
        *_race_weekday(told),
        *_spacing(told),
        *_easy_and_long(told),
        *_spikes(told, runs, before_longest_m),
        *_ramps(told, before_weeks_m),
        *_taper(told, runs),
    ]


def _calendar(told, runs):
    goal = told["goal"]
    limits = dict(zip(goal["days"], goal["minutes"] or [None] * len(goal["days"]), strict=True))
    races = [session for week in told["weeks"] for session in week["sessions"] if session["kind"] == "race"]
    if [session["day"] for session in races] != [told["race_day"]] or told["weeks"][-1]["sessions"][-1] != races[0]:
        yield "race elsewhere"
    if goal["weeks"] is not None and len(told["weeks"]) != goal["weeks"]:
        yield "weeks missing"
    if goal["race_day"] is not None and goal["race_day"] != told["race_day"]:
        yield "race moved"
    for index, week in enumerate(told["weeks"]):
        if week["monday"] != told["start"] + timedelta(days=7 * index) or week["monday"].weekday() != 0:
            yield "week not from its Monday"
        if not week["sessions"]:
            yield "empty week"
        if any(not 0 <= (session["day"] - week["monday"]).days < 7 for session in week["sessions"]):
            yield "session outside its week"
    for session in runs:
        weekday = session["day"].weekday()
        if weekday not in goal["days"]:
            yield "run on a day not given"
        elif limits[weekday] is not None and seconds(session) > limits[weekday] * 60:
            yield "run over the minutes given"
    if len({session["day"] for session in runs}) != len(runs):
        yield "two runs on one day"


def _race_weekday(told):
    goal = told["goal"]
    if goal["race_day"] is None and {5, 6} & set(goal["days"]) and told["race_day"].weekday() < 5:
        yield "race not at the week-end"


def _spacing(told):
    hard = [s["day"] for week in told["weeks"] for s in week["sessions"] if s["kind"] in HARD]
    if any((other - one).days < 2 for one, other in pairwise(hard)):
        yield "hard days side by side"


def _easy_and_long(told):
    for week in told["weeks"]:
        runs = [session for session in week["sessions"] if session["kind"] != "race"]
        if runs and sum(map(work, runs)) > 0.25 * sum(map(seconds, runs)):
            yield f"week {week['number']} too hard"
        if len(runs) >= 3 and max(map(metres, runs)) > LONG_SHARE[len(runs)] * sum(map(metres, runs)) + 0.1:
            yield f"week {week['number']} long run too large"
        if any(seconds(session) > 3.5 * 3600 for session in runs):
            yield "run over 3 h 30"


def _spikes(told, runs, before_longest_m):
    known = [(told["start"] - timedelta(days=1), before_longest_m)]
    for session in runs:
        longest = max([m for day, m in known if day < session["day"] <= day + timedelta(days=30)], default=0)
        if metres(session) > max(5_000, 1.3 * longest) + 0.1:
            yield f"spike on {session['day']}"
        known.append((session["day"], metres(session)))


def _ramps(told, before_weeks_m):
    planned = [sum(metres(s) for s in week["sessions"] if s["kind"] != "race") for week in told["weeks"]]
    volumes = [*before_weeks_m, *planned]
    pairs = [one + other for one, other in pairwise(volumes)]
    for at in range(len(before_weeks_m), len(pairs)):
        best = max(pairs[max(0, at - 6) : at - 1], default=0)
        if pairs[at] > 1.3 * max(best, 20_000) + 0.1:
            yield f"ramp at week {at - len(before_weeks_m) + 2}"
    rises = "".join("u" if other > one else "-" for one, other in pairwise(planned))
    if "uuuuuu" in rises:
        yield "six rising weeks"


def _taper(told, runs):
    if len(told["weeks"]) < 4:
        return
    tapered = [week for week in told["weeks"] if week["phase"] in ("taper", "race")]
    days = (told["race_day"] - tapered[0]["monday"]).days
    shortest, longest = (8, 21) if told["goal"]["kind"] in ("half", "marathon") else (5, 14)
    if not shortest <= days <= longest:
        yield f"taper of {days} days"
    volumes = [sum(metres(s) for s in week["sessions"] if s["kind"] != "race") for week in told["weeks"]]
    tail = volumes[-len(tapered) - 1 :]
    if any(other > one + 0.1 for one, other in pairwise(tail)):
        yield "volume rises in the taper"
    blocks = [0.0] * 5
    for session in runs:
        back = ((told["race_day"] - session["day"]).days - 1) // 7
        if back < 5:
            blocks[back] += metres(session)
    peak = max(blocks[1:])
    if peak > 10_000 and not 0.35 <= blocks[0] / peak <= 0.60:
        yield f"last week holds {blocks[0] / peak:.2f} of the peak"
