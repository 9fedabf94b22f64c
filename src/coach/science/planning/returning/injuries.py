"""Injuries: when no running may be prescribed, and what an injury asks of the running that is.

Nothing here is a diagnosis, and nothing predicts an injury: no model does so well enough to be told to one athlete.
High-risk bones: Kahanov et al. 2015. Conditions of a return: Liem et al. 2013. Pain rules: Silbernagel et al. 2007 for
tendons (up to 5 of 10 did no harm there; the house asks for less). Steps and knee: Heiderscheit et al. 2011. An earlier
injury is the risk factor most often found: Saragiotto et al. 2014.
"""

from __future__ import annotations

from coach.domain.goals import Goal, Injury, InjurySite, InjuryState
from coach.domain.language import mark
from coach.domain.plans import Notice
from coach.domain.problems import InvalidInput

TOLERATED_PAIN = 3
"""Pain out of 10 that is tolerated in a tendon, muscle or joint when it is gone within 24 hours. In a bone: none."""

PAIN_FREE_WALK_MIN = 30
"""Minutes of brisk walking without pain before the first run; 45 is surer."""

_FIELD = "injuries"

_BONE = mark(
    "In a healing bone no pain is tolerated: at the first local pain stop, walk home, do not run until whoever treats "
    "you has seen it. Run days never follow each other at first."
)
_TENDON = mark(
    "Achilles tendon: pain up to 3 out of 10 that is gone within 24 hours is tolerable, more is not: then take two "
    "days off and repeat the last painless session. No hills or sprints first; slow heel raises every other day help "
    "most."
)
_CALF = mark(
    "Calf: no hills, sprints or spikes first. A sharp pull means stop and walk home; a dull ache up to 3 out of 10 "
    "that is gone within 24 hours is tolerable."
)
_HAMSTRING = mark(
    "Hamstring: strides and sprints come back last, and long strides downhill with them. Pain up to 3 out of 10 that "
    "is gone within 24 hours is tolerable; a sharp pull means stop."
)
_SHIN = mark(
    "Shin: if one spot hurts when pressed, at night or when hopping, it may be the bone: stop running and see a "
    "physician. A wider ache must be gone within 24 hours; run on soft, even ground first."
)
_KNEE = mark(
    "Knee: pain up to 3 out of 10 that is gone within 24 hours is tolerable. Shorter, quicker steps (5 to 10 % more a "
    "minute) unload it; avoid long descents and stairs at first."
)
_HIP = mark(
    "Hip: a deep pain in the groin when you land or hop may be the femoral neck: stop running and see a physician. "
    "Other pain up to 3 out of 10 that is gone within 24 hours is tolerable; go easy on hills and cambered roads."
)
_FOOT = mark(
    "Foot: first steps in the morning tell: if they hurt more than the day before, the last run was too much. One bone "
    "that hurts when pressed means stop and see a physician. Change shoes gradually."
)
_ANKLE = mark(
    "Ankle: even ground first, trails last. Standing on one leg with your eyes closed for 30 seconds should be as easy "
    "on both sides. A swelling after a run means two days off."
)
_BACK = mark(
    "Back: stiffness that loosens as you run is tolerable. Pain down a leg, numbness or weakness means stop and see a "
    "physician, at once if bladder or bowels change."
)
_OTHER = mark(
    "Pain up to 3 out of 10 that is gone within 24 hours is tolerable; more, or pain that grows from run to run, means "
    "two days off and then the last painless session again."
)

_RECOVERING = {
    InjurySite.ACHILLES: _TENDON,
    InjurySite.CALF: _CALF,
    InjurySite.HAMSTRING: _HAMSTRING,
    InjurySite.SHIN: _SHIN,
    InjurySite.KNEE: _KNEE,
    InjurySite.HIP: _HIP,
    InjurySite.FOOT: _FOOT,
    InjurySite.ANKLE: _ANKLE,
    InjurySite.BACK: _BACK,
}

LATE_SPRINTS = frozenset({InjurySite.ACHILLES, InjurySite.CALF, InjurySite.HAMSTRING})
"""Sites where hills, strides and sprints come back last."""

LATE_WEEKS = 4
"""Weeks without anything quick for them, even for who runs already."""


def refuse_unsafe(goal: Goal) -> None:
    """Refuse a plan of running where none must be prescribed; the sentence says what is safe meanwhile.

    A high-risk bone stress injury that is current or recovering is not run on before a clinician allowed it; what
    hurts now is not run on at all. Raises InvalidInput, field ``injuries``.
    """
    waiting = [injury for injury in goal.injuries if injury.state is not InjuryState.PAST]
    if any(injury.site.high_risk_bone and not injury.cleared for injury in waiting):
        raise InvalidInput(
            mark(
                "No running plan without a clinician's word: a stress injury of the femoral neck, the navicular, the "
                "front of the shin or the fifth metatarsal can break when run on. See a sports physician; until then "
                "only what they allow, usually cycling or swimming without pain. Once they let you run, say that you "
                "are cleared."
            ),
            field=_FIELD,
        )
    if any(injury.state is InjuryState.CURRENT and injury.site.bone for injury in waiting):
        raise InvalidInput(
            mark(
                "No running plan while a bone hurts: running on it makes a stress injury worse. See a physician. "
                "Painless cycling or swimming is usually fine. Come back with a return plan when daily life, a brisk "
                "walk of 30 to 45 minutes and ten hops on that leg are without any pain."
            ),
            field=_FIELD,
        )
    if any(injury.state is InjuryState.CURRENT for injury in waiting):
        raise InvalidInput(
            mark(
                "No running plan while it hurts to walk or run: rest from running, and cycle or swim if that is "
                "painless. Come back with a return plan when daily life, a brisk walk of 30 to 45 minutes and ten hops "
                "are without pain. See someone if it lasts more than two weeks; at once if it hurts at night, swells, "
                "goes numb or cannot bear your weight."
            ),
            field=_FIELD,
        )


def precautions(goal: Goal) -> tuple[Notice, ...]:
    """What each injury asks of the athlete, the most delicate first; empty without injuries."""
    recovering = [injury for injury in goal.injuries if injury.state is InjuryState.RECOVERING]
    told = {_rule(injury): injury for injury in sorted(recovering, key=lambda injury: not injury.site.bone)}
    found = [Notice(f"injury_{injury.site.value}", message) for message, injury in told.items()]
    past = [injury for injury in goal.injuries if injury.state is InjuryState.PAST]
    if any(injury.site.bone for injury in past):
        message = mark(
            "A bone stress injury in the past: let volume and hard sessions never grow in the same week, eat enough "
            "for what you run, and take a pain on one spot of a bone as a reason to stop and have it seen."
        )
        found.append(Notice("injury_past_bone", message))
    if any(not injury.site.bone for injury in past):
        message = mark(
            "Who was injured in the last year is injured again more often than others: keep the strength work that "
            "healed you twice a week, and take an ache of the same kind seriously on its first day."
        )
        found.append(Notice("injury_past", message))
    if goal.injuries:
        message = mark(
            "These are precautions, not a diagnosis, and no plan can promise that you stay healthy: what whoever "
            "treats you says goes first."
        )
        found.append(Notice("no_diagnosis", message))
    return tuple(found)


def spared_groups(goal: Goal) -> frozenset[str]:
    """Groups of workouts a healing calf, Achilles tendon or hamstring is spared: hills and the shortest repeats."""
    return frozenset({"hills", "climbs", "speed"}) if sites(goal) & LATE_SPRINTS else frozenset()


def recovering_bone(goal: Goal) -> bool:
    """Whether a bone stress injury is being come back from."""
    return any(injury.state is InjuryState.RECOVERING and injury.site.bone for injury in goal.injuries)


def recovering(goal: Goal) -> bool:
    """Whether any injury is being come back from."""
    return any(injury.state is InjuryState.RECOVERING for injury in goal.injuries)


def sites(goal: Goal) -> frozenset[InjurySite]:
    """Sites being come back from."""
    return frozenset(injury.site for injury in goal.injuries if injury.state is InjuryState.RECOVERING)


def _rule(injury: Injury) -> str:
    return _BONE if injury.site.bone else _RECOVERING.get(injury.site, _OTHER)
