"""A second reading of a plan, from its JSON alone: nothing here calls the engine or its rules.

It knows the house's promises about plans as numbers of its own, so that a mistake in the engine's checks is not
repeated here. One function a promise; each yields what it complains of, in words.
"""

from __future__ import annotations

import math
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

HARD = {"long", "tempo", "intervals", "race"}
QUALITY = {"tempo", "intervals"}
NOT_RUN = {"strength", "cross", "rest"}
LONG_RACES = {"half", "marathon", "ultra"}
RACES = {"5k": 5_000, "10k": 10_000, "half": 21_097.5, "marathon": 42_195, "ultra": 50_000}
LONG_SHARE = {3: 0.60, 4: 0.50, 5: 0.45}
EASY_SHARE = {"beginner": 0.85, "intermediate": 0.80, "advanced": 0.78}
FAST_SHARE = {"beginner": 0.05, "intermediate": 0.08, "advanced": 0.10}
HIGH_RISK = {"femoral_neck", "navicular", "anterior_tibia", "fifth_metatarsal"}
BONES = HIGH_RISK | {"other_bone"}
NOISE = 0.1


def complaints(plan: dict, before_weeks_m: list[float], before_longest_m: float) -> list[str]:
    """Every promise the plan breaks, in words. ``before_*`` is what was run before it (six weeks, longest run)."""
    sessions = [_read(session, week["number"]) for week in plan["weeks"] for session in week["sessions"]]
    sessions.sort(key=lambda session: session["day"])
    runs = [session for session in sessions if session["kind"] not in NOT_RUN]
    training = [session for session in runs if session["kind"] != "race"]
    weeks = [
        {**week, "runs": [session for session in training if session["week"] == week["number"]]}
        for week in plan["weeks"]
    ]
    for week in weeks:
        week["metres"] = sum(session["metres"] for session in week["runs"])
    return [
        *_weeks(plan, sessions, runs),
        *_days(plan["goal"], sessions, training),
        *_races(plan, sessions, runs),
        *_sums(sessions),
        *_paces(plan, sessions),
        *_spacing(plan, runs),
        *_intensity(plan, weeks, training),
        *_long_runs(weeks, training),
        *_spikes(plan, runs, before_longest_m),
        *_ramps(weeks, before_weeks_m),
        *_taper(plan, weeks, training),
        *_novices(plan, weeks, runs, before_longest_m),
        *_masters(plan, weeks, runs),
        *_injuries(plan, weeks, runs),
        *_strength(plan, weeks, sessions),
    ]


def _read(session: dict, week: int) -> dict:
    """The session with its day as a date and its sums, counted from the steps that are run."""
    found = list(_leaves(session["steps"]))
    return {
        **session,
        "week": week,
        "day": date.fromisoformat(session["day"]),
        "leaves": found,
        "seconds": sum(step["duration_s"] * times for step, times in found),
        "metres": sum(step["distance_m"] * times for step, times in found),
        "work": sum(step["duration_s"] * times for step, times in found if _hard(step)),
        "fast": sum(step["duration_s"] * times for step, times in found if _hard(step) and _middle(step) >= 91),
    }


def _leaves(steps: list[dict], times: int = 1):
    """Every step that is run, with how many times."""
    for step in steps:
        if step["steps"]:
            yield from _leaves(step["steps"], times * step["times"])
        else:
            yield step, times * step["times"]


def _middle(step: dict) -> float:
    """The middle of its band in % of VMA; without one, what its effort stands for."""
    target = step["target"]
    if target["vma_low"] is None or target["vma_high"] is None:
        return 95.0 if (target["rpe"] or 0) > 7.5 else 80.0 if (target["rpe"] or 0) > 4 else 65.0
    return (target["vma_low"] + target["vma_high"]) / 2


def _hard(step: dict) -> bool:
    if step["kind"] == "exercise":
        return False
    return step["kind"] == "repeat" or _middle(step) > 77 or (step["target"]["hr_zone"] or 0) >= 3


def _weeks(plan, sessions, runs):
    goal, start = plan["goal"], date.fromisoformat(plan["start"])
    if goal["weeks"] is not None and len(plan["weeks"]) != goal["weeks"]:
        yield "weeks missing"
    for index, week in enumerate(plan["weeks"]):
        monday = date.fromisoformat(week["monday"])
        if monday != start + timedelta(days=7 * index) or monday.weekday() or week["number"] != index + 1:
            yield "week not from its Monday"
        if any(not 0 <= (one["day"] - monday).days < 7 for one in sessions if one["week"] == week["number"]):
            yield "session outside its week"
        if not any(run["week"] == week["number"] for run in runs):
            yield f"week {week['number']} without a run"


def _days(goal, sessions, training):
    limits = dict(zip(goal["days"], goal["minutes"] or [None] * len(goal["days"]), strict=True))
    if any(session["day"].weekday() not in goal["days"] for session in training):
        yield "run on a day not given"
    sorts = Counter((one["day"], one["kind"] if one["kind"] in NOT_RUN else "run") for one in sessions)
    if any(count > 1 for count in sorts.values()):
        yield "two sessions of a kind on one day"
    held = Counter()
    for session in sessions:
        if session["kind"] != "race":
            held[session["day"]] += session["seconds"]
    for day, seconds in held.items():
        limit = limits.get(day.weekday())
        if limit is not None and seconds > limit * 60 + NOISE:
            yield f"more than the minutes given on {day}"
    busy = {(one["week"], one["day"]) for one in sessions if one["kind"] not in ("rest", "race")}
    if len(goal["days"]) < 7 and 7 in Counter(week for week, _ in busy).values():
        yield "week without a free day"


def _races(plan, sessions, runs):
    goal = plan["goal"]
    wanted = {date.fromisoformat(one["day"]): one["distance_m"] for one in goal["tune_ups"]}
    if (goal["kind"] in RACES) != (plan["race_day"] is not None):
        yield "a race where none was asked for, or none where one was"
    last = max((session["day"] for session in sessions), default=None)
    if plan["race_day"] is not None:
        race_day = date.fromisoformat(plan["race_day"])
        wanted[race_day] = goal["distance_m"] or RACES[goal["kind"]]
        if goal["race_day"] not in (None, plan["race_day"]):
            yield "race moved"
        if goal["race_day"] is None and {5, 6} & set(goal["days"]) and race_day.weekday() < 5:
            yield "race not at the week-end"
        if last != race_day:
            yield "something after the race, or no race"
    elif goal["race_day"] is not None and last > date.fromisoformat(goal["race_day"]):
        yield "something after the last day"
    raced = {session["day"]: session["metres"] for session in runs if session["kind"] == "race"}
    if set(raced) != set(wanted):
        yield f"races on {sorted(map(str, raced))}, asked for {sorted(map(str, wanted))}"
    if any(abs(metres - wanted.get(day, metres)) > 1 for day, metres in raced.items()):
        yield "race over another distance"


def _sums(sessions):
    for session in sessions:
        figures = [step[name] for step, _ in session["leaves"] for name in ("duration_s", "distance_m")]
        if not figures or not all(math.isfinite(figure) and figure >= 0 for figure in figures):
            yield f"figures of {session['day']} are not sound"
        if session["seconds"] <= 0 or (session["kind"] not in NOT_RUN and session["metres"] <= 0):
            yield f"nothing to do on {session['day']}"
        if not all(map(_block_adds_up, session["steps"])):
            yield f"a block of {session['day']} is not the sum of its steps"
        said = session["values"].get("duration")
        if said is not None and _minutes_said(said) != round(session["seconds"] / 60):
            yield f"{session['day']} says {said} and holds {session['seconds']} s"


def _block_adds_up(step) -> bool:
    if step["times"] < 1:
        return False
    if not step["steps"]:
        return True
    inner = [(part["duration_s"] * times, part["distance_m"] * times) for part, times in _leaves(step["steps"])]
    same_s = abs(sum(seconds for seconds, _ in inner) - step["duration_s"]) <= 0.5
    return same_s and abs(sum(metres for _, metres in inner) - step["distance_m"]) <= 1


def _minutes_said(text: str) -> int:
    """Minutes of "45 min", "2 h", "1 h 05"; a text in seconds is rounded."""
    if text.endswith(" s"):
        return round(int(text[:-2]) / 60)
    hours, _, minutes = text.removesuffix(" min").rpartition(" h")
    return int(hours or 0) * 60 + int(minutes or 0)


def _paces(plan, sessions):
    for session in sessions:
        for step, _ in session["leaves"]:
            target = step["target"]
            if target["pace_fast_s"] is None or target["vma_high"] is None:
                continue
            for pace, share in ((target["pace_fast_s"], "vma_high"), (target["pace_slow_s"], "vma_low")):
                if abs(pace * plan["vma_kmh"] * target[share] / 100 / 3600 - 1) > 0.02:
                    yield f"a pace of {session['day']} is not its share of the VMA"
            zone = sum(_middle(step) >= end for end in (0, 62, 75, 83, 91))
            if target["hr_zone"] not in (None, zone):
                yield f"zone {target['hr_zone']} at {_middle(step)} % on {session['day']}"
            pace = 1000 * step["duration_s"] / step["distance_m"]
            if not target["pace_fast_s"] * 0.975 <= pace <= target["pace_slow_s"] * 1.025:
                yield f"time and distance of {session['day']} make another pace"


def _spacing(plan, runs):
    hard = [session for session in runs if session["kind"] in HARD]
    for one, other in pairwise(hard):
        gap = (other["day"] - one["day"]).days
        if gap < 2:
            yield f"hard days side by side on {other['day']}"
        if one["kind"] == "race" and gap < (4 if one["metres"] > 21_000 else 3):
            yield f"hard on {other['day']}, so soon after a race"
    if plan["race_day"] is not None:
        week_before = date.fromisoformat(plan["race_day"]) - timedelta(days=7)
        if any(one["kind"] == "race" and week_before <= one["day"] for one in runs[:-1]):
            yield "a race in the last week"


def _intensity(plan, weeks, training):
    for week in weeks:
        work, whole = (sum(run[name] for run in week["runs"]) for name in ("work", "seconds"))
        if work > 0.25 * whole + NOISE:
            yield f"week {week['number']} too hard"
    for session in training:
        hardest = max((step["duration_s"] for step, _ in session["leaves"] if _hard(step)), default=0)
        if session["kind"] == "easy" and (hardest > 30 or session["work"] > 300):
            yield f"the easy run of {session['day']} is not easy"
    if len(weeks) < 6:
        return
    whole = sum(session["seconds"] for session in training)
    if sum(session["work"] for session in training) > (1 - EASY_SHARE[plan["level"]]) * whole + NOISE:
        yield "too little easy running for the level"
    if sum(session["fast"] for session in training) > FAST_SHARE[plan["level"]] * whole + NOISE:
        yield "too much near VMA for the level"


def _long_runs(weeks, training):
    for week in weeks:
        count = len(week["runs"])
        if count >= 3:
            longest = max(session["metres"] for session in week["runs"])
            if longest > LONG_SHARE.get(count, 0.40) * week["metres"] + NOISE:
                yield f"week {week['number']} long run too large"
    if any(session["seconds"] > 3.5 * 3600 + NOISE for session in training):
        yield "run over 3 h 30"


def _spikes(plan, runs, before_longest_m):
    known = [(date.fromisoformat(plan["start"]) - timedelta(days=1), before_longest_m)]
    for session in runs:
        longest = max((m for day, m in known if day < session["day"] <= day + timedelta(days=30)), default=0)
        if session["kind"] != "race" and session["metres"] > max(5_000, 1.3 * longest) + NOISE:
            yield f"spike on {session['day']}"
        known.append((session["day"], session["metres"]))


def _ramps(weeks, before_weeks_m):
    planned = [week["metres"] for week in weeks]
    pairs = [one + other for one, other in pairwise([*before_weeks_m, *planned])]
    for at in range(len(before_weeks_m), len(pairs)):
        best = max(pairs[max(0, at - 6) : at - 1], default=0)
        if pairs[at] > 1.3 * max(best, 20_000) + NOISE:
            yield f"ramp at week {at - len(before_weeks_m) + 2}"
    rises = "".join("u" if other > one else "-" for one, other in pairwise(planned))
    if "uuuuuu" in rises:
        yield "six rising weeks"


def _taper(plan, weeks, training):
    if plan["race_day"] is None or len(weeks) < 4:
        return
    race_day = date.fromisoformat(plan["race_day"])
    tapered = [week for week in weeks if week["phase"] in ("taper", "race")]
    days = (race_day - date.fromisoformat(tapered[0]["monday"])).days if tapered else 0
    shortest, longest = (8, 21) if plan["goal"]["kind"] in LONG_RACES else (5, 14)
    if not shortest <= days <= longest:
        yield f"taper of {days} days"
    tail = [week["metres"] for week in weeks][-len(tapered) - 1 :]
    if any(other > one + NOISE for one, other in pairwise(tail)):
        yield "volume rises in the taper"
    blocks = Counter()
    for session in training:
        blocks[((race_day - session["day"]).days - 1) // 7] += session["metres"]
    peak = max(blocks[back] for back in (1, 2, 3, 4))
    if peak > 10_000 and not 0.3499 <= blocks[0] / peak <= 0.6001:
        yield f"last week holds {blocks[0] / peak:.2f} of the peak"
    before = [run for week in weeks[-len(tapered) - 4 : -len(tapered)] for run in week["runs"]]
    quick_before = any(run["kind"] in QUALITY for run in before)
    in_taper = [run for week in tapered for run in week["runs"]]
    room = any(run["seconds"] >= 1500 for run in in_taper)
    if quick_before and room and not any(run["work"] for run in in_taper):
        yield "nothing quick in the taper"


def _novices(plan, weeks, runs, before_longest_m):
    if plan["level"] != "beginner":
        return
    first = 3 if len(weeks) >= 6 else 1
    if any(run["kind"] in QUALITY and run["week"] <= first for run in runs):
        yield "a beginner's first weeks are hard"
    if any(sum(run["kind"] in QUALITY for run in week["runs"]) > 1 for week in weeks):
        yield "a beginner has two hard sessions in a week"
    easy_mps = plan["vma_kmh"] / 3.6 * 0.66
    known = [(date.fromisoformat(plan["start"]) - timedelta(days=1), before_longest_m / easy_mps)]
    for run in runs:
        longest = max((s for day, s in known if day < run["day"] <= day + timedelta(days=30)), default=0)
        if run["kind"] != "race" and run["seconds"] > max(1800, longest + 900) + 1:
            yield f"a beginner's run of {run['day']} grows too fast"
        known.append((run["day"], run["seconds"]))


def _masters(plan, weeks, runs):
    if plan["age"] is None or plan["age"] < 50:
        return
    hard = Counter(run["week"] for run in runs if run["kind"] in HARD)
    if max(hard.values(), default=0) > 3:
        yield "four hard days in a week from 50 on"
    if plan["age"] >= 60 and any(sum(run["kind"] in QUALITY for run in week["runs"]) > 1 for week in weeks):
        yield "two hard sessions in a week from 60 on"
    before_taper = [week["metres"] for week in weeks if week["phase"] not in ("taper", "race")]
    lighter = "".join("l" if other <= 0.9 * one else "-" for one, other in pairwise(before_taper))
    if "---" in lighter or lighter.startswith("--"):
        yield "three weeks without a lighter one from 50 on"


def _injuries(plan, weeks, runs):
    goal = plan["goal"]
    for injury in goal["injuries"]:
        uncleared = injury["site"] in HIGH_RISK and injury["state"] != "past" and not injury["cleared"]
        if (uncleared or injury["state"] == "current") and runs:
            yield f"running on {injury['site']} ({injury['state']})"
    healing = {injury["site"] for injury in goal["injuries"] if injury["state"] == "recovering"}
    off = goal["weeks_off"] or 0
    if healing or off or goal["kind"] == "return":
        easy = 4 if off > 4 else 2 if off > 2 else 1
        if any(run["kind"] in QUALITY and run["week"] <= easy for run in runs):
            yield "a return begins hard"
    walked = {run["week"] for run in runs if any(step["kind"] == "walk" for step, _ in run["leaves"])}
    if not (healing & BONES or goal["kind"] == "return"):
        return
    apart = walked | (set(range(1, max(walked, default=0) + 5)) if healing & BONES else set())
    for one, other in pairwise(run for run in runs if run["week"] in apart):
        if (other["day"] - one["day"]).days == 1:
            yield f"two days in a row on {other['day']} after an injury"


def _strength(plan, weeks, sessions):
    strength = [session for session in sessions if session["kind"] == "strength"]
    others = {session["day"]: session["kind"] for session in sessions if session["kind"] in HARD}
    last = date.fromisoformat(plan["race_day"]) if plan["race_day"] else date.max
    for session in strength:
        day = session["day"]
        if day + timedelta(days=1) in others or others.get(day) in ("long", "race"):
            yield f"strength on {day} before a hard run"
        near = [others.get(day + timedelta(days=ahead)) for ahead in (-1, 1, 2)]
        if (last - day).days <= 7 or "race" in near:
            yield f"strength on {day} too near a race"
        heaviest = max(step["target"]["rpe"] or 0 for step, _ in session["leaves"])
        if (last - day).days <= 10 and heaviest >= 7:
            yield f"heavy strength on {day}"
    heavy = Counter(
        session["week"] for session in strength if max(step["target"]["rpe"] or 0 for step, _ in session["leaves"]) >= 7
    )
    if (plan["age"] or 0) >= 60 and max(heavy.values(), default=0) > 1:
        yield "two heavy strength sessions in a week from 60 on"
    if any((other["day"] - one["day"]).days < 2 for one, other in pairwise(strength)):
        yield "strength two days in a row"
    phases = {week["number"]: week["phase"] for week in weeks}
    for week, count in Counter(session["week"] for session in strength).items():
        if count > (1 if phases[week] in ("taper", "race") and plan["race_day"] else 3):
            yield f"{count} strength sessions in week {week}"
    for session in sessions:
        if session["kind"] == "cross" and session["work"]:
            yield f"the other sport of {session['day']} is not easy"
