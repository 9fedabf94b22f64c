"""No running is prescribed on what must not be run on; what heals is told what it asks for."""

from __future__ import annotations

import pytest

from coach.domain.goals import Goal, GoalKind, Injury, InjurySite, InjuryState
from coach.domain.problems import InvalidInput
from coach.science.planning.returning.injuries import precautions, refuse_unsafe

HIGH_RISK = (
    InjurySite.FEMORAL_NECK,
    InjurySite.NAVICULAR,
    InjurySite.ANTERIOR_TIBIA,
    InjurySite.FIFTH_METATARSAL,
)


def goal_with(*injuries: Injury) -> Goal:
    return Goal(GoalKind.RETURN, (1, 3, 6), weeks=8, injuries=injuries)


@pytest.mark.parametrize("site", HIGH_RISK)
@pytest.mark.parametrize("state", [InjuryState.CURRENT, InjuryState.RECOVERING])
def test_a_high_risk_bone_is_not_run_on_without_a_clinician(site, state):
    with pytest.raises(InvalidInput) as refused:
        refuse_unsafe(goal_with(Injury(site, state)))
    assert refused.value.field == "injuries"
    assert "clinician" in str(refused.value)
    assert "cycling or swimming" in str(refused.value)


@pytest.mark.parametrize("site", HIGH_RISK)
def test_a_cleared_bone_that_is_recovering_may_be_run_on(site):
    refuse_unsafe(goal_with(Injury(site, InjuryState.RECOVERING, cleared=True)))


@pytest.mark.parametrize("site", InjurySite)
def test_what_hurts_now_is_not_run_on_be_it_cleared(site):
    with pytest.raises(InvalidInput) as refused:
        refuse_unsafe(goal_with(Injury(site, InjuryState.CURRENT, cleared=True)))
    assert refused.value.field == "injuries"
    assert "30 to 45 minutes" in str(refused.value)


@pytest.mark.parametrize("site", InjurySite)
def test_a_healed_injury_never_refuses(site):
    refuse_unsafe(goal_with(Injury(site, InjuryState.PAST)))


def test_one_unsafe_injury_among_healed_ones_is_enough():
    with pytest.raises(InvalidInput):
        refuse_unsafe(
            goal_with(Injury(InjurySite.KNEE, InjuryState.PAST), Injury(InjurySite.NAVICULAR, InjuryState.RECOVERING))
        )


@pytest.mark.parametrize("site", InjurySite)
def test_every_recovering_site_is_told_its_pain_rule(site):
    told = precautions(goal_with(Injury(site, InjuryState.RECOVERING, cleared=True)))
    assert [notice.code for notice in told] == [f"injury_{site.value}", "no_diagnosis"]
    assert ("no pain is tolerated" in told[0].message) == site.bone


def test_the_most_delicate_injury_is_told_first_and_nothing_twice():
    told = precautions(
        goal_with(
            Injury(InjurySite.KNEE, InjuryState.RECOVERING),
            Injury(InjurySite.OTHER_BONE, InjuryState.RECOVERING),
            Injury(InjurySite.NAVICULAR, InjuryState.RECOVERING, cleared=True),
            Injury(InjurySite.CALF, InjuryState.PAST),
        )
    )
    assert "bone" in told[0].message
    messages = [notice.message for notice in told]
    assert len(messages) == len(set(messages)) == 4


def test_nobody_without_an_injury_is_warned():
    assert precautions(goal_with()) == ()
