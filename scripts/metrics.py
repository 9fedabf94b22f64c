"""The page of metrics: ``scripts/metrics.py`` writes docs/science/metrics.md, ``--check`` says whether it is true."""

from __future__ import annotations

import sys
from pathlib import Path

from coach.domain.athletes import Language
from coach.domain.language import say
from coach.domain.metrics import METRICS, Metric, Subject

PAGE = Path(__file__).resolve().parent.parent / "docs" / "science" / "metrics.md"

HEAD = """# Metrics

Every number the coach shows, as `coach.domain.metrics` declares it and `GET /v1/metrics` tells it. Written by
`python scripts/metrics.py`; change the declaration, not this page. Validity goes from 0 (unreliable) to 5 (high) for
an ordinary athlete with a watch.
"""
TITLES = {
    Subject.ACTIVITY: "Activities",
    Subject.LOAD: "Training load",
    Subject.ATHLETE: "The athlete",
    Subject.DAY: "Days",
    Subject.PREDICTION: "Predictions",
}


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for subject, title in TITLES.items():
        rows = [row(metric) for metric in METRICS if metric.subject is subject]
        parts.append(
            f"\n## {title}\n\n| id | name | nom | unit | adds up | validity | source | meaning |\n"
            f"|---|---|---|---|---|---|---|---|\n" + "\n".join(rows) + "\n"
        )
    return "".join(parts)


def row(metric: Metric) -> str:
    """A metric as a row of a table."""
    french = say(Language.FRENCH, metric.name)
    cells = (
        *(f"`{metric.metric_id}`", metric.name, french, metric.unit, metric.aggregation.value),
        *(str(metric.validity), metric.citation, metric.definition),
    )
    return "| " + " | ".join(cells) + " |"


def main() -> int:
    if sys.argv[1:] == ["--check"]:
        same = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page()
        print("docs/science/metrics.md is true" if same else "docs/science/metrics.md is old: run scripts/metrics.py")
        return 0 if same else 1
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
