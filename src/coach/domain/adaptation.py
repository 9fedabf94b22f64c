"""How a plan meets life: what was done of it, what happened, and the change that is proposed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from coach.domain.activities import ActivityRow
from coach.domain.goals import Injury
from coach.domain.plans import Notice, Plan, Session


class Verdict(StrEnum):
    """What became of a planned session."""

    UPCOMING = "upcoming"
    DONE = "done"
    SHORTER = "shorter"
    LONGER = "longer"
    EASIER = "easier"
    HARDER = "harder"
    MISSED = "missed"

    @property
    def fulfilled(self) -> bool:
        """Whether something was run for it."""
        return self not in (Verdict.UPCOMING, Verdict.MISSED)


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """A planned session beside what was done for it.

    ``duration_share`` is the time run over the time planned (1.0 is exactly as planned), None where nothing was run;
    ``days_late`` is how many days after its day it was run (negative: before). ``reasons`` say the verdict in words.
    ``others`` are further runs of the same day that belong to it (a warm-up recorded apart).
    """

    session: Session
    verdict: Verdict
    activity: ActivityRow | None = None
    duration_share: float | None = None
    days_late: int = 0
    reasons: tuple[Notice, ...] = ()
    others: tuple[ActivityRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Lived:
    """What became of a plan up to a day: its sessions in calendar order, and what was run beside them, oldest first.

    An activity stands in one of them, never in both.
    """

    fulfilments: tuple[Fulfilment, ...] = ()
    beside: tuple[ActivityRow, ...] = ()


@dataclass(frozen=True, slots=True)
class WeekFollowed:
    """A week of a plan up to a day: what was due, and what was run. Seconds and metres of running, races included.

    ``due`` are the sessions whose day is past or that are done, ``fulfilled`` those something was done for;
    ``due_s`` and ``due_m`` what their runs were to hold. ``run_s`` and ``run_m`` are everything run in these seven
    days, whether planned or not.
    """

    number: int
    monday: date
    due: int
    fulfilled: int
    due_s: float
    due_m: float
    run_s: float
    run_m: float

    @property
    def share(self) -> float | None:
        """Time run over the time due, None while nothing was due."""
        return self.run_s / self.due_s if self.due_s else None


class CauseKind(StrEnum):
    """What happened that a plan may have to answer."""

    MISSED = "missed"
    ILLNESS = "illness"
    TRAVEL = "travel"
    INJURY = "injury"
    TEST = "test"
    RACE_MOVED = "race_moved"
    AVAILABILITY = "availability"


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that happened; only the fields of its kind are filled.

    ``since`` and ``until`` bound what was missed, an illness, a journey or an injury's rest (both days included; None
    until is "still going on"); ``can_run`` tells whether a journey leaves room for easy running. ``vma_kmh`` is a new
    measurement, ``race_day`` the new day of the race, ``days``, ``minutes`` and ``long_day`` the new availability as
    in ``Goal``. ``keys`` name the sessions that were missed.
    """

    kind: CauseKind
    since: date | None = None
    until: date | None = None
    can_run: bool = False
    vma_kmh: float | None = None
    race_day: date | None = None
    days: tuple[int, ...] | None = None
    minutes: tuple[int | None, ...] | None = None
    long_day: int | None = None
    injury: Injury | None = None
    keys: tuple[str, ...] = ()


class ChangeKind(StrEnum):
    """What a proposal does to a session."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    SHORTENED = "shortened"
    LENGTHENED = "lengthened"
    EASED = "eased"
    HARDENED = "hardened"
    REPLACED = "replaced"
    PACED = "paced"
    """The same session at other paces."""


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a proposal: the session before and after, and the fact or the rule behind it.

    ``before`` is None for what is added, ``after`` for what is left out. ``rule_id`` names a rule of
    ``science.planning.rules`` where one asks for the change.
    """

    kind: ChangeKind
    before: Session | None
    after: Session | None
    reason: Notice
    rule_id: str | None = None

    @property
    def session(self) -> Session:
        """The session it is about: as it will be, else as it was."""
        session = self.after or self.before
        if session is None:
            raise ValueError("A change has a session before or after.")
        return session

    @property
    def day(self) -> date:
        """Where it stands in the calendar: the day it leaves, else the day it comes to."""
        return (self.before or self.session).day


class Decision(StrEnum):
    """What became of a proposal."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    STALE = "stale"
    """The plan changed otherwise before it was decided."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change offered to the athlete: nothing of it happens before they accept.

    ``plan_id`` is the version it starts from and ``proposed`` the plan as it would be. Without ``changes`` nothing is
    to be done, and ``told`` says why. ``version_id`` is the version an accepted proposal became.
    """

    plan_id: str
    causes: tuple[Cause, ...]
    changes: tuple[Change, ...]
    proposed: Plan
    told: tuple[Notice, ...] = field(default=())
    proposal_id: str | None = None
    created_at: datetime | None = None
    decision: Decision | None = None
    decided_at: datetime | None = None
    version_id: str | None = None
