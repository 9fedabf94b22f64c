"""Promises: in a running service, a 16-week plan goes from the athlete's history to a PDF in 1 s or less, and so does a
plan of 24 weeks with six runs and two strength sessions each; every other form of file takes a fraction of that."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from statistics import median

from benchmarks._folders import data_folder

RUNS = 5
TODAY = date(2026, 11, 20)


def main() -> dict[str, object]:
    with data_folder() as home:
        os.environ["COACH_HOME"] = str(home)
        os.environ.pop("DATABASE_URL", None)
        return _measured()


def _measured() -> dict[str, object]:
    from coach.cli.acting import acting
    from coach.domain.athletes import Language
    from coach.domain.goals import Goal, GoalKind
    from coach.domain.plans import Plan
    from coach.services import fitness, imports, plans, samples
    from coach.services.documents import plan_pdf
    from coach.services.plan_files import PlanFile, export
    from coach.store import engine

    with acting(None) as (_, athlete):
        pass
    with tempfile.TemporaryDirectory() as folder:
        files = samples.write_history(Path(folder), last_day=date(2026, 11, 19))
        imports.import_paths(athlete.athlete_id, [Path(folder)], lambda: datetime.now(UTC), source="cli")
    targets = count(3 * 3600 + 30 * 60)

    def another_goal() -> Goal:
        """The same goal asked twice within a minute is one plan: each is a second away from the last."""
        return Goal(kind=GoalKind.MARATHON, days=(1, 3, 5, 6), weeks=16, target_s=float(next(targets)))

    def read_history() -> None:
        with engine.transaction() as connection:
            fitness.current(connection, athlete.athlete_id, TODAY)

    def create() -> None:
        with engine.transaction() as connection:
            plans.create(connection, athlete.athlete_id, another_goal(), TODAY)

    def whole() -> None:
        with engine.transaction() as connection:
            made = plans.create(connection, athlete.athlete_id, another_goal(), TODAY)
        plan_pdf(made, athlete_name="Ann", language=Language.FRENCH, today=TODAY)

    def full_goal() -> Goal:
        """Twenty-four weeks of six runs and two strength sessions, each plan other than the last."""
        seconds = float(next(targets))
        return Goal(kind=GoalKind.MARATHON, days=(0, 1, 2, 3, 5, 6), weeks=24, target_s=seconds, strength=2)

    def kept(goal: Goal) -> Plan:
        with engine.transaction() as connection:
            return plans.create(connection, athlete.athlete_id, goal, TODAY)

    def printed(goal: Callable[[], Goal]) -> float:
        """Seconds from a kept plan to a PDF; a new plan each time, as what was set once is remembered."""
        ready = [kept(goal()) for _ in range(RUNS + 1)]
        return _median(
            lambda: export(ready.pop(), PlanFile.PDF, language=Language.FRENCH, athlete_name="Ann", today=TODAY)
        )

    sample = kept(another_goal())

    def other(form: PlanFile) -> float:
        return _median(lambda: export(sample, form, language=Language.FRENCH, athlete_name="Ann", today=TODAY))

    figures: dict[str, object] = {
        "activities_in_history": len(files),
        "history_to_fitness_s": _median(read_history),
        "history_to_stored_plan_s": _median(create),
        "history_to_pdf_s": _median(whole),
        "history_to_pdf_goal_s": 1.0,
        "pdf_16_weeks_s": printed(another_goal),
        "pdf_24_full_weeks_s": printed(full_goal),
        "pdf_goal_s": 1.0,
        "other_forms_s": {form.value: other(form) for form in PlanFile if form is not PlanFile.PDF},
    }
    engine.forget()
    return figures


def _median(act: Callable[[], object]) -> float:
    act()
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        act()
        times.append(time.perf_counter() - began)
    return round(median(times), 3)


if __name__ == "__main__":
    print(main())
