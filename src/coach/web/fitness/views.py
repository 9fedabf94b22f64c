"""Fitness: the VMA with its margin, the weeks behind, the best marks, what races they promise."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from coach.domain.fitness import Estimate, Fitness
from coach.services import charts, charts_volume, fitness
from coach.store.engine import transaction
from coach.web import clock
from coach.web.design.drawings import inline
from coach.web.requests import AthleteRequest, for_athlete, spoken


@require_GET
@for_athlete
def current(request: AthleteRequest) -> HttpResponse:
    """What the coach believes today, and why."""
    today = clock.today_of(request.athlete)
    with transaction() as connection:
        known = fitness.current(connection, request.athlete.athlete_id, today)
    context = {
        "fitness": known,
        "band": _band(known.vma),
        "weeks": list(reversed(known.weeks[-12:])),
        "chart": _chart(known, weeks=26, width=640),
        "chart_small": _chart(known, weeks=13, width=300),
    }
    return render(request, "fitness/current.html", context)


def _band(vma: Estimate | None) -> dict[str, float] | None:
    """Where the estimate and its interval stand on a drawing 320 px wide that shows twice the interval."""
    if vma is None:
        return None
    span = max(vma.high - vma.low, 0.2)
    left = (vma.low + vma.high) / 2 - span
    low, value, high = (320 * (mark - left) / (2 * span) for mark in (vma.low, vma.value, vma.high))
    return {"low": low, "value": value, "high": high, "width": high - low}


def _chart(known: Fitness, *, weeks: int, width: int) -> SafeString | None:
    drawn = known.weeks[-weeks:]
    if not any(week.runs for week in drawn):
        return None
    spec = charts_volume.history_spec(drawn, language=spoken(), width=width)
    return inline(charts.svg(spec)) if spec else None
