"""Documents asked for at the same time: a few are made at once, the last ones are remembered, the rest wait or return.

One sheet costs about a processor for a second: were every request to make its own, nobody else would be served.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from datetime import date
from threading import BoundedSemaphore, Lock

from coach.domain.athletes import Language
from coach.domain.fitness import Zone
from coach.domain.language import mark
from coach.domain.plans import Plan
from coach.domain.problems import Busy

AT_ONCE = 2
WAITING = 2
"""Documents made at the same time in a process, and callers that may wait for one of them to be done."""
PATIENCE_S = 5.0
RETRY_S = 5
REMEMBERED = 32

Key = tuple[str, int, str, Language, date, tuple[Zone, ...]]


class Press:
    """Makes plans as PDFs under those limits; one for each process."""

    def __init__(self, patience_s: float = PATIENCE_S) -> None:
        self._patience_s = patience_s
        self._places = BoundedSemaphore(AT_ONCE + WAITING)
        self._turns = BoundedSemaphore(AT_ONCE)
        self._lock = Lock()
        self._made: OrderedDict[Key, bytes] = OrderedDict()

    def plan_pdf(
        self, plan: Plan, *, athlete_name: str, language: Language, today: date, zones: Sequence[Zone] = ()
    ) -> bytes:
        """The plan as a PDF, as ``documents.plan_pdf`` makes it: same plan, name, language, day and zones, same bytes.

        Raises:
            Busy: others are being made; come back in a few seconds.
            Unavailable: the document cannot be made.
        """
        key = (plan.plan_id or "", plan.version, athlete_name, language, today, tuple(zones))
        known = self._known(key)
        if known is not None:
            return known
        if not self._places.acquire(blocking=False):
            raise _busy()
        try:
            if not self._turns.acquire(timeout=self._patience_s):
                raise _busy()
            try:
                return self._known(key) or self._print(key, plan)
            finally:
                self._turns.release()
        finally:
            self._places.release()

    def _known(self, key: Key) -> bytes | None:
        with self._lock:
            found = self._made.get(key)
            if found is not None:
                self._made.move_to_end(key)
            return found

    def _print(self, key: Key, plan: Plan) -> bytes:
        # Imported here: a door that prints nothing does not load what prints.
        from coach.services import documents

        _, _, athlete_name, language, today, zones = key
        made = documents.plan_pdf(plan, athlete_name=athlete_name, language=language, today=today, zones=zones)
        if plan.plan_id:
            with self._lock:
                self._made[key] = made
                while len(self._made) > REMEMBERED:
                    self._made.popitem(last=False)
        return made


press = Press()
"""The press of this process."""


def _busy() -> Busy:
    return Busy(mark("Several documents are being made right now. Try again in a few seconds."), wait_s=RETRY_S)
