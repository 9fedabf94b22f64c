"""The fitness snapshot: what the runs up to a day say about the runner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from coach.domain.athletes import Level, Sex
from coach.domain.fitness import Endurance, Estimate, Fitness, Heart, WeeklyVolume
from coach.domain.language import mark
from coach.domain.races import RaceDay
from coach.science.running.critical_speed import critical_speed
from coach.science.running.evidence import RunEvidence, best_marks, performances, runs_until, since
from coach.science.running.habits import habits_of
from coach.science.running.hardness import as_it_was_run
from coach.science.running.heart import maximum, resting, threshold
from coach.science.running.levels import level_of
from coach.science.running.plausible import AGE_YEARS, BMI, MAX_HR_BPM, RESTING_HR_BPM, plausible, within
from coach.science.running.races import ANY_DAY, RACE_DISTANCES_M, predictions
from coach.science.running.threshold_speed import threshold_speed
from coach.science.running.thresholds import thresholds_from
from coach.science.running.vma import BY_LEVEL, OLDER_DAYS, RECENT_DAYS, judge_vma, lost_resting, vo2max_from
from coach.science.running.vma_votes import steady_point
from coach.science.running.volume import weekly_volumes
from coach.science.running.zones import heart_zones, own_slope, pace_zones

HEART_DAYS = 730
LONGEST_DAYS = 30

NO_HEART = mark("No heart rate and no age to judge by")
NO_RESTING = mark("No daily resting rates; you can give yours in the profile")
NO_VMA = mark("No run and no level to judge by")


def fitness(
    runs: Sequence[RunEvidence],
    *,
    today: date,
    declared_level: Level | None = None,
    age: float | None = None,
    sex: Sex | None = None,
    bmi: float | None = None,
    max_hr: float | None = None,
    resting_hr: float | None = None,
    resting_seen: Sequence[float] = (),
    ramp: float | None = None,
    last_run: date | None = None,
    over: Sequence[float] = RACE_DISTANCES_M,
    race_day: RaceDay = ANY_DAY,
) -> Fitness:
    """The athlete's fitness on ``today`` from their activities in any order (other sports and later dates are ignored).

    ``age`` in years, ``bmi`` in kg/m2, ``max_hr`` and ``resting_hr`` as the athlete declared them, ``resting_seen`` the
    daily resting rates of the last 60 days, in bpm; ``ramp`` is the CTL gained in seven days. ``longest_recent`` looks
    back 30 days. ``last_run`` is the day of the latest run where all are older than those given. Unknown is None;
    without any run only what was declared is repeated, with a validity of 1. Races are predicted ``over`` distances in
    metres, on a ``race_day`` of known climb and heat.
    """
    past = tuple(plausible(run) for run in runs_until(runs, today))
    age, max_hr = within(age, *AGE_YEARS), within(max_hr, *MAX_HR_BPM)
    bmi = within(bmi, *BMI)
    resting_hr, ramp = within(resting_hr, *RESTING_HR_BPM), within(ramp, -1e6, 1e6)
    resting_seen = [rate for rate in resting_seen if within(rate, *RESTING_HR_BPM) is not None]
    weeks = weekly_volumes(past, today)
    latest = past[-1].on if past else last_run
    old = latest is not None and (today - latest).days > OLDER_DAYS
    highest = maximum(since(past, today, HEART_DAYS), declared=max_hr, age=age)
    past = tuple(as_it_was_run(run, highest) for run in past)
    critical = critical_speed(since(past, today, RECENT_DAYS), highest)
    hyperbola = None if isinstance(critical, str) else critical
    at_rest = resting(resting_seen, resting_hr)
    judged = judge_vma(
        past, today=today, declared_level=declared_level, highest=highest, resting=at_rest, critical=hyperbola
    )
    vma = judged.vma
    if old and vma is not None and vma.method == BY_LEVEL:
        vma = replace(vma, evidence=mark("No run recent enough to tell"))
    level, reason = level_of(weeks, vma, declared_level, last_run_is_old=old)
    year, lost = since(past, today, OLDER_DAYS), lost_resting(past, today)
    best = hyperbola[0] if hyperbola else None
    speed = threshold_speed(year, vma, best, today=today, lost=lost, highest=highest)
    endurance = Endurance(*hyperbola, speed) if hyperbola else Endurance(threshold=speed)
    share = 360 * speed.value / vma.value if speed and vma else None
    steady_mps, steady_bpm = steady_point(since(past, today, RECENT_DAYS), highest) or (None, None)
    vma_mps = vma.value / 3.6 if vma else None
    slope = own_slope(highest.value if highest else None, vma_mps, steady_bpm, steady_mps)
    heart = Heart(highest, at_rest, threshold(year, highest, share, slope), steady_bpm, steady_mps)
    thresholds = thresholds_from(vma, heart, endurance, sex)
    recent = since(past, today, LONGEST_DAYS)
    shown = performances(since(past, today, RECENT_DAYS))
    return Fitness(
        on=today,
        vma=vma,
        vo2max=vo2max_from(vma) if vma else None,
        level=level,
        level_reason=reason,
        max_hr=_whole(heart.maximum),
        resting_hr=_whole(heart.resting),
        weeks=weeks,
        bests=best_marks(past),
        predictions=predictions(
            *(shown, vma),
            weekly_km=_weekly_km(weeks),
            max_weekly_km=_greatest_week_km(weeks),
            age=age,
            sex=sex,
            bmi=bmi,
            lost=lost,
            over=over,
            day=race_day,
        ),
        longest_recent_m=max((run.metres for run in recent), default=0.0),
        longest_recent_s=max((run.moving_s for run in recent), default=0.0),
        recent_runs=_not_outdone(recent),
        runs_counted=len(past),
        last_run=latest,
        vma_votes=judged.votes,
        heart=heart,
        endurance=endurance,
        heart_zones=heart_zones(thresholds),
        pace_zones=pace_zones(thresholds),
        habits=habits_of(past, weeks, today, ramp=ramp),
        not_measurable=_not_measurable(vma, heart, critical),
    )


def _not_measurable(vma: Estimate | None, heart: Heart, critical: tuple[Estimate, Estimate] | str) -> dict[str, str]:
    told = {
        "vma": None if vma else NO_VMA,
        "max_hr": None if heart.maximum else NO_HEART,
        "threshold_hr": None if heart.threshold else NO_HEART,
        "resting_hr": None if heart.resting else NO_RESTING,
        "critical_speed": critical if isinstance(critical, str) else None,
        "d_prime": critical if isinstance(critical, str) else None,
    }
    return {name: why for name, why in told.items() if why is not None}


def _whole(estimate: Estimate | None) -> int | None:
    return None if estimate is None else round(estimate.value)


def _weekly_km(weeks: Sequence[WeeklyVolume]) -> float | None:
    """Mean weekly kilometres of the last eight complete weeks; None without history."""
    recent = weeks[-8:]
    return sum(week.distance_m for week in recent) / 1000 / len(recent) if recent else None


def _greatest_week_km(weeks: Sequence[WeeklyVolume]) -> float | None:
    """Kilometres of the greatest of the last sixteen complete weeks; None without history."""
    return max((week.distance_m for week in weeks[-16:]), default=0.0) / 1000 or None


def _not_outdone(runs: Sequence[RunEvidence]) -> tuple[tuple[date, float], ...]:
    """Day and metres of the runs that no later one was longer than, oldest first."""
    front: list[tuple[date, float]] = []
    for run in sorted(runs, key=lambda each: each.on, reverse=True):
        if not front or run.metres > front[-1][1]:
            front.append((run.on, run.metres))
    return tuple(reversed(front))
