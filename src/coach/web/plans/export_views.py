"""A plan leaves the house: as files, and as a calendar that follows it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from coach.domain.athletes import Language
from coach.services import fitness, plans
from coach.services.plan_files import PlanFile, export
from coach.services.printing import press
from coach.store.engine import transaction
from coach.web import clock
from coach.web.requests import AthleteRequest, for_athlete, spoken


@require_GET
@for_athlete
def document(request: AthleteRequest, plan_id: UUID) -> HttpResponse:
    """The plan as a PDF, in the page's language or the one asked for."""
    language, today = _language(request.GET.get("language", "")), clock.today_of(request.athlete)
    with transaction() as connection:
        found = plans.get(connection, request.athlete.athlete_id, str(plan_id))
        zones = fitness.current(connection, request.athlete.athlete_id, today).heart_zones
    pdf = press.plan_pdf(found, athlete_name=request.athlete.name, language=language, today=today, zones=zones)
    return _attached(pdf, "application/pdf", f"plan-{found.goal.kind.value}-{found.end.isoformat()}.pdf")


@require_GET
@for_athlete
def exported(request: AthleteRequest, plan_id: UUID, form: str) -> HttpResponse:
    """The plan in another form."""
    if form not in set(PlanFile) or form == PlanFile.PDF:  # a PDF is made by the press, which lets few in at once
        raise Http404
    today = clock.today_of(request.athlete)
    with transaction() as connection:
        found = plans.get(connection, request.athlete.athlete_id, str(plan_id))
        known = fitness.current(connection, request.athlete.athlete_id, today)
    file = export(
        found,
        PlanFile(form),
        language=_language(request.GET.get("language", "")),
        athlete_name=request.athlete.name,
        today=today,
        zones=known.heart_zones,
    )
    return _attached(file.data, file.media_type, file.name)


def _attached(data: bytes, media_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type=media_type, headers=headers)


def _language(asked: str) -> Language:
    return Language(asked) if asked in set(Language) else spoken()
