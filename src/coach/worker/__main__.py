"""``python -m coach.worker``: run background jobs until told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal

from procrastinate.exceptions import AlreadyEnqueued

from coach.services import readers
from coach.worker.tasks import app, remeasure, resume_imports

GRACE_S = 3


async def serve() -> None:
    """Run jobs until SIGTERM or SIGINT; a job under way gets three seconds to end."""
    async with app.open_async():
        # A worker that died may have left one waiting.
        for begun_at_start in (resume_imports, remeasure):
            with contextlib.suppress(AlreadyEnqueued):
                await begun_at_start.defer_async(timestamp=0)
        worker = asyncio.create_task(
            app.run_worker_async(
                queues=["imports", "default"],
                concurrency=2,
                install_signal_handlers=False,
                shutdown_graceful_timeout=GRACE_S,
                listen_notify=True,
            )
        )
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, _stop, loop, worker)
        with contextlib.suppress(asyncio.CancelledError):
            await worker


def _stop(loop: asyncio.AbstractEventLoop, worker: asyncio.Task[None]) -> None:
    """Ask politely, then leave: an import is a chain of small transactions and goes on where it was cut."""
    worker.cancel()
    loop.call_later(GRACE_S, os._exit, 0)


def main() -> None:
    """Entry point of the door."""
    readers.get_ready()
    asyncio.run(serve())


if __name__ == "__main__":
    main()
