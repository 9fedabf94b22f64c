"""``python -m benchmarks [NAME …]``: run the promises one after the other, each in a fresh process."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
_CALL = "import importlib, json, sys; print('\\x1e' + json.dumps(importlib.import_module(sys.argv[1]).main()))"


def machine() -> str:
    """The machine in one line: figures mean little without it."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GB, "
        f"Python {platform.python_version()}"
    )


def run(name: str) -> dict[str, object]:
    """The figures of one promise; what it prints is passed on."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _CALL, f"benchmarks.{name}"],
        cwd=HERE.parent,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    shown, _, figures = done.stdout.partition("\x1e")
    print(shown.rstrip())
    if done.returncode:
        print(f"{name} failed with {done.returncode}")
        return {"failed": done.returncode}
    found = json.loads(figures)
    for key, value in found.items():
        print(f"  {key:<44} {value}")
    print(f"  ({time.perf_counter() - began:.0f} s)")
    return found


def main() -> None:
    names = sys.argv[1:] or sorted(path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_"))
    print(machine())
    figures = {}
    for name in names:
        print(f"\n== {name}")
        figures[name] = run(name)
    if any("failed" in found for found in figures.values()):
        sys.exit(1)


if __name__ == "__main__":
    main()
