"""Every number the coach shows, declared once: what it is called, its unit, how it adds up, how far to trust it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from coach.domain.language import mark


class Aggregation(StrEnum):
    """What becomes of a metric over several activities or days."""

    SUM = "sum"
    MEAN = "mean"
    MAX = "max"
    MIN = "min"
    LAST = "last"
    NONE = "none"
    """It says something of one whole and cannot be put together."""


class Subject(StrEnum):
    """What a metric is of."""

    ACTIVITY = "activity"
    ATHLETE = "athlete"
    LOAD = "load"
    DAY = "day"
    PREDICTION = "prediction"


@dataclass(frozen=True, slots=True)
class Metric:
    """A number the coach shows. ``name`` and ``definition`` are marked sentences; ``citation`` is author and year.

    ``validity`` goes from 0 (unreliable) to 5 (high) for an ordinary athlete with a watch; an estimate has its own.
    """

    metric_id: str
    subject: Subject
    name: str
    unit: str
    aggregation: Aggregation
    validity: int
    citation: str
    definition: str


_SUM, _MEAN, _MAX, _MIN, _LAST, _NONE = (
    *(Aggregation.SUM, Aggregation.MEAN, Aggregation.MAX),
    *(Aggregation.MIN, Aggregation.LAST, Aggregation.NONE),
)
_ACTIVITY, _ATHLETE, _LOAD, _DAY, _PREDICTION = (
    *(Subject.ACTIVITY, Subject.ATHLETE, Subject.LOAD),
    *(Subject.DAY, Subject.PREDICTION),
)

OF_ACTIVITIES = (
    Metric(
        *("distance", _ACTIVITY, mark("Distance"), "m", _SUM, 4, ""),
        mark("How far you went, as your watch measured it, GPS errors taken out."),
    ),
    Metric(
        *("elapsed_time", _ACTIVITY, mark("Elapsed time"), "s", _SUM, 5, ""),
        mark("From start to end on the clock, pauses included."),
    ),
    Metric(
        *("timer_time", _ACTIVITY, mark("Timer time"), "s", _SUM, 4, ""),
        mark("While the watch's timer ran."),
    ),
    Metric(
        *("moving_time", _ACTIVITY, mark("Moving time"), "s", _SUM, 4, ""),
        mark("While you were really moving: pauses and stops are left out."),
    ),
    Metric(
        *("speed", _ACTIVITY, mark("Mean speed"), "m/s", _MEAN, 4, ""),
        mark("Distance over moving time."),
    ),
    Metric(
        *("pace", _ACTIVITY, mark("Pace"), "s/km", _MEAN, 4, ""),
        mark("Time for a kilometre at the mean speed; over several runs the longer ones count more."),
    ),
    Metric(
        *("max_speed", _ACTIVITY, mark("Highest speed"), "m/s", _MAX, 2, ""),
        mark("The fastest moment; GPS makes it one of the least certain numbers."),
    ),
    Metric(
        *("speed_p95", _ACTIVITY, mark("Speed of the fast stretches"), "m/s", _NONE, 3, ""),
        mark("The speed you exceeded 5 % of the time: the fast stretches, without the errors of a single moment."),
    ),
    Metric(
        *("graded_speed", _ACTIVITY, mark("Grade-adjusted speed"), "m/s", _MEAN, 3, "Minetti and others, 2002"),
        mark("The speed on the flat that would have cost as much energy as your hills did."),
    ),
    Metric(
        *("normalized_speed", _ACTIVITY, mark("Normalized graded speed"), "m/s", _NONE, 3, "Coggan, 2003"),
        mark("The even grade-adjusted speed that weighs as much as your run with its hard stretches."),
    ),
    Metric(
        *("heart_rate", _ACTIVITY, mark("Mean heart rate"), "bpm", _MEAN, 3, ""),
        mark("Mean beats per minute under way. Sensors on the wrist err more than chest straps."),
    ),
    Metric(
        *("highest_heart_rate", _ACTIVITY, mark("Highest heart rate"), "bpm", _MAX, 3, ""),
        mark("The highest beat of an activity, spikes taken out."),
    ),
    Metric(
        *("cadence", _ACTIVITY, mark("Cadence"), "1/min", _MEAN, 4, ""),
        mark("Steps of both feet per minute on foot, revolutions per minute on a bike."),
    ),
    Metric(
        *("power", _ACTIVITY, mark("Mean power"), "W", _MEAN, 3, ""),
        mark("What your power meter or watch reports; on foot it is an estimate of the device."),
    ),
    Metric(
        *("normalized_power", _ACTIVITY, mark("Normalized power"), "W", _NONE, 3, "Coggan, 2003"),
        mark("The even power that weighs as much as your ride with its hard stretches."),
    ),
    Metric(
        *("ascent", _ACTIVITY, mark("Climb"), "m", _SUM, 3, ""),
        mark("Metres climbed; wiggles of the altitude smaller than a few metres do not count."),
    ),
    Metric(
        *("descent", _ACTIVITY, mark("Descent"), "m", _SUM, 3, ""),
        mark("Metres descended, counted like the climb."),
    ),
    Metric(
        *("calories", _ACTIVITY, mark("Energy"), "kcal", _SUM, 1, ""),
        mark("What your device estimates; the coach does not use it."),
    ),
    Metric(
        *("best_effort", _ACTIVITY, mark("Best effort"), "s", _MIN, 4, ""),
        mark("Your fastest time over a distance within an activity, on the clock."),
    ),
    Metric(
        *("mean_maximal", _ACTIVITY, mark("Mean-maximal curve"), "m/s, bpm, W", _MAX, 4, ""),
        mark("For each duration the highest mean you held: of speed, heart rate or power."),
    ),
    Metric(
        *("time_in_zone", _ACTIVITY, mark("Time in zone"), "s", _SUM, 3, ""),
        mark("How long you were in each of the five zones, by pace and by heart rate."),
    ),
    Metric(
        *("easy_share", _ACTIVITY, mark("Share of easy running"), "share", _MEAN, 3, "Seiler, 2010"),
        mark("Time in zones 1 and 2 over all time whose zone is known."),
    ),
    Metric(
        *("efficiency", _ACTIVITY, mark("Efficiency"), "m/beat", _MEAN, 3, "Allen and Coggan, 2010"),
        mark("Grade-adjusted metres per heart beat: more is better on like runs in like weather."),
    ),
    Metric(
        *("decoupling", _ACTIVITY, mark("Decoupling"), "share", _NONE, 2, "Friel, 2009"),
        mark("How much of the efficiency the second half of a run lost; under 5 % the effort was well within you."),
    ),
    Metric(
        *("perceived_effort", _ACTIVITY, mark("Perceived effort"), "0-10", _MEAN, 3, "Foster and others, 2001"),
        mark("How hard it felt, from 0 (rest) to 10 (all you have), as you or your watch noted it."),
    ),
    Metric(
        *("repetitions", _ACTIVITY, mark("Repetitions"), "count", _SUM, 3, ""),
        mark("Repetitions of a strength set as the device counted them."),
    ),
    Metric(
        *("lifted_weight", _ACTIVITY, mark("Weight lifted"), "kg", _MAX, 4, ""),
        mark("The weight of a strength set as it was noted."),
    ),
    Metric(
        *("activities", _ACTIVITY, mark("Activities"), "count", _SUM, 5, ""),
        mark("How many activities there were; doubles of several devices count once."),
    ),
    Metric(*("runs", _ACTIVITY, mark("Runs"), "count", _SUM, 5, ""), mark("How many runs there were.")),
    Metric(
        *("longest_run", _ACTIVITY, mark("Longest run"), "m", _MAX, 4, ""),
        mark("Distance or moving time of the longest single run."),
    ),
)

OF_LOAD = (
    Metric(
        *("load", _LOAD, mark("Training load"), "points", _SUM, 3, "Banister, 1991; Skiba, 2006"),
        mark("How much an activity weighed: an hour at your threshold is 100, by heart rate, pace, power or feeling."),
    ),
    Metric(
        *("trimp", _LOAD, mark("TRIMP"), "TRIMP", _SUM, 3, "Banister, 1991"),
        mark("Minutes weighted by how close your heart came to its maximum."),
    ),
    Metric(
        *("session_rpe", _LOAD, mark("Session load by feeling"), "effort x min", _SUM, 3, "Foster and others, 2001"),
        mark("Perceived effort times minutes."),
    ),
    Metric(
        *("ctl", _LOAD, mark("Fitness (CTL)"), "points/day", _LAST, 3, "Banister, 1991; Coggan, 2003"),
        mark("The load your body is used to: a running mean of some six weeks."),
    ),
    Metric(
        *("atl", _LOAD, mark("Fatigue (ATL)"), "points/day", _LAST, 3, "Banister, 1991; Coggan, 2003"),
        mark("The load of the last days: a running mean of some seven days."),
    ),
    Metric(
        *("tsb", _LOAD, mark("Form (TSB)"), "points/day", _LAST, 2, "Coggan, 2003"),
        mark(
            "Yesterday's fitness less yesterday's fatigue: negative in hard training, near zero or above when rested."
        ),
    ),
    Metric(
        *("ramp", _LOAD, mark("Ramp"), "points/day", _LAST, 2, "Coggan, 2003"),
        mark("Fitness (CTL) gained in seven days. A fact about your training, not a risk of injury."),
    ),
    Metric(
        *("mean_load", _LOAD, mark("Mean load"), "points/day", _MEAN, 3, ""),
        mark("Mean load of the last 7 or 28 days, rest days counted as zero."),
    ),
    Metric(
        *("mean_distance", _LOAD, mark("Mean distance"), "m/day", _MEAN, 4, ""),
        mark("Mean distance of the last 7 or 28 days, rest days counted as zero."),
    ),
    Metric(
        *("cumulative_load", _LOAD, mark("Cumulative load"), "points", _LAST, 3, ""),
        mark("All load since the first day shown."),
    ),
    Metric(
        *("monotony", _LOAD, mark("Monotony"), "ratio", _NONE, 2, "Foster, 1998"),
        mark("Mean daily load of a week over its standard deviation: high when every day is alike."),
    ),
    Metric(
        *("strain", _LOAD, mark("Strain"), "points", _NONE, 2, "Foster, 1998"),
        mark("Load of a week times its monotony."),
    ),
    Metric(
        *("unmeasured", _LOAD, mark("Activities without load"), "count", _SUM, 5, ""),
        mark("How many activities nothing tells the load of; sums of load leave them out."),
    ),
)

OF_ATHLETES = (
    Metric(
        *("vma", _ATHLETE, mark("VMA"), "km/h", _LAST, 4, "Léger and Mercier, 1984; Billat and Koralsztein, 1996"),
        mark("Maximal aerobic speed: the slowest at which you use all the oxygen you can. It lasts some six minutes."),
    ),
    Metric(
        *("vote_weight", _ATHLETE, mark("Weight of a method"), "share", _NONE, 3, ""),
        mark("How much a method counted in the fused estimate; 0 where it only says that the value is no lower."),
    ),
    Metric(
        *("vo2max", _ATHLETE, mark("VO2max"), "ml/kg/min", _LAST, 3, "Léger and Mercier, 1984"),
        mark("The most oxygen your body can use, estimated from your VMA; a laboratory may differ by 5 to 10 %."),
    ),
    Metric(
        *("max_hr", _ATHLETE, mark("Maximal heart rate"), "bpm", _LAST, 4, "Tanaka and others, 2001"),
        mark("The fastest your heart beats: seen in your hardest runs, otherwise what is usual at your age."),
    ),
    Metric(
        *("resting_hr", _ATHLETE, mark("Resting heart rate"), "bpm", _LAST, 3, ""),
        mark("The low end of your daily resting rates, or what you said."),
    ),
    Metric(
        *("threshold_hr", _ATHLETE, mark("Threshold heart rate (LTHR)"), "bpm", _LAST, 3, "Friel, 2009; Swain, 1994"),
        mark("The heart rate you can hold for about an hour."),
    ),
    Metric(
        *("threshold_speed", _ATHLETE, mark("Threshold speed"), "m/s", _LAST, 3, "Péronnet and Thibault, 1989"),
        mark("The speed on the flat you can hold for about an hour."),
    ),
    Metric(
        *(
            "critical_speed",
            _ATHLETE,
            mark("Critical speed"),
            "m/s",
            _LAST,
            3,
            "Monod and Scherrer, 1965; Hughson, 1984",
        ),
        mark("The slope of distance over time in hard efforts of 2 to 20 minutes: the border between steady and hard."),
    ),
    Metric(
        *("d_prime", _ATHLETE, mark("D' (reserve above critical speed)"), "m", _LAST, 2, "Monod and Scherrer, 1965"),
        mark("The metres you can run above critical speed before you must slow down."),
    ),
    Metric(
        *("zone_edge", _ATHLETE, mark("Edge of a zone"), "bpm, m/s", _LAST, 3, "Swain, 1994"),
        mark("Where one of the five zones ends: 62, 75, 83 and 91 % of VMA, and the heart rates of the same efforts."),
    ),
    Metric(
        *("weekly_distance", _ATHLETE, mark("Weekly distance"), "m", _MEAN, 4, ""),
        mark("Mean distance of the last four complete weeks, from Monday to Sunday."),
    ),
    Metric(
        *("consistency", _ATHLETE, mark("Consistency"), "share", _NONE, 4, ""),
        mark("The share of the last twelve weeks in which you ran at least twice."),
    ),
    Metric(
        *("progression", _ATHLETE, mark("Progression"), "share", _NONE, 4, "Nielsen and others, 2014"),
        mark("Distance of the last four weeks beside the four before. A fact, not a risk of injury."),
    ),
    Metric(
        *("spike", _ATHLETE, mark("Longest run beside the usual"), "share", _NONE, 3, "Frandsen and others, 2025"),
        mark("Your longest run of seven days beside the longest of the thirty days before. A fact, no risk score."),
    ),
)

OF_DAYS = (
    Metric(
        *("sleep", _DAY, mark("Sleep"), "s", _MEAN, 2, ""),
        mark("Time asleep as a device or you noted it; devices guess it from movement and pulse."),
    ),
    Metric(
        *("hrv", _DAY, mark("Heart rate variability"), "ms", _MEAN, 2, "Task Force of the ESC and NASPE, 1996"),
        mark("How unevenly the heart beat at night (rMSSD); compare it with your own usual only."),
    ),
    Metric(*("weight", _DAY, mark("Weight"), "kg", _LAST, 4, ""), mark("Body weight as it was noted.")),
)

OF_PREDICTIONS = (
    Metric(
        *("race_time", _PREDICTION, mark("Predicted race time"), "s", _NONE, 3, "Vickers and Vertosick, 2016"),
        mark("The time you may expect over a distance on an ordinary day; eight times in ten it lies in the interval."),
    ),
    Metric(
        *("influence", _PREDICTION, mark("What moved a prediction"), "s", _NONE, 2, ""),
        mark("By how much knowing something made the predicted time slower or, below zero, faster."),
    ),
    Metric(
        *("association", _PREDICTION, mark("Association"), "rho", _NONE, 1, "Spearman, 1904"),
        mark("How two weekly numbers rise and fall together, from -1 to 1. It does not say that one brings the other."),
    ),
    Metric(
        *("efficiency_trend", _PREDICTION, mark("Trend of the efficiency"), "m/beat", _NONE, 2, ""),
        mark("Where metres per heart beat have been going, per 28 days."),
    ),
    Metric(
        *("confidence", _PREDICTION, mark("Confidence"), "0-5", _NONE, 3, ""),
        mark("How far to trust a number, from 0 (unreliable) to 5 (high)."),
    ),
)

METRICS = (*OF_ACTIVITIES, *OF_LOAD, *OF_ATHLETES, *OF_DAYS, *OF_PREDICTIONS)
BY_ID = {metric.metric_id: metric for metric in METRICS}
