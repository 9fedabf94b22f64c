"""A session moves to another day: the rules speak first, then the athlete confirms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coach.domain.language import mark
from coach.domain.plans import Plan, Session
from coach.domain.problems import InvalidInput, NotFound
from coach.science.planning.adaptation.moving import MoveVerdict
from coach.services import plans
from coach.store.engine import transaction
from coach.web import clock
from coach.web.requests import AthleteRequest, for_athlete


@dataclass(frozen=True, slots=True)
class DayOffered:
    """A day of the week the session could go to: what the rules say of it, and what is planned there."""

    day: date
    verdict: MoveVerdict
    there: tuple[Session, ...]


@require_http_methods(["GET", "POST"])
@for_athlete
def move(request: AthleteRequest, plan_id: UUID, key: UUID) -> HttpResponse:
    """Each day of the week with what the rules say of it; a day chosen is confirmed by a form of its own."""
    if request.method == "POST":
        return _moved(request, str(plan_id), str(key))
    athlete_id, today = request.athlete.athlete_id, clock.today_of(request.athlete)
    asked = _day(request.GET.get("to", ""))
    with transaction() as connection:
        plan = plans.get(connection, athlete_id, str(plan_id))
        session = _session(plan, str(key))
        days = _week_of(session, today) if asked is None else [asked]
        judged = plans.judge_moves(connection, athlete_id, str(plan_id), str(key), days, today)
    offered = [DayOffered(verdict.to_day, verdict, _there(plan, session, verdict.to_day)) for verdict in judged]
    unread = asked is None and "to" in request.GET
    context = {
        "plan": plan,
        "session": session,
        "offered": offered if asked is None else [],
        "chosen": offered[0] if asked is not None else None,
        "today": today,
        "unread": unread,
    }
    return render(request, "plans/move.html", context, status=422 if unread else 200)


def _moved(request: AthleteRequest, plan_id: str, key: str) -> HttpResponse:
    to_day = _day(request.POST.get("to", ""))
    if to_day is None:
        raise InvalidInput(mark("Choose a day to move the session to."))
    athlete_id, today, now = request.athlete.athlete_id, clock.today_of(request.athlete), clock.now()
    anyway = "anyway" in request.POST
    try:
        with transaction() as connection:
            changed = plans.move(connection, athlete_id, plan_id, key, to_day, today, now, anyway=anyway)
    except plans.NotMoved:
        return redirect(f"{request.path}?to={to_day.isoformat()}")
    swapped = changed.changed_for[0].code == "swapped"
    moved = _("The session is moved. The version before is kept.")
    messages.success(request, _("The two sessions change places. The version before is kept.") if swapped else moved)
    return redirect(f"{reverse('plans:plan', args=[changed.plan_id])}#{to_day.isoformat()}")


def _session(plan: Plan, key: str) -> Session:
    found = next((session for session in plan.sessions if session.key == key), None)
    if found is None:
        raise NotFound("There is no such session in this plan.")
    return found


def _week_of(session: Session, today: date) -> list[date]:
    monday = session.day - timedelta(days=session.day.weekday())
    return [day for n in range(7) if (day := monday + timedelta(days=n)) >= today and day != session.day]


def _there(plan: Plan, session: Session, day: date) -> tuple[Session, ...]:
    return tuple(each for each in plan.sessions if each.day == day and each is not session)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
