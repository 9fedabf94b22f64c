"""Write ``src/coach/store/tables.py`` from the migrated database: ``python scripts/tables.py [--check]``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from coach.store.engine import dialect_url
from coach.store.server import database_url

TABLES = Path(__file__).resolve().parent.parent / "src" / "coach" / "store" / "tables.py"
HEADER = (
    '"""GENERATED from the migrated database by scripts/tables.py. '
    'Change web/schema, migrate, run `make tables`."""\n\n'
)
OURS = (
    *("account", "activity", "activity_analysis", "activity_effort", "activity_load", "activity_samples"),
    *("activity_set", "activity_source", "activity_split", "api_token", "athlete", "audit_entry", "calendar_feed"),
    *("fitness_snapshot", "goal", "import_item", "import_log", "import_run", "original", "plan", "plan_proposal"),
    *("plan_session", "plan_week", "training_day", "wellness_day"),
)


def generated(address: str) -> str:
    """The module's text for the database at ``address``."""
    url = dialect_url(address).render_as_string(hide_password=False)
    command = [sys.executable, "-m", "sqlacodegen", "--generator", "tables", "--tables", ",".join(OURS), url]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return HEADER + done.stdout


def main() -> None:
    text = generated(database_url())
    if "--check" in sys.argv:
        if TABLES.read_text() != text:
            sys.exit("store/tables.py does not match the migrated database: run `make tables` and commit it.")
        return
    TABLES.write_text(text)


if __name__ == "__main__":
    main()
