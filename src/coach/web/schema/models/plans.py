"""Goals and plans. A plan is never rewritten: a change is a new version beside the old one."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models.functions import Now

from coach.web.schema.models.activities import Activity
from coach.web.schema.models.athletes import Athlete


class Goal(models.Model):
    """What the athlete asked for, as asked."""

    id = models.UUIDField(primary_key=True, db_default=RandomUUID())
    athlete = models.ForeignKey(Athlete, on_delete=models.CASCADE)
    kind = models.TextField()
    race_day = models.DateField(null=True)
    weeks = models.IntegerField(null=True)
    target_s = models.FloatField(null=True)
    level = models.TextField(null=True)
    days = models.JSONField()
    minutes = models.JSONField(null=True)
    long_day = models.SmallIntegerField(null=True)
    distance_m = models.FloatField(null=True)
    vma_kmh = models.FloatField(null=True)
    terrain = models.TextField(db_default="road")
    strength = models.SmallIntegerField(db_default=0)
    cross_training = models.SmallIntegerField(db_default=0)
    tune_ups = models.JSONField(db_default=[])
    injuries = models.JSONField(db_default=[])
    weeks_off = models.IntegerField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "goal"


class Plan(models.Model):
    """One version of a plan, with what it was made from; ``series`` is the same in all its versions.

    ``fingerprint`` digests the question it answers: goal, fitness and week.
    """

    id = models.UUIDField(primary_key=True, db_default=RandomUUID())
    athlete = models.ForeignKey(Athlete, on_delete=models.CASCADE, db_index=False)
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE)
    series = models.UUIDField(db_default=RandomUUID())
    version = models.IntegerField(db_default=1)
    origin = models.TextField(db_default="created")
    changed_for = models.JSONField(db_default=[])
    start = models.DateField()
    race_day = models.DateField(null=True)
    level = models.TextField()
    age = models.SmallIntegerField(null=True)
    vma_kmh = models.FloatField()
    predicted_s = models.FloatField(null=True)
    goal_s = models.FloatField(null=True)
    notices = models.JSONField(db_default=[])
    fingerprint = models.TextField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    archived_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "plan"
        indexes: ClassVar = [models.Index(fields=["athlete", "-created_at"], name="plan_by_athlete")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["series", "version"], name="plan_version_once")]


class PlanWeek(models.Model):
    """Seven days from Monday."""

    id = models.BigAutoField(primary_key=True)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, db_index=False)
    number = models.IntegerField()
    monday = models.DateField()
    phase = models.TextField()
    recovery = models.BooleanField()

    class Meta:
        db_table = "plan_week"
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "number"], name="plan_week_once")]


class PlanSession(models.Model):
    """A planned session; the activity that fulfilled it is linked when it comes in."""

    id = models.UUIDField(primary_key=True, db_default=RandomUUID())
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, db_index=False)
    week = models.ForeignKey(PlanWeek, on_delete=models.CASCADE)
    day = models.DateField()
    position = models.SmallIntegerField(db_default=0)
    key = models.UUIDField(db_default=RandomUUID())
    kind = models.TextField()
    title = models.TextField()
    purpose = models.TextField()
    values = models.JSONField(db_default={})
    steps = models.JSONField()
    duration_s = models.FloatField()
    distance_m = models.FloatField()
    activity = models.ForeignKey(Activity, null=True, on_delete=models.SET_NULL)

    class Meta:
        db_table = "plan_session"
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "day", "position"], name="plan_session_once")]


class PlanProposal(models.Model):
    """A change proposed to a plan: why, what would change, and the whole plan as it would be.

    ``decision`` is null while it waits, then accepted, refused or stale.
    """

    id = models.UUIDField(primary_key=True, db_default=RandomUUID())
    athlete = models.ForeignKey(Athlete, on_delete=models.CASCADE, db_index=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE)
    causes = models.JSONField()
    changes = models.JSONField()
    proposed = models.JSONField()
    created_at = models.DateTimeField(db_default=Now())
    decision = models.TextField(null=True)
    decided_at = models.DateTimeField(null=True)
    version = models.ForeignKey(Plan, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        db_table = "plan_proposal"
        indexes: ClassVar = [models.Index(fields=["athlete", "-created_at"], name="plan_proposal_by_athlete")]


class CalendarFeed(models.Model):
    """The private address at which a calendar follows the athlete's plan; only its digest is kept."""

    athlete = models.OneToOneField(Athlete, on_delete=models.CASCADE, primary_key=True)
    digest = models.TextField(unique=True)
    created_at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "calendar_feed"
