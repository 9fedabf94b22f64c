"""``coach plan --batch``: an athlete a line, a plan a line, with no database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from time import process_time
from typing import TYPE_CHECKING, Any

from coach.cli.batches import Line, failed, object_of
from coach.cli.plan_wishes import WISHES, choice_of, day_of, goal_of, number_of, said_as, whole_of
from coach.cli.race_input import sex_of, told_race
from coach.domain.athletes import Language
from coach.domain.goals import Goal
from coach.domain.language import mark
from coach.domain.problems import InvalidInput, Problem

if TYPE_CHECKING:
    from coach.domain.plans import Plan
    from coach.science.planning.told import History

FACTS = ("age", "sex", "weekly_km", "longest_km", "races", "today", "language")
KEYS = (*WISHES, *FACTS)
"""What a line may say."""

OTHER_NAMES = {
    **{"injuries": "injury", "tune_ups": "tune_up", "race_day": "date", "vma_kmh": "vma", "target_s": "target"},
    **{"distance_m": "distance", "cross_training": "cross"},
}
"""Lists may be named in the plural, and wishes as the API names them."""

MOST_RACES = 50
FIRST_YEAR, LAST_YEAR = 2000, 2200


@dataclass
class Clock:
    """Seconds of computing, and the plans made in them."""

    seconds: float = 0.0
    plans: int = 0

    @property
    def ms_a_plan(self) -> float:
        """Milliseconds a plan; 0 without any."""
        return 1000 * self.seconds / self.plans if self.plans else 0.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A line understood."""

    goal: Goal
    history: History
    age: int | None
    sex: Any
    today: date
    language: Language


def answers(lines: list[Line], today: date, language: Language, clock: Clock) -> Iterator[dict[str, Any]]:
    """A plan's document or ``{"error": …}`` for each line; ``today`` and ``language`` where a line names no other."""
    from coach.services.plan_files import plan_document

    for line in lines:
        began = process_time()
        try:
            asked = asked_of(line, today, language)
            answer = plan_document(planned(asked), language=asked.language)
            clock.plans += 1
        except Problem as problem:
            answer = failed(line, problem, said_as)
        clock.seconds += process_time() - began
        yield answer


def asked_of(line: Line, today: date, language: Language) -> Asked:
    """What a line asks for. Raises InvalidInput, naming the key it means."""
    told = object_of(line, (*KEYS, *OTHER_NAMES))
    for other, name in OTHER_NAMES.items():
        if other in told:
            if name in told:
                raise InvalidInput(mark("{name} is said twice."), field=name, name=name)
            told[name] = told.pop(other)
    age, on, tongue = told.get("age"), told.get("today"), told.get("language")
    goal = goal_of({name: told[name] for name in WISHES if name in told})
    return Asked(
        goal=goal,
        history=replace(history_of(told), weeks_off=goal.weeks_off or 0),
        age=None if age is None else whole_of(age, "age"),
        sex=sex_of(told.get("sex")),
        today=today if on is None else _today(on),
        language=language if tongue is None else choice_of(Language, tongue, "language"),
    )


def _today(said: object) -> date:
    day = day_of(said, "today")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        message = mark("today lies between {first} and {last}.")
        raise InvalidInput(message, field="today", first=FIRST_YEAR, last=LAST_YEAR)
    return day


def history_of(told: dict[str, Any]) -> History:
    """The past a line tells: weeks, longest run, races. Raises InvalidInput."""
    from coach.science.planning.told import History, usual

    weekly, longest, races = (told.get(name) for name in ("weekly_km", "longest_km", "races"))
    if weekly is None or isinstance(weekly, list):
        weeks = tuple(number_of(km, "weekly_km") for km in weekly or ())
    else:
        weeks = usual(number_of(weekly, "weekly_km"))
    if races is not None and (not isinstance(races, list) or len(races) > MOST_RACES):
        message = mark("{name} is a list of at most {most}.")
        raise InvalidInput(message, field="races", name="races", most=MOST_RACES)
    return History(
        weekly_km=weeks,
        longest_km=None if longest is None else number_of(longest, "longest_km"),
        races=tuple(told_race(race) for race in races or ()),
    )


def planned(asked: Asked) -> Plan:
    """The plan of a line, made as for an athlete with that history."""
    from coach.science.planning import make_plan
    from coach.science.planning.told import check_age, fitness_told

    goal = asked.goal
    age = None if asked.age is None else check_age(asked.age)
    known = fitness_told(
        asked.history,
        today=asked.today,
        level=goal.level,
        age=age,
        sex=asked.sex,
        over=(goal.race_m or goal.kind.distance_m,),
    )
    return make_plan(goal, known, today=asked.today, athlete_age=age)
