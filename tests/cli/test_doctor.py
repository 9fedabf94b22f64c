"""``coach doctor`` names what is missing and how to get it."""

from __future__ import annotations

import socket

import psycopg
import pytest

from tests.cli.running import coach
from tests.services_at_hand import address_of


def checks(ran):
    return {check["name"]: check for check in ran.json["checks"]}


def test_a_migrated_database_is_well(database):
    coach("activities")
    ran = coach("doctor", "--json")
    assert ran.code == 0, ran.out
    found = checks(ran)
    assert found["database"]["verdict"] == found["schema"]["verdict"] == found["folder"]["verdict"] == "ok"
    assert found["redis"]["verdict"] == found["mqtt"]["verdict"] == "off"


def test_a_postgresql_without_pgvector_is_named_with_the_cure():
    address = address_of("POSTGRES_15")
    with psycopg.connect(address) as connection:
        found = connection.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'vector'").fetchone()
    if found:
        pytest.skip("this PostgreSQL has pgvector")
    ran = coach("doctor", "--json", DATABASE_URL=address)
    assert ran.code == 1
    message = checks(ran)["database"]["message"]
    assert "pgvector" in message
    assert "postgresql-15-pgvector" in message


def test_starting_on_such_a_postgresql_stops_with_the_same_sentence():
    address = address_of("POSTGRES_15")
    with psycopg.connect(address) as connection:
        if connection.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'vector'").fetchone():
            pytest.skip("this PostgreSQL has pgvector")
    ran = coach("up", "--port", "8970", "--api-port", "8971", DATABASE_URL=address)
    assert ran.code == 1
    assert "pgvector" in ran.err


def test_a_database_that_is_not_there_is_named_without_its_password():
    ran = coach("doctor", "--json", DATABASE_URL="postgresql://me:secret-word@127.0.0.1:1/coach")
    assert ran.code == 1
    assert checks(ran)["database"]["verdict"] == "bad"
    assert "secret-word" not in ran.out + ran.err


def test_a_real_redis_and_a_real_broker_are_reached(database):
    ran = coach("doctor", "--json", REDIS_URL=address_of("REDIS_URL"), MQTT_URL=address_of("MQTT_URL"))
    found = checks(ran)
    assert (found["redis"]["verdict"], found["mqtt"]["verdict"]) == ("ok", "ok"), ran.out


@pytest.mark.parametrize("service", ["REDIS_URL", "MQTT_URL"])
def test_a_server_that_does_not_answer_is_a_fault(database, service):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    scheme = "redis" if service == "REDIS_URL" else "mqtt"
    ran = coach("doctor", "--json", **{service: f"{scheme}://127.0.0.1:{port}"})
    assert ran.code == 1
    assert checks(ran)[scheme]["verdict"] == "bad"
