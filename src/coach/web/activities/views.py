"""The list of activities, one in full, and what the athlete may do with it."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from coach.domain.activities import Activity
from coach.science.recordings import Samples
from coach.services import activities, charts, charts_intensity, charts_track, training
from coach.store.engine import transaction
from coach.web import clock
from coach.web.activities import intensity
from coach.web.activities.forms import EffortForm, FilterForm
from coach.web.design.drawings import asked_width, chart_response, inline
from coach.web.design.templatetags.coach import by_speed
from coach.web.requests import AthleteRequest, for_athlete, spoken

PAGE = 20


@require_GET
@for_athlete
def listing(request: AthleteRequest) -> HttpResponse:
    """Activities newest first; htmx asks for the rows alone, filtered or further down."""
    form = FilterForm(request.GET)
    today = clock.today_of(request.athlete)
    cursor = request.GET.get("cursor") or None
    with transaction() as connection:
        page = activities.listing(
            connection, request.athlete.athlete_id, filter=form.asked(today), cursor=cursor, limit=PAGE
        )
    query = request.GET.copy()
    query.pop("cursor", None)
    narrowed = any(query.get(name) for name in ("text", "family", "period"))
    context = {"form": form, "page": page, "query": query.urlencode(), "narrowed": narrowed, "today": today}
    if request.htmx and cursor:
        return render(request, "activities/rows.html", context)
    if request.htmx:
        return render(request, "activities/results.html", context)
    return render(request, "activities/list.html", context)


@require_GET
@for_athlete
def detail(request: AthleteRequest, activity_id: UUID) -> HttpResponse:
    """An activity whole, with its drawn track and charts."""
    with transaction() as connection:
        activity = activities.detail(connection, request.athlete.athlete_id, str(activity_id))
        samples = activities.samples(connection, request.athlete.athlete_id, str(activity_id))
        weighed = training.of_activity(connection, request.athlete.athlete_id, str(activity_id))
    context = {
        "activity": activity,
        "row": activity.row,
        "measures": activity.measures,
        "track": _track(activity, samples),
        "curves": bool(len(samples)),
        "editing": request.GET.get("edit") == "name",
        "effort": EffortForm(rated=activity.rated, told=activity.totals.perceived_effort),
        "swimming": activity.row.sport.family.value == "swim",
        "fast": by_speed(activity.row.sport),
        **intensity.shown(activity, weighed),
    }
    return render(request, "activities/detail.html", context)


@require_GET
@for_athlete
def chart(request: AthleteRequest, activity_id: UUID) -> HttpResponse:
    """Pace, heart rate and elevation of an activity, drawn."""
    with transaction() as connection:
        activity = activities.detail(connection, request.athlete.athlete_id, str(activity_id))
        samples = activities.samples(connection, request.athlete.athlete_id, str(activity_id))
    spec = charts.activity_spec(
        samples,
        sport=activity.row.sport,
        language=spoken(),
        width=asked_width(request),
        measures=activity.measures,
    )
    return chart_response(spec)


@require_GET
@for_athlete
def zones(request: AthleteRequest, activity_id: UUID) -> HttpResponse:
    """Time in each zone of an activity, drawn."""
    with transaction() as connection:
        activities.detail(connection, request.athlete.athlete_id, str(activity_id))
        weighed = training.of_activity(connection, request.athlete.athlete_id, str(activity_id))
    heart_s, pace_s = (weighed.heart_zone_s, weighed.pace_zone_s) if weighed else ((), ())
    return chart_response(charts_intensity.zones_spec(heart_s, pace_s, language=spoken(), width=asked_width(request)))


@require_GET
@for_athlete
def held(request: AthleteRequest, activity_id: UUID) -> HttpResponse:
    """What was held for how long in an activity, drawn."""
    with transaction() as connection:
        activity = activities.detail(connection, request.athlete.athlete_id, str(activity_id))
    return chart_response(intensity.held_spec(activity, asked_width(request)))


@require_POST
@for_athlete
def rename(request: AthleteRequest, activity_id: UUID) -> HttpResponse:
    """Give the activity a name."""
    with transaction() as connection:
        activities.rename(connection, request.athlete.athlete_id, str(activity_id), request.POST.get("name", ""))
    return redirect("activities:detail", activity_id)


@require_POST
@for_athlete
def rate(request: AthleteRequest, activity_id: UUID) -> HttpResponse:
    """Say how hard the activity felt, or take it back."""
    form = EffortForm(request.POST)
    if form.is_valid():
        with transaction() as connection:
            activities.rate(connection, request.athlete.athlete_id, str(activity_id), form.chosen)
    return redirect("activities:detail", activity_id)


@require_POST
@for_athlete
def mark_race(request: AthleteRequest, activity_id: UUID) -> HttpResponse:
    """Say that the activity was a race, or that it was none."""
    race = request.POST.get("race") == "yes"
    with transaction() as connection:
        activities.mark_race(connection, request.athlete.athlete_id, str(activity_id), race, clock.now())
    return redirect("activities:detail", activity_id)


@require_POST
@for_athlete
def delete(request: AthleteRequest, activity_id: UUID) -> HttpResponse:
    """Take the activity away and offer to undo it."""
    with transaction() as connection:
        row = activities.detail(connection, request.athlete.athlete_id, str(activity_id)).row
        activities.delete(connection, request.athlete.athlete_id, str(activity_id), clock.now())
    return render(request, "activities/deleted.html", {"row": row})


@require_POST
@for_athlete
def restore(request: AthleteRequest, activity_id: UUID) -> HttpResponse:
    """Undo a deletion."""
    with transaction() as connection:
        activities.restore(connection, request.athlete.athlete_id, str(activity_id), clock.now())
    return redirect("activities:detail", activity_id)


@require_POST
@for_athlete
def separate(request: AthleteRequest, activity_id: UUID, source_id: int) -> HttpResponse:
    """Undo a merge: the file becomes an activity of its own again."""
    with transaction() as connection:
        parted = activities.separate(
            connection, request.athlete.athlete_id, str(activity_id), str(source_id), clock.now()
        )
    return redirect("activities:detail", parted)


@require_GET
@for_athlete
def original(request: AthleteRequest, source_id: int) -> FileResponse:
    """The file as it came in, byte for byte."""
    with transaction() as connection:
        name, path = activities.original(connection, request.athlete.athlete_id, str(source_id))
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=name.rsplit("/", 1)[-1] or _("original"),
        content_type="application/octet-stream",
    )


def _track(activity: Activity, samples: Samples) -> SafeString | None:
    if not activity.measures.track:
        return None
    drawing = charts_track.track_svg(activity.measures.track, language=spoken(), width=480, height=360, samples=samples)
    return inline(drawing)
