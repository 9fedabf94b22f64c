"""GENERATED from the migrated database by scripts/tables.py. Change web/schema, migrate, run `make tables`."""

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, Date, DateTime, Double, ForeignKeyConstraint, Identity, Index, Integer, LargeBinary, MetaData, PrimaryKeyConstraint, SmallInteger, String, Table, Text, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

metadata = MetaData()


t_account = Table(
    'account', metadata,
    Column('id', BigInteger, Identity(start=1, increment=1, minvalue=1, maxvalue=9223372036854775807, cycle=False, cache=1), primary_key=True, autoincrement=True),
    Column('password', String(128), nullable=False),
    Column('last_login', DateTime(True)),
    Column('is_superuser', Boolean, nullable=False),
    Column('email', String(254), nullable=False),
    Column('language', String(2), nullable=False, server_default=text("'fr'::character varying")),
    Column('is_active', Boolean, nullable=False, server_default=text('true')),
    Column('is_staff', Boolean, nullable=False, server_default=text('false')),
    Column('created_at', DateTime(True), nullable=False, server_default=text('statement_timestamp()')),
    CheckConstraint('email::text = lower(email::text)', name='account_email_lower'),
    PrimaryKeyConstraint('id', name='account_pkey'),
    UniqueConstraint('email', name='account_email_key'),
    Index('account_email_1d744048_like', 'email', postgresql_ops={'email': 'varchar_pattern_ops'})
)

t_athlete = Table(
    'athlete', metadata,
    Column('id', Uuid, primary_key=True, server_default=text('gen_random_uuid()')),
    Column('local', Boolean, nullable=False, server_default=text('false')),
    Column('name', Text, nullable=False, server_default=text("''::text")),
    Column('email', String(254)),
    Column('language', String(2), nullable=False, server_default=text("'fr'::character varying")),
    Column('time_zone', Text, nullable=False, server_default=text("'Europe/Paris'::text")),
    Column('birth_date', Date),
    Column('sex', String(6)),
    Column('height_cm', Double(53)),
    Column('weight_kg', Double(53)),
    Column('max_hr', SmallInteger),
    Column('resting_hr', SmallInteger),
    Column('level', String(12)),
    Column('created_at', DateTime(True), nullable=False, server_default=text('statement_timestamp()')),
    Column('user_id', BigInteger),
    CheckConstraint("language::text = ANY (ARRAY['fr'::character varying, 'en'::character varying]::text[])", name='athlete_language'),
    CheckConstraint("level IS NULL OR (level::text = ANY (ARRAY['beginner'::character varying, 'intermediate'::character varying, 'advanced'::character varying]::text[]))", name='athlete_level'),
    CheckConstraint("sex IS NULL OR (sex::text = ANY (ARRAY['female'::character varying, 'male'::character varying]::text[]))", name='athlete_sex'),
    ForeignKeyConstraint(['user_id'], ['account.id'], deferrable=True, initially='DEFERRED', name='athlete_user_id_1e51bc3d_fk_account_id'),
    PrimaryKeyConstraint('id', name='athlete_pkey'),
    UniqueConstraint('user_id', name='athlete_user_id_key'),
    Index('athlete_one_local', 'local', postgresql_where='local', unique=True)
)

t_activity = Table(
    'activity', metadata,
    Column('id', Uuid, primary_key=True, server_default=text('gen_random_uuid()')),
    Column('sport', Text, nullable=False),
    Column('family', Text, nullable=False),
    Column('name', Text, nullable=False, server_default=text("''::text")),
    Column('race', Boolean, nullable=False, server_default=text('false')),
    Column('started_at', DateTime(True), nullable=False),
    Column('ended_at', DateTime(True), nullable=False),
    Column('utc_offset_s', Integer, nullable=False),
    Column('local_date', Date, nullable=False),
    Column('elapsed_s', Double(53), nullable=False),
    Column('timer_s', Double(53), nullable=False),
    Column('moving_s', Double(53), nullable=False),
    Column('distance_m', Double(53)),
    Column('avg_hr', Double(53)),
    Column('max_hr', Double(53)),
    Column('ascent_m', Double(53)),
    Column('descent_m', Double(53)),
    Column('track', Text),
    Column('measures', JSONB, nullable=False),
    Column('totals', JSONB, nullable=False),
    Column('warnings', JSONB, nullable=False, server_default=text("'[]'::jsonb")),
    Column('created_at', DateTime(True), nullable=False, server_default=text('statement_timestamp()')),
    Column('deleted_at', DateTime(True)),
    Column('athlete_id', Uuid, nullable=False),
    Column('perceived_effort', Double(53)),
    CheckConstraint('ended_at >= started_at', name='activity_ends_after_start'),
    CheckConstraint('perceived_effort IS NULL OR perceived_effort >= 0.0::double precision AND perceived_effort <= 10.0::double precision', name='activity_effort_0_to_10'),
    ForeignKeyConstraint(['athlete_id'], ['athlete.id'], deferrable=True, initially='DEFERRED', name='activity_athlete_id_abc698dd_fk_athlete_id'),
    PrimaryKeyConstraint('id', name='activity_pkey'),
    Index('activity_by_day', 'athlete_id', 'local_date'),
    Index('activity_by_family_day', 'athlete_id', 'family', 'local_date'),
    Index('activity_by_start', 'athlete_id', 'started_at')
)

t_api_token = Table(
    'api_token', metadata,
    Column('id', BigInteger, Identity(start=1, increment=1, minvalue=1, maxvalue=9223372036854775807, cycle=False, cache=1), primary_key=True, autoincrement=True),
    Column('name', Text, nullable=False),
    Column('digest', LargeBinary, nullable=False),
    Column('created_at', DateTime(True), nullable=False, server_default=text('statement_timestamp()')),
    Column('last_used_at', DateTime(True)),
    Column('revoked_at', DateTime(True)),
    Column('athlete_id', Uuid, nullable=False),
    ForeignKeyConstraint(['athlete_id'], ['athlete.id'], deferrable=True, initially='DEFERRED', name='api_token_athlete_id_8657bc69_fk_athlete_id'),
    PrimaryKeyConstraint('id', name='api_token_pkey'),
    UniqueConstraint('digest', name='api_token_digest_key'),
    Index('api_token_athlete_id_8657bc69', 'athlete_id')
)

t_audit_entry = Table(
    'audit_entry', metadata,
    Column('id', BigInteger, Identity(start=1, increment=1, minvalue=1, maxvalue=9223372036854775807, cycle=False, cache=1), primary_key=True, autoincrement=True),
    Column('at', DateTime(True), nullable=False, server_default=text('statement_timestamp()')),
    Column('actor', Text, nullable=False),
    Column('act', Text, nullable=False),
    Column('subject', Text, nullable=False, server_default=text("''::text")),
    Column('detail', JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    Column('athlete_id', Uuid),
    ForeignKeyConstraint(['athlete_id'], ['athlete.id'], deferrable=True, initially='DEFERRED', name='audit_entry_athlete_id_d2ad27e0_fk_athlete_id'),
    PrimaryKeyConstraint('id', name='audit_entry_pkey'),
    Index('audit_by_athlete', 'athlete_id', 'at')
)

t_calendar_feed = Table(
    'calendar_feed', metadata,
    Column('athlete_id', Uuid, primary_key=True),
    Column('digest', Text, nullable=False),
    Column('created_at', DateTime(True), nullable=False, server_default=text('statement_timestamp()')),
    Column('read_at', DateTime(True)),
    ForeignKeyConstraint(['athlete_id'], ['athlete.id'], deferrable=True, initially='DEFERRED', name='calendar_feed_athlete_id_27d8157e_fk_athlete_id'),
    PrimaryKeyConstraint('athlete_id', name='calendar_feed_pkey'),
    UniqueConstraint('digest', name='calendar_feed_digest_key'),
    Index('calendar_feed_digest_2d5535bd_like', 'digest', postgresql_ops={'digest': 'text_pattern_ops'})
)

t_fitness_snapshot = Table(
    'fitness_snapshot', metadata,
    Column('id', BigInteger, Identity(start=1, increment=1, minvalue=1, maxvalue=9223372036854775807, cycle=False, cache=1), primary_key=True, autoincrement=True),
    Column('on_date', Date, nullable=False),
    Column('vma_kmh', Double(53)),
    Column('vma_low_kmh', Double(53)),
    Column('vma_high_kmh', Double(53)),
    Column('vo2max', Double(53)),
    Column('level', String(12), nullable=False),
    Column('weekly_m', Double(53), nullable=False, server_default=text('0.0')),
    Column('detail', JSONB, nullable=False),
    Column('computed_at', DateTime(True), nullable=False, server_default=text('statement_timestamp()')),
    Column('athlete_id', Uuid, nullable=False),
    ForeignKeyConstraint(['athlete_id'], ['athlete.id'], deferrable=True, initially='DEFERRED', name='fitness_snapshot_athlete_id_591fe26f_fk_athlete_id'),
    PrimaryKeyConstraint('id', name='fitness_snapshot_pkey'),
    UniqueConstraint('athlete_id', 'on_date', name='fitness_snapshot_day_unique')
)

t_goal = Table(
    'goal', metadata,
    Column('id', Uuid, primary_key=True, server_default=text('gen_random_uuid()')),
    Column('kind', Text, nullable=False),
    Column('race_day', Date),
    Column('weeks', Integer),
    Column('target_s', Double(53)),
    Column('level', Text),
    Column('days', JSONB, nullable=False),
    Column('minutes', JSONB),
    Column('long_day', SmallInteger),
    Column('created_at', DateTime(True), nullable=False, server_default=text('statement_timestamp()')),
    Column('athlete_id', Uuid, nullable=False),
    Column('cross_training', SmallInteger, nullable=False, server_default=text('0')),
    Column('distance_m', Double(53)),
    Column('injuries', JSONB, nullable=False, server_default=text("'[]'::jsonb")),
    Column('strength', SmallInteger, nullable=False, server_default=text('0')),
    Column('terrain', Text, nullable=False, server_default=text("'road'::text")),
    Column('tune_ups', JSONB, nullable=False, server_default=text("'[]'::jsonb")),
    Column('vma_kmh', Double(53)),
    Column('weeks_off', Integer),
    ForeignKeyConstraint(['athlete_id'], ['athlete.id'], deferrable=True, initially='DEFERRED', name='goal_athlete_id_4500ad04_fk_athlete_id'),
    PrimaryKeyConstraint('id', name='goal_pkey'),
    Index('goal_athlete_id_4500ad04', 'athlete_id')
)

t_import_run = Table(
    'import_run', metadata,
    Column('id', Uuid, primary_key=True, server_default=text('gen_random_uuid()')),
    Column('label', Text, nullable=False, server_default=text("''::text")),
    Column('source', Text, nullable=False),
    Column('state', Text, nullable=False, server_default=text("'receiving'::text")),
    Column('created_at', DateTime(True), nullable=False, server_default=text('statement_timestamp()')),
    Column('started_at', DateTime(True)),
    Column('finished_at', DateTime(True)),
    Column('expected', Integer),
    Column('athlete_id', Uuid, nullable=False),
    CheckConstraint("state = ANY (ARRAY['receiving'::text, 'queued'::text, 'running'::text, 'done'::text, 'failed'::text, 'cancelled'::text])", name='import_run_state'),
    ForeignKeyConstraint(['athlete_id'], ['athlete.id'], deferrable=True, initially='DEFERRED', name='import_run_athlete_id_3065da1d_fk_athlete_id'),
    PrimaryKeyConstraint('id', name='import_run_pkey'),
    Index('import_run_by_athlete', 'athlete_id', 'created_at')
)

t_original = Table(
    'original', metadata,
    Column('id', BigInteger, Identity(start=1, increment=1, minvalue=1, maxvalue=9223372036854775807, cycle=False, cache=1), primary_key=True, autoincrement=True),
    Column('sha256', LargeBinary, nullable=False),
    Column('name', Text, nullable=False),
    Column('size', BigInteger, nullable=False),
    Column('format', Text),
    Column('content', Text),
    Column('provenance', Text, nullable=False),
    Column('reader_version', Integer, nullable=False, server_default=text('0')),
    Column('received_at', DateTime(True), nullable=False, server_default=text('statement_timestamp()')),
    Column('athlete_id', Uuid, nullable=False),
    ForeignKeyConstraint(['athlete_id'], ['athlete.id'], deferrable=True, initially='DEFERRED', name='original_athlete_id_b3b9389b_fk_athlete_id'),
    PrimaryKeyConstraint('id', name='original_pkey'),
    UniqueConstraint('athlete_id', 'sha256', name='original_once_per_athlete')
)

t_training_day = Table(
    'training_day', metadata,
    Column('athlete_id', Uuid, primary_key=True),
    Column('on_date', Date, primary_key=True),
    Column('load', Double(53), nullable=False),
    Column('ctl', Double(53), nullable=False),
    Column('atl', Double(53), nullable=False),
    ForeignKeyConstraint(['athlete_id'], ['athlete.id'], deferrable=True, initially='DEFERRED', name='training_day_athlete_id_62f5a269_fk_athlete_id'),
    PrimaryKeyConstraint('athlete_id', 'on_date', name='training_day_pkey')
)

t_activity_analysis = Table(
    'activity_analysis', metadata,
    Column('activity_id', Uuid, primary_key=True),
    Column('graded_speed_mps', Double(53)),
    Column('normalized_speed_mps', Double(53)),
    Column('normalized_power_w', Double(53)),
    Column('speed_p95_mps', Double(53)),
    Column('efficiency', Double(53)),
    Column('decoupling', Double(53)),
    Column('curves', JSONB, nullable=False, server_default=text("'[]'::jsonb")),
    Column('distributions', JSONB, nullable=False, server_default=text("'[]'::jsonb")),
    Column('not_measurable', JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    ForeignKeyConstraint(['activity_id'], ['activity.id'], deferrable=True, initially='DEFERRED', name='activity_analysis_activity_id_0b9bd0c7_fk_activity_id'),
    PrimaryKeyConstraint('activity_id', name='activity_analysis_pkey')
)

t_activity_effort = Table(
    'activity_effort', metadata,
    Column('id', BigInteger, Identity(start=1, increment=1, minvalue=1, maxvalue=9223372036854775807, cycle=False, cache=1), primary_key=True, autoincrement=True),
    Column('distance_m', Double(53), nullable=False),
    Column('elapsed_s', Double(53), nullable=False),
    Column('start_s', Double(53), nullable=False),
    Column('activity_id', Uuid, nullable=False),
    ForeignKeyConstraint(['activity_id'], ['activity.id'], deferrable=True, initially='DEFERRED', name='activity_effort_activity_id_5a77ca81_fk_activity_id'),
    PrimaryKeyConstraint('id', name='activity_effort_pkey'),
    UniqueConstraint('activity_id', 'distance_m', name='activity_effort_once')
)

t_activity_load = Table(
    'activity_load', metadata,
    Column('activity_id', Uuid, primary_key=True),
    Column('load', Double(53)),
    Column('method', Text),
    Column('trimp', Double(53)),
    Column('session_rpe', Double(53)),
    Column('heart_zone_s', ARRAY(Double(precision=53)), nullable=False, server_default=text("'{}'::double precision[]")),
    Column('pace_zone_s', ARRAY(Double(precision=53)), nullable=False, server_default=text("'{}'::double precision[]")),
    ForeignKeyConstraint(['activity_id'], ['activity.id'], deferrable=True, initially='DEFERRED', name='activity_load_activity_id_39b82521_fk_activity_id'),
    PrimaryKeyConstraint('activity_id', name='activity_load_pkey')
)

t_activity_samples = Table(
    'activity_samples', metadata,
    Column('activity_id', Uuid, primary_key=True),
    Column('count', Integer, nullable=False),
    Column('columns', JSONB, nullable=False),
    Column('block', LargeBinary, nullable=False),
    ForeignKeyConstraint(['activity_id'], ['activity.id'], deferrable=True, initially='DEFERRED', name='activity_samples_activity_id_fc2b74f5_fk_activity_id'),
    PrimaryKeyConstraint('activity_id', name='activity_samples_pkey')
)

t_activity_set = Table(
    'activity_set', metadata,
    Column('id', BigInteger, Identity(start=1, increment=1, minvalue=1, maxvalue=9223372036854775807, cycle=False, cache=1), primary_key=True, autoincrement=True),
    Column('position', Integer, nullable=False),
    Column('start_s', Double(53), nullable=False),
    Column('duration_s', Double(53)),
    Column('repetitions', Integer),
    Column('weight_kg', Double(53)),
    Column('category', Text),
    Column('active', Boolean, nullable=False),
    Column('activity_id', Uuid, nullable=False),
    ForeignKeyConstraint(['activity_id'], ['activity.id'], deferrable=True, initially='DEFERRED', name='activity_set_activity_id_d477774b_fk_activity_id'),
    PrimaryKeyConstraint('id', name='activity_set_pkey'),
    UniqueConstraint('activity_id', 'position', name='activity_set_once')
)

t_activity_source = Table(
    'activity_source', metadata,
    Column('id', BigInteger, Identity(start=1, increment=1, minvalue=1, maxvalue=9223372036854775807, cycle=False, cache=1), primary_key=True, autoincrement=True),
    Column('part', Integer, nullable=False),
    Column('main', Boolean, nullable=False),
    Column('richness', Double(53), nullable=False),
    Column('separated', Boolean, nullable=False, server_default=text('false')),
    Column('device', JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    Column('created_at', DateTime(True), nullable=False, server_default=text('statement_timestamp()')),
    Column('activity_id', Uuid, nullable=False),
    Column('original_id', BigInteger, nullable=False),
    ForeignKeyConstraint(['activity_id'], ['activity.id'], deferrable=True, initially='DEFERRED', name='activity_source_activity_id_e89998e7_fk_activity_id'),
    ForeignKeyConstraint(['original_id'], ['original.id'], deferrable=True, initially='DEFERRED', name='activity_source_original_id_9e6d6921_fk_original_id'),
    PrimaryKeyConstraint('id', name='activity_source_pkey'),
    UniqueConstraint('original_id', 'part', name='activity_source_once'),
    Index('activity_source_activity_id_e89998e7', 'activity_id'),
    Index('activity_source_one_main', 'activity_id', postgresql_where='main', unique=True)
)

t_activity_split = Table(
    'activity_split', metadata,
    Column('id', BigInteger, Identity(start=1, increment=1, minvalue=1, maxvalue=9223372036854775807, cycle=False, cache=1), primary_key=True, autoincrement=True),
    Column('kind', Text, nullable=False),
    Column('position', Integer, nullable=False),
    Column('start_s', Double(53), nullable=False),
    Column('elapsed_s', Double(53), nullable=False),
    Column('moving_s', Double(53)),
    Column('distance_m', Double(53)),
    Column('avg_hr', Double(53)),
    Column('max_hr', Double(53)),
    Column('avg_cadence', Double(53)),
    Column('avg_power', Double(53)),
    Column('ascent_m', Double(53)),
    Column('descent_m', Double(53)),
    Column('activity_id', Uuid, nullable=False),
    ForeignKeyConstraint(['activity_id'], ['activity.id'], deferrable=True, initially='DEFERRED', name='activity_split_activity_id_96092f4c_fk_activity_id'),
    PrimaryKeyConstraint('id', name='activity_split_pkey'),
    UniqueConstraint('activity_id', 'kind', 'position', name='activity_split_once')
)

t_import_item = Table(
    'import_item', metadata,
    Column('id', BigInteger, Identity(start=1, increment=1, minvalue=1, maxvalue=9223372036854775807, cycle=False, cache=1), primary_key=True, autoincrement=True),
    Column('name', Text, nullable=False),
    Column('sha256', LargeBinary),
    Column('size', BigInteger, nullable=False, server_default=text('0')),
    Column('container', Boolean, nullable=False, server_default=text('false')),
    Column('state', Text, nullable=False, server_default=text("'queued'::text")),
    Column('attempts', Integer, nullable=False, server_default=text('0')),
    Column('reason_code', Text),
    Column('reason', Text),
    Column('reason_values', JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    Column('hints', JSONB),
    Column('activity_ids', JSONB, nullable=False, server_default=text("'[]'::jsonb")),
    Column('created_at', DateTime(True), nullable=False, server_default=text('statement_timestamp()')),
    Column('finished_at', DateTime(True)),
    Column('run_id', Uuid, nullable=False),
    CheckConstraint("state = ANY (ARRAY['queued'::text, 'new'::text, 'duplicate'::text, 'merged'::text, 'skipped'::text, 'quarantined'::text])", name='import_item_state'),
    ForeignKeyConstraint(['run_id'], ['import_run.id'], deferrable=True, initially='DEFERRED', name='import_item_run_id_f2c14ed3_fk_import_run_id'),
    PrimaryKeyConstraint('id', name='import_item_pkey'),
    UniqueConstraint('run_id', 'name', name='import_item_once'),
    Index('import_item_by_state', 'run_id', 'state')
)

t_import_log = Table(
    'import_log', metadata,
    Column('id', BigInteger, Identity(start=1, increment=1, minvalue=1, maxvalue=9223372036854775807, cycle=False, cache=1), primary_key=True, autoincrement=True),
    Column('at', DateTime(True), nullable=False, server_default=text('statement_timestamp()')),
    Column('level', Text, nullable=False),
    Column('message', Text, nullable=False),
    Column('values', JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    Column('file_name', Text),
    Column('run_id', Uuid, nullable=False),
    ForeignKeyConstraint(['run_id'], ['import_run.id'], deferrable=True, initially='DEFERRED', name='import_log_run_id_1a0c5893_fk_import_run_id'),
    PrimaryKeyConstraint('id', name='import_log_pkey'),
    Index('import_log_by_run', 'run_id', 'id')
)

t_plan = Table(
    'plan', metadata,
    Column('id', Uuid, primary_key=True, server_default=text('gen_random_uuid()')),
    Column('version', Integer, nullable=False, server_default=text('1')),
    Column('start', Date, nullable=False),
    Column('race_day', Date),
    Column('level', Text, nullable=False),
    Column('vma_kmh', Double(53), nullable=False),
    Column('predicted_s', Double(53)),
    Column('goal_s', Double(53)),
    Column('notices', JSONB, nullable=False, server_default=text("'[]'::jsonb")),
    Column('created_at', DateTime(True), nullable=False, server_default=text('statement_timestamp()')),
    Column('archived_at', DateTime(True)),
    Column('athlete_id', Uuid, nullable=False),
    Column('goal_id', Uuid, nullable=False),
    Column('age', SmallInteger),
    Column('changed_for', JSONB, nullable=False, server_default=text("'[]'::jsonb")),
    Column('fingerprint', Text),
    Column('origin', Text, nullable=False, server_default=text("'created'::text")),
    Column('series', Uuid, nullable=False, server_default=text('gen_random_uuid()')),
    ForeignKeyConstraint(['athlete_id'], ['athlete.id'], deferrable=True, initially='DEFERRED', name='plan_athlete_id_1b60394d_fk_athlete_id'),
    ForeignKeyConstraint(['goal_id'], ['goal.id'], deferrable=True, initially='DEFERRED', name='plan_goal_id_b89157a5_fk_goal_id'),
    PrimaryKeyConstraint('id', name='plan_pkey'),
    UniqueConstraint('series', 'version', name='plan_version_once'),
    Index('plan_by_athlete', 'athlete_id', 'created_at'),
    Index('plan_goal_id_b89157a5', 'goal_id')
)

t_wellness_day = Table(
    'wellness_day', metadata,
    Column('athlete_id', Uuid, primary_key=True),
    Column('original_id', BigInteger),
    Column('on_date', Date, primary_key=True),
    Column('resting_hr', Double(53)),
    Column('sleep_s', Double(53)),
    Column('hrv_ms', Double(53)),
    Column('weight_kg', Double(53)),
    Column('told_at', JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    ForeignKeyConstraint(['athlete_id'], ['athlete.id'], deferrable=True, initially='DEFERRED', name='wellness_day_athlete_id_adeb4693_fk_athlete_id'),
    ForeignKeyConstraint(['original_id'], ['original.id'], deferrable=True, initially='DEFERRED', name='wellness_day_original_id_4719249d_fk_original_id'),
    PrimaryKeyConstraint('athlete_id', 'on_date', name='wellness_day_pkey')
)

t_plan_proposal = Table(
    'plan_proposal', metadata,
    Column('id', Uuid, primary_key=True, server_default=text('gen_random_uuid()')),
    Column('causes', JSONB, nullable=False),
    Column('changes', JSONB, nullable=False),
    Column('proposed', JSONB, nullable=False),
    Column('created_at', DateTime(True), nullable=False, server_default=text('statement_timestamp()')),
    Column('decision', Text),
    Column('decided_at', DateTime(True)),
    Column('athlete_id', Uuid, nullable=False),
    Column('plan_id', Uuid, nullable=False),
    Column('version_id', Uuid),
    ForeignKeyConstraint(['athlete_id'], ['athlete.id'], deferrable=True, initially='DEFERRED', name='plan_proposal_athlete_id_c606f3cd_fk_athlete_id'),
    ForeignKeyConstraint(['plan_id'], ['plan.id'], deferrable=True, initially='DEFERRED', name='plan_proposal_plan_id_5e980f01_fk_plan_id'),
    ForeignKeyConstraint(['version_id'], ['plan.id'], deferrable=True, initially='DEFERRED', name='plan_proposal_version_id_87f1791d_fk_plan_id'),
    PrimaryKeyConstraint('id', name='plan_proposal_pkey'),
    Index('plan_proposal_by_athlete', 'athlete_id', 'created_at'),
    Index('plan_proposal_plan_id_5e980f01', 'plan_id'),
    Index('plan_proposal_version_id_87f1791d', 'version_id')
)

t_plan_week = Table(
    'plan_week', metadata,
    Column('id', BigInteger, Identity(start=1, increment=1, minvalue=1, maxvalue=9223372036854775807, cycle=False, cache=1), primary_key=True, autoincrement=True),
    Column('number', Integer, nullable=False),
    Column('monday', Date, nullable=False),
    Column('phase', Text, nullable=False),
    Column('recovery', Boolean, nullable=False),
    Column('plan_id', Uuid, nullable=False),
    ForeignKeyConstraint(['plan_id'], ['plan.id'], deferrable=True, initially='DEFERRED', name='plan_week_plan_id_a225a2a0_fk_plan_id'),
    PrimaryKeyConstraint('id', name='plan_week_pkey'),
    UniqueConstraint('plan_id', 'number', name='plan_week_once')
)

t_plan_session = Table(
    'plan_session', metadata,
    Column('id', Uuid, primary_key=True, server_default=text('gen_random_uuid()')),
    Column('day', Date, nullable=False),
    Column('position', SmallInteger, nullable=False, server_default=text('0')),
    Column('kind', Text, nullable=False),
    Column('title', Text, nullable=False),
    Column('purpose', Text, nullable=False),
    Column('values', JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    Column('steps', JSONB, nullable=False),
    Column('duration_s', Double(53), nullable=False),
    Column('distance_m', Double(53), nullable=False),
    Column('activity_id', Uuid),
    Column('plan_id', Uuid, nullable=False),
    Column('week_id', BigInteger, nullable=False),
    Column('key', Uuid, nullable=False, server_default=text('gen_random_uuid()')),
    ForeignKeyConstraint(['activity_id'], ['activity.id'], deferrable=True, initially='DEFERRED', name='plan_session_activity_id_b5977763_fk_activity_id'),
    ForeignKeyConstraint(['plan_id'], ['plan.id'], deferrable=True, initially='DEFERRED', name='plan_session_plan_id_7ba0b27f_fk_plan_id'),
    ForeignKeyConstraint(['week_id'], ['plan_week.id'], deferrable=True, initially='DEFERRED', name='plan_session_week_id_6134120b_fk_plan_week_id'),
    PrimaryKeyConstraint('id', name='plan_session_pkey'),
    UniqueConstraint('plan_id', 'day', 'position', name='plan_session_once'),
    Index('plan_session_activity_id_b5977763', 'activity_id'),
    Index('plan_session_week_id_6134120b', 'week_id')
)
