"""Promise: files come in at 60 a second and more, end to end, in 400 MB, while the pages stay quick.

`python benchmarks/importing.py [--quick]` decodes, cleans, measures and stores with the embedded PostgreSQL on, in a
fresh data folder. Rates are medians of five runs of a fresh process each, process start not counted; beside them
stands the processor time a file costs, which a busy machine does not change. Memory is the proportional set size of
the importing process, its readers and the whole PostgreSQL. The shared folder of real files (COACH_SHARED, default
`../shared`) is compared with fitdecode's parse alone; without it generated runs are.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
import warnings
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks._folders import data_folder
from benchmarks._tree import Witness

REPOSITORY = Path(__file__).resolve().parent.parent
AT_REST_S = 4
GOAL_FILES_PER_S, GOAL_TIMES_FITDECODE, GOAL_PEAK_MB, GOAL_ARCHIVE_S, GOAL_P95_MS = 60, 15, 400, 100, 100


def main(quick: bool = False) -> dict[str, object]:
    """Measure and print; the figures by name."""
    figures: dict[str, object] = {}
    with data_folder() as folder:
        os.environ["COACH_HOME"] = str(folder / "home")
        postmaster = _database()
        figures |= _generated(folder, postmaster, files=40 if quick else 200, rounds=1 if quick else 5)
        figures |= _real(folder, postmaster, rounds=1 if quick else 5)
        figures |= _archives(folder, postmaster, *((20, 60) if quick else (500, 5000)))
    _print(figures)
    return figures


def _database() -> int:
    """Start and migrate the embedded database; the process id of its first process."""
    from coach.cli.acting import ensure_ready
    from coach.store import home, server

    os.environ["DATABASE_URL"] = server.database_url()
    ensure_ready()
    return int((home.database_folder() / "postmaster.pid").read_text().split()[0])


def _generated(folder: Path, postmaster: int, *, files: int, rounds: int) -> dict[str, object]:
    from coach.services.samples import history_archive

    history_archive(folder / "hours.zip", files)
    shutil.unpack_archive(folder / "hours.zip", folder / "hours")
    runs = [_import(folder / "hours", postmaster) for _ in range(rounds)]
    again = _import(folder / "hours", postmaster, athlete=runs[-1]["athlete"])
    assert all(run["new"] == files for run in runs)
    return {
        "hours_files": files,
        "hours_files_per_s": round(_median(files / run["seconds"] for run in runs), 1),
        "hours_cpu_ms_a_file": round(_median(run["cpu_s"] / files * 1000 for run in runs), 1),
        "hours_peak_mb": round(max(run["peak_mb"] for run in runs)),
        "hours_second_pass_new": again["new"],
    }


def _real(folder: Path, postmaster: int, *, rounds: int) -> dict[str, object]:
    real, origin = _distinct(folder)
    theirs = []
    ours = []
    running = []
    for _ in range(rounds):
        theirs.append(_fitdecode_s(real))
        ours.append(_import(real, postmaster))
        running.append(_import(real, postmaster, running=True)["seconds"])
    again = _import(real, postmaster, athlete=ours[-1]["athlete"])
    files = ours[0]["files"]
    seconds = _median(run["seconds"] for run in ours)
    return {
        "real_origin": origin,
        "real_files": files,
        "real_refused": ours[0]["quarantined"],
        "real_files_per_s": round(files / seconds, 1),
        "real_cpu_ms_a_file": round(_median(run["cpu_s"] / files * 1000 for run in ours), 1),
        "fitdecode_parse_files_per_s": round(files / statistics.median(theirs), 2),
        "times_fitdecode": round(statistics.median(theirs) / seconds, 1),
        "times_fitdecode_running_worker": round(statistics.median(theirs) / statistics.median(running), 1),
        "real_second_pass_new": again["new"],
        "real_peak_mb": round(max(run["peak_mb"] for run in ours)),
    }


def _archives(folder: Path, postmaster: int, short: int, long: int) -> dict[str, object]:
    from coach.services.samples import history_archive

    figures: dict[str, object] = {}
    for many in (short, long):
        archive = folder / f"{many}.zip"
        history_archive(archive, many)
        with Visitor(folder) as visitor:
            run = _import(archive, postmaster, athlete=visitor.athlete)
            meanwhile, visitor.waited = visitor.waited, []
            time.sleep(AT_REST_S)
        archive.unlink()
        assert run["new"] == many
        figures |= {
            f"archive_{many}_s": round(run["seconds"], 1),
            f"archive_{many}_files_per_s": round(many / run["seconds"], 1),
            f"archive_{many}_peak_mb": round(run["peak_mb"]),
            f"archive_{many}_pages_asked": len(meanwhile),
            f"archive_{many}_pages_median_ms": round(_median(meanwhile)),
            f"archive_{many}_pages_p95_ms": round(_p95(meanwhile)),
            f"archive_{many}_pages_p95_ms_at_rest": round(_p95(visitor.waited)),
        }
    return figures


class Visitor:
    """Somebody who looks at their list and at activities, page after page, while their archive comes in."""

    def __init__(self, folder: Path) -> None:
        self.waited: list[float] = []
        self._port = 18_000 + os.getpid() % 10_000
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._visit, daemon=True)
        self._log = folder / "web.log"

    def __enter__(self) -> Visitor:
        command = [sys.executable, "-m", "coach.web.serve", "--port", str(self._port)]
        with self._log.open("wb") as log:
            self._server = subprocess.Popen(command, stdout=log, stderr=log, cwd=REPOSITORY)
        self._sign_up()
        for _ in range(5):
            # A page's first showing compiles its template: not what is measured here.
            self._client.get("/activities/").raise_for_status()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        self._server.terminate()
        self._server.wait()

    def _sign_up(self) -> None:
        import httpx

        self._client = httpx.Client(base_url=f"http://127.0.0.1:{self._port}", follow_redirects=True, timeout=30)
        deadline = time.monotonic() + 30
        while True:
            try:
                page = self._client.get("/account/sign-up/")
                break
            except httpx.TransportError:
                if time.monotonic() > deadline or self._server.poll() is not None:
                    raise RuntimeError(self._log.read_text()) from None
                time.sleep(0.2)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        assert token is not None
        email = f"ann-{uuid.uuid4().hex[:8]}@example.org"
        form = {"name": "Ann", "email": email, "password": uuid.uuid4().hex, "csrfmiddlewaretoken": token[1]}
        self._client.post("/account/sign-up/", data=form).raise_for_status()
        self.athlete = _athlete_of(email)

    def _visit(self) -> None:
        shown: list[str] = []
        while not self._stop.wait(0.05):
            listing = self._timed("/activities/")
            shown = re.findall(r"/activities/([0-9a-f-]{36})/", listing) or shown
            if shown:
                self._timed(f"/activities/{shown[0]}/")

    def _timed(self, path: str) -> str:
        begun = time.perf_counter()
        page = self._client.get(path)
        self.waited.append((time.perf_counter() - begun) * 1000)
        page.raise_for_status()
        return page.text


def _athlete_of(email: str) -> str:
    from coach.services import athletes
    from coach.store.engine import transaction

    with transaction() as connection:
        return athletes.by_email(connection, email).athlete_id


def _import(path: Path, postmaster: int, athlete: str = "", *, running: bool = False) -> dict[str, Any]:
    """Import in a process of its own for ``athlete`` (a new one when empty); what it did, took and needed.

    ``running``: the process has read something before, as the worker of a running service has.
    """
    command = [sys.executable, "-m", "benchmarks.importing", "--child", str(path), "--athlete", athlete]
    command += ["--running"] if running else []
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY)
    with Witness(process.pid, postmaster) as witness:
        out, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"the import of {path} ended with {process.returncode}")
    return json.loads(out) | {"peak_mb": witness.peak_mb, "cpu_s": witness.cpu_s}


def _child(path: Path, athlete: str, *, running: bool) -> None:
    from coach.services import readers

    # As `coach import` does: readers load while the database is being reached.
    readers.get_ready()
    from coach.services import imports, samples

    athlete = athlete or _new_athlete()
    if running:
        with tempfile.TemporaryDirectory() as folder:
            for number in range(8):
                (Path(folder) / f"{number}.fit").write_bytes(samples.one_hour_run(900 + number))
            imports.import_paths(_new_athlete(), [Path(folder)], lambda: datetime.now(UTC), source="cli")
    begun = time.perf_counter()
    run = imports.import_paths(athlete, [path], lambda: datetime.now(UTC), source="cli")
    seconds = time.perf_counter() - begun
    counts = {"files": run.files, "new": run.new, "duplicates": run.duplicates, "quarantined": run.quarantined}
    print(json.dumps(counts | {"seconds": seconds, "athlete": athlete}))


def _new_athlete() -> str:
    from sqlalchemy import insert

    from coach.domain.athletes import Language
    from coach.services import athletes
    from coach.store.engine import transaction
    from coach.store.tables import t_account

    email = f"{uuid.uuid4().hex}@example.org"
    account = {"email": email, "password": "!", "is_superuser": False, "language": "fr"}
    with transaction() as connection:
        user_id = connection.execute(insert(t_account).values(**account).returning(t_account.c.id)).scalar_one()
        made = athletes.ensure_for_user(
            connection, user_id, name="Ann", email=email, language=Language.FRENCH, time_zone="Europe/Paris"
        )
    return made.athlete_id


def _distinct(folder: Path) -> tuple[Path, str]:
    """A folder with one copy of each real FIT file."""
    shared = Path(os.environ.get("COACH_SHARED", REPOSITORY.parent / "shared")) / "data" / "fit"
    if not shared.is_dir():
        return folder / "hours", "generated one-hour runs"
    distinct = folder / "real"
    distinct.mkdir()
    seen: set[bytes] = set()
    for path in sorted(shared.rglob("*")):
        if path.suffix.lower() == ".fit" and (digest := hashlib.sha256(path.read_bytes()).digest()) not in seen:
            seen.add(digest)
            shutil.copyfile(path, distinct / f"{len(seen):03d}-{path.name}")
    return distinct, "distinct files of the shared folder"


def _fitdecode_s(folder: Path) -> float:
    """Seconds fitdecode needs to walk every frame of the folder's files, up to the damage in broken ones."""
    import fitdecode

    warnings.simplefilter("ignore")
    begun = time.perf_counter()
    for path in sorted(folder.iterdir()):
        try:
            with fitdecode.FitReader(path) as reader:
                for _ in reader:
                    pass
        except fitdecode.FitError:
            continue
    return time.perf_counter() - begun


def _median(values: Any) -> float:
    return statistics.median(list(values))


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1] if len(values) > 1 else float("nan")


def _print(figures: dict[str, object]) -> None:
    for name, value in figures.items():
        print(f"{name:<36}{value}")
    print(
        f"goals: {GOAL_FILES_PER_S} files/s, {GOAL_TIMES_FITDECODE} x fitdecode, {GOAL_PEAK_MB} MB at most, "
        f"5,000 files in {GOAL_ARCHIVE_S} s, pages within {GOAL_P95_MS} ms (p95), second pass 0 new"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--athlete", default="", help=argparse.SUPPRESS)
    parser.add_argument("--running", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.child:
        _child(chosen.child, chosen.athlete, running=chosen.running)
    else:
        main(chosen.quick)
