"""The Django application that owns the schema."""

from __future__ import annotations

from django.apps import AppConfig


class SchemaConfig(AppConfig):
    """Registers the models under the label ``schema``."""

    name = "coach.web.schema"
    label = "schema"
    default_auto_field = "django.db.models.BigAutoField"
