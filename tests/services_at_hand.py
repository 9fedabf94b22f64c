"""Real servers on this machine, for tests that speak to them."""

from __future__ import annotations

import os
import socket
from urllib.parse import urlsplit

import pytest

DEFAULTS = {
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "MQTT_URL": "mqtt://127.0.0.1:1883",
    "POSTGRES_15": "postgresql://root@127.0.0.1:5432/postgres",
}


def address_of(service: str) -> str:
    """The server's address. Where it does not answer the test skips, or fails when COACH_SERVICES=required."""
    address = os.environ.get(f"COACH_TEST_{service}", DEFAULTS[service])
    parts = urlsplit(address)
    with socket.socket() as probe:
        probe.settimeout(2)
        reached = probe.connect_ex((parts.hostname or "127.0.0.1", parts.port or 0)) == 0
    if not reached:
        sentence = f"{service} does not answer at {parts.hostname}:{parts.port}"
        if os.environ.get("COACH_SERVICES") == "required" and service != "POSTGRES_15":
            pytest.fail(sentence)
        pytest.skip(sentence)
    return address
