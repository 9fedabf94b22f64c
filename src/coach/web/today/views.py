"""Home: what this is for a stranger; what to do today for an athlete."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coach.domain.activities import ActivityRow
from coach.domain.plans import Plan, Session, SessionKind
from coach.services import activities, fitness, plans, race_words, training, training_words
from coach.store.engine import transaction
from coach.web import clock
from coach.web.requests import AthleteRequest, for_athlete, spoken


@dataclass(frozen=True, slots=True)
class Day:
    """A dot of the week strip."""

    date: date
    session: Session | None
    done: ActivityRow | None
    today: bool
    planned: bool
    """Whether the plan speaks of this day at all; ``resting`` then is its advice."""

    @property
    def resting(self) -> bool:
        """Nothing is asked on this day."""
        return self.session is None or self.session.kind is SessionKind.REST


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The landing page, or today."""
    if request.user.is_authenticated:
        return today(request)  # type: ignore[return-value]  # login_required is typed by its base class
    return render(request, "today/landing.html", {"strip": range(7)})


@for_athlete
def today(request: AthleteRequest) -> HttpResponse:
    """Today's session and the week around it; before a plan exists, the two steps to one."""
    day = clock.today_of(request.athlete)
    athlete_id = request.athlete.athlete_id
    with transaction() as connection:
        plan = plans.latest(connection, athlete_id)
        done = plans.done(connection, athlete_id, plan) if plan else {}
        recent = activities.listing(connection, athlete_id, limit=3)
        belief = fitness.current(connection, athlete_id, day)
        outdated = fitness.outdated(connection, athlete_id, belief)
        lately = training.state(connection, athlete_id, day, weeks=training_words.USUAL_WEEKS)
    form = training_words.form_text(spoken(), lately.days, lately.known_since)
    if plan is None:
        context: dict[str, object] = {
            "recent": recent,
            "fitness": belief,
            "measured": fitness.measured(belief),
            "outdated": outdated,
            "day": day,
            "form": form,
        }
        return render(request, "today/begin.html", context)
    context = {
        "day": day,
        "plan": plan,
        "recent": recent,
        "race": race_words.promised(plan, belief),
        "form": form,
        "heart_zones": belief.heart_zones,
        **_view(plan, done, day),
    }
    return render(request, "today/today.html", context)


def _view(plan: Plan, done: dict[str, ActivityRow], day: date) -> dict[str, object]:
    by_day = {session.day: session for session in plan.sessions}
    monday = day - timedelta(days=day.weekday())
    strip = [
        _dot(plan, by_day.get(date_), done, date_, day) for date_ in (monday + timedelta(days=n) for n in range(7))
    ]
    upcoming = (session for session in plan.sessions if session.day > day and session.kind is not SessionKind.REST)
    return {
        "strip": strip,
        "current": strip[day.weekday()],
        "coming": next(upcoming, None),
        "week": next((week for week in plan.weeks if week.monday == monday), None),
        "days_left": (plan.end - day).days,
        "before_start": day < plan.start,
    }


def _dot(plan: Plan, session: Session | None, done: dict[str, ActivityRow], date_: date, today_: date) -> Day:
    found = done.get(session.session_id) if session is not None and session.session_id else None
    return Day(date_, session, found, date_ == today_, plan.start <= date_ <= plan.end)
