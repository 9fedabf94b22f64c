"""Which declared metric each number of the API is: by the field's name, and by its body where that is not enough."""

from __future__ import annotations

_SELF_NAMED = (
    *("activities", "load", "trimp", "session_rpe", "ctl", "atl", "tsb", "monotony", "strain", "cumulative_load"),
    *("consistency", "progression", "spike", "decoupling", "easy_share", "perceived_effort", "repetitions"),
    *("speed_p95", "unmeasured"),
)

OF_FIELDS = {
    **{name: name for name in _SELF_NAMED},
    "distance_m": "distance",
    **dict.fromkeys(("elapsed_s", "start_s", "time_s"), "elapsed_time"),
    **dict.fromkeys(("moving_s", "running_s"), "moving_time"),
    **dict.fromkeys(("timer_s", "duration_s"), "timer_time"),
    **dict.fromkeys(("longest_m", "longest_s", "longest_recent_m", "longest_recent_s"), "longest_run"),
    **dict.fromkeys(("runs", "runs_counted"), "runs"),
    **dict.fromkeys(("seconds", "low_s", "high_s", "level"), "race_time"),
    **dict.fromkeys(("distance_7d_m", "distance_28d_m"), "mean_distance"),
    **dict.fromkeys(("load_7d", "load_28d"), "mean_load"),
    **dict.fromkeys(("stability_7d", "stability_28d"), "monotony"),
    **dict.fromkeys(("zone_s", "known_s"), "time_in_zone"),
    **dict.fromkeys(("per_28_days_m_per_beat", "low_m_per_beat", "high_m_per_beat"), "efficiency_trend"),
    "ascent_m": "ascent",
    "avg_cadence_per_min": "cadence",
    "avg_hr_bpm": "heart_rate",
    "avg_power_w": "power",
    "avg_speed_mps": "speed",
    "calories_kcal": "calories",
    "descent_m": "descent",
    "efficiency_m_per_beat": "efficiency",
    "graded_speed_mps": "graded_speed",
    "hrv_ms": "hrv",
    "max_hr_bpm": "highest_heart_rate",
    "max_speed_mps": "max_speed",
    "normalized_power_w": "normalized_power",
    "normalized_speed_mps": "normalized_speed",
    "pace_s_per_km": "pace",
    "recent_weekly_m": "weekly_distance",
    "resting_hr_bpm": "resting_hr",
    "rho": "association",
    "sleep_s": "sleep",
    "speed_p95_mps": "speed_p95",
    "validity": "confidence",
    "vma_kmh": "vma",
    "weight": "vote_weight",
    "weight_kg": "weight",
}
"""The metric of a field, whatever the body."""

OF_BODIES = {
    **dict.fromkeys(("AssociationBody.low", "AssociationBody.high"), "association"),
    **dict.fromkeys(("CurveBody.durations_s", "CurveBody.values"), "mean_maximal"),
    **dict.fromkeys(("DistributionBody.first", "DistributionBody.step", "DistributionBody.seconds"), "time_in_zone"),
    **dict.fromkeys(("HeartZoneBody.low_bpm", "HeartZoneBody.high_bpm"), "zone_edge"),
    **dict.fromkeys(("PaceZoneBody.low_mps", "PaceZoneBody.high_mps"), "zone_edge"),
    **dict.fromkeys(("ZoneTimeBody.low", "ZoneTimeBody.high"), "zone_edge"),
    **dict.fromkeys(("ZoneTimeBody.seconds", "ZoneTimeBody.share"), "time_in_zone"),
    **dict.fromkeys(("VoteBody.value", "VoteBody.low", "VoteBody.high"), "vma"),
    **dict.fromkeys(("BestEffortBody.elapsed_s", "BestMarkBody.elapsed_s", "BestBody.elapsed_s"), "best_effort"),
    **dict.fromkeys(("FitnessBody.max_hr_bpm", "HeartBody.maximum_bpm"), "max_hr"),
    "EnduranceBody.critical_speed_mps": "critical_speed",
    "EnduranceBody.d_prime_m": "d_prime",
    "EnduranceBody.threshold_mps": "threshold_speed",
    "FitnessBody.vo2max_ml_kg_min": "vo2max",
    "HabitsBody.ramp": "ramp",
    "HeartBody.resting_bpm": "resting_hr",
    "HeartBody.threshold_bpm": "threshold_hr",
    "InfluenceBody.seconds": "influence",
    "StrengthSetBody.weight_kg": "lifted_weight",
}
"""The metric of a field of one body, before that of its name."""

NO_METRICS = frozenset(
    {
        *("id", "number", "source_count", "total", "weeks"),
        *("ChangeBody.before", "ChangeBody.difference", "ChangeBody.now", "ChangeBody.percent"),
        *("CorrectionBody.count", "SamplesBody.columns", "SamplesBody.points", "SamplesBody.recorded"),
        *("EstimateBody.high", "EstimateBody.low", "EstimateBody.value"),
    }
)
"""Numbers that count or number what is told, or whose metric stands beside them."""
