"""Fitness: the VMA with its margin and what it rests on, form and load, zones, races, and how a period went."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from sqlalchemy import Connection

from coach.domain.analytics import Window
from coach.domain.fitness import Estimate
from coach.domain.intensity import Curve
from coach.services import (
    analytics,
    charts_fitness,
    charts_intensity,
    charts_load,
    charts_volume,
    curves,
    fitness,
    training,
    training_words,
    vma_history,
)
from coach.services.analytics.forecasting import outlooks
from coach.services.charts_style import Spec
from coach.store.engine import transaction
from coach.web import clock
from coach.web.design.drawings import WIDTHS, asked_width, chart_response
from coach.web.fitness import pages
from coach.web.requests import AthleteRequest, for_athlete, spoken

SEASON_WEEKS = 13
HALF_YEAR_WEEKS = 26


@require_GET
@for_athlete
def current(request: AthleteRequest) -> HttpResponse:
    """What the coach believes today, and why."""
    today, athlete_id = clock.today_of(request.athlete), request.athlete.athlete_id
    weeks = pages.asked_period(request.GET.get("weeks"))
    with transaction() as connection:
        known = fitness.current(connection, athlete_id, today)
        outdated = fitness.outdated(connection, athlete_id, known)
        state = training.state(connection, athlete_id, today, weeks=weeks)
        lately = training.state(connection, athlete_id, today, weeks=training_words.USUAL_WEEKS)
        trends = analytics.trends(connection, athlete_id, today, weeks)
        zones = analytics.zones(connection, athlete_id, today, weeks)
        now, before = _curves(connection, athlete_id, trends.window)
    fused, votes = pages.vote_rows(known.vma_votes, known.vma)
    context = {
        "fitness": known,
        "outdated": outdated,
        "measured": fitness.measured(known),
        "band": _band(known.vma),
        "fused": fused,
        "votes": votes,
        "form": training_words.form_text(spoken(), lately.days, lately.known_since),
        "state": state,
        "young": training_words.young_text(spoken(), state.known_since, today),
        "loaded": any(day.ctl or day.load for day in state.days),
        "whole_week": pages.last_whole_week(state),
        "unmeasured": sum(week.unmeasured for week in state.weeks),
        "zone_rows": pages.zone_rows(known, zones),
        "zones": zones,
        "timed": any(use.known_s for use in (zones.heart, zones.pace)),
        "races": [
            (outlook, pages.reasons(outlook.prediction.because), pages.reasons(outlook.prediction.narrowed_by))
            for outlook in outlooks(known)
        ],
        "held": pages.held_rows(now, before),
        "held_drawable": now is not None and len(now.durations_s) > 1,
        "bests": trends.bests,
        "changes": pages.change_rows(trends.comparison.changes),
        "window": trends.window,
        "efficiency": trends.efficiency.said if trends.efficiency.per_28_days is not None else None,
        "weeks": trends.weeks[::-1],
        "today": today,
        "drawable": any(week.runs for week in known.weeks),
        "period": weeks,
        "periods": pages.PERIODS,
    }
    return render(request, "fitness/current.html", context)


@require_GET
@for_athlete
def chart(request: AthleteRequest) -> HttpResponse:
    """Kilometres of the last weeks, drawn: half a year, on a phone a season."""
    today, width = clock.today_of(request.athlete), asked_width(request)
    with transaction() as connection:
        weeks = fitness.current(connection, request.athlete.athlete_id, today).weeks
    drawn = weeks[-SEASON_WEEKS:] if width == WIDTHS["phone"] else weeks[-HALF_YEAR_WEEKS:]
    return chart_response(charts_volume.history_spec(drawn, language=spoken(), width=width))


@require_GET
@for_athlete
def drawn(request: AthleteRequest, weeks: int, name: str) -> HttpResponse:
    """One of the page's charts over a period; a sentence where too little is known to draw it."""
    if name not in CHARTS or weeks not in pages.PERIODS:
        raise Http404
    today, athlete_id = clock.today_of(request.athlete), request.athlete.athlete_id
    with transaction() as connection:
        spec = CHARTS[name](connection, athlete_id, today, weeks, asked_width(request))
    return chart_response(spec) if spec else render(request, "fitness/undrawn.html")


@require_GET
@for_athlete
def looked_back(request: AthleteRequest, weeks: int) -> HttpResponse:
    """The table behind the chart of the VMA."""
    if weeks not in pages.PERIODS:
        raise Http404
    today = clock.today_of(request.athlete)
    with transaction() as connection:
        points = vma_history.vma_history(connection, request.athlete.athlete_id, today, weeks)
    template = "fitness/looked_back.html" if request.htmx else "fitness/looked_back_page.html"
    return render(request, template, {"points": list(reversed(points))})


def _load(connection: Connection, athlete_id: str, today: date, weeks: int, width: int) -> Spec | None:
    days = training.state(connection, athlete_id, today, weeks=weeks).days
    lately = training.state(connection, athlete_id, today, weeks=training_words.USUAL_WEEKS).days
    return charts_load.load_spec(days, language=spoken(), width=width, usual=training_words.usual_form(lately))


def _weekly(connection: Connection, athlete_id: str, today: date, weeks: int, width: int) -> Spec | None:
    shown = training.state(connection, athlete_id, today, weeks=weeks).weeks
    return charts_load.weekly_load_spec(shown, language=spoken(), width=width)


def _held(connection: Connection, athlete_id: str, today: date, weeks: int, width: int) -> Spec | None:
    now, before = _curves(connection, athlete_id, Window.ending(today, weeks))
    return charts_fitness.curve_spec(now, before, language=spoken(), width=width)


def _bests(connection: Connection, athlete_id: str, today: date, weeks: int, width: int) -> Spec | None:
    shown = analytics.trends(connection, athlete_id, today, weeks)
    before = analytics.trends(connection, athlete_id, shown.window.before.last, weeks)
    return charts_fitness.bests_spec(shown.bests, before.bests, language=spoken(), width=width)


def _vma(connection: Connection, athlete_id: str, today: date, weeks: int, width: int) -> Spec | None:
    points = vma_history.vma_history(connection, athlete_id, today, weeks)
    return charts_fitness.vma_spec(points, language=spoken(), width=width)


def _races(connection: Connection, athlete_id: str, today: date, weeks: int, width: int) -> Spec | None:
    known = fitness.current(connection, athlete_id, today)
    return charts_fitness.predictions_spec(known.predictions, language=spoken(), width=width)


def _zones(connection: Connection, athlete_id: str, today: date, weeks: int, width: int) -> Spec | None:
    used = analytics.zones(connection, athlete_id, today, weeks)
    heart_s, pace_s = ([time.seconds or 0.0 for time in use.times] for use in (used.heart, used.pace))
    return charts_intensity.zones_spec(heart_s, pace_s, language=spoken(), width=width)


CHARTS: dict[str, Callable[[Connection, str, date, int, int], Spec | None]] = {
    "load": _load,
    "weeks": _weekly,
    "held": _held,
    "bests": _bests,
    "vma": _vma,
    "races": _races,
    "zones": _zones,
}


def _curves(connection: Connection, athlete_id: str, window: Window) -> tuple[Curve | None, Curve | None]:
    before = window.before
    return (
        curves.of_runs(connection, athlete_id, window.first, window.last),
        curves.of_runs(connection, athlete_id, before.first, before.last),
    )


def _band(vma: Estimate | None) -> dict[str, float] | None:
    """Where the estimate and its interval stand on a drawing 320 px wide that shows twice the interval."""
    if vma is None:
        return None
    span = max(vma.high - vma.low, 0.2)
    left = (vma.low + vma.high) / 2 - span
    low, value, high = (320 * (mark - left) / (2 * span) for mark in (vma.low, vma.value, vma.high))
    return {"low": low, "value": value, "high": high, "width": high - low}
