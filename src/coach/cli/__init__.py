"""Door: the terminal. Commands import what they need when they run, so that ``coach --help`` is instant."""

from __future__ import annotations


def main() -> None:
    """Entry point of ``coach``. Closed outputs (``>&-``) are opened again, to nowhere: nobody asked to see."""
    import os
    import sys
    from pathlib import Path

    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115  # open to the end
    from coach.cli.app import run
    from coach.cli.terminal import NotPrinted, silence

    try:
        run()
    except NotPrinted as lost:
        silence()
        sys.exit(1 if lost.reason else 0)
