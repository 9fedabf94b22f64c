"""What the weeks behind an athlete add up to: trends, zones, predictions, and a dashboard of all."""

from __future__ import annotations

from coach.services.analytics.forecasting import predictions
from coach.services.analytics.gathering import dashboard
from coach.services.analytics.trending import trends
from coach.services.analytics.zoning import zones

__all__ = ["dashboard", "predictions", "trends", "zones"]
