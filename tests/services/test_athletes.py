"""Athletes: made once, changed with care, strangers to each other."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from coach.domain.athletes import Language, Level
from coach.domain.problems import InvalidInput, NotAllowed, NotFound
from coach.services import athletes, imports, samples, tokens
from coach.store.engine import transaction
from coach.store.tables import t_activity, t_activity_load


def test_an_account_gets_one_athlete_however_often_it_asks(cast):
    with transaction() as connection:
        again = athletes.ensure_for_user(
            connection, cast.ann.user_id, name="x", email="x@y.z", language=Language.ENGLISH, time_zone="UTC"
        )
    assert again == cast.ann.athlete


def test_the_local_athlete_is_one(database):
    with transaction() as connection:
        first = athletes.ensure_local(connection, language=Language.FRENCH, time_zone="Europe/Paris")
    with transaction() as connection:
        second = athletes.ensure_local(connection, language=Language.ENGLISH, time_zone="UTC")
    assert first == second


def test_a_profile_changes_only_what_was_given(cast, now):
    with transaction() as connection:
        changed = athletes.update(
            connection, cast.ann.athlete_id, {"max_hr": "188", "level": "advanced"}, today=now.date()
        )
    assert (changed.max_hr, changed.level, changed.name) == (188, Level.ADVANCED, "Ann")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("max_hr", 20),
        ("max_hr", "many"),
        ("max_hr", "nan"),
        ("sex", "other"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
        ("birth_date", "yesterday"),
        ("birth_date", "2031-01-01"),
        ("user_id", 1),
    ],
)
def test_a_wrong_value_is_refused_by_field(cast, now, field, value):
    with pytest.raises(InvalidInput) as refused, transaction() as connection:
        athletes.update(connection, cast.ann.athlete_id, {field: value}, today=now.date())
    assert refused.value.field == field


def test_an_unknown_athlete_is_not_found(database):
    with pytest.raises(NotFound), transaction() as connection:
        athletes.get(connection, "00000000-0000-0000-0000-000000000000")


def test_a_revoked_token_opens_nothing(cast, now):
    with transaction() as connection:
        assert tokens.authenticate(connection, cast.bo.token, now) == cast.bo.athlete
        tokens.revoke_all(connection, cast.bo.athlete_id, now)
    with pytest.raises(NotAllowed), transaction() as connection:
        tokens.authenticate(connection, cast.bo.token, now)


def test_a_maximal_heart_rate_below_the_resting_one_changes_nothing(cast, now):
    with transaction() as connection:
        athletes.update(connection, cast.ann.athlete_id, {"resting_hr": 55}, today=now.date())
    with pytest.raises(InvalidInput), transaction() as connection:
        athletes.update(connection, cast.ann.athlete_id, {"max_hr": 101, "resting_hr": 105}, today=now.date())
    with transaction() as connection:
        assert athletes.get(connection, cast.ann.athlete_id).resting_hr == 55


def test_loads_follow_what_the_athlete_says_of_their_heart(cast, tmp_path, now):
    (tmp_path / "run.fit").write_bytes(samples.one_hour_run(3))
    imports.import_paths(cast.ann.athlete_id, [tmp_path], lambda: now, source="test")

    def methods():
        with transaction() as connection:
            mine = select(t_activity.c.id).where(t_activity.c.athlete_id == cast.ann.athlete_id)
            loads = select(t_activity_load.c.method).where(t_activity_load.c.activity_id.in_(mine))
            return set(connection.execute(loads).scalars())

    assert "heart_rate" not in methods()
    with transaction() as connection:
        said = {"max_hr": 190, "resting_hr": 50}
        athletes.update(connection, cast.ann.athlete_id, said, today=now.date())
    assert methods() == {"heart_rate"}
