"""Garmin's "export your data" archive: FIT files inside nested zips, and what Garmin Connect says about each.

Activities entered by hand have no file: they come as recordings without samples. Days come from the account's own
tables; the watch's files of monitoring and sleep, thousands in an export, say the same and are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from coach.connectors.files.archive import Member, member
from coach.connectors.files.containers import Container, Entry
from coach.connectors.files.fit_peek import HRV_STATUS, glance
from coach.connectors.files.formats import Format
from coach.connectors.files.found import Found, Passed, Refused, Walked
from coach.connectors.files.garmin_summaries import Summaries
from coach.connectors.files.garmin_wellness import Days, about_days
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
    """Activities of the export: files with their titles first, then those without a file, then what is told of days.

    Sleep and monitoring files are passed over after a glance at their first message; nights of HRV are kept, as the
    account's tables hold them since 2025 only.
    """
    summaries, days = Summaries(limits.entries), Days()
    for entry in container.entries():
        if entry.name.lower().endswith(_SUMMARIES):
            yield from _read_summaries(container, entry, summaries)
    for entry in container.entries():
        if entry.name.lower().endswith(_SUMMARIES) or about_days(entry.name):
            continue
        for found in member(container, entry, limits, spool):
            yield _with_hints(found, summaries) if isinstance(found, Member) else found
    yield from summaries.without_file()
    for entry in sorted(filter(lambda one: about_days(one.name), container.entries()), key=lambda one: one.name):
        yield from days.read(container, entry)
    yield from days.found()


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
    if seen.kind == HRV_STATUS:
        return Found(found.name, found.data, warnings=found.warnings)
    if not seen.is_activity:
        return Passed(found.name)
    starts = seen.session_starts or ((seen.created_s,) if seen.created_s else ())
    return Found(found.name, found.data, summaries.claim(found.name, starts), warnings=found.warnings)
