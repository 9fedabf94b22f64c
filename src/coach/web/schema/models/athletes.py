"""Athletes, what is believed of their fitness, their tokens and the audit trail."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models.functions import Now


class Athlete(models.Model):
    """Someone who trains. The local athlete of the command line has no account."""

    id = models.UUIDField(primary_key=True, db_default=RandomUUID())
    user = models.OneToOneField("schema.User", null=True, on_delete=models.CASCADE, related_name="athlete")
    local = models.BooleanField(db_default=False)
    name = models.TextField(db_default="")
    email = models.EmailField(max_length=254, null=True)
    language = models.CharField(max_length=2, db_default="fr")
    time_zone = models.TextField(db_default="Europe/Paris")
    birth_date = models.DateField(null=True)
    sex = models.CharField(max_length=6, null=True)
    height_cm = models.FloatField(null=True)
    weight_kg = models.FloatField(null=True)
    max_hr = models.SmallIntegerField(null=True)
    resting_hr = models.SmallIntegerField(null=True)
    level = models.CharField(max_length=12, null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "athlete"
        constraints: ClassVar = [
            models.UniqueConstraint(models.F("local"), name="athlete_one_local", condition=models.Q(local=True)),
            models.CheckConstraint(condition=models.Q(language__in=["fr", "en"]), name="athlete_language"),
            models.CheckConstraint(
                condition=models.Q(sex__isnull=True) | models.Q(sex__in=["female", "male"]), name="athlete_sex"
            ),
            models.CheckConstraint(
                condition=models.Q(level__isnull=True) | models.Q(level__in=["beginner", "intermediate", "advanced"]),
                name="athlete_level",
            ),
        ]


class FitnessSnapshot(models.Model):
    """What the coach believed on a day, with the evidence, so that later pages can say why."""

    id = models.BigAutoField(primary_key=True)
    athlete = models.ForeignKey(Athlete, on_delete=models.CASCADE, db_index=False)
    on_date = models.DateField()
    vma_kmh = models.FloatField(null=True)
    vma_low_kmh = models.FloatField(null=True)
    vma_high_kmh = models.FloatField(null=True)
    vo2max = models.FloatField(null=True)
    level = models.CharField(max_length=12)
    weekly_m = models.FloatField(db_default=0.0)
    detail = models.JSONField()
    computed_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "fitness_snapshot"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["athlete", "on_date"], name="fitness_snapshot_day_unique")
        ]


class TrainingDay(models.Model):
    """A day with training and what had piled up by its end; days between follow from the last one."""

    pk = models.CompositePrimaryKey("athlete_id", "on_date")
    athlete = models.ForeignKey(Athlete, on_delete=models.CASCADE, db_index=False)
    on_date = models.DateField()
    load = models.FloatField()
    ctl = models.FloatField()
    atl = models.FloatField()

    class Meta:
        db_table = "training_day"


class WellnessDay(models.Model):
    """What is known of a day besides training; ``original`` is the last file that told something of it.

    ``told_at`` holds for each kind when a file told it (Unix seconds), null when the athlete typed it.
    """

    pk = models.CompositePrimaryKey("athlete_id", "on_date")
    athlete = models.ForeignKey(Athlete, on_delete=models.CASCADE, db_index=False)
    on_date = models.DateField()
    original = models.ForeignKey("schema.Original", null=True, on_delete=models.SET_NULL, db_index=False)
    resting_hr = models.FloatField(null=True)
    sleep_s = models.FloatField(null=True)
    hrv_ms = models.FloatField(null=True)
    weight_kg = models.FloatField(null=True)
    told_at = models.JSONField(db_default={})

    class Meta:
        db_table = "wellness_day"


class ApiToken(models.Model):
    """A first, simple way into the API: only the SHA-256 of the token is kept. The identity service replaces it."""

    id = models.BigAutoField(primary_key=True)
    athlete = models.ForeignKey(Athlete, on_delete=models.CASCADE)
    name = models.TextField()
    digest = models.BinaryField(unique=True)
    created_at = models.DateTimeField(db_default=Now())
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "api_token"


class AuditEntry(models.Model):
    """Who did what to whose data. Never updated."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_default=Now())
    athlete = models.ForeignKey(Athlete, null=True, on_delete=models.SET_NULL, db_index=False)
    actor = models.TextField()
    act = models.TextField()
    subject = models.TextField(db_default="")
    detail = models.JSONField(db_default={})

    class Meta:
        db_table = "audit_entry"
        indexes: ClassVar = [models.Index(fields=["athlete", "-at"], name="audit_by_athlete")]
