"""Beside 48 published plans: ours for the same runner, distance, weeks, days and first week, quartile by quartile."""

from __future__ import annotations

import os
from pathlib import Path

from tests.science.planning.published import FIGURES, KINDS, published, quartiles

SHARED = Path(os.environ.get("COACH_SHARED", Path(__file__).resolve().parents[2] / "shared"))
PLANS = SHARED / "data" / "plans" / "published_structure_stats.csv"


def main() -> dict[str, object]:
    if not PLANS.is_file():
        return {"published plans": "absent (set COACH_SHARED)"}
    figures: dict[str, object] = {}
    for kind in KINDS:
        rows = published(PLANS, kind)
        figures[f"{kind.value}_plans"] = len(rows)
        for name in FIGURES:
            theirs = quartiles([row.theirs[name] for row in rows])
            ours = quartiles([row.ours_in_figures[name] for row in rows])
            figures[f"{kind.value}_{name}"] = f"published {_told(theirs)}   ours {_told(ours)}"
    return figures


def _told(values: tuple[float, float, float]) -> str:
    return " / ".join(f"{value:5.3g}" for value in values)


if __name__ == "__main__":
    print(main())
