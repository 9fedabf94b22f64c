"""What statements an act sends, and which rows of which tables PostgreSQL touches for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, event

from coach.store import engine

Sent = list[tuple[str, Any]]


@contextmanager
def statements() -> Iterator[Sent]:
    """Every statement sent through the process's engine meanwhile, with its parameters."""
    sent: Sent = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        sent.append((statement, parameters))

    event.listen(engine.engine(), "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine.engine(), "before_cursor_execute", note)


def touched(connection: Connection, sent: Sent) -> Counter[str]:
    """Rows each table's scans read, those filtered away included, summed over the statements."""
    rows: Counter[str] = Counter()
    for node in _nodes(connection, sent):
        if "Relation Name" in node:
            left = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
            rows[node["Relation Name"]] += round((node["Actual Rows"] + left) * node["Actual Loops"])
    return rows


def whole_scans(connection: Connection, sent: Sent) -> set[str]:
    """Tables read whole by one of the statements."""
    return {node["Relation Name"] for node in _nodes(connection, sent) if node["Node Type"] == "Seq Scan"}


def _nodes(connection: Connection, sent: Sent) -> Iterator[dict[str, Any]]:
    for statement, parameters in sent:
        told = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", parameters).scalar_one()
        yield from _below(told[0]["Plan"])


def _below(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for inner in node.get("Plans", ()):
        yield from _below(inner)
