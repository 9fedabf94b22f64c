"""Fitness: the VMA with its margin, the weeks behind, the best marks, what races they promise."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from coach.domain.fitness import Estimate
from coach.services import charts_volume, fitness
from coach.store.engine import transaction
from coach.web import clock
from coach.web.design.drawings import WIDTHS, asked_width, chart_response
from coach.web.requests import AthleteRequest, for_athlete, spoken

SEASON_WEEKS = 13
HALF_YEAR_WEEKS = 26


@require_GET
@for_athlete
def current(request: AthleteRequest) -> HttpResponse:
    """What the coach believes today, and why."""
    today = clock.today_of(request.athlete)
    with transaction() as connection:
        known = fitness.current(connection, request.athlete.athlete_id, today)
        outdated = fitness.outdated(connection, request.athlete.athlete_id, known)
    context = {
        "fitness": known,
        "outdated": outdated,
        "measured": fitness.measured(known),
        "band": _band(known.vma),
        "weeks": list(reversed(known.weeks[-12:])),
        "drawable": any(week.runs for week in known.weeks),
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


def _band(vma: Estimate | None) -> dict[str, float] | None:
    """Where the estimate and its interval stand on a drawing 320 px wide that shows twice the interval."""
    if vma is None:
        return None
    span = max(vma.high - vma.low, 0.2)
    left = (vma.low + vma.high) / 2 - span
    low, value, high = (320 * (mark - left) / (2 * span) for mark in (vma.low, vma.value, vma.high))
    return {"low": low, "value": value, "high": high, "width": high - low}
