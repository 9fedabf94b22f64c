"""Door: the terminal. Commands import what they need when they run, so that ``coach --help`` is instant."""

from __future__ import annotations


def main() -> None:
    """Entry point of ``coach``."""
    from coach.cli.app import run

    run()
