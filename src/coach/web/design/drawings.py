"""SVG made by our own code: let into a page as it is, or fetched when it comes into view."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from coach.services import charts
from coach.services.charts_style import Spec

WIDTHS = {"phone": 300, "wide": 640, "page": 1020}
"""Pixels a chart is drawn for, labels excluded; it then scales with its place."""


def inline(drawing: str | None) -> SafeString | None:
    """A drawing of ours as markup: its makers write numbers and escape every text. None stays None."""
    return SafeString(drawing) if drawing else None


def asked_width(request: HttpRequest) -> int:
    """How wide the page wants its chart."""
    return WIDTHS.get(request.GET.get("width", ""), WIDTHS["wide"])


def chart_response(spec: Spec | None) -> HttpResponse:
    """The chart as an SVG: a fragment of the page, and by itself a picture for browsers without JavaScript."""
    if spec is None:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return HttpResponse(charts.svg(spec), content_type="image/svg+xml")
