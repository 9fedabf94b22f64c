"""A plan half lived, judged from today on: its past stands for what was really run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from coach.domain.activities import ActivityRow
from coach.domain.adaptation import Fulfilment, Lived, Verdict
from coach.domain.fitness import Fitness
from coach.domain.goals import Goal
from coach.domain.plans import Plan, Session, SessionKind, Step, StepKind, Target, Week
from coach.domain.sports import SportFamily
from coach.science.planning.adaptation.reshaping import with_sessions
from coach.science.planning.intensity import EASY, metres_per_second
from coach.science.planning.rules import HARD, RULES, Rule, Violation, violations
from coach.science.planning.runner import present_volume

MEMORY = timedelta(days=30)
LIGHTENED = 0.95
"""A week under this share of its plan was lightened: by life, or by what is proposed."""

_SOFT = tuple(rule for rule in RULES if not rule.hard)
_AS_PLANNED = (0.8, 1.2)


@dataclass(frozen=True)
class Case:
    """All that is known when a change of a plan is thought of. ``age`` in years, None when unknown."""

    plan: Plan
    life: Lived
    fitness: Fitness
    today: date
    age: int | None = None

    @property
    def monday(self) -> date:
        """The Monday of the week in progress."""
        return self.today - timedelta(days=self.today.weekday())

    def fulfilment(self, key: str | None) -> Fulfilment | None:
        """What became of a session, by its key."""
        return None if key is None else self._by_key.get(key)

    @cached_property
    def _by_key(self) -> dict[str, Fulfilment]:
        return {one.session.key: one for one in self.life.fulfilments if one.session.key is not None}

    def past_breaks(self, goal: Goal, *, hard: bool) -> frozenset[tuple[str, int, float]]:
        """Rules that the week in progress already breaks by what was run in it, whatever comes, for the wishes of
        ``goal``."""
        found = self._past.get((goal, hard))
        if found is None:
            past = lived_plan(self, replace(self.plan, goal=goal), future=False)
            number = (self.today - self.plan.start).days // 7 + 1
            judged = _judged(self, past, HARD if hard else _SOFT)
            found = self._past[goal, hard] = frozenset(_mark(one) for one in judged if one.week == number)
        return found

    @cached_property
    def _past(self) -> dict[tuple[Goal, bool], frozenset[tuple[str, int, float]]]:
        return {}

    @cached_property
    def recorded(self) -> bool:
        """Whether any run is known at all; who records none is taken to have run what was planned."""
        return bool(_runs(self.life)) or any(week.distance_m > 0 for week in self.fitness.weeks)

    @property
    def _believed(self) -> list[Session]:
        """The sessions behind, of who records nothing."""
        return [each for each in self.plan.sessions if each.kind.run and each.day < self.today]

    @cached_property
    def _assumed(self) -> tuple[float, float]:
        """Metres of a week and of the longest run before the plan, of who records nothing: what it was made for."""
        plan = self.plan
        weekly_m, longest_m, _ = present_volume(plan.level, plan.vma_kmh, plan.goal, self.fitness)
        return weekly_m, longest_m

    @cached_property
    def past_runs(self) -> tuple[Session, ...]:
        """What was really run since the plan began, as sessions."""
        plan = self.plan
        found = [session for one in self.life.fulfilments if (session := _as_run(plan, one)) is not None]
        rows = (row for row in self.life.beside if plan.start <= row.local_date <= plan.end)
        return (*found, *(_as_session(plan, row) for row in rows))

    def ahead(self, session: Session) -> bool:
        """Whether a session can still be changed: its day has not passed and it is not done."""
        found = self.fulfilment(session.key)
        return session.day >= self.today and not (found is not None and found.verdict.fulfilled)

    def run_m(self, first: date, last: date) -> float:
        """Metres really run from ``first`` to ``last``, both included; before the plan from the fitness's weeks."""
        if not self.recorded:
            before = max((min(last, self.plan.start - timedelta(days=1)) - first).days + 1, 0)
            believed = sum(each.distance_m for each in self._believed if first <= each.day <= last)
            return believed + self._assumed[0] * before / 7
        inside = (row for row in _runs(self.life) if first <= row.local_date <= last)
        own = sum(_metres(self.plan, row) for row in inside)
        weeks = (week for week in self.fitness.weeks if first <= week.monday < self.plan.start)
        return own + sum(week.distance_m for week in weeks if week.monday + timedelta(days=6) <= last)

    def longest_m(self, since: date | None = None) -> float:
        """Metres of the longest run since a day, of the last thirty days unless told."""
        first = self.today - MEMORY if since is None else since
        if not self.recorded:
            assumed = self._assumed[1] if first < self.plan.start else 0.0
            return max([assumed, *(each.distance_m for each in self._believed if each.day >= first)])
        recent = [row for row in _runs(self.life) if row.local_date >= first]
        weeks = [week for week in self.fitness.weeks if first <= week.monday < self.plan.start]
        return max([0.0, *(_metres(self.plan, row) for row in recent), *(week.longest_m for week in weeks)])


def broken(case: Case, plan: Plan, *, hard: bool = True) -> list[Violation]:
    """The rules a changed plan would break from today on, as lived; what only the past broke is not counted.

    Rest is no fault: a taper that rises from a week emptied by illness or keeps nothing quick, and a race left out of a
    plan that waits for a clinician, break nothing.
    """
    return list(breaches(case, plan, HARD if hard else _SOFT))


def breaches(case: Case, plan: Plan, rules: tuple[Rule, ...]) -> Iterator[Violation]:
    """The same one by one, in the order of ``rules``: all hard or all soft ones. What is not asked for is not read."""
    past = case.past_breaks(plan.goal, hard=rules[0].hard)
    for one in _judged(case, lived_plan(case, plan), rules):
        if _mark(one) not in past and not _rested(case, plan, one):
            yield one


def lived_plan(case: Case, plan: Plan, *, future: bool = True) -> Plan:
    """The plan with its past replaced by what was really run; nothing but that without ``future``."""
    soon = [week for week in plan.weeks if week.monday <= case.today or not future]
    later = [_ahead(case, week) for week in plan.weeks[len(soon) :]]
    if later:
        lived = lived_plan(case, replace(plan, weeks=tuple(soon))) if soon else replace(plan, weeks=())
        return replace(plan, weeks=(*lived.weeks, *later))
    ahead = [session for session in plan.sessions if future and case.ahead(session)]
    if not case.recorded:
        return with_sessions(plan, [*(each for each in plan.sessions if each.day < case.today), *ahead])
    rest = [session for session in plan.sessions if not session.kind.run and session.day < case.today]
    return with_sessions(plan, [*(run for run in case.past_runs if run.day <= plan.weeks[-1].sunday), *rest, *ahead])


def _ahead(case: Case, week: Week) -> Week:
    """A week to come, without what was done of it already."""
    left = tuple(session for session in week.sessions if case.ahead(session))
    return week if len(left) == len(week.sessions) else replace(week, sessions=left)


def before_plan(fitness: Fitness, plan: Plan) -> Fitness:
    """The fitness as it was known when the plan began: only the weeks before it."""
    weeks = tuple(week for week in fitness.weeks if week.monday < plan.start)
    if not any(week.distance_m for week in weeks):
        return replace(fitness, weeks=(), runs_counted=0, longest_recent_m=0.0, longest_recent_s=0.0, recent_runs=())
    return replace(
        fitness,
        weeks=weeks,
        longest_recent_m=max(week.longest_m for week in weeks[-4:]),
        recent_runs=(),
        longest_recent_s=max(week.longest_s for week in weeks[-4:]),
    )


def _judged(case: Case, lived: Plan, rules: tuple[Rule, ...]) -> Iterator[Violation]:
    """Violations that can still be changed, and of the plan as a whole."""
    return violations(lived, before_plan(case.fitness, lived), since=case.today, rules=rules)


def _mark(violation: Violation) -> tuple[str, int, float]:
    return violation.rule.rule_id, violation.week, round(violation.found, 3)


def _rested(case: Case, plan: Plan, violation: Violation) -> bool:
    """Whether a rule is only broken by running less than planned."""
    rule = violation.rule.rule_id
    if rule == "taper_intensity":
        return True
    if rule == "days":
        # The athlete put it there by their own word, and gave no other days since.
        standing = {(session.key, session.day) for session in case.plan.sessions}
        wished = any((each.key, each.day) in standing for each in plan.sessions if each.day == violation.day)
        return wished and plan.goal.days == case.plan.goal.days
    if rule == "clearance" or (rule in ("race_day", "tune_ups") and violation.found == 0):
        return not any(session.kind.run and case.ahead(session) for session in plan.sessions)
    if rule == "taper_falls" and 1 < violation.week <= len(case.plan.weeks):
        lived = lived_plan(case, plan).weeks[violation.week - 2]
        planned = [session for session in case.plan.weeks[violation.week - 2].sessions if session.kind.run]
        return lived.distance_m < LIGHTENED * sum(session.distance_m for session in planned)
    return False


def _as_run(plan: Plan, fulfilment: Fulfilment) -> Session | None:
    """A run session as it was really run, None where it was not."""
    session, row = fulfilment.session, fulfilment.activity
    if row is None or not session.kind.run or not plan.start <= row.local_date <= plan.end:
        return None
    low, high = _AS_PLANNED
    planned = low <= (fulfilment.duration_share or 0.0) <= high
    if session.kind.hard and planned and fulfilment.verdict is not Verdict.EASIER:
        ran_m = sum(_metres(plan, one) for one in (row, *fulfilment.others))
        share = ran_m / session.distance_m if session.distance_m else 1.0
        return replace(session, day=row.local_date, steps=tuple(_over(step, share) for step in session.steps))
    rows = (row, *fulfilment.others)
    kind = SessionKind.LONG if session.kind is SessionKind.LONG and planned else SessionKind.EASY
    ran = _as_session(plan, row, kind)
    metres = sum(_metres(plan, one) for one in rows)
    return replace(ran, key=session.key, steps=(_step(sum(one.moving_s for one in rows), metres),))


def _as_session(plan: Plan, row: ActivityRow, kind: SessionKind = SessionKind.EASY) -> Session:
    return Session(row.local_date, kind, "", "", (_step(row.moving_s, _metres(plan, row)),))


def _over(step: Step, share: float) -> Step:
    """The step over so much of its distance, in the time it was to take."""
    inner = tuple(_over(part, share) for part in step.steps)
    return replace(step, distance_m=step.distance_m * share, steps=inner)


def _step(seconds: float, metres: float) -> Step:
    return Step(StepKind.STEADY, seconds, metres, Target())


def _metres(plan: Plan, row: ActivityRow) -> float:
    """Metres of a run; of easy running where none were recorded."""
    return row.distance_m or row.moving_s * metres_per_second(plan.vma_kmh, EASY.middle)


def _runs(life: Lived) -> list[ActivityRow]:
    own = [row for one in life.fulfilments if one.activity for row in (one.activity, *one.others)]
    return [row for row in (*own, *life.beside) if row.sport.family is SportFamily.RUN]
