"""What the weeks behind an athlete add up to: trends, zones, predictions, and a dashboard of all."""

from __future__ import annotations

from coach.services.analytics.dashboard import dashboard
from coach.services.analytics.predictions import predictions
from coach.services.analytics.trends import trends
from coach.services.analytics.zones import zones

__all__ = ["dashboard", "predictions", "trends", "zones"]
