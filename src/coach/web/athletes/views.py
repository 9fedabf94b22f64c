"""The athlete's own page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from coach.domain.language import mark, say_problem
from coach.domain.problems import InvalidInput
from coach.services import athletes, wellness
from coach.store.engine import transaction
from coach.web import clock
from coach.web.athletes.days import DayForm
from coach.web.athletes.forms import ProfileForm
from coach.web.requests import AthleteRequest, for_athlete, spoken

HEART_RATES = {"max_hr", "resting_hr"}
REMEASURED = mark(
    "Every load is measured anew from these heart rates: fitness and fatigue may move, in the past too, "
    "without your training having changed."
)


@require_http_methods(["GET", "POST"])
@for_athlete
def profile(request: AthleteRequest) -> HttpResponse:
    """Show and change what the athlete says of themselves."""
    form = ProfileForm(request.POST or None, athlete=request.athlete)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction() as connection:
                changed = athletes.update(
                    connection, request.athlete.athlete_id, form.changes, today=clock.today_of(request.athlete)
                )
        except InvalidInput as problem:
            form.blame(problem, say_problem(spoken(), problem))
        else:
            with override(changed.language.value):
                messages.success(request, _("Saved."))
                if HEART_RATES & set(form.changed_data):
                    messages.info(request, _(REMEASURED))
            return redirect("athletes:profile")
    return _page(request, form, DayForm(today=clock.today_of(request.athlete)))


@require_POST
@for_athlete
def day(request: AthleteRequest) -> HttpResponse:
    """Keep what the athlete says of a day."""
    today = clock.today_of(request.athlete)
    form = DayForm(request.POST, today=today)
    if form.is_valid():
        try:
            with transaction() as connection:
                wellness.record(connection, request.athlete.athlete_id, form.on, form.said, today=today)
        except InvalidInput as problem:
            form.blame(problem, say_problem(spoken(), problem))
        else:
            messages.success(request, _("Saved."))
            if "resting_hr" in form.said:
                messages.info(request, _(REMEASURED))
            return redirect("athletes:profile")
    return _page(request, ProfileForm(athlete=request.athlete), form)


def _page(request: AthleteRequest, form: ProfileForm, day_form: DayForm) -> HttpResponse:
    today = clock.today_of(request.athlete)
    with transaction() as connection:
        known = wellness.day(connection, request.athlete.athlete_id, today)
    context = {"form": form, "day_form": day_form, "known": known}
    return render(request, "athletes/profile.html", context, status=422 if form.errors or day_form.errors else 200)
