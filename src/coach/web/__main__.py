"""``python -m coach.web COMMAND``: Django's own commands (migrate, createsuperuser, ...)."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run a Django command with the house's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coach.web.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["coach.web", *sys.argv[1:]])


if __name__ == "__main__":
    main()
