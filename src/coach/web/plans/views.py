"""Goal asked, plan answered: weeks and months."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from sqlalchemy import Connection

from coach.domain.language import say_problem
from coach.domain.plans import Plan
from coach.domain.problems import InvalidInput
from coach.services import fitness, plans
from coach.services.plans.following import lived
from coach.store.engine import transaction
from coach.web import clock
from coach.web.design.drawings import asked_width, chart_response
from coach.web.plans import heads, months, pages, proposed
from coach.web.plans.forms import GoalForm
from coach.web.requests import AthleteRequest, for_athlete, spoken

USUAL_DAYS = 4


@require_GET
@for_athlete
def current(request: AthleteRequest) -> HttpResponse:
    """The plan under way, or the goal form where there is none."""
    with transaction() as connection:
        plan = plans.latest(connection, request.athlete.athlete_id)
    if plan is None:
        return redirect("plans:new")
    return render(request, "plans/plan.html", _whole(request, plan))


@require_http_methods(["GET", "POST"])
@for_athlete
def new(request: AthleteRequest) -> HttpResponse:
    """Ask for the goal, answer with a plan."""
    today, athlete_id = clock.today_of(request.athlete), request.athlete.athlete_id
    form = GoalForm(spoken(), request.POST if request.method == "POST" else None, today=today, initial=_usual(request))
    if request.method == "POST" and form.is_valid():
        try:
            with transaction() as connection:
                made = plans.create(connection, athlete_id, form.goal(), today)
        except InvalidInput as problem:
            form.blame(problem, say_problem(spoken(), problem))
        else:
            return redirect("plans:plan", made.plan_id)
    with transaction() as connection:
        known = fitness.current(connection, athlete_id, today)
        outdated = fitness.outdated(connection, athlete_id, known)
    context = {
        "form": form,
        "fitness": known,
        "measured": fitness.measured(known),
        "outdated": outdated,
        "ask_level": known.runs_counted == 0 or outdated is not None,
        "today": today,
    }
    return render(request, "plans/new.html", context, status=422 if form.errors else 200)


@require_GET
@for_athlete
def listing(request: AthleteRequest) -> HttpResponse:
    """All plans, those put away included."""
    with transaction() as connection:
        lines = plans.listing(connection, request.athlete.athlete_id)
    return render(request, "plans/list.html", {"lines": lines})


@require_GET
@for_athlete
def plan(request: AthleteRequest, plan_id: UUID) -> HttpResponse:
    """A plan, week by week."""
    with transaction() as connection:
        found = plans.get(connection, request.athlete.athlete_id, str(plan_id))
    return render(request, "plans/plan.html", _whole(request, found))


@require_GET
@for_athlete
def chart(request: AthleteRequest, plan_id: UUID) -> HttpResponse:
    """The weeks' volumes, drawn."""
    with transaction() as connection:
        found = plans.get(connection, request.athlete.athlete_id, str(plan_id))
        life = _life(connection, request, found)
    return chart_response(pages.volume_spec(found, life, asked_width(request)))


@require_GET
@for_athlete
def month(request: AthleteRequest, plan_id: UUID) -> HttpResponse:
    """A plan, month by month."""
    athlete_id, today = request.athlete.athlete_id, clock.today_of(request.athlete)
    with transaction() as connection:
        found = plans.get(connection, athlete_id, str(plan_id))
        followed = _life(connection, request, found).sessions
        known = fitness.current(connection, athlete_id, today, over=heads.distances(found))
        standing = heads.standing_view(connection, athlete_id, found)
    shown = months.asked_month(request.GET.get("month", ""), found, today)
    context = {
        "plan": found,
        "view": "month",
        **heads.head_view(found, known, today),
        **standing,
        **months.month_view(found, followed, shown, today),
    }
    return render(request, "plans/month.html", context)


@require_POST
@for_athlete
def archive(request: AthleteRequest, plan_id: UUID) -> HttpResponse:
    """Put a plan away and offer to undo it."""
    with transaction() as connection:
        found = plans.get(connection, request.athlete.athlete_id, str(plan_id))
        plans.archive(connection, request.athlete.athlete_id, str(plan_id), clock.now())
    return render(request, "plans/archived.html", {"plan": found})


@require_POST
@for_athlete
def restore(request: AthleteRequest, plan_id: UUID) -> HttpResponse:
    """Bring a plan back."""
    with transaction() as connection:
        plans.restore(connection, request.athlete.athlete_id, str(plan_id))
    return redirect("plans:plan", plan_id)


def _usual(request: AthleteRequest) -> dict[str, object]:
    return {
        "days": [str(day) for day in plans.days_for(USUAL_DAYS)],
        "weeks": None,
        "level": request.athlete.level.value if request.athlete.level else "",
    }


def _whole(request: AthleteRequest, found: Plan) -> dict[str, object]:
    today = clock.today_of(request.athlete)
    athlete_id = request.athlete.athlete_id
    with transaction() as connection:
        standing = heads.standing_view(connection, athlete_id, found)
        known = fitness.current(connection, athlete_id, today, declared=found.level, over=heads.distances(found))
        proposal = proposed.waiting_on(connection, athlete_id, found, today, known)
        life = _life(connection, request, found)
    weeks = pages.weeks_view(
        found, life, today, changing=proposed.keys_of(proposal), editable=bool(standing["editable"])
    )
    return {
        "plan": found,
        "view": "weeks",
        "today": today,
        "max_hr": known.max_hr,
        "heart_zones": known.heart_zones,
        **heads.head_view(found, known, today),
        **standing,
        **weeks,
        **(proposed.proposal_view(proposal) if proposal else {}),
    }


def _life(connection: Connection, request: AthleteRequest, found: Plan) -> pages.Life:
    today = clock.today_of(request.athlete)
    return pages.life_of(found, lived(connection, request.athlete.athlete_id, found, today), today)
