"""``python -m coach.web.serve --host HOST --port PORT``: the pages, served by granian."""

from __future__ import annotations

import argparse
import os
from ipaddress import ip_address

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from coach.store.server import database_url

STOP_AFTER_S = 2


def main(host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT; requests under way get two seconds to end.

    This process holds the embedded database, if that is the one: granian's workers end without
    Python's exit handlers, so one of them would leave it running behind.
    """
    os.environ["DATABASE_URL"] = database_url()
    Server(
        "coach.web.asgi:application",
        address=_address(host),
        port=port,
        interface=Interfaces.ASGINL,
        workers=1,
        log_level=LogLevels.error,
        log_access=False,
        workers_kill_timeout=STOP_AFTER_S,
        websockets=False,
    ).serve()


def _address(host: str) -> str:
    """Granian wants an address, people write ``localhost``."""
    return "127.0.0.1" if host == "localhost" else str(ip_address(host))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m coach.web.serve", description="Serve the pages.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: %(default)s)")
    return parser.parse_args()


if __name__ == "__main__":
    chosen = _arguments()
    main(chosen.host, chosen.port)
