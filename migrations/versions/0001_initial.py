"""initial"""

import sqlalchemy as sa
from alembic import op

from app import schema

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forwards."""
    op.create_table('heartbeat',
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_heartbeat'))
    )
    op.create_table('lease',
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('owner', sa.String(length=80), nullable=False),
    sa.Column('expires_at', sa.Double(), nullable=False),
    sa.Column('token', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_lease'))
    )
    op.create_table('sign_in_try',
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('locked_until', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_sign_in_try'))
    )
    op.create_index(op.f('ix_sign_in_try_since'), 'sign_in_try', ['since'], unique=False)
    op.create_table('street',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('slug', sa.String(length=40), nullable=False),
    sa.Column('name_zh', sa.String(length=60), nullable=False),
    sa.Column('name_en', sa.String(length=120), nullable=False),
    sa.Column('settings', sa.JSON(), nullable=False),
    sa.Column('demo', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_street')),
    sa.UniqueConstraint('code', name=op.f('uq_street_code')),
    sa.UniqueConstraint('slug', name=op.f('uq_street_slug'))
    )
    op.create_table('tracking_try',
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_tracking_try'))
    )
    op.create_index(op.f('ix_tracking_try_since'), 'tracking_try', ['since'], unique=False)
    op.create_table('calendar',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('from_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('windows', sa.JSON(), nullable=False),
    sa.Column('street_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['street_id'], ['street.id'], name=op.f('fk_calendar_street_id_street')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar')),
    sa.UniqueConstraint('street_id', 'id', name=op.f('uq_calendar_street_id_id')),
    sa.UniqueConstraint('street_id', 'version', name=op.f('uq_calendar_street_id_version'))
    )
    op.create_index(op.f('ix_calendar_street_id'), 'calendar', ['street_id'], unique=False)
    op.create_table('category',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=12), nullable=False),
    sa.Column('major_code', sa.String(length=8), nullable=False),
    sa.Column('major_zh', sa.String(length=60), nullable=False),
    sa.Column('major_en', sa.String(length=120), nullable=False),
    sa.Column('name_zh', sa.String(length=60), nullable=False),
    sa.Column('name_en', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.Enum('event', 'component', name='categorykind', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('tier', sa.Enum('street', 'residential', 'micro', name='tier', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('lead_department', sa.String(length=12), nullable=False),
    sa.Column('assist_departments', sa.JSON(), nullable=False),
    sa.Column('urgency', sa.Enum('normal', 'urgent', 'critical', name='urgency', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('complex', sa.Boolean(), nullable=False),
    sa.Column('make_safe', sa.Boolean(), nullable=False),
    sa.Column('suspend_allowed', sa.Boolean(), nullable=False),
    sa.Column('review', sa.Enum('required', 'sampled', 'none', name='reviewrule', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('evidence', sa.JSON(), nullable=False),
    sa.Column('family', sa.String(length=12), nullable=False),
    sa.Column('duplicate_radius_m', sa.Integer(), nullable=True),
    sa.Column('duplicate_days', sa.Integer(), nullable=True),
    sa.Column('relapse_radius_m', sa.Integer(), nullable=True),
    sa.Column('relapse_days', sa.Integer(), nullable=True),
    sa.Column('recheck_days', sa.JSON(), nullable=False),
    sa.Column('public', sa.Boolean(), nullable=False),
    sa.Column('confidential', sa.Boolean(), nullable=False),
    sa.Column('contact_required', sa.Boolean(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('street_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['street_id'], ['street.id'], name=op.f('fk_category_street_id_street')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_category')),
    sa.UniqueConstraint('street_id', 'code', name=op.f('uq_category_street_id_code')),
    sa.UniqueConstraint('street_id', 'id', name=op.f('uq_category_street_id_id'))
    )
    op.create_index(op.f('ix_category_street_id'), 'category', ['street_id'], unique=False)
    op.create_table('department',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=12), nullable=False),
    sa.Column('name_zh', sa.String(length=60), nullable=False),
    sa.Column('name_en', sa.String(length=120), nullable=False),
    sa.Column('line', sa.String(length=20), nullable=False),
    sa.Column('kind', sa.Enum('organisation', 'per_grid', 'per_estate', name='departmentkind', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('external', sa.Boolean(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('street_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['street_id'], ['street.id'], name=op.f('fk_department_street_id_street')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_department')),
    sa.UniqueConstraint('street_id', 'code', name=op.f('uq_department_street_id_code')),
    sa.UniqueConstraint('street_id', 'id', name=op.f('uq_department_street_id_id'))
    )
    op.create_index(op.f('ix_department_street_id'), 'department', ['street_id'], unique=False)
    op.create_table('grid',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('tier', sa.Enum('street', 'residential', 'micro', name='tier', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('street_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("(tier = 'street') = (parent_id IS NULL)", name=op.f('ck_grid_only_the_root_has_no_parent')),
    sa.ForeignKeyConstraint(['street_id', 'parent_id'], ['grid.street_id', 'grid.id'], name=op.f('fk_grid_street_id_parent_id_grid')),
    sa.ForeignKeyConstraint(['street_id'], ['street.id'], name=op.f('fk_grid_street_id_street')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_grid')),
    sa.UniqueConstraint('street_id', 'code', name=op.f('uq_grid_street_id_code')),
    sa.UniqueConstraint('street_id', 'id', name=op.f('uq_grid_street_id_id'))
    )
    op.create_index(op.f('ix_grid_parent_id'), 'grid', ['parent_id'], unique=False)
    op.create_index(op.f('ix_grid_street_id'), 'grid', ['street_id'], unique=False)
    op.create_table('grid_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('from_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('street_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('until_at IS NULL OR until_at > from_at', name=op.f('ck_grid_version_from_before_until')),
    sa.ForeignKeyConstraint(['street_id'], ['street.id'], name=op.f('fk_grid_version_street_id_street')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_grid_version')),
    sa.UniqueConstraint('street_id', 'id', name=op.f('uq_grid_version_street_id_id')),
    sa.UniqueConstraint('street_id', 'number', name=op.f('uq_grid_version_street_id_number'))
    )
    op.create_index(op.f('ix_grid_version_street_id'), 'grid_version', ['street_id'], unique=False)
    op.create_index('one_open_version', 'grid_version', ['street_id'], unique=True, sqlite_where=sa.text('until_at IS NULL'), postgresql_where=sa.text('until_at IS NULL'))
    op.create_table('ledger_root',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('prev_hash', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('street_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['street_id'], ['street.id'], name=op.f('fk_ledger_root_street_id_street')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_root')),
    sa.UniqueConstraint('street_id', 'id', name=op.f('uq_ledger_root_street_id_id')),
    sa.UniqueConstraint('street_id', 'number', name=op.f('uq_ledger_root_street_id_number'))
    )
    op.create_index(op.f('ix_ledger_root_street_id'), 'ledger_root', ['street_id'], unique=False)
    op.create_table('receipt_counter',
    sa.Column('street_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.String(length=6), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['street_id'], ['street.id'], name=op.f('fk_receipt_counter_street_id_street')),
    sa.PrimaryKeyConstraint('street_id', 'day', name=op.f('pk_receipt_counter'))
    )
    op.create_table('stage_limit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('stage', sa.String(length=12), nullable=False),
    sa.Column('urgency', sa.Enum('normal', 'urgent', 'critical', name='urgency', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('from_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('span', sa.String(length=24), nullable=False),
    sa.Column('street_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['street_id'], ['street.id'], name=op.f('fk_stage_limit_street_id_street')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stage_limit'))
    )
    op.create_index('ix_stage_limit_lookup', 'stage_limit', ['street_id', 'stage', 'urgency', 'from_at'], unique=True)
    op.create_index(op.f('ix_stage_limit_street_id'), 'stage_limit', ['street_id'], unique=False)
    op.create_table('calendar_day',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('calendar_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('is_workday', sa.Boolean(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('source', sa.Enum('official', 'estimated', 'manual', name='source', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.ForeignKeyConstraint(['calendar_id'], ['calendar.id'], name=op.f('fk_calendar_day_calendar_id_calendar')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_day')),
    sa.UniqueConstraint('calendar_id', 'day', name=op.f('uq_calendar_day_calendar_id_day'))
    )
    op.create_table('category_limit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('category_id', sa.Integer(), nullable=False),
    sa.Column('from_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('respond', sa.String(length=24), nullable=False),
    sa.Column('dispose', sa.String(length=24), nullable=False),
    sa.Column('dispose_ceiling', sa.String(length=24), nullable=True),
    sa.Column('extensions_max', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['category_id'], ['category.id'], name=op.f('fk_category_limit_category_id_category')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_category_limit')),
    sa.UniqueConstraint('category_id', 'from_at', name=op.f('uq_category_limit_category_id_from_at'))
    )
    op.create_table('grid_boundary',
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('grid_id', sa.Integer(), nullable=False),
    sa.Column('geometry', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['grid_id'], ['grid.id'], name=op.f('fk_grid_boundary_grid_id_grid')),
    sa.ForeignKeyConstraint(['version_id'], ['grid_version.id'], name=op.f('fk_grid_boundary_version_id_grid_version')),
    sa.PrimaryKeyConstraint('version_id', 'grid_id', name=op.f('pk_grid_boundary'))
    )
    op.create_table('ledger_head',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('root_id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('length', sa.Integer(), nullable=False),
    sa.Column('head', sa.String(length=64), nullable=False),
    sa.Column('street_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['street_id', 'root_id'], ['ledger_root.street_id', 'ledger_root.id'], name=op.f('fk_ledger_head_street_id_root_id_ledger_root')),
    sa.ForeignKeyConstraint(['street_id'], ['street.id'], name=op.f('fk_ledger_head_street_id_street')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_head'))
    )
    op.create_index('ix_ledger_head_case', 'ledger_head', ['case_id', 'id'], unique=False)
    op.create_index(op.f('ix_ledger_head_root_id'), 'ledger_head', ['root_id'], unique=False)
    op.create_index(op.f('ix_ledger_head_street_id'), 'ledger_head', ['street_id'], unique=False)
    op.create_table('unit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=True),
    sa.Column('grid_id', sa.Integer(), nullable=True),
    sa.Column('external', sa.Boolean(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=False),
    sa.Column('street_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['street_id', 'department_id'], ['department.street_id', 'department.id'], name=op.f('fk_unit_street_id_department_id_department')),
    sa.ForeignKeyConstraint(['street_id', 'grid_id'], ['grid.street_id', 'grid.id'], name=op.f('fk_unit_street_id_grid_id_grid')),
    sa.ForeignKeyConstraint(['street_id'], ['street.id'], name=op.f('fk_unit_street_id_street')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit')),
    sa.UniqueConstraint('street_id', 'id', name=op.f('uq_unit_street_id_id'))
    )
    op.create_index(op.f('ix_unit_department_id'), 'unit', ['department_id'], unique=False)
    op.create_index(op.f('ix_unit_street_id'), 'unit', ['street_id'], unique=False)
    op.create_table('estate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('kind', sa.Enum('commodity', 'old', 'quasi', name='estatekind', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('grid_id', sa.Integer(), nullable=False),
    sa.Column('property_unit_id', sa.Integer(), nullable=True),
    sa.Column('owners_unit_id', sa.Integer(), nullable=True),
    sa.Column('lon', sa.Float(), nullable=False),
    sa.Column('lat', sa.Float(), nullable=False),
    sa.Column('from_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('until_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('street_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('lon BETWEEN -180 AND 180 AND lat BETWEEN -90 AND 90', name=op.f('ck_estate_degrees')),
    sa.ForeignKeyConstraint(['street_id', 'grid_id'], ['grid.street_id', 'grid.id'], name=op.f('fk_estate_street_id_grid_id_grid')),
    sa.ForeignKeyConstraint(['street_id', 'owners_unit_id'], ['unit.street_id', 'unit.id'], name=op.f('fk_estate_street_id_owners_unit_id_unit')),
    sa.ForeignKeyConstraint(['street_id', 'property_unit_id'], ['unit.street_id', 'unit.id'], name=op.f('fk_estate_street_id_property_unit_id_unit')),
    sa.ForeignKeyConstraint(['street_id'], ['street.id'], name=op.f('fk_estate_street_id_street')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_estate')),
    sa.UniqueConstraint('street_id', 'id', name=op.f('uq_estate_street_id_id')),
    sa.UniqueConstraint('street_id', 'name', name=op.f('uq_estate_street_id_name'))
    )
    op.create_index(op.f('ix_estate_grid_id'), 'estate', ['grid_id'], unique=False)
    op.create_index(op.f('ix_estate_street_id'), 'estate', ['street_id'], unique=False)
    op.create_table('user_account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('login', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('password_hash', sa.String(length=255), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('left_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('must_change', sa.Boolean(), nullable=False),
    sa.Column('password_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('session_epoch', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('email', sa.String(length=120), nullable=True),
    sa.Column('phone', sa.String(length=20), nullable=False),
    sa.Column('locale', sa.String(length=5), nullable=False),
    sa.Column('street_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['street_id', 'unit_id'], ['unit.street_id', 'unit.id'], name=op.f('fk_user_account_street_id_unit_id_unit')),
    sa.ForeignKeyConstraint(['street_id'], ['street.id'], name=op.f('fk_user_account_street_id_street')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_user_account')),
    sa.UniqueConstraint('login', name=op.f('uq_user_account_login')),
    sa.UniqueConstraint('street_id', 'id', name=op.f('uq_user_account_street_id_id'))
    )
    op.create_index(op.f('ix_user_account_street_id'), 'user_account', ['street_id'], unique=False)
    op.create_index(op.f('ix_user_account_unit_id'), 'user_account', ['unit_id'], unique=False)
    op.create_table('duty',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('grid_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('member', 'night', name='dutykind', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('line', sa.String(length=20), nullable=False),
    sa.Column('from_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('weekdays', sa.String(length=7), nullable=False),
    sa.Column('shift_start', sa.String(length=5), nullable=True),
    sa.Column('shift_end', sa.String(length=5), nullable=True),
    sa.Column('phone_order', sa.Integer(), nullable=False),
    sa.Column('stand_in_id', sa.Integer(), nullable=True),
    sa.Column('street_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('(shift_start IS NULL) = (shift_end IS NULL)', name=op.f('ck_duty_whole_shift')),
    sa.CheckConstraint('until_at IS NULL OR until_at > from_at', name=op.f('ck_duty_from_before_until')),
    sa.ForeignKeyConstraint(['street_id', 'grid_id'], ['grid.street_id', 'grid.id'], name=op.f('fk_duty_street_id_grid_id_grid')),
    sa.ForeignKeyConstraint(['street_id', 'stand_in_id'], ['user_account.street_id', 'user_account.id'], name=op.f('fk_duty_street_id_stand_in_id_user_account')),
    sa.ForeignKeyConstraint(['street_id', 'user_id'], ['user_account.street_id', 'user_account.id'], name=op.f('fk_duty_street_id_user_id_user_account')),
    sa.ForeignKeyConstraint(['street_id'], ['street.id'], name=op.f('fk_duty_street_id_street')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duty'))
    )
    op.create_index('ix_duty_grid', 'duty', ['grid_id', 'kind'], unique=False)
    op.create_index(op.f('ix_duty_street_id'), 'duty', ['street_id'], unique=False)
    op.create_index(op.f('ix_duty_user_id'), 'duty', ['user_id'], unique=False)
    op.create_table('leave',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('from_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('street_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('until_at > from_at', name=op.f('ck_leave_from_before_until')),
    sa.ForeignKeyConstraint(['street_id', 'user_id'], ['user_account.street_id', 'user_account.id'], name=op.f('fk_leave_street_id_user_id_user_account')),
    sa.ForeignKeyConstraint(['street_id'], ['street.id'], name=op.f('fk_leave_street_id_street')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_leave'))
    )
    op.create_index(op.f('ix_leave_street_id'), 'leave', ['street_id'], unique=False)
    op.create_index(op.f('ix_leave_user_id'), 'leave', ['user_id'], unique=False)
    op.create_table('password_used',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('password_hash', sa.String(length=255), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_password_used_user_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_password_used'))
    )
    op.create_index(op.f('ix_password_used_user_id'), 'password_used', ['user_id'], unique=False)
    op.create_table('place',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('estate_id', sa.Integer(), nullable=True),
    sa.Column('lane', sa.String(length=60), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('lon', sa.Float(), nullable=False),
    sa.Column('lat', sa.Float(), nullable=False),
    sa.Column('street_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('lon BETWEEN -180 AND 180 AND lat BETWEEN -90 AND 90', name=op.f('ck_place_degrees')),
    sa.ForeignKeyConstraint(['street_id', 'estate_id'], ['estate.street_id', 'estate.id'], name=op.f('fk_place_street_id_estate_id_estate')),
    sa.ForeignKeyConstraint(['street_id'], ['street.id'], name=op.f('fk_place_street_id_street')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_place')),
    sa.UniqueConstraint('street_id', 'id', name=op.f('uq_place_street_id_id'))
    )
    op.create_index('ix_place_estate', 'place', ['estate_id', 'number'], unique=False)
    op.create_index(op.f('ix_place_street_id'), 'place', ['street_id'], unique=False)
    op.create_table('reviewer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('grid_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('resident', 'building_head', 'owners_committee', 'shop', 'volunteer', name='reviewerkind', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('phone_mac', sa.String(length=64), nullable=True),
    sa.Column('street_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['street_id', 'grid_id'], ['grid.street_id', 'grid.id'], name=op.f('fk_reviewer_street_id_grid_id_grid')),
    sa.ForeignKeyConstraint(['street_id', 'user_id'], ['user_account.street_id', 'user_account.id'], name=op.f('fk_reviewer_street_id_user_id_user_account')),
    sa.ForeignKeyConstraint(['street_id'], ['street.id'], name=op.f('fk_reviewer_street_id_street')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reviewer')),
    sa.UniqueConstraint('street_id', 'id', name=op.f('uq_reviewer_street_id_id')),
    sa.UniqueConstraint('street_id', 'user_id', name=op.f('uq_reviewer_street_id_user_id'))
    )
    op.create_index(op.f('ix_reviewer_street_id'), 'reviewer', ['street_id'], unique=False)
    op.create_index(op.f('ix_reviewer_user_id'), 'reviewer', ['user_id'], unique=False)
    op.create_table('user_grid',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('grid_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['grid_id'], ['grid.id'], name=op.f('fk_user_grid_grid_id_grid')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_user_grid_user_id_user_account')),
    sa.PrimaryKeyConstraint('user_id', 'grid_id', name=op.f('pk_user_grid'))
    )
    op.create_index(op.f('ix_user_grid_grid_id'), 'user_grid', ['grid_id'], unique=False)
    op.create_table('user_role',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.Enum('grid_chief', 'grid_worker', 'patroller', 'inspector', 'intake_clerk', 'dispatcher', 'duty_chief', 'handler', 'committee', 'property', 'owners_committee', 'reviewer', 'leader', 'auditor', 'admin', name='role', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_user_role_user_id_user_account')),
    sa.PrimaryKeyConstraint('user_id', 'role', name=op.f('pk_user_role'))
    )
    op.create_index(op.f('ix_user_role_role'), 'user_role', ['role'], unique=False)
    op.create_table('case',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('receipt', sa.String(length=24), nullable=False),
    sa.Column('category_id', sa.Integer(), nullable=True),
    sa.Column('source', sa.Enum('resident', 'hotline', 'patrol', 'higher', 'media', 'follow_up', name='source', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('state', sa.Enum('reported', 'verifying', 'filed', 'dispatched', 'disputed', 'in_progress', 'suspended', 'handled', 'rework', 'in_review', 'conference', 'closed', 'merged', 'rejected', 'void', name='state', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('is_open', sa.Boolean(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('form_key', sa.String(length=64), nullable=True),
    sa.Column('lon', sa.Float(), nullable=True),
    sa.Column('lat', sa.Float(), nullable=True),
    sa.Column('coord_sys', sa.String(length=8), nullable=True),
    sa.Column('accuracy_m', sa.Integer(), nullable=True),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('estate_id', sa.Integer(), nullable=True),
    sa.Column('place_id', sa.Integer(), nullable=True),
    sa.Column('place_grid_id', sa.Integer(), nullable=True),
    sa.Column('residential_grid_id', sa.Integer(), nullable=True),
    sa.Column('owner_grid_id', sa.Integer(), nullable=True),
    sa.Column('grid_version_id', sa.Integer(), nullable=True),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('handling_unit_id', sa.Integer(), nullable=True),
    sa.Column('handling_grid_id', sa.Integer(), nullable=True),
    sa.Column('handling_external', sa.Boolean(), nullable=False),
    sa.Column('checker_id', sa.Integer(), nullable=True),
    sa.Column('urgency', sa.Enum('normal', 'urgent', 'critical', name='urgency', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('review_rule', sa.Enum('required', 'sampled', 'none', name='reviewrule', native_enum=False, create_constraint=True, length=24), nullable=True),
    sa.Column('drawn', sa.Boolean(), nullable=True),
    sa.Column('restricted', sa.Boolean(), nullable=False),
    sa.Column('confidential', sa.Boolean(), nullable=False),
    sa.Column('about_handlers', sa.Boolean(), nullable=False),
    sa.Column('self_disposed', sa.Boolean(), nullable=False),
    sa.Column('outcome', sa.Enum('resolved', 'partly', 'explained', 'unresolved', name='outcome', native_enum=False, create_constraint=True, length=24), nullable=True),
    sa.Column('fact_finding', sa.Enum('yes', 'partly', 'no', name='fact_finding', native_enum=False, create_constraint=True, length=24), nullable=True),
    sa.Column('claim_finding', sa.Enum('yes', 'partly', 'no', name='claim_finding', native_enum=False, create_constraint=True, length=24), nullable=True),
    sa.Column('source_number', sa.String(length=64), nullable=True),
    sa.Column('source_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('desk_kind', sa.Enum('unplaced', 'outside', 'unclassified', 'unrouted', 'by_hand', 'no_unit', 'no_checker', 'no_panel', 'refused', 'conference', name='deskkind', native_enum=False, create_constraint=True, length=24), nullable=True),
    sa.Column('desk_since', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reported_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('filed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('dispatched_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('signed_in_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('contacted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('return_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('made_safe_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('suspended_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('handled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('limit_id', sa.Integer(), nullable=True),
    sa.Column('approval_id', sa.Integer(), nullable=True),
    sa.Column('returns', sa.Integer(), nullable=False),
    sa.Column('urges', sa.Integer(), nullable=False),
    sa.Column('rejections', sa.Integer(), nullable=False),
    sa.Column('merged_into_id', sa.Integer(), nullable=True),
    sa.Column('merged_from', sa.Enum('reported', 'verifying', 'filed', 'dispatched', 'disputed', 'in_progress', 'suspended', 'handled', 'rework', 'in_review', 'conference', 'closed', 'merged', 'rejected', 'void', name='merged_from', native_enum=False, create_constraint=True, length=24), nullable=True),
    sa.Column('follow_up_of_id', sa.Integer(), nullable=True),
    sa.Column('entry_count', sa.Integer(), nullable=False),
    sa.Column('head_hash', sa.String(length=64), nullable=False),
    sa.Column('rooted_count', sa.Integer(), nullable=False),
    sa.Column('street_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("state <> 'closed' OR approval_id IS NOT NULL", name=op.f('ck_case_closed_needs_approval')),
    sa.CheckConstraint("state <> 'merged' OR merged_into_id IS NOT NULL", name=op.f('ck_case_merged_into_something')),
    sa.CheckConstraint('(lon IS NULL) = (lat IS NULL)', name=op.f('ck_case_whole_point')),
    sa.CheckConstraint('handling_unit_id IS NULL OR handling_grid_id IS NULL', name=op.f('ck_case_one_handling_side')),
    sa.CheckConstraint('lon BETWEEN -180 AND 180 AND lat BETWEEN -90 AND 90', name=op.f('ck_case_degrees')),
    sa.ForeignKeyConstraint(['estate_id'], ['estate.id'], name=op.f('fk_case_estate_id_estate')),
    sa.ForeignKeyConstraint(['grid_version_id'], ['grid_version.id'], name=op.f('fk_case_grid_version_id_grid_version')),
    sa.ForeignKeyConstraint(['limit_id'], ['category_limit.id'], name=op.f('fk_case_limit_id_category_limit')),
    sa.ForeignKeyConstraint(['place_id'], ['place.id'], name=op.f('fk_case_place_id_place')),
    sa.ForeignKeyConstraint(['street_id', 'category_id'], ['category.street_id', 'category.id'], name=op.f('fk_case_street_id_category_id_category')),
    sa.ForeignKeyConstraint(['street_id', 'checker_id'], ['user_account.street_id', 'user_account.id'], name=op.f('fk_case_street_id_checker_id_user_account')),
    sa.ForeignKeyConstraint(['street_id', 'follow_up_of_id'], ['case.street_id', 'case.id'], name=op.f('fk_case_street_id_follow_up_of_id_case')),
    sa.ForeignKeyConstraint(['street_id', 'handling_grid_id'], ['grid.street_id', 'grid.id'], name=op.f('fk_case_street_id_handling_grid_id_grid')),
    sa.ForeignKeyConstraint(['street_id', 'handling_unit_id'], ['unit.street_id', 'unit.id'], name=op.f('fk_case_street_id_handling_unit_id_unit')),
    sa.ForeignKeyConstraint(['street_id', 'merged_into_id'], ['case.street_id', 'case.id'], name=op.f('fk_case_street_id_merged_into_id_case')),
    sa.ForeignKeyConstraint(['street_id', 'owner_grid_id'], ['grid.street_id', 'grid.id'], name=op.f('fk_case_street_id_owner_grid_id_grid')),
    sa.ForeignKeyConstraint(['street_id', 'owner_id'], ['user_account.street_id', 'user_account.id'], name=op.f('fk_case_street_id_owner_id_user_account')),
    sa.ForeignKeyConstraint(['street_id', 'place_grid_id'], ['grid.street_id', 'grid.id'], name=op.f('fk_case_street_id_place_grid_id_grid')),
    sa.ForeignKeyConstraint(['street_id', 'residential_grid_id'], ['grid.street_id', 'grid.id'], name=op.f('fk_case_street_id_residential_grid_id_grid')),
    sa.ForeignKeyConstraint(['street_id'], ['street.id'], name=op.f('fk_case_street_id_street')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case')),
    sa.UniqueConstraint('street_id', 'form_key', name=op.f('uq_case_street_id_form_key')),
    sa.UniqueConstraint('street_id', 'id', name=op.f('uq_case_street_id_id')),
    sa.UniqueConstraint('street_id', 'receipt', name=op.f('uq_case_street_id_receipt'))
    )
    op.create_index('ix_case_category', 'case', ['street_id', 'category_id', 'id'], unique=False)
    op.create_index('ix_case_checker', 'case', ['checker_id', 'is_open'], unique=False)
    op.create_index('ix_case_desk', 'case', ['street_id', 'desk_kind', 'desk_since'], unique=False)
    op.create_index('ix_case_follow_up_of', 'case', ['follow_up_of_id'], unique=False, sqlite_where=sa.text('follow_up_of_id IS NOT NULL'), postgresql_where=sa.text('follow_up_of_id IS NOT NULL'))
    op.create_index('ix_case_handling_grid', 'case', ['handling_grid_id', 'is_open'], unique=False)
    op.create_index('ix_case_handling_unit', 'case', ['handling_unit_id', 'is_open'], unique=False)
    op.create_index('ix_case_merged_into', 'case', ['merged_into_id'], unique=False, sqlite_where=sa.text('merged_into_id IS NOT NULL'), postgresql_where=sa.text('merged_into_id IS NOT NULL'))
    op.create_index('ix_case_open', 'case', ['street_id', 'is_open', 'id'], unique=False)
    op.create_index('ix_case_owner', 'case', ['owner_id', 'is_open'], unique=False)
    op.create_index('ix_case_owner_grid', 'case', ['owner_grid_id', 'id'], unique=False)
    op.create_index('ix_case_place_grid', 'case', ['place_grid_id', 'id'], unique=False)
    op.create_index('ix_case_residential', 'case', ['residential_grid_id', 'id'], unique=False)
    op.create_index('ix_case_state', 'case', ['street_id', 'state', 'id'], unique=False)
    op.create_index(op.f('ix_case_street_id'), 'case', ['street_id'], unique=False)
    op.create_index('ix_case_suspended', 'case', ['suspended_until'], unique=False, sqlite_where=sa.text('suspended_until IS NOT NULL'), postgresql_where=sa.text('suspended_until IS NOT NULL'))
    op.create_index('ix_case_unrooted', 'case', ['street_id'], unique=False, sqlite_where=sa.text('entry_count <> rooted_count'), postgresql_where=sa.text('entry_count <> rooted_count'))
    op.create_index('uq_case_source_number', 'case', ['street_id', 'source', 'source_number'], unique=True)
    op.create_table('case_about',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('street_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('(user_id IS NULL) <> (unit_id IS NULL)', name=op.f('ck_case_about_person_or_unit')),
    sa.ForeignKeyConstraint(['street_id', 'case_id'], ['case.street_id', 'case.id'], name=op.f('fk_case_about_street_id_case_id_case')),
    sa.ForeignKeyConstraint(['street_id'], ['street.id'], name=op.f('fk_case_about_street_id_street')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_case_about_unit_id_unit')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_case_about_user_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_about'))
    )
    op.create_index(op.f('ix_case_about_case_id'), 'case_about', ['case_id'], unique=False)
    op.create_index(op.f('ix_case_about_street_id'), 'case_about', ['street_id'], unique=False)
    op.create_index(op.f('ix_case_about_unit_id'), 'case_about', ['unit_id'], unique=False)
    op.create_index(op.f('ix_case_about_user_id'), 'case_about', ['user_id'], unique=False)
    op.create_table('case_check',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('checker_id', sa.Integer(), nullable=False),
    sa.Column('passed', sa.Boolean(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('street_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['street_id', 'case_id'], ['case.street_id', 'case.id'], name=op.f('fk_case_check_street_id_case_id_case')),
    sa.ForeignKeyConstraint(['street_id', 'checker_id'], ['user_account.street_id', 'user_account.id'], name=op.f('fk_case_check_street_id_checker_id_user_account')),
    sa.ForeignKeyConstraint(['street_id'], ['street.id'], name=op.f('fk_case_check_street_id_street')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_check'))
    )
    op.create_index(op.f('ix_case_check_case_id'), 'case_check', ['case_id'], unique=False)
    op.create_index(op.f('ix_case_check_street_id'), 'case_check', ['street_id'], unique=False)
    op.create_table('case_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('actor_kind', sa.String(length=12), nullable=False),
    sa.Column('verb', sa.Enum('report', 'verify', 'report_finding', 'file', 'self_dispose', 'reject', 'merge', 'unmerge', 'dispatch', 'sign_in', 'hand_over', 'refuse', 'redispatch', 'rule', 'confer', 'conclude', 'make_safe', 'suspend', 'resume', 'handle', 'check_pass', 'check_fail', 'decide', 'override', 'reopen', 'void', 'contact', 'note', 'urge', 'place', 'classify', 'call_next', name='verb', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('from_state', sa.Enum('reported', 'verifying', 'filed', 'dispatched', 'disputed', 'in_progress', 'suspended', 'handled', 'rework', 'in_review', 'conference', 'closed', 'merged', 'rejected', 'void', name='from_state', native_enum=False, create_constraint=True, length=24), nullable=True),
    sa.Column('to_state', sa.Enum('reported', 'verifying', 'filed', 'dispatched', 'disputed', 'in_progress', 'suspended', 'handled', 'rework', 'in_review', 'conference', 'closed', 'merged', 'rejected', 'void', name='to_state', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('commitments', sa.JSON(), nullable=False),
    sa.Column('prev_hash', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('_sentinel', sa.Integer(), nullable=True),
    sa.Column('street_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['user_account.id'], name=op.f('fk_case_entry_actor_id_user_account')),
    sa.ForeignKeyConstraint(['street_id', 'case_id'], ['case.street_id', 'case.id'], name=op.f('fk_case_entry_street_id_case_id_case')),
    sa.ForeignKeyConstraint(['street_id'], ['street.id'], name=op.f('fk_case_entry_street_id_street')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_entry')),
    sa.UniqueConstraint('case_id', 'seq', name=op.f('uq_case_entry_case_id_seq'))
    )
    op.create_index(op.f('ix_case_entry_street_id'), 'case_entry', ['street_id'], unique=False)
    op.create_table('case_handler',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('how', sa.Enum('signed_in', 'handled', 'led', name='handlerhow', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('street_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['street_id', 'case_id'], ['case.street_id', 'case.id'], name=op.f('fk_case_handler_street_id_case_id_case')),
    sa.ForeignKeyConstraint(['street_id', 'unit_id'], ['unit.street_id', 'unit.id'], name=op.f('fk_case_handler_street_id_unit_id_unit')),
    sa.ForeignKeyConstraint(['street_id', 'user_id'], ['user_account.street_id', 'user_account.id'], name=op.f('fk_case_handler_street_id_user_id_user_account')),
    sa.ForeignKeyConstraint(['street_id'], ['street.id'], name=op.f('fk_case_handler_street_id_street')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_handler')),
    sa.UniqueConstraint('case_id', 'user_id', name=op.f('uq_case_handler_case_id_user_id'))
    )
    op.create_index(op.f('ix_case_handler_case_id'), 'case_handler', ['case_id'], unique=False)
    op.create_index(op.f('ix_case_handler_street_id'), 'case_handler', ['street_id'], unique=False)
    op.create_index(op.f('ix_case_handler_unit_id'), 'case_handler', ['unit_id'], unique=False)
    op.create_index(op.f('ix_case_handler_user_id'), 'case_handler', ['user_id'], unique=False)
    op.create_table('case_photo',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('report', 'before', 'after', 'safe', 'check', 'document', name='photokind', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('mime', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('width', sa.Integer(), nullable=True),
    sa.Column('height', sa.Integer(), nullable=True),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('lon', sa.Float(), nullable=True),
    sa.Column('lat', sa.Float(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_user_id', sa.Integer(), nullable=True),
    sa.Column('salt', sa.String(length=64), nullable=True),
    sa.Column('commitment', sa.String(length=64), nullable=False),
    sa.Column('erased_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('street_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['by_user_id'], ['user_account.id'], name=op.f('fk_case_photo_by_user_id_user_account')),
    sa.ForeignKeyConstraint(['street_id', 'case_id'], ['case.street_id', 'case.id'], name=op.f('fk_case_photo_street_id_case_id_case')),
    sa.ForeignKeyConstraint(['street_id'], ['street.id'], name=op.f('fk_case_photo_street_id_street')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_photo')),
    sa.UniqueConstraint('case_id', 'sha256', 'kind', 'round', name=op.f('uq_case_photo_case_id_sha256_kind_round'))
    )
    op.create_index(op.f('ix_case_photo_sha256'), 'case_photo', ['sha256'], unique=False)
    op.create_index(op.f('ix_case_photo_street_id'), 'case_photo', ['street_id'], unique=False)
    op.create_table('case_text',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('report', 'note', 'supplement', 'finding', 'reason', 'reply', 'contact', 'check', 'minutes', 'panel', name='textkind', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_user_id', sa.Integer(), nullable=True),
    sa.Column('value', sa.Text(), nullable=True),
    sa.Column('salt', sa.String(length=64), nullable=True),
    sa.Column('commitment', sa.String(length=64), nullable=False),
    sa.Column('erased_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('street_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['by_user_id'], ['user_account.id'], name=op.f('fk_case_text_by_user_id_user_account')),
    sa.ForeignKeyConstraint(['street_id', 'case_id'], ['case.street_id', 'case.id'], name=op.f('fk_case_text_street_id_case_id_case')),
    sa.ForeignKeyConstraint(['street_id'], ['street.id'], name=op.f('fk_case_text_street_id_street')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_text'))
    )
    op.create_index('ix_case_text_kind', 'case_text', ['case_id', 'kind'], unique=False)
    op.create_index(op.f('ix_case_text_street_id'), 'case_text', ['street_id'], unique=False)
    op.create_table('clock',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('file', 'verify', 'dispatch', 'sign_in', 'respond', 'dispose', 'check', 'review', 'call_back', 'hotline', name='clockkind', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=False),
    sa.Column('unit', sa.Enum('elapsed_minute', 'elapsed_hour', 'working_hour', 'working_day', 'calendar_day', name='unit', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('yellow_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('next_check_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('stopped_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended', sa.Enum('done', 'dropped', name='end', native_enum=False, create_constraint=True, length=24), nullable=True),
    sa.Column('step', sa.Enum('none', 'yellow', 'red', name='step', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('at_night', sa.Boolean(), nullable=False),
    sa.Column('paused_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('left_us', sa.BigInteger(), nullable=True),
    sa.Column('calendar_id', sa.Integer(), nullable=False),
    sa.Column('limit_id', sa.Integer(), nullable=True),
    sa.Column('estimated', sa.Boolean(), nullable=False),
    sa.Column('parked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('_sentinel', sa.Integer(), nullable=True),
    sa.Column('street_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('(paused_at IS NULL) = (left_us IS NULL)', name=op.f('ck_clock_pause_keeps_what_is_left')),
    sa.CheckConstraint('(stopped_at IS NULL) = (ended IS NULL)', name=op.f('ck_clock_ended_with_stop')),
    sa.CheckConstraint('amount > 0', name=op.f('ck_clock_amount_positive')),
    sa.CheckConstraint('stopped_at IS NULL OR next_check_at IS NULL', name=op.f('ck_clock_stopped_is_not_checked')),
    sa.ForeignKeyConstraint(['limit_id'], ['category_limit.id'], name=op.f('fk_clock_limit_id_category_limit')),
    sa.ForeignKeyConstraint(['street_id', 'calendar_id'], ['calendar.street_id', 'calendar.id'], name=op.f('fk_clock_street_id_calendar_id_calendar')),
    sa.ForeignKeyConstraint(['street_id', 'case_id'], ['case.street_id', 'case.id'], name=op.f('fk_clock_street_id_case_id_case')),
    sa.ForeignKeyConstraint(['street_id'], ['street.id'], name=op.f('fk_clock_street_id_street')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clock'))
    )
    op.create_index('ix_clock_case_id', 'clock', ['case_id'], unique=False)
    op.create_index('ix_clock_estimated', 'clock', ['street_id'], unique=False, sqlite_where=sa.text('estimated AND stopped_at IS NULL'), postgresql_where=sa.text('estimated AND stopped_at IS NULL'))
    op.create_index(op.f('ix_clock_next_check_at'), 'clock', ['next_check_at'], unique=False)
    op.create_index('ix_clock_parked', 'clock', ['street_id'], unique=False, sqlite_where=sa.text('parked_at IS NOT NULL AND stopped_at IS NULL'), postgresql_where=sa.text('parked_at IS NOT NULL AND stopped_at IS NULL'))
    op.create_index(op.f('ix_clock_street_id'), 'clock', ['street_id'], unique=False)
    op.create_index('ix_clock_unsigned', 'clock', ['due_at'], unique=False, sqlite_where=sa.text("kind = 'sign_in' AND stopped_at IS NULL"), postgresql_where=sa.text("kind = 'sign_in' AND stopped_at IS NULL"))
    op.create_index('uq_clock_running', 'clock', ['case_id', 'kind'], unique=True, sqlite_where=sa.text('stopped_at IS NULL'), postgresql_where=sa.text('stopped_at IS NULL'))
    op.create_table('contact',
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('name_cipher', sa.LargeBinary(), nullable=True),
    sa.Column('phone_cipher', sa.LargeBinary(), nullable=True),
    sa.Column('key_id', sa.String(length=16), nullable=False),
    sa.Column('phone_mac', sa.String(length=64), nullable=True),
    sa.Column('tracking_mac', sa.String(length=64), nullable=True),
    sa.Column('salt', sa.String(length=64), nullable=True),
    sa.Column('commitment', sa.String(length=64), nullable=True),
    sa.Column('kept_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('erased_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_contact_case_id_case')),
    sa.PrimaryKeyConstraint('case_id', name=op.f('pk_contact'))
    )
    op.create_index('ix_contact_kept', 'contact', ['case_id'], unique=False, sqlite_where=sa.text('erased_at IS NULL'), postgresql_where=sa.text('erased_at IS NULL'))
    op.create_index(op.f('ix_contact_phone_mac'), 'contact', ['phone_mac'], unique=False)
    op.create_index(op.f('ix_contact_tracking_mac'), 'contact', ['tracking_mac'], unique=False)
    op.create_table('contact_look',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_contact_look_case_id_case')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_contact_look_user_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact_look'))
    )
    op.create_index(op.f('ix_contact_look_case_id'), 'contact_look', ['case_id'], unique=False)
    op.create_table('notice',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_key', sa.String(length=80), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('channel', sa.Enum('inbox', 'mail', name='channel', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('kind', sa.Enum('dispatched', 'to_check', 'to_vote', 'vote_soon', 'vote_late', 'rework', 'yellow', 'red', 'closed', 'desk', 'urged', name='noticekind', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=True),
    sa.Column('params', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('delivered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('next_try_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('error', sa.String(length=80), nullable=True),
    sa.Column('street_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['street_id', 'case_id'], ['case.street_id', 'case.id'], name=op.f('fk_notice_street_id_case_id_case')),
    sa.ForeignKeyConstraint(['street_id', 'user_id'], ['user_account.street_id', 'user_account.id'], name=op.f('fk_notice_street_id_user_id_user_account')),
    sa.ForeignKeyConstraint(['street_id'], ['street.id'], name=op.f('fk_notice_street_id_street')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice')),
    sa.UniqueConstraint('event_key', 'user_id', 'channel', name='uq_notice_once')
    )
    op.create_index(op.f('ix_notice_case_id'), 'notice', ['case_id'], unique=False)
    op.create_index('ix_notice_inbox', 'notice', ['user_id', 'channel', 'id'], unique=False)
    op.create_index(op.f('ix_notice_street_id'), 'notice', ['street_id'], unique=False)
    op.create_index('ix_notice_unread', 'notice', ['user_id'], unique=False, sqlite_where=sa.text("channel = 'inbox' AND read_at IS NULL"), postgresql_where=sa.text("channel = 'inbox' AND read_at IS NULL"))
    op.create_index('ix_notice_waiting', 'notice', ['next_try_at'], unique=False, sqlite_where=sa.text('next_try_at IS NOT NULL'), postgresql_where=sa.text('next_try_at IS NOT NULL'))
    op.create_table('review',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('seats', sa.Integer(), nullable=False),
    sa.Column('quorum', sa.Integer(), nullable=False),
    sa.Column('widened', sa.Enum('own', 'neighbours', 'street', name='widened', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('round_key', sa.String(length=64), nullable=False),
    sa.Column('pool_hash', sa.String(length=64), nullable=False),
    sa.Column('seed', sa.String(length=64), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('verdict', sa.Enum('pending', 'approved', 'rejected', 'void', name='verdict', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('casts', sa.Integer(), nullable=False),
    sa.Column('street_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("(decided_at IS NULL) = (verdict = 'pending')", name=op.f('ck_review_decided_has_verdict')),
    sa.CheckConstraint('seats >= quorum AND quorum >= 3', name=op.f('ck_review_quorum_in_seats')),
    sa.ForeignKeyConstraint(['street_id', 'case_id'], ['case.street_id', 'case.id'], name=op.f('fk_review_street_id_case_id_case')),
    sa.ForeignKeyConstraint(['street_id'], ['street.id'], name=op.f('fk_review_street_id_street')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review')),
    sa.UniqueConstraint('case_id', 'round', 'number', name=op.f('uq_review_case_id_round_number')),
    sa.UniqueConstraint('street_id', 'id', name=op.f('uq_review_street_id_id'))
    )
    op.create_index(op.f('ix_review_street_id'), 'review', ['street_id'], unique=False)
    op.create_index('uq_review_open', 'review', ['case_id'], unique=True, sqlite_where=sa.text('decided_at IS NULL'), postgresql_where=sa.text('decided_at IS NULL'))
    op.create_table('routing_decision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('chosen_user_id', sa.Integer(), nullable=True),
    sa.Column('grid_id', sa.Integer(), nullable=True),
    sa.Column('steps', sa.JSON(), nullable=False),
    sa.Column('street_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("kind IN ('route','checker')", name=op.f('ck_routing_decision_kind')),
    sa.ForeignKeyConstraint(['chosen_user_id'], ['user_account.id'], name=op.f('fk_routing_decision_chosen_user_id_user_account')),
    sa.ForeignKeyConstraint(['grid_id'], ['grid.id'], name=op.f('fk_routing_decision_grid_id_grid')),
    sa.ForeignKeyConstraint(['street_id', 'case_id'], ['case.street_id', 'case.id'], name=op.f('fk_routing_decision_street_id_case_id_case')),
    sa.ForeignKeyConstraint(['street_id'], ['street.id'], name=op.f('fk_routing_decision_street_id_street')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_routing_decision'))
    )
    op.create_index(op.f('ix_routing_decision_case_id'), 'routing_decision', ['case_id'], unique=False)
    op.create_index(op.f('ix_routing_decision_street_id'), 'routing_decision', ['street_id'], unique=False)
    op.create_table('sampling',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('why', sa.Enum('lot', 'again', name='why', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('seed', sa.String(length=64), nullable=True),
    sa.Column('rate', sa.Integer(), nullable=False),
    sa.Column('drawn', sa.Boolean(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('street_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("(why = 'lot') = (seed IS NOT NULL)", name=op.f('ck_sampling_lot_has_seed')),
    sa.CheckConstraint("why = 'lot' OR drawn", name=op.f('ck_sampling_again_is_reviewed')),
    sa.CheckConstraint('rate BETWEEN 0 AND 100', name=op.f('ck_sampling_rate_percent')),
    sa.ForeignKeyConstraint(['street_id', 'case_id'], ['case.street_id', 'case.id'], name=op.f('fk_sampling_street_id_case_id_case')),
    sa.ForeignKeyConstraint(['street_id'], ['street.id'], name=op.f('fk_sampling_street_id_street')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sampling')),
    sa.UniqueConstraint('case_id', 'round', 'why', name=op.f('uq_sampling_case_id_round_why'))
    )
    op.create_index(op.f('ix_sampling_street_id'), 'sampling', ['street_id'], unique=False)
    op.create_table('secret_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('secret_hash', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_secret_link_case_id_case')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_secret_link')),
    sa.UniqueConstraint('secret_hash', name=op.f('uq_secret_link_secret_hash'))
    )
    op.create_index(op.f('ix_secret_link_case_id'), 'secret_link', ['case_id'], unique=False)
    op.create_table('case_approval',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('panel', 'panel_sampled', 'check', 'override', name='approval', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('check_id', sa.Integer(), nullable=True),
    sa.Column('review_ref', sa.Integer(), nullable=True),
    sa.Column('reason_text_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('street_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['check_id'], ['case_check.id'], name=op.f('fk_case_approval_check_id_case_check')),
    sa.ForeignKeyConstraint(['reason_text_id'], ['case_text.id'], name=op.f('fk_case_approval_reason_text_id_case_text')),
    sa.ForeignKeyConstraint(['street_id', 'case_id'], ['case.street_id', 'case.id'], name=op.f('fk_case_approval_street_id_case_id_case')),
    sa.ForeignKeyConstraint(['street_id'], ['street.id'], name=op.f('fk_case_approval_street_id_street')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_case_approval_user_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_approval')),
    sa.UniqueConstraint('case_id', 'round', name=op.f('uq_case_approval_case_id_round'))
    )
    op.create_index(op.f('ix_case_approval_street_id'), 'case_approval', ['street_id'], unique=False)
    op.create_table('clock_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('clock_id', sa.Integer(), nullable=False),
    sa.Column('step', sa.Enum('none', 'yellow', 'red', name='step', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['clock_id'], ['clock.id'], name=op.f('fk_clock_step_clock_id_clock')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clock_step')),
    sa.UniqueConstraint('clock_id', 'step', name=op.f('uq_clock_step_clock_id_step'))
    )
    op.create_table('review_pool',
    sa.Column('review_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('reviewer_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('opaque_id', sa.String(length=64), nullable=False),
    sa.Column('rank_hash', sa.String(length=64), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('street_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['street_id', 'review_id'], ['review.street_id', 'review.id'], name=op.f('fk_review_pool_street_id_review_id_review')),
    sa.ForeignKeyConstraint(['street_id', 'reviewer_id'], ['reviewer.street_id', 'reviewer.id'], name=op.f('fk_review_pool_street_id_reviewer_id_reviewer')),
    sa.ForeignKeyConstraint(['street_id'], ['street.id'], name=op.f('fk_review_pool_street_id_street')),
    sa.PrimaryKeyConstraint('review_id', 'reviewer_id', name=op.f('pk_review_pool')),
    sa.UniqueConstraint('review_id', 'opaque_id', name=op.f('uq_review_pool_review_id_opaque_id')),
    sa.UniqueConstraint('review_id', 'rank', name=op.f('uq_review_pool_review_id_rank'))
    )
    op.create_index(op.f('ix_review_pool_street_id'), 'review_pool', ['street_id'], unique=False)
    op.create_table('review_seat',
    sa.Column('review_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('reviewer_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('seated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('vacated_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.Enum('recused', name='seatend', native_enum=False, create_constraint=True, length=24), nullable=True),
    sa.Column('street_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('(vacated_at IS NULL) = (reason IS NULL)', name=op.f('ck_review_seat_vacated_has_reason')),
    sa.ForeignKeyConstraint(['review_id', 'reviewer_id'], ['review_pool.review_id', 'review_pool.reviewer_id'], name=op.f('fk_review_seat_review_id_reviewer_id_review_pool')),
    sa.ForeignKeyConstraint(['street_id', 'review_id'], ['review.street_id', 'review.id'], name=op.f('fk_review_seat_street_id_review_id_review')),
    sa.ForeignKeyConstraint(['street_id'], ['street.id'], name=op.f('fk_review_seat_street_id_street')),
    sa.PrimaryKeyConstraint('review_id', 'reviewer_id', name=op.f('pk_review_seat'))
    )
    op.create_index('ix_review_seat_reviewer', 'review_seat', ['reviewer_id', 'review_id'], unique=False)
    op.create_index(op.f('ix_review_seat_street_id'), 'review_seat', ['street_id'], unique=False)
    op.create_index('uq_review_seat_taken', 'review_seat', ['review_id', 'ordinal'], unique=True, sqlite_where=sa.text('vacated_at IS NULL'), postgresql_where=sa.text('vacated_at IS NULL'))
    op.create_table('ballot',
    sa.Column('review_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('reviewer_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('vote', sa.Enum('solved', 'mostly', 'unsolved', 'recused', name='vote', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('attitude', sa.Integer(), nullable=False),
    sa.Column('line', sa.Text(), nullable=False),
    sa.Column('cast_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("vote <> 'recused'", name=op.f('ck_ballot_recusal_is_no_vote')),
    sa.CheckConstraint('attitude BETWEEN 1 AND 5', name=op.f('ck_ballot_attitude_1_to_5')),
    sa.ForeignKeyConstraint(['review_id', 'reviewer_id'], ['review_seat.review_id', 'review_seat.reviewer_id'], name=op.f('fk_ballot_review_id_reviewer_id_review_seat')),
    sa.PrimaryKeyConstraint('review_id', 'reviewer_id', name=op.f('pk_ballot'))
    )
    for statement in schema.create_triggers(op.get_bind().dialect.name, revision):
        op.execute(statement)


def downgrade() -> None:
    """Back."""
    for statement in schema.drop_triggers(op.get_bind().dialect.name, revision):
        op.execute(statement)
    op.drop_table('ballot')
    op.drop_index('uq_review_seat_taken', table_name='review_seat', sqlite_where=sa.text('vacated_at IS NULL'), postgresql_where=sa.text('vacated_at IS NULL'))
    op.drop_index(op.f('ix_review_seat_street_id'), table_name='review_seat')
    op.drop_index('ix_review_seat_reviewer', table_name='review_seat')
    op.drop_table('review_seat')
    op.drop_index(op.f('ix_review_pool_street_id'), table_name='review_pool')
    op.drop_table('review_pool')
    op.drop_table('clock_step')
    op.drop_index(op.f('ix_case_approval_street_id'), table_name='case_approval')
    op.drop_table('case_approval')
    op.drop_index(op.f('ix_secret_link_case_id'), table_name='secret_link')
    op.drop_table('secret_link')
    op.drop_index(op.f('ix_sampling_street_id'), table_name='sampling')
    op.drop_table('sampling')
    op.drop_index(op.f('ix_routing_decision_street_id'), table_name='routing_decision')
    op.drop_index(op.f('ix_routing_decision_case_id'), table_name='routing_decision')
    op.drop_table('routing_decision')
    op.drop_index('uq_review_open', table_name='review', sqlite_where=sa.text('decided_at IS NULL'), postgresql_where=sa.text('decided_at IS NULL'))
    op.drop_index(op.f('ix_review_street_id'), table_name='review')
    op.drop_table('review')
    op.drop_index('ix_notice_waiting', table_name='notice', sqlite_where=sa.text('next_try_at IS NOT NULL'), postgresql_where=sa.text('next_try_at IS NOT NULL'))
    op.drop_index('ix_notice_unread', table_name='notice', sqlite_where=sa.text("channel = 'inbox' AND read_at IS NULL"), postgresql_where=sa.text("channel = 'inbox' AND read_at IS NULL"))
    op.drop_index(op.f('ix_notice_street_id'), table_name='notice')
    op.drop_index('ix_notice_inbox', table_name='notice')
    op.drop_index(op.f('ix_notice_case_id'), table_name='notice')
    op.drop_table('notice')
    op.drop_index(op.f('ix_contact_look_case_id'), table_name='contact_look')
    op.drop_table('contact_look')
    op.drop_index(op.f('ix_contact_tracking_mac'), table_name='contact')
    op.drop_index(op.f('ix_contact_phone_mac'), table_name='contact')
    op.drop_index('ix_contact_kept', table_name='contact', sqlite_where=sa.text('erased_at IS NULL'), postgresql_where=sa.text('erased_at IS NULL'))
    op.drop_table('contact')
    op.drop_index('uq_clock_running', table_name='clock', sqlite_where=sa.text('stopped_at IS NULL'), postgresql_where=sa.text('stopped_at IS NULL'))
    op.drop_index('ix_clock_unsigned', table_name='clock', sqlite_where=sa.text("kind = 'sign_in' AND stopped_at IS NULL"), postgresql_where=sa.text("kind = 'sign_in' AND stopped_at IS NULL"))
    op.drop_index(op.f('ix_clock_street_id'), table_name='clock')
    op.drop_index('ix_clock_parked', table_name='clock', sqlite_where=sa.text('parked_at IS NOT NULL AND stopped_at IS NULL'), postgresql_where=sa.text('parked_at IS NOT NULL AND stopped_at IS NULL'))
    op.drop_index(op.f('ix_clock_next_check_at'), table_name='clock')
    op.drop_index('ix_clock_estimated', table_name='clock', sqlite_where=sa.text('estimated AND stopped_at IS NULL'), postgresql_where=sa.text('estimated AND stopped_at IS NULL'))
    op.drop_index('ix_clock_case_id', table_name='clock')
    op.drop_table('clock')
    op.drop_index(op.f('ix_case_text_street_id'), table_name='case_text')
    op.drop_index('ix_case_text_kind', table_name='case_text')
    op.drop_table('case_text')
    op.drop_index(op.f('ix_case_photo_street_id'), table_name='case_photo')
    op.drop_index(op.f('ix_case_photo_sha256'), table_name='case_photo')
    op.drop_table('case_photo')
    op.drop_index(op.f('ix_case_handler_user_id'), table_name='case_handler')
    op.drop_index(op.f('ix_case_handler_unit_id'), table_name='case_handler')
    op.drop_index(op.f('ix_case_handler_street_id'), table_name='case_handler')
    op.drop_index(op.f('ix_case_handler_case_id'), table_name='case_handler')
    op.drop_table('case_handler')
    op.drop_index(op.f('ix_case_entry_street_id'), table_name='case_entry')
    op.drop_table('case_entry')
    op.drop_index(op.f('ix_case_check_street_id'), table_name='case_check')
    op.drop_index(op.f('ix_case_check_case_id'), table_name='case_check')
    op.drop_table('case_check')
    op.drop_index(op.f('ix_case_about_user_id'), table_name='case_about')
    op.drop_index(op.f('ix_case_about_unit_id'), table_name='case_about')
    op.drop_index(op.f('ix_case_about_street_id'), table_name='case_about')
    op.drop_index(op.f('ix_case_about_case_id'), table_name='case_about')
    op.drop_table('case_about')
    op.drop_index('uq_case_source_number', table_name='case')
    op.drop_index('ix_case_unrooted', table_name='case', sqlite_where=sa.text('entry_count <> rooted_count'), postgresql_where=sa.text('entry_count <> rooted_count'))
    op.drop_index('ix_case_suspended', table_name='case', sqlite_where=sa.text('suspended_until IS NOT NULL'), postgresql_where=sa.text('suspended_until IS NOT NULL'))
    op.drop_index(op.f('ix_case_street_id'), table_name='case')
    op.drop_index('ix_case_state', table_name='case')
    op.drop_index('ix_case_residential', table_name='case')
    op.drop_index('ix_case_place_grid', table_name='case')
    op.drop_index('ix_case_owner_grid', table_name='case')
    op.drop_index('ix_case_owner', table_name='case')
    op.drop_index('ix_case_open', table_name='case')
    op.drop_index('ix_case_merged_into', table_name='case', sqlite_where=sa.text('merged_into_id IS NOT NULL'), postgresql_where=sa.text('merged_into_id IS NOT NULL'))
    op.drop_index('ix_case_handling_unit', table_name='case')
    op.drop_index('ix_case_handling_grid', table_name='case')
    op.drop_index('ix_case_follow_up_of', table_name='case', sqlite_where=sa.text('follow_up_of_id IS NOT NULL'), postgresql_where=sa.text('follow_up_of_id IS NOT NULL'))
    op.drop_index('ix_case_desk', table_name='case')
    op.drop_index('ix_case_checker', table_name='case')
    op.drop_index('ix_case_category', table_name='case')
    op.drop_table('case')
    op.drop_index(op.f('ix_user_role_role'), table_name='user_role')
    op.drop_table('user_role')
    op.drop_index(op.f('ix_user_grid_grid_id'), table_name='user_grid')
    op.drop_table('user_grid')
    op.drop_index(op.f('ix_reviewer_user_id'), table_name='reviewer')
    op.drop_index(op.f('ix_reviewer_street_id'), table_name='reviewer')
    op.drop_table('reviewer')
    op.drop_index(op.f('ix_place_street_id'), table_name='place')
    op.drop_index('ix_place_estate', table_name='place')
    op.drop_table('place')
    op.drop_index(op.f('ix_password_used_user_id'), table_name='password_used')
    op.drop_table('password_used')
    op.drop_index(op.f('ix_leave_user_id'), table_name='leave')
    op.drop_index(op.f('ix_leave_street_id'), table_name='leave')
    op.drop_table('leave')
    op.drop_index(op.f('ix_duty_user_id'), table_name='duty')
    op.drop_index(op.f('ix_duty_street_id'), table_name='duty')
    op.drop_index('ix_duty_grid', table_name='duty')
    op.drop_table('duty')
    op.drop_index(op.f('ix_user_account_unit_id'), table_name='user_account')
    op.drop_index(op.f('ix_user_account_street_id'), table_name='user_account')
    op.drop_table('user_account')
    op.drop_index(op.f('ix_estate_street_id'), table_name='estate')
    op.drop_index(op.f('ix_estate_grid_id'), table_name='estate')
    op.drop_table('estate')
    op.drop_index(op.f('ix_unit_street_id'), table_name='unit')
    op.drop_index(op.f('ix_unit_department_id'), table_name='unit')
    op.drop_table('unit')
    op.drop_index(op.f('ix_ledger_head_street_id'), table_name='ledger_head')
    op.drop_index(op.f('ix_ledger_head_root_id'), table_name='ledger_head')
    op.drop_index('ix_ledger_head_case', table_name='ledger_head')
    op.drop_table('ledger_head')
    op.drop_table('grid_boundary')
    op.drop_table('category_limit')
    op.drop_table('calendar_day')
    op.drop_index(op.f('ix_stage_limit_street_id'), table_name='stage_limit')
    op.drop_index('ix_stage_limit_lookup', table_name='stage_limit')
    op.drop_table('stage_limit')
    op.drop_table('receipt_counter')
    op.drop_index(op.f('ix_ledger_root_street_id'), table_name='ledger_root')
    op.drop_table('ledger_root')
    op.drop_index('one_open_version', table_name='grid_version', sqlite_where=sa.text('until_at IS NULL'), postgresql_where=sa.text('until_at IS NULL'))
    op.drop_index(op.f('ix_grid_version_street_id'), table_name='grid_version')
    op.drop_table('grid_version')
    op.drop_index(op.f('ix_grid_street_id'), table_name='grid')
    op.drop_index(op.f('ix_grid_parent_id'), table_name='grid')
    op.drop_table('grid')
    op.drop_index(op.f('ix_department_street_id'), table_name='department')
    op.drop_table('department')
    op.drop_index(op.f('ix_category_street_id'), table_name='category')
    op.drop_table('category')
    op.drop_index(op.f('ix_calendar_street_id'), table_name='calendar')
    op.drop_table('calendar')
    op.drop_index(op.f('ix_tracking_try_since'), table_name='tracking_try')
    op.drop_table('tracking_try')
    op.drop_table('street')
    op.drop_index(op.f('ix_sign_in_try_since'), table_name='sign_in_try')
    op.drop_table('sign_in_try')
    op.drop_table('lease')
    op.drop_table('heartbeat')
