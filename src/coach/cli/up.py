"""``coach up``: the database, the pages, the API and the worker under one supervisor."""

from __future__ import annotations

import contextlib
import signal
import time
from types import FrameType
from typing import Annotated

import typer

from coach.cli import terminal
from coach.cli.acting import careful, ensure_ready
from coach.cli.terminal import word
from coach.domain.language import mark
from coach.domain.units import number


@careful
def up(
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for the whole network.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port of the pages.")] = 8000,
    api_port: Annotated[int, typer.Option(help="Port of the API.")] = 8080,
) -> None:
    """Start everything and print the address; Ctrl-C stops everything.

    Example: coach up --port 9000
    """
    from coach.cli.supervisor import Door, Supervisor
    from coach.store import engine, server

    began = time.monotonic()
    doors = [
        Door("web", ["coach.web.serve", "--host", host, "--port", str(port)], host, port),
        Door("api", ["coach.api", "--host", host, "--port", str(api_port)], host, api_port),
        Door("worker", ["coach.worker"]),
    ]
    # A shell that starts us in the background has Ctrl-C ignored: undone. What `nohup` ignores stays ignored.
    signal.signal(signal.SIGINT, _as_ctrl_c)
    signal.signal(signal.SIGTERM, _as_ctrl_c)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, _as_ctrl_c)
    Supervisor.check_ports(doors)
    ensure_ready()
    engine.forget()
    with Supervisor(doors, database=server.database_url()) as supervisor:
        supervisor.wait_ready()
        seconds = time.monotonic() - began
        shown = "localhost" if host in ("127.0.0.1", "0.0.0.0") else host  # noqa: S104  compared, not bound
        sentence = mark(
            "Coach is ready at http://{host}:{port} ({seconds} s). API at http://{host}:{api_port}/v1. Ctrl-C stops it."
        )
        terminal.print_line(
            word(sentence, host=shown, port=port, api_port=api_port, seconds=number(terminal.language(), seconds, 1))
        )
        with contextlib.suppress(KeyboardInterrupt):
            supervisor.watch()
    terminal.print_line(word(mark("Everything is stopped.")))


def _as_ctrl_c(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
