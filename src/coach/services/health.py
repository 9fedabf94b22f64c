"""What is configured, reachable and migrated, in words that say what to do."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

from coach.domain.language import mark
from coach.domain.problems import Problem
from coach.store import home, readiness, server

_LITTLE_BYTES = 500 * 1024 * 1024
_PATIENCE_S = 3.0


class Verdict(StrEnum):
    """How a check ended. ``off`` is a choice, not a fault."""

    OK = "ok"
    OFF = "off"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. ``message`` is a message id that ``values`` fill."""

    name: str
    verdict: Verdict
    message: str
    values: dict[str, object] = field(default_factory=dict)


def checks() -> list[Check]:
    """Look at the data folder, the database, Redis and the MQTT broker, in this order."""
    looked = [_folder(), _database()]
    if looked[-1].verdict is Verdict.OK:
        looked.append(_schema())
    return [*looked, _redis(), _mqtt()]


def _folder() -> Check:
    values: dict[str, object] = {"folder": home.home()}
    if not os.access(home.home(), os.W_OK):
        message = mark("{folder} cannot be written. Check its owner, or set COACH_HOME.")
        return Check("folder", Verdict.BAD, message, values)
    free = shutil.disk_usage(home.home()).free
    values["free"] = f"{free / 1e9:.1f}"
    if free < _LITTLE_BYTES:
        return Check("folder", Verdict.BAD, mark("{folder} has {free} GB left: too little to import."), values)
    return Check("folder", Verdict.OK, mark("{folder}, {free} GB free"), values)


def _database() -> Check:
    missing: Problem | None
    try:
        missing = readiness.what_is_missing()
    except Problem as problem:
        missing = problem
    if missing is not None:
        return Check("database", Verdict.BAD, missing.message, missing.values)
    if home.external_database() is None:
        return Check(
            "database", Verdict.OK, mark("embedded PostgreSQL in {folder}"), {"folder": home.database_folder()}
        )
    return Check("database", Verdict.OK, mark("DATABASE_URL at {host}"), {"host": _host(server.database_url())})


def _schema() -> Check:
    if readiness.migrated():
        return Check("schema", Verdict.OK, mark("migrated"))
    return Check("schema", Verdict.BAD, mark("not migrated yet: `coach up` or any other command does it"))


def _redis() -> Check:
    address = home.redis_url()
    if address is None:
        return Check("redis", Verdict.OFF, mark("REDIS_URL is not set: caches stay in each process"))
    import redis

    client = redis.Redis.from_url(address, socket_timeout=_PATIENCE_S, socket_connect_timeout=_PATIENCE_S)
    return _reached("redis", address, lambda: client.ping(), (redis.RedisError, OSError))


def _mqtt() -> Check:
    address = home.mqtt_url()
    if address is None:
        return Check("mqtt", Verdict.OFF, mark("MQTT_URL is not set: no gym machine is listened to"))
    import aiomqtt

    async def greet() -> None:
        parts = urlsplit(address)
        async with aiomqtt.Client(
            hostname=parts.hostname or "localhost",
            port=parts.port or 1883,
            username=parts.username,
            password=parts.password,
            timeout=_PATIENCE_S,
        ):
            pass

    return _reached("mqtt", address, lambda: asyncio.run(greet()), (aiomqtt.MqttError, OSError))


def _reached(name: str, address: str, reach: Callable[[], object], faults: tuple[type[Exception], ...]) -> Check:
    values: dict[str, object] = {"host": _host(address)}
    try:
        reach()
    except faults as error:
        message = mark("{host} does not answer: {reason}")
        return Check(name, Verdict.BAD, message, values | {"reason": str(error)})
    return Check(name, Verdict.OK, mark("reachable at {host}"), values)


def _host(address: str) -> str:
    """Host and port without the password an address may carry."""
    parts = urlsplit(address)
    return f"{parts.hostname or 'localhost'}:{parts.port}" if parts.port else parts.hostname or "localhost"
