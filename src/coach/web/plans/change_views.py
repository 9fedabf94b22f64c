"""A plan meets life: what happened is told, a change proposed, taken or refused; versions kept and brought back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coach.domain.adaptation import CauseKind, Proposal
from coach.domain.language import say_problem
from coach.domain.problems import Conflict, InvalidInput
from coach.services import plans
from coach.store.engine import transaction
from coach.web import clock
from coach.web.plans import happenings, proposed
from coach.web.requests import AthleteRequest, for_athlete, spoken


@require_http_methods(["GET", "POST"])
@for_athlete
def happened(request: AthleteRequest, plan_id: UUID, kind: str) -> HttpResponse:
    """Tell what happened, and be proposed a change."""
    athlete_id, today = request.athlete.athlete_id, clock.today_of(request.athlete)
    with transaction() as connection:
        plan = plans.get(connection, athlete_id, str(plan_id))
    kinds = happenings.kinds_for(plan.goal)
    if kind not in kinds:
        raise Http404
    asked = happenings.FORMS[CauseKind(kind)]
    form = asked(spoken(), request.POST if request.method == "POST" else None, today=today, goal=plan.goal)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction() as connection:
                causes = (form.cause(),)
                proposal = plans.propose(connection, athlete_id, str(plan_id), causes, today, clock.now())
        except InvalidInput as problem:
            form.blame(problem, say_problem(spoken(), problem))
        else:
            return _shown(request, proposal)
    context = {
        "plan": plan,
        "form": form,
        "kind": kind,
        "kinds": [(each.value, happenings.HAPPENING_WORDS[each]) for each in kinds],
    }
    return render(request, "plans/happened.html", context, status=422 if form.errors else 200)


@require_GET
@for_athlete
def proposal(request: AthleteRequest, proposal_id: UUID) -> HttpResponse:
    """A proposal on a page of its own, decided or not."""
    with transaction() as connection:
        found = plans.proposal(connection, request.athlete.athlete_id, str(proposal_id))
    return render(request, "plans/proposal.html", proposed.proposal_view(found))


@require_POST
@for_athlete
def accept(request: AthleteRequest, proposal_id: UUID) -> HttpResponse:
    """Take the change: a new version of the plan."""
    today, now = clock.today_of(request.athlete), clock.now()
    try:
        with transaction() as connection:
            changed = plans.accept(connection, request.athlete.athlete_id, str(proposal_id), now, today)
    except (Conflict, InvalidInput) as problem:
        return _undecided(request, proposal_id, problem)
    messages.success(request, _("The plan is changed. The version before is kept."))
    return redirect("plans:plan", changed.plan_id)


@require_POST
@for_athlete
def refuse(request: AthleteRequest, proposal_id: UUID) -> HttpResponse:
    """Leave the plan as it is."""
    try:
        with transaction() as connection:
            plans.refuse(connection, request.athlete.athlete_id, str(proposal_id), clock.now())
    except Conflict as problem:
        return _undecided(request, proposal_id, problem)
    messages.success(request, _("The plan stays as it is."))
    return redirect("plans:current")


@require_GET
@for_athlete
def versions(request: AthleteRequest, plan_id: UUID) -> HttpResponse:
    """Every version of a plan: when and why it came to be."""
    with transaction() as connection:
        plan = plans.get(connection, request.athlete.athlete_id, str(plan_id))
        lines = plans.versions(connection, request.athlete.athlete_id, str(plan_id))
    context = {"plan": plan, "newest": lines[0], "lines": lines, "zone": request.athlete.time_zone}
    return render(request, "plans/versions.html", context)


@require_POST
@for_athlete
def bring_back(request: AthleteRequest, plan_id: UUID) -> HttpResponse:
    """Make an older version the plan again."""
    with transaction() as connection:
        today = clock.today_of(request.athlete)
        made = plans.restore_version(connection, request.athlete.athlete_id, str(plan_id), clock.now(), today=today)
    messages.success(request, _("The older version is your plan again. The one before is kept."))
    return redirect("plans:plan", made.plan_id)


def _undecided(request: AthleteRequest, proposal_id: UUID, problem: Conflict | InvalidInput) -> HttpResponse:
    """The proposal with what keeps it from being decided."""
    with transaction() as connection:
        found = plans.proposal(connection, request.athlete.athlete_id, str(proposal_id))
    context = {**proposed.proposal_view(found), "problem": say_problem(spoken(), problem)}
    return render(request, "plans/proposal.html", context, status=409 if isinstance(problem, Conflict) else 422)


def _shown(request: AthleteRequest, found: Proposal) -> HttpResponse:
    """The proposal's own page; one that asks for nothing is not kept, and is said at once."""
    if found.proposal_id is None:
        return render(request, "plans/proposal.html", proposed.proposal_view(found))
    return redirect("plans:proposal", found.proposal_id)
