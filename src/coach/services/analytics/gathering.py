"""All a dashboard shows, in four queries that read the window and never the history."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coach.domain.analytics import Dashboard, Reasons, Week, Window
from coach.domain.fitness import Fitness
from coach.domain.training import TrainingDay
from coach.science.running.training import calendar
from coach.services.analytics.comparing import compare
from coach.services.analytics.forecasting import NOTHING_TOLD
from coach.services.analytics.weeks import periods, weeks_of
from coach.services.analytics.words import NO_ACTIVITY, NO_FITNESS, NO_LOAD
from coach.services.analytics.zoning import uses
from coach.store import analytics, training
from coach.store.analytics_dashboard import believed, glance


def dashboard(connection: Connection, athlete_id: str, today: date, weeks: int) -> Dashboard:
    """The running week and the ``weeks - 1`` before it. Fitness is the latest kept, never computed here."""
    window = Window.ending(today, weeks)
    seen = glance(connection, athlete_id, window)
    added = analytics.totals(connection, athlete_id, window)
    piled = training.window(connection, athlete_id, window.first, window.last)
    known = believed(connection, athlete_id)
    since = seen.known_since
    now, before = periods(window, added, since)
    shown = weeks_of(window, added, since)
    series = calendar(piled, max(window.first, piled[0][0]), window.last) if piled else ()
    heart, pace = uses(known, now, shown)
    return Dashboard(
        window=window,
        known_since=since,
        today=series[-1] if series else None,
        series=series,
        weeks=shown,
        comparison=compare(window, now, before, since),
        fitness_on=known.on if known else None,
        vma=known.vma if known else None,
        predictions=known.predictions if known else (),
        heart=heart,
        pace=pace,
        bests=seen.bests,
        recent=seen.recent,
        unknown=_unknown(since, shown, series, known),
    )


def _unknown(
    since: date | None, weeks: tuple[Week, ...], series: tuple[TrainingDay, ...], known: Fitness | None
) -> Reasons:
    reasons: Reasons = {}
    if since is None:
        reasons |= dict.fromkeys(("known_since", "weeks", "bests", "recent"), NO_ACTIVITY)
    if not series:
        reasons |= dict.fromkeys(("today", "series"), NO_LOAD if since else NO_ACTIVITY)
    if known is None:
        reasons |= dict.fromkeys(("fitness_on", "vma", "predictions"), NO_FITNESS if since else NO_ACTIVITY)
    elif not known.predictions:
        reasons["predictions"] = NOTHING_TOLD
    if known is not None and known.vma is None:
        reasons["vma"] = NOTHING_TOLD
    return reasons
