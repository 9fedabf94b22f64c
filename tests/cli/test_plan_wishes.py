"""What may be said of a plan, by a person's options or a program's line, and what is refused by name."""

from __future__ import annotations

from datetime import date

import pytest

from coach.cli.plan_wishes import goal_of
from coach.domain.athletes import Level
from coach.domain.goals import Goal, GoalKind, Injury, InjurySite, InjuryState, Terrain, TuneUp
from coach.domain.problems import InvalidInput

ASKED = {"goal": "marathon", "weeks": 20}


def test_every_wish_becomes_part_of_the_goal() -> None:
    goal = goal_of(
        {
            **{"goal": "ultra", "date": "2027-06-20", "weeks": "24", "days": "tue,thu,sat,sun", "level": "advanced"},
            **{"vma": "15,5", "target": "4:45:00", "distance": "50k", "terrain": "trail", "long_day": "sun"},
            **{"minutes": "tue=45,sun=150", "strength": "2", "cross": 1, "weeks_off": 3},
            **{"injury": ["knee:past", "navicular:recovering:cleared"], "tune_up": ["2027-03-01:10km"]},
        }
    )
    assert goal == Goal(
        kind=GoalKind.ULTRA,
        days=(1, 3, 5, 6),
        race_day=date(2027, 6, 20),
        weeks=24,
        target_s=4.75 * 3600,
        level=Level.ADVANCED,
        long_day=6,
        minutes=(45, None, None, 150),
        distance_m=50_000.0,
        vma_kmh=15.5,
        terrain=Terrain.TRAIL,
        strength=2,
        cross_training=1,
        tune_ups=(TuneUp(date(2027, 3, 1), 10_000.0),),
        injuries=(
            Injury(InjurySite.KNEE, InjuryState.PAST),
            Injury(InjurySite.NAVICULAR, InjuryState.RECOVERING, cleared=True),
        ),
        weeks_off=3,
    )


def test_a_program_writes_the_same_as_json_values() -> None:
    said = goal_of(
        {
            **ASKED,
            **{"days": "tue,sun", "minutes": "tue=45", "target": "4:30:00", "vma": "12"},
            **{"injury": ["knee:past"], "tune_up": ["2027-03-01:10km"]},
        }
    )
    written = goal_of(
        {
            **ASKED,
            **{"days": ["tuesday", "sun"], "minutes": {"tue": 45}, "target": 16_200, "vma": 12},
            "injury": [{"site": "knee", "state": "past"}],
            "tune_up": [{"day": "2027-03-01", "distance": 10_000}],
        }
    )
    assert said == written


def test_three_words_are_enough() -> None:
    assert goal_of({"goal": "10k", "weeks": 8, "days": 3}) == Goal(GoalKind.TEN_K, (1, 3, 6), weeks=8)


def test_what_is_not_said_is_not_asked() -> None:
    assert goal_of({**ASKED, "level": None, "target": "", "injury": []}) == goal_of(ASKED)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"weeks": 8}, "goal"),
        ({"goal": "100k"}, "goal"),
        ({"goal": 10}, "goal"),
        ({**ASKED, "level": "expert"}, "level"),
        ({**ASKED, "weeks": 8.5}, "weeks"),
        ({**ASKED, "weeks": "1e2"}, "weeks"),
        ({**ASKED, "weeks": True}, "weeks"),
        ({**ASKED, "weeks": [8]}, "weeks"),
        ({**ASKED, "vma": "1e1"}, "vma"),
        ({**ASKED, "vma": float("nan")}, "vma"),
        ({**ASKED, "vma": "fast"}, "vma"),
        ({**ASKED, "days": 0}, "days"),
        ({**ASKED, "days": "0"}, "days"),
        ({**ASKED, "days": 8}, "days"),
        ({**ASKED, "days": "someday"}, "days"),
        ({**ASKED, "days": {"tue": 1}}, "days"),
        ({**ASKED, "date": "31/12/2027"}, "date"),
        ({**ASKED, "date": 20271231}, "date"),
        ({**ASKED, "date": "2027-02-30"}, "date"),
        ({**ASKED, "target": "soon"}, "target"),
        ({**ASKED, "target": "0:20:99:1"}, "target"),
        ({"goal": "fitness", "weeks": 8, "target": "45:00"}, "target"),
        ({**ASKED, "distance": "50k"}, "distance"),
        ({"goal": "ultra", "weeks": 8, "distance": "far"}, "distance"),
        ({**ASKED, "terrain": "moon"}, "terrain"),
        ({**ASKED, "days": "tue,sun", "minutes": "wed=45"}, "minutes"),
        ({**ASKED, "minutes": "long"}, "minutes"),
        ({**ASKED, "long_day": "someday"}, "long_day"),
        ({**ASKED, "strength": 4}, "strength"),
        ({**ASKED, "strength": -1}, "strength"),
        ({**ASKED, "cross": 9}, "cross"),
        ({**ASKED, "injury": "knee"}, "injury"),
        ({**ASKED, "injury": "wing:current"}, "injury"),
        ({**ASKED, "injury": "knee:hurting"}, "injury"),
        ({**ASKED, "injury": "knee:current:maybe"}, "injury"),
        ({**ASKED, "injury": [{"site": "knee", "state": "past", "pain": 3}]}, "injury"),
        ({**ASKED, "injury": 3}, "injury"),
        ({**ASKED, "tune_up": "2027-03-01"}, "tune_up"),
        ({**ASKED, "tune_up": "soon:10km"}, "tune_up"),
        ({**ASKED, "tune_up": "2027-03-01:long"}, "tune_up"),
        ({**ASKED, "tune_up": ["2027-03-01:10km"] * 21}, "tune_up"),
        ({**ASKED, "weeks_off": -1}, "weeks_off"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_its_name(told: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        goal_of(told)
    assert refusal.value.field == field
    assert "{" not in refusal.value.message.format(**refusal.value.values)
