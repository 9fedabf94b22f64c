"""A day of resting heart rate, sleep, HRV and weight, said on the profile page."""

from __future__ import annotations

import pytest

from coach.services import wellness
from coach.store.engine import transaction
from tests.conftest import NOW

TODAY = NOW.date()


def _known(member):
    with transaction() as connection:
        return wellness.day(connection, member.athlete_id, TODAY)


def test_a_day_is_kept_field_by_field_with_french_decimals(ann, cast) -> None:
    said = {"day": TODAY.isoformat(), "rest": "48", "sleep": "7 h 30", "hrv": "", "weight": "64,2"}
    page = ann.post("/profile/day/", said, follow=True).text
    assert "Enregistré." in page
    assert "Déjà noté aujourd’hui" in page
    ann.post("/profile/day/", {"day": TODAY.isoformat(), "hrv": "55"})
    known = _known(cast.ann)
    assert (known.resting_hr, known.sleep_s, known.hrv_ms, known.weight_kg) == (48.0, 27_000.0, 55.0, 64.2)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("rest", "300"),
        ("rest", "5e1"),
        ("weight", "6_4"),
        ("sleep", "7:75"),
        ("sleep", "long"),
        ("sleep", "25:00"),
        ("weight", "lourd"),
        ("day", "2100-01-01"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(ann, cast, field, text) -> None:
    refused = ann.post("/profile/day/", {"day": TODAY.isoformat(), "hrv": "50", field: text})
    assert refused.status_code == 422
    assert f'id="id_{field}_error"' in refused.text
    assert _known(cast.ann).hrv_ms is None


@pytest.mark.parametrize(("field", "text"), [("height_cm", "1.7e2"), ("weight_kg", "0x40"), ("max_hr", "1e2")])
def test_numbers_of_the_profile_are_plain_digits(ann, field, text) -> None:
    refused = ann.post("/profile/", {"name": "Ann", "language": "fr", "time_zone": "Europe/Paris", field: text})
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == [field]


def test_a_changed_heart_rate_says_that_loads_are_measured_anew(ann) -> None:
    told = {"name": "Ann", "language": "fr", "time_zone": "Europe/Paris"}
    assert "remesurée" not in ann.post("/profile/", told, follow=True).text
    assert "remesurée" in ann.post("/profile/", told | {"resting_hr": "47"}, follow=True).text
    assert "remesurée" in ann.post("/profile/day/", {"day": TODAY.isoformat(), "rest": "46"}, follow=True).text
