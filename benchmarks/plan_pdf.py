"""Promise: a 16-week plan becomes a PDF in 0.4 s or less in a running service."""

from __future__ import annotations

import time
from datetime import date
from statistics import median

from coach.domain.athletes import Language
from coach.services.documents import plan_pdf
from tests.services.plan_fixture import hand_made_plan

GOAL_S = 0.4


def main() -> dict[str, float]:
    plan = hand_made_plan(16)
    times, cpu = [], []
    size = 0
    for _ in range(6):
        wall, process = time.perf_counter(), time.process_time()
        size = len(plan_pdf(plan, athlete_name="Ann", language=Language.FRENCH, today=date(2026, 11, 20)))
        times.append(time.perf_counter() - wall)
        cpu.append(time.process_time() - process)
    return {
        "first_s": round(times[0], 3),
        "median_s": round(median(times[1:]), 3),
        "median_cpu_s": round(median(cpu[1:]), 3),
        "goal_s": GOAL_S,
        "kilobytes": round(size / 1000, 1),
    }


if __name__ == "__main__":
    print(main())
