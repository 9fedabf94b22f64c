"""Running ``coach`` as a person or a script does: a process, its output, its exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COACH = str(Path(sys.executable).with_name("coach"))


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def coach(*arguments: object, **environment: str) -> Ran:
    """Run ``coach`` in English with a narrow environment; no terminal is attached."""
    done = subprocess.run(
        [COACH, *map(str, arguments)],
        env=os.environ | {"COACH_LANG": "en", "TZ": "Europe/Paris"} | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)
