"""Lives beside plans: activities that follow one, miss some of it, or are something else altogether."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from random import Random

from coach.domain.activities import ActivityRow
from coach.domain.adaptation import Cause, CauseKind, Lived, Verdict
from coach.domain.fitness import Fitness, WeeklyVolume
from coach.domain.goals import Injury, InjurySite, InjuryState
from coach.domain.plans import Plan, Session, SessionKind
from coach.domain.sports import Sport

_ids = count(1)


def activity(
    day: date, minutes: float, *, sport: Sport = Sport.RUN, km: float | None = None, hour: int = 7
) -> ActivityRow:
    """An activity of so many moving minutes; a run without ``km`` is at 10 km/h."""
    start = datetime.combine(day, time(hour))
    return ActivityRow(
        activity_id=f"run-{next(_ids)}",
        sport=sport,
        name="",
        started_at=start.replace(tzinfo=UTC),
        local_start=start,
        elapsed_s=minutes * 60,
        moving_s=minutes * 60,
        distance_m=minutes / 6 * 1000 if km is None else km * 1000,
        avg_hr=None,
        ascent_m=None,
    )


def as_planned(session: Session) -> ActivityRow:
    """The activity that does a run exactly."""
    return activity(session.day, session.duration_s / 60, km=session.distance_m / 1000)


def done_until(
    plan: Plan, today: date, *, skip: Callable[[Session], bool] = lambda session: False
) -> list[ActivityRow]:
    """Every run of the plan before ``today`` as planned, except those to ``skip``."""
    return [
        as_planned(session)
        for session in plan.sessions
        if session.kind.run and session.day < today and not skip(session)
    ]


def keyed(plan: Plan) -> Plan:
    """The plan as the store gives it back: every session with a key."""
    numbers = count(1)
    weeks = tuple(
        replace(week, sessions=tuple(replace(s, key=s.key or f"k{next(numbers)}") for s in week.sessions))
        for week in plan.weeks
    )
    return replace(plan, weeks=weeks, plan_id="plan", series="series")


def fitness_on(before: Fitness, plan: Plan, runs: Sequence[ActivityRow], today: date) -> Fitness:
    """The snapshot of ``today``: the one the plan was made from, and the weeks really run since."""
    weeks = list(before.weeks)
    monday = plan.start
    while monday + timedelta(days=7) <= today:
        own = [run for run in runs if monday <= run.local_date < monday + timedelta(days=7)]
        metres = [run.distance_m or 0.0 for run in own]
        seconds = [run.moving_s for run in own]
        weeks.append(
            WeeklyVolume(
                monday, sum(metres), sum(seconds), len(own), max(metres, default=0.0), max(seconds, default=0.0)
            )
        )
        monday += timedelta(days=7)
    known = [run for run in runs if run.local_date < today]
    recent = [run.distance_m or 0.0 for run in known if run.local_date > today - timedelta(days=30)]
    carried = before.longest_recent_m if (today - plan.start).days < 21 else 0.0
    return replace(
        before,
        on=today,
        weeks=tuple(weeks),
        runs_counted=before.runs_counted + len(known),
        last_run=max((run.local_date for run in known), default=before.last_run),
        longest_recent_m=max([carried, *recent]),
    )


def any_life(random: Random, plan: Plan) -> tuple[list[ActivityRow], date]:
    """A day of the plan and what was run until then: most of it, some of it, nothing for weeks, or something else."""
    last = (plan.end - plan.start).days
    today = plan.start + timedelta(days=random.randint(0, max(0, last - 1)))
    diligence = random.choice((1.0, 0.9, 0.7, 0.4, 0.0))
    gap = random.choice((0, 0, 0, 5, 9, 16, 30))
    runs = []
    for session in plan.sessions:
        if session.day >= today or not session.kind.run:
            continue
        if random.random() > diligence or session.day >= today - timedelta(days=gap):
            continue
        share = random.choice((0.5, 0.9, 1.0, 1.0, 1.0, 1.3))
        late = random.choice((0, 0, 0, 0, 1, -1))
        day = min(session.day + timedelta(days=late), today)
        runs.append(activity(day, session.duration_s * share / 60, km=session.distance_m * share / 1000))
    return runs, today


def any_causes(random: Random, plan: Plan, life: Lived, today: date) -> list[Cause]:
    """One to three things that happened, whatever they are."""
    keys = tuple(one.session.key for one in life.fulfilments if one.verdict is Verdict.MISSED and one.session.key)
    since = today - timedelta(days=random.choice((0, 1, 4, 8, 15)))
    ahead = today + timedelta(days=random.choice((0, 2, 6, 12)))
    days = tuple(random.sample(range(7), random.randint(2, 6)))
    site, state = random.choice(tuple(InjurySite)), random.choice(tuple(InjuryState))
    causes = [
        Cause(CauseKind.ILLNESS, since=max(since, plan.start), until=random.choice((None, today, ahead))),
        Cause(CauseKind.TRAVEL, since=ahead, until=ahead + timedelta(days=random.choice((1, 5, 16))), can_run=True),
        Cause(CauseKind.TRAVEL, since=today, until=ahead),
        Cause(CauseKind.INJURY, since=today, injury=Injury(site, state, cleared=random.random() < 0.3)),
        Cause(CauseKind.TEST, vma_kmh=max(6.0, min(26.0, plan.vma_kmh * random.uniform(0.85, 1.15)))),
        Cause(CauseKind.AVAILABILITY, days=days, long_day=random.choice((None, days[0]))),
        Cause(CauseKind.AVAILABILITY, days=days, minutes=tuple(random.choice((None, 40, 60, 90)) for _ in days)),
    ]
    causes = [cause for cause in causes if cause.since is None or cause.since <= plan.end]
    if keys:
        causes += [Cause(CauseKind.MISSED, keys=keys)] * 4
    if plan.race_day is not None:
        moved = plan.race_day + timedelta(days=random.choice((-14, -7, -1, 1, 7, 21)))
        causes.append(Cause(CauseKind.RACE_MOVED, race_day=moved))
    return random.sample(causes, min(len(causes), random.choice((1, 1, 1, 2, 3))))


def volumes(plan: Plan) -> list[float]:
    """Metres of training of each week, races apart."""
    runs = [
        [s.distance_m for s in week.sessions if s.kind.run and s.kind is not SessionKind.RACE] for week in plan.weeks
    ]
    return [sum(week) for week in runs]
