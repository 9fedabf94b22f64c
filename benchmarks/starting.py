"""Promises: help in 0.4 s, a second start in 3 s, ``coach plan --pdf`` as a fresh process in 3 s."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks._folders import data_folder

COACH = str(Path(sys.executable).with_name("coach"))
RUNS = 5


def main() -> dict[str, object]:
    with data_folder() as home:
        environment = os.environ | {"COACH_HOME": str(home), "COACH_LANG": "en"}
        first = _until_ready(environment)
        _run(environment, "demo")
        figures: dict[str, object] = {
            "help_s": _median(environment, "--help"),
            "help_goal_s": 0.4,
            "first_start_s": round(first, 2),
            "second_start_s": round(median(_until_ready(environment) for _ in range(RUNS)), 2),
            "second_start_goal_s": 3.0,
        }
        with tempfile.TemporaryDirectory() as folder:
            options = ["plan", "--goal", "marathon", "--weeks", "16", "--days", "4", "--pdf", f"{folder}/plan.pdf"]
            figures["plan_pdf_fresh_process_s"] = _median(environment, *options)
        figures["plan_pdf_fresh_process_goal_s"] = 3.0
    return figures


def _run(environment: dict[str, str], *arguments: str) -> float:
    began = time.perf_counter()
    subprocess.run([COACH, *arguments], env=environment, check=True, capture_output=True)
    return time.perf_counter() - began


def _median(environment: dict[str, str], *arguments: str) -> float:
    return round(median(_run(environment, *arguments) for _ in range(RUNS)), 3)


def _until_ready(environment: dict[str, str]) -> float:
    """Seconds until ``coach up`` says its address; it is stopped again."""
    began = time.perf_counter()
    command = [COACH, "up", "--port", "8960", "--api-port", "8961"]
    unbuffered = environment | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, env=unbuffered, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        seconds = time.perf_counter() - began
        process.send_signal(signal.SIGINT)
        process.wait()
    if "8960" not in said:
        raise RuntimeError(said)
    return seconds


if __name__ == "__main__":
    print(main())
