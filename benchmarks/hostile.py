"""Promise: no damaged file crashes or hangs an import, and each that is refused has a reason.

Every distinct file of the shared folder (COACH_SHARED, default `../shared`; generated runs without it), whole, cut at
20 random places and with 20 random bits flipped, imported in one run into a fresh data folder.
"""

from __future__ import annotations

import hashlib
import os
import random
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from benchmarks._damage import cuts, flips
from benchmarks._folders import data_folder
from benchmarks.importing import REPOSITORY, _database, _new_athlete

TIMES = 20
UNFORESEEN = ("Reading this file failed in an unforeseen way.", "Reading this file took more than {seconds} seconds.")


def main(times: int = TIMES) -> dict[str, object]:
    """Import everything and count what became of it; slowest file in seconds."""
    from coach.domain.imports import ItemState
    from coach.services import imports
    from coach.store.engine import transaction

    with data_folder() as folder:
        os.environ["COACH_HOME"] = str(folder / "home")
        _database()
        written = _write(folder / "damaged", times)
        athlete = _new_athlete()
        run = imports.import_paths(athlete, [folder / "damaged"], lambda: datetime.now(UTC), source="cli")
        with transaction() as connection:
            items = imports.items(connection, athlete, run.run_id, limit=written * 2)
        reasons = Counter(item.reason for item in items if item.state is ItemState.QUARANTINED)
        outside = [path.name for path in folder.iterdir() if path.name not in ("home", "damaged")]
    for name in sorted(item.name for item in items if item.reason in UNFORESEEN):
        print("unforeseen:", name)
    for reason, many in reasons.most_common():
        print(f"{many:>6}  {reason}")
    return {
        "files_written": written,
        "files_seen": run.files,
        "without_an_outcome": written - len(items),
        "new": run.new,
        "merged": run.merged,
        "duplicates": run.duplicates,
        "skipped": run.skipped,
        "quarantined": run.quarantined,
        "without_a_reason": reasons[None],
        "crashed_or_hung": sum(reasons[reason] for reason in UNFORESEEN),
        "written_outside": len(outside),
    }


def _write(folder: Path, times: int) -> int:
    """The damaged copies; how many."""
    folder.mkdir()
    chance = random.Random(2026)
    many = 0
    for number, (name, data) in enumerate(_originals()):
        stem, _, ending = name.rpartition(".")
        variants = [("whole", data)]
        variants += [(f"cut{n:02d}", cut) for n, cut in enumerate(cuts(data, times, chance))]
        variants += [(f"flip{n:02d}", flipped) for n, flipped in enumerate(flips(data, times, chance))]
        for damage, variant in variants:
            (folder / f"{number:03d}-{stem}-{damage}.{ending}").write_bytes(variant)
            many += 1
    return many


def _originals() -> list[tuple[str, bytes]]:
    shared = Path(os.environ.get("COACH_SHARED", REPOSITORY.parent / "shared")) / "data"
    if not shared.is_dir():
        from coach.services.samples import one_hour_run

        return [(f"run{seed}.fit", one_hour_run(seed)) for seed in range(5)]
    distinct: dict[bytes, tuple[str, bytes]] = {}
    for path in sorted(shared.rglob("*")):
        if path.suffix.lower() in (".fit", ".gpx", ".tcx"):
            data = path.read_bytes()
            distinct.setdefault(hashlib.sha256(data).digest(), (path.name, data))
    return list(distinct.values())


if __name__ == "__main__":
    for key, value in main().items():
        print(f"{key:<28}{value}")
