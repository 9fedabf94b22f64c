"""Garmin's "export your data" archive: FIT files inside nested zips, and what Garmin Connect says about each.

Activities entered by hand have no file: they come as recordings without samples.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from coach.connectors.files.archive import Member, member
from coach.connectors.files.containers import Container, Entry
from coach.connectors.files.fit_peek import glance
from coach.connectors.files.formats import Format
from coach.connectors.files.found import Found, Passed, Refused, Walked
from coach.connectors.files.garmin_summaries import Summaries
from coach.connectors.files.inflate import Limits
from coach.connectors.files.json_stream import objects
from coach.domain.problems import Unreadable

_SUMMARIES = "summarizedactivities.json"
_KEY = "summarizedActivitiesExport"
_LARGEST_JSON = 256 * 2**20


def recognised(container: Container) -> bool:
    """Whether this is a Garmin export: a DI_CONNECT folder anywhere, in any case."""
    return any("di_connect/" in entry.name.lower() for entry in container.entries())


def walk(container: Container, limits: Limits, spool: Path | None) -> Iterator[Walked]:
    """Activities of the export: files with their titles first, then those without a file.

    Wellness, sleep and monitoring files are passed over after a glance at their first message.
    """
    summaries = Summaries(limits.entries)
    for entry in container.entries():
        if entry.name.lower().endswith(_SUMMARIES):
            yield from _read_summaries(container, entry, summaries)
    for entry in container.entries():
        if entry.name.lower().endswith(_SUMMARIES):
            continue
        for found in member(container, entry, limits, spool):
            yield _with_hints(found, summaries) if isinstance(found, Member) else found
    yield from summaries.without_file()


def _read_summaries(container: Container, entry: Entry, summaries: Summaries) -> Iterator[Refused]:
    try:
        for summary in objects(container.pieces(entry), _KEY, _LARGEST_JSON):
            summaries.add(summary)
    except Unreadable as problem:
        yield Refused(entry.name, problem)


def _with_hints(found: Member, summaries: Summaries) -> Walked:
    if found.format is not Format.FIT:
        return Found(found.name, found.data, warnings=found.warnings)
    seen = glance(found.data)
    if not seen.is_activity:
        return Passed(found.name)
    starts = seen.session_starts or ((seen.created_s,) if seen.created_s else ())
    return Found(found.name, found.data, summaries.claim(found.name, starts), warnings=found.warnings)
