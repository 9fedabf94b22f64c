"""Home: what this is for a stranger; what to do today for an athlete."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coach.domain.activities import ActivityRow
from coach.domain.adaptation import Fulfilment, Lived
from coach.domain.plans import Plan, Session
from coach.science.running.races import RACE_DISTANCES_M
from coach.services import activities, fitness, plans, race_words, training, training_words
from coach.services.plans.following import lived
from coach.store.engine import transaction
from coach.web import clock
from coach.web.plans import heads, proposed
from coach.web.requests import AthleteRequest, for_athlete, spoken


@dataclass(frozen=True, slots=True)
class Day:
    """A dot of the week strip."""

    date: date
    sessions: tuple[Fulfilment, ...]
    today: bool
    planned: bool
    """Whether the plan speaks of this day at all; ``resting`` then is its advice."""

    @property
    def resting(self) -> bool:
        """Nothing is asked on this day."""
        return not self.sessions

    @property
    def first(self) -> Fulfilment | None:
        """What the day is about: its run before anything else."""
        return self.sessions[0] if self.sessions else None

    @property
    def session(self) -> Session | None:
        """The session the day is about."""
        return self.first.session if self.first else None

    @property
    def done(self) -> ActivityRow | None:
        """What was done for it."""
        return self.first.activity if self.first else None


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
        life = lived(connection, athlete_id, plan, day) if plan else Lived()
        recent = activities.listing(connection, athlete_id, limit=3)
        over, level = (heads.distances(plan), plan.level) if plan else (RACE_DISTANCES_M, None)
        belief = fitness.current(connection, athlete_id, day, declared=level, over=over)
        outdated = fitness.outdated(connection, athlete_id, belief)
        proposal = proposed.waiting_on(connection, athlete_id, plan, day, belief) if plan else None
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
        **_view(plan, life, day),
        **(proposed.proposal_view(proposal) if proposal else {}),
    }
    return render(request, "today/today.html", context)


def _view(plan: Plan, life: Lived, day: date) -> dict[str, object]:
    by_day: dict[date, list[Fulfilment]] = {}
    for each in sorted(life.fulfilments, key=lambda each: not each.session.kind.run):
        by_day.setdefault(each.session.day, []).append(each)
    monday = day - timedelta(days=day.weekday())
    week = [monday + timedelta(days=n) for n in range(7)]
    strip = [Day(each, tuple(by_day.get(each, ())), each == day, plan.start <= each <= plan.end) for each in week]
    upcoming = (each.session for each in life.fulfilments if each.session.day > day)
    return {
        "strip": strip,
        "current": strip[day.weekday()],
        "coming": min(upcoming, key=lambda session: (session.day, not session.kind.run), default=None),
        "week": next((week for week in plan.weeks if week.monday == monday), None),
        "days_left": (plan.end - day).days,
        "before_start": day < plan.start,
    }
