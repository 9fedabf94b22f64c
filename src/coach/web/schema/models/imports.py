"""Import runs: files on their way in, what became of each, and the log a person reads."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models.functions import Now

from coach.web.schema.models.athletes import Athlete


class ImportRun(models.Model):
    """One act of importing: a drop of files, a folder, an archive."""

    id = models.UUIDField(primary_key=True, db_default=RandomUUID())
    athlete = models.ForeignKey(Athlete, on_delete=models.CASCADE, db_index=False)
    label = models.TextField(db_default="")
    source = models.TextField()
    state = models.TextField(db_default="receiving")
    created_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    expected = models.IntegerField(null=True)

    class Meta:
        db_table = "import_run"
        indexes: ClassVar = [models.Index(fields=["athlete", "-created_at"], name="import_run_by_athlete")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=["receiving", "queued", "running", "done", "failed", "cancelled"]),
                name="import_run_state",
            )
        ]


class ImportItem(models.Model):
    """One file of a run, or an archive (``container``) whose members are items of the same run."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, db_index=False)
    name = models.TextField()
    sha256 = models.BinaryField(null=True)
    size = models.BigIntegerField(db_default=0)
    container = models.BooleanField(db_default=False)
    state = models.TextField(db_default="queued")
    attempts = models.IntegerField(db_default=0)
    reason_code = models.TextField(null=True)
    reason = models.TextField(null=True)
    reason_values = models.JSONField(db_default={})
    hints = models.JSONField(null=True)
    activity_ids = models.JSONField(db_default=[])
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "import_item"
        indexes: ClassVar = [models.Index(fields=["run", "state"], name="import_item_by_state")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "name"], name="import_item_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=["queued", "new", "duplicate", "merged", "skipped", "quarantined"]),
                name="import_item_state",
            ),
        ]


class ImportLog(models.Model):
    """A line of a run's log."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, db_index=False)
    at = models.DateTimeField(db_default=Now())
    level = models.TextField()
    message = models.TextField()
    values = models.JSONField(db_default={})
    file_name = models.TextField(null=True)

    class Meta:
        db_table = "import_log"
        indexes: ClassVar = [models.Index(fields=["run", "id"], name="import_log_by_run")]
