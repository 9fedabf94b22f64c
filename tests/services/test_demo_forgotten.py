"""Demo accounts go after a day, with all that is theirs and nothing that is not."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Table, func, select, update

from coach.domain.adaptation import Cause, CauseKind
from coach.domain.goals import Goal, GoalKind
from coach.services import activities, demo, fitness, imports, plans, samples
from coach.services.plans import feeding
from coach.store.engine import transaction
from coach.store.tables import metadata, t_account
from tests.cast import Cast, Member
from tests.conftest import NOW


def _lived_in(member: Member, folder) -> None:
    (folder / "run.fit").write_bytes(samples.one_hour_run(5))
    imports.import_paths(member.athlete_id, [folder], lambda: NOW, source="demo")
    with transaction() as connection:
        plan = plans.create(connection, member.athlete_id, Goal(GoalKind.TEN_K, days=(1, 3, 6), weeks=8), NOW.date())
        ill = Cause(CauseKind.ILLNESS, since=plan.start, until=plan.start + timedelta(days=2))
        plans.propose(connection, member.athlete_id, str(plan.plan_id), [ill], NOW.date(), NOW)
        feeding.open_feed(connection, member.athlete_id, NOW)
        fitness.current(connection, member.athlete_id, NOW.date())


def _dress(member: Member, email: str, age: timedelta) -> None:
    with transaction() as connection:
        made = connection.execute(select(func.now())).scalar_one() - age
        connection.execute(
            update(t_account).where(t_account.c.id == member.user_id).values(email=email, created_at=made)
        )


def _rows(connection, member: Member) -> dict[str, int]:
    def counted(table: Table) -> int:
        query = select(func.count()).select_from(table).where(table.c.athlete_id == member.athlete_id)
        return connection.execute(query).scalar_one()

    return {table.name: counted(table) for table in metadata.sorted_tables if "athlete_id" in table.c}


def test_a_demo_account_goes_after_a_day_with_all_that_is_its_own(cast: Cast, tmp_path) -> None:
    _lived_in(cast.ann, tmp_path)
    _lived_in(cast.bo, tmp_path)
    young, old = f"demo-{cast.ann.user_id}@{demo.MAIL_DOMAIN}", timedelta(hours=25)
    _dress(cast.ann, young, timedelta(hours=23))
    _dress(cast.bo, cast.bo.email, timedelta(days=400))
    with transaction() as connection:
        now = connection.execute(select(func.now())).scalar_one()
        demo.forget_old(connection, now)
        kept = _rows(connection, cast.ann)
        assert (kept["activity"], kept["plan_proposal"], kept["calendar_feed"]) == (1, 1, 1)
    _dress(cast.ann, young, old)
    with transaction() as connection:
        assert demo.forget_old(connection, now) >= 1
    with transaction() as connection:
        assert set(_rows(connection, cast.ann).values()) == {0}
        assert connection.execute(select(t_account.c.id).where(t_account.c.id == cast.ann.user_id)).first() is None
        assert len(activities.listing(connection, cast.bo.athlete_id).rows) == 1
        assert plans.latest(connection, cast.bo.athlete_id) is not None
