"""The tasks: what is queued by a service under a name is done here, on the clock of this door."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, date, datetime

from procrastinate import App, PsycopgConnector, RetryStrategy
from procrastinate.exceptions import AlreadyEnqueued

from coach.domain.problems import Unavailable
from coach.services import demo, imports
from coach.services.imports.receiving import TASK as IMPORT
from coach.services.imports.remeasuring import TASK as REMEASURE
from coach.store.engine import transaction
from coach.store.server import database_url


def now() -> datetime:
    """The present, in UTC. Doors read the clock; services are told."""
    return datetime.now(UTC)


app = App(connector=PsycopgConnector(conninfo=database_url(), min_size=1, max_size=4))

_again = RetryStrategy(max_attempts=5, exponential_wait=4, retry_exceptions={Unavailable})


@app.task(name=IMPORT, queue="imports", retry=_again)
def work_import(run_id: str) -> None:
    """Open, read and measure everything a run holds."""
    imports.work(run_id, now)


@app.task(name=demo.TASK, queue="imports", retry=_again)
def fill_demo(run_id: str, last_day: str) -> None:
    """Write the demo athlete's files and import them."""
    packed = demo.archive(date.fromisoformat(last_day))
    with transaction() as connection:
        demo.fill(connection, run_id, packed, now())


@app.periodic(cron="* * * * *")
@app.task(name="imports.resume", queue="imports", queueing_lock="imports.resume")
async def resume_imports(timestamp: int) -> None:
    """Take up imports whose worker died, each in a job of its own: one that fails again fails alone.

    A job for a run that another process holds ends at once.
    """
    for run_id in await asyncio.to_thread(imports.unfinished):
        with suppress(AlreadyEnqueued):
            await work_import.configure(queueing_lock=f"{IMPORT}:{run_id}").defer_async(run_id=run_id)


@app.periodic(cron="7 * * * *")
@app.task(name=REMEASURE, queue="default", queueing_lock=REMEASURE)
def remeasure(timestamp: int) -> None:
    """Measure anew what an earlier version measured, and weigh what was cut short."""
    imports.remeasure(now)


@app.periodic(cron="*/10 * * * *")
@app.task(name="imports.tidy", queue="default", queueing_lock="imports.tidy")
def tidy_imports(timestamp: int) -> None:
    """Read what broken-off uploads left behind."""
    with transaction() as connection:
        imports.finish_forgotten(connection, now())
    with transaction() as connection:
        demo.forget_old(connection, now())
    imports.sweep_spool(now())
