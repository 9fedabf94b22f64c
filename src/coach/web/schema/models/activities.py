"""Activities, the files they came from, and their samples."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models.functions import Now

from coach.web.schema.models.athletes import Athlete


class Original(models.Model):
    """A file as it came in. Its bytes lie in the blob store under the SHA-256, untouched."""

    id = models.BigAutoField(primary_key=True)
    athlete = models.ForeignKey(Athlete, on_delete=models.CASCADE, db_index=False)
    sha256 = models.BinaryField()
    name = models.TextField()
    size = models.BigIntegerField()
    format = models.TextField(null=True)
    content = models.TextField(null=True)
    provenance = models.TextField()
    reader_version = models.IntegerField(db_default=0)
    received_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "original"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["athlete", "sha256"], name="original_once_per_athlete")
        ]


class Activity(models.Model):
    """What the athlete did once, however many files tell of it."""

    id = models.UUIDField(primary_key=True, db_default=RandomUUID())
    athlete = models.ForeignKey(Athlete, on_delete=models.CASCADE, db_index=False)
    sport = models.TextField()
    family = models.TextField()
    name = models.TextField(db_default="")
    race = models.BooleanField(db_default=False)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    utc_offset_s = models.IntegerField()
    local_date = models.DateField()
    elapsed_s = models.FloatField()
    timer_s = models.FloatField()
    moving_s = models.FloatField()
    distance_m = models.FloatField(null=True)
    avg_hr = models.FloatField(null=True)
    max_hr = models.FloatField(null=True)
    ascent_m = models.FloatField(null=True)
    descent_m = models.FloatField(null=True)
    track = models.TextField(null=True)
    measures = models.JSONField()
    totals = models.JSONField()
    warnings = models.JSONField(db_default=[])
    perceived_effort = models.FloatField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "activity"
        indexes: ClassVar = [
            models.Index(fields=["athlete", "-started_at"], name="activity_by_start"),
            models.Index(fields=["athlete", "family", "local_date"], name="activity_by_family_day"),
            models.Index(fields=["athlete", "local_date"], name="activity_by_day"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ended_at__gte=models.F("started_at")), name="activity_ends_after_start"
            ),
            models.CheckConstraint(
                condition=models.Q(perceived_effort__isnull=True) | models.Q(perceived_effort__range=(0, 10)),
                name="activity_effort_0_to_10",
            ),
        ]


class ActivitySource(models.Model):
    """One recording inside one original that tells of an activity. Separating it undoes a merge."""

    id = models.BigAutoField(primary_key=True)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE)
    original = models.ForeignKey(Original, on_delete=models.CASCADE, db_index=False)
    part = models.IntegerField()
    main = models.BooleanField()
    richness = models.FloatField()
    separated = models.BooleanField(db_default=False)
    device = models.JSONField(db_default={})
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "activity_source"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["original", "part"], name="activity_source_once"),
            models.UniqueConstraint(
                fields=["activity"], name="activity_source_one_main", condition=models.Q(main=True)
            ),
        ]


class ActivitySamples(models.Model):
    """All samples of an activity as one Parquet block (zstd). Never a row per point."""

    activity = models.OneToOneField(Activity, primary_key=True, on_delete=models.CASCADE)
    count = models.IntegerField()
    columns = models.JSONField()
    block = models.BinaryField()

    class Meta:
        db_table = "activity_samples"


class ActivitySplit(models.Model):
    """Laps, kilometres and lengths."""

    id = models.BigAutoField(primary_key=True)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, db_index=False)
    kind = models.TextField()
    position = models.IntegerField()
    start_s = models.FloatField()
    elapsed_s = models.FloatField()
    moving_s = models.FloatField(null=True)
    distance_m = models.FloatField(null=True)
    avg_hr = models.FloatField(null=True)
    max_hr = models.FloatField(null=True)
    avg_cadence = models.FloatField(null=True)
    avg_power = models.FloatField(null=True)
    ascent_m = models.FloatField(null=True)
    descent_m = models.FloatField(null=True)

    class Meta:
        db_table = "activity_split"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["activity", "kind", "position"], name="activity_split_once")
        ]


class ActivitySet(models.Model):
    """Sets of a strength session, as a watch or machine wrote them."""

    id = models.BigAutoField(primary_key=True)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, db_index=False)
    position = models.IntegerField()
    start_s = models.FloatField()
    duration_s = models.FloatField(null=True)
    repetitions = models.IntegerField(null=True)
    weight_kg = models.FloatField(null=True)
    category = models.TextField(null=True)
    active = models.BooleanField()

    class Meta:
        db_table = "activity_set"
        constraints: ClassVar = [models.UniqueConstraint(fields=["activity", "position"], name="activity_set_once")]


class ActivityEffort(models.Model):
    """Best efforts by distance, so that records and fitness never open a block of samples."""

    id = models.BigAutoField(primary_key=True)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, db_index=False)
    distance_m = models.FloatField()
    elapsed_s = models.FloatField()
    start_s = models.FloatField()

    class Meta:
        db_table = "activity_effort"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["activity", "distance_m"], name="activity_effort_once")
        ]


class ActivityAnalysis(models.Model):
    """How hard an activity was, for whoever ran it: curves and distributions instead of samples."""

    activity = models.OneToOneField(Activity, primary_key=True, on_delete=models.CASCADE)
    graded_speed_mps = models.FloatField(null=True)
    normalized_speed_mps = models.FloatField(null=True)
    normalized_power_w = models.FloatField(null=True)
    speed_p95_mps = models.FloatField(null=True)
    efficiency = models.FloatField(null=True)
    decoupling = models.FloatField(null=True)
    curves = models.JSONField(db_default=[])
    distributions = models.JSONField(db_default=[])
    not_measurable = models.JSONField(db_default={})

    class Meta:
        db_table = "activity_analysis"


class ActivityLoad(models.Model):
    """What an activity weighed against this athlete's thresholds. Computed anew when these change."""

    activity = models.OneToOneField(Activity, primary_key=True, on_delete=models.CASCADE)
    load = models.FloatField(null=True)
    method = models.TextField(null=True)
    trimp = models.FloatField(null=True)
    session_rpe = models.FloatField(null=True)
    heart_zone_s = ArrayField(models.FloatField(), db_default=[])
    pace_zone_s = ArrayField(models.FloatField(), db_default=[])

    class Meta:
        db_table = "activity_load"
