"""Opening an archive holds a bounded part of it in memory."""

from __future__ import annotations

from coach.connectors.files import Found, Passed
from coach.services.imports import opening


def test_large_files_are_held_few_at_a_time_and_none_is_lost():
    large = b"x" * (6 * 1024 * 1024)
    found = [Found(f"{number}.gpx", large) for number in range(10)]
    batches = list(opening._batches(iter(found)))
    assert max(sum(len(each.data) for each in batch) for batch in batches) <= 3 * len(large)
    assert [each for batch in batches for each in batch] == found


def test_small_files_go_fifty_at_a_time_after_the_first():
    found = [Found(f"{number}.fit", b"x") for number in range(120)] + [Passed("picture.jpg")]
    assert [len(batch) for batch in opening._batches(iter(found))] == [1, 50, 50, 20]
