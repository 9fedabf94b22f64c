"""GPX against gpxpy and TCX against tcxreader: whole files from bytes to values, same process, medians of five.

Run ``python benchmarks/xml_reading.py [FOLDER]``; the folder (default: the shared one) holds the real files.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import gpxpy
from tcxreader.tcxreader import TCXReader

from coach.connectors.files import gpx, tcx

ROUNDS = 5
GOALS = {"gpx": 6.0, "tcx": 2.5}
REPOSITORY = Path(__file__).resolve().parent.parent


def _median_seconds(act: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        act()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def _compared(
    kind: str, paths: list[Path], ours: Callable[[bytes], object], theirs: Callable[[Path], object]
) -> dict[str, float]:
    """Seconds of both over the files that both read, and how many times faster ours is."""
    documents = [path.read_bytes() for path in paths]
    mine = _median_seconds(lambda: [ours(data) for data in documents])
    other = _median_seconds(lambda: [theirs(path) for path in paths])
    return {
        "files": len(paths),
        "ours_s": round(mine, 4),
        "theirs_s": round(other, 4),
        "ratio": round(other / mine, 2),
        "goal": GOALS[kind],
    }


def _readable(paths: list[Path], theirs: Callable[[Path], object]) -> list[Path]:
    kept = []
    for path in sorted(paths):
        try:
            theirs(path)
        except Exception as error:  # noqa: BLE001 - whatever a peer's reader raises, the file is left out for both
            print(f"left out, the peer fails on it: {path.name} ({type(error).__name__})", file=sys.stderr)
        else:
            kept.append(path)
    return kept


def _gpxpy(path: Path) -> object:
    return gpxpy.parse(path.read_bytes())


def _tcxreader(path: Path) -> object:
    return TCXReader().read(str(path))


def main(folder: str | None = None) -> dict[str, dict[str, float]]:
    """Ratios of both formats; prints them."""
    data = Path(folder or os.environ.get("COACH_SHARED", REPOSITORY.parent / "shared")) / "data"
    found = {
        "gpx": _compared("gpx", _readable(list(data.glob("gpx/*/*.gpx")), _gpxpy), gpx.read, _gpxpy),
        "tcx": _compared("tcx", _readable(list(data.glob("tcx/*/*.tcx")), _tcxreader), tcx.read, _tcxreader),
    }
    print(json.dumps(found, indent=2))
    return found


if __name__ == "__main__":
    main(*sys.argv[1:2])
