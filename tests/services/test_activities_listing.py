"""The list of activities page by page."""

from __future__ import annotations

import base64
import json

import pytest

from coach.domain.problems import InvalidInput, NotFound
from coach.services import activities, fitness, imports, samples
from coach.store.engine import transaction


def test_pages_follow_each_other_without_gap_or_double(cast, now, tmp_path):
    samples.history_archive(tmp_path / "runs.zip", 7)
    imports.import_paths(cast.ann.athlete_id, [tmp_path / "runs.zip"], lambda: now, source="cli")
    seen, cursor = [], None
    with transaction() as connection:
        while True:
            page = activities.listing(connection, cast.ann.athlete_id, cursor=cursor, limit=3)
            seen.extend(row.started_at for row in page.rows)
            cursor = page.cursor
            if cursor is None:
                break
    assert len(seen) == page.total == 7
    assert seen == sorted(set(seen), reverse=True)


@pytest.mark.parametrize(
    "told",
    [
        "not base64 at all",
        base64.urlsafe_b64encode(b"[1]").decode(),
        base64.urlsafe_b64encode(json.dumps(["2026-01-01T00:00:00+00:00", "no-id"]).encode()).decode(),
        base64.urlsafe_b64encode(json.dumps(["2026-01-01T00:00:00+00:00", None]).encode()).decode(),
        base64.urlsafe_b64encode(json.dumps(["\x00", "x"]).encode()).decode(),
    ],
)
def test_a_cursor_that_is_not_ours_is_refused(cast, told):
    with pytest.raises(InvalidInput), transaction() as connection:
        activities.listing(connection, cast.ann.athlete_id, cursor=told)


def test_a_run_said_to_be_a_race_speaks_with_a_races_weight_until_taken_back(cast, tmp_path, now):
    (tmp_path / "run.fit").write_bytes(samples.one_hour_run(3))
    imports.import_paths(cast.ann.athlete_id, [tmp_path], lambda: now, source="test")
    with transaction() as connection:
        (row,) = activities.listing(connection, cast.ann.athlete_id).rows
    widths = {}
    for race in (False, True, False):
        with transaction() as connection:
            activities.mark_race(connection, cast.ann.athlete_id, row.activity_id, race, now)
            vma = fitness.current(connection, cast.ann.athlete_id, row.local_date).vma
            assert activities.detail(connection, cast.ann.athlete_id, row.activity_id).row.race is race
        assert widths.setdefault(race, vma.high - vma.low) == vma.high - vma.low
    assert widths[True] < widths[False]


def test_nobody_marks_a_strangers_race(cast, tmp_path, now):
    (tmp_path / "run.fit").write_bytes(samples.one_hour_run(3))
    imports.import_paths(cast.ann.athlete_id, [tmp_path], lambda: now, source="test")
    with transaction() as connection:
        (row,) = activities.listing(connection, cast.ann.athlete_id).rows
        with pytest.raises(NotFound):
            activities.mark_race(connection, cast.cy.athlete_id, row.activity_id, True, now)
