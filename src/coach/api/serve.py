"""The API over HTTP, served by granian."""

from __future__ import annotations

from ipaddress import ip_address

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

STOP_AFTER_S = 2
"""Requests under way get this long to end; then the process leaves, open connections or not."""


def main(host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT."""
    Server(
        "coach.api.app:build",
        factory=True,
        address="127.0.0.1" if host == "localhost" else str(ip_address(host)),
        port=port,
        interface=Interfaces.ASGI,
        workers=1,
        log_level=LogLevels.warning,
        log_access=False,
        workers_kill_timeout=STOP_AFTER_S,
        websockets=False,
    ).serve()
