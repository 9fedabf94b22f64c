"""Accounts taken away with everything that belongs to them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Table, delete, select

from coach.store.tables import (
    t_account,
    t_activity,
    t_activity_analysis,
    t_activity_effort,
    t_activity_load,
    t_activity_samples,
    t_activity_set,
    t_activity_source,
    t_activity_split,
    t_api_token,
    t_athlete,
    t_audit_entry,
    t_calendar_feed,
    t_fitness_snapshot,
    t_goal,
    t_import_item,
    t_import_log,
    t_import_run,
    t_original,
    t_plan,
    t_plan_proposal,
    t_plan_session,
    t_plan_week,
    t_training_day,
    t_wellness_day,
)

_BY_PARENT: tuple[tuple[Table, str, Table], ...] = (
    (t_plan_session, "plan_id", t_plan),
    (t_plan_week, "plan_id", t_plan),
    *(
        (table, "activity_id", t_activity)
        for table in (
            *(t_activity_analysis, t_activity_effort, t_activity_load, t_activity_samples),
            *(t_activity_set, t_activity_split, t_activity_source),
        )
    ),
    (t_import_item, "run_id", t_import_run),
    (t_import_log, "run_id", t_import_run),
)
_BY_ATHLETE = (
    *(t_plan_proposal, t_calendar_feed, t_plan, t_goal, t_activity, t_training_day, t_wellness_day, t_original),
    *(t_import_run, t_fitness_snapshot, t_api_token, t_audit_entry),
)


def accounts_under(connection: Connection, domain: str, made_before: datetime) -> int:
    """Delete the accounts whose e-mail is under ``domain`` and that are older than ``made_before``; how many.

    Their athletes and all rows of theirs go too. Files in the blob store stay.
    """
    old = t_account.c.email.endswith(f"@{domain}", autoescape=True) & (t_account.c.created_at < made_before)
    users = list(connection.execute(select(t_account.c.id).where(old)).scalars())
    if not users:
        return 0
    athletes = list(connection.execute(select(t_athlete.c.id).where(t_athlete.c.user_id.in_(users))).scalars())
    for table, column, parent in _BY_PARENT:
        owned = select(parent.c.id).where(parent.c.athlete_id.in_(athletes))
        connection.execute(delete(table).where(table.c[column].in_(owned)))
    for table in _BY_ATHLETE:
        connection.execute(delete(table).where(table.c.athlete_id.in_(athletes)))
    connection.execute(delete(t_athlete).where(t_athlete.c.id.in_(athletes)))
    connection.execute(delete(t_account).where(t_account.c.id.in_(users)))
    return len(users)
