"""``DATABASE_URL``: a PostgreSQL somebody brought, reached over TCP with a password."""

from __future__ import annotations

import os
import socket

import psycopg
import pytest

from coach.services import samples
from coach.store.server import package
from tests import databases
from tests.cli.running import coach


@pytest.fixture(scope="module")
def brought():
    """A second PostgreSQL that listens on TCP alone; its address, with a role that is not the superuser's."""
    folder = databases.run_folder() / f"brought-{os.getpid()}"
    folder.mkdir()
    server = package().get_server(folder / "data")
    pgexec = package().postgres_server.pgexec
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server.stop()
    options = f"-h 127.0.0.1 -p {port} -k ''"
    arguments = ("-w", "-o", options, "-l", str(server.log), "-D", str(server.pgdata), "start")
    pgexec("pg_ctl", arguments, bin_path=server.bin_path, user=server.system_user, timeout=20)
    with psycopg.connect(f"postgresql://postgres@127.0.0.1:{port}/postgres", autocommit=True) as connection:
        connection.execute("CREATE ROLE club LOGIN PASSWORD 'a secret/with:signs'")
        connection.execute("CREATE DATABASE coaching OWNER club")
    yield f"postgresql://club:a%20secret%2Fwith%3Asigns@127.0.0.1:{port}/coaching"
    stop = ("-w", "-m", "immediate", "-D", str(server.pgdata), "stop")
    pgexec("pg_ctl", stop, bin_path=server.bin_path, user=server.system_user, timeout=20)


def test_a_brought_server_is_migrated_and_used(brought, tmp_path):
    run = tmp_path / "run.fit"
    run.write_bytes(samples.one_hour_run(1))
    done = coach("import", run, "--json", DATABASE_URL=brought)
    assert done.code == 0, done.err
    assert done.json["new"] == 1
    with psycopg.connect(brought) as connection:
        assert connection.execute("SELECT count(*) FROM activity").fetchone() == (1,)
    checked = coach("doctor", "--json", DATABASE_URL=brought)
    assert checked.code == 0, checked.out
    assert "secret" not in checked.out
