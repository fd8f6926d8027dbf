"""Every table and trigger of the database in one place, for the migrations and the tests that compare them."""

from collections.abc import Sequence

from sqlalchemy import Connection

import app.cases.models
import app.cases.models_conference
import app.cases.models_parts
import app.cases.models_recheck
import app.cases.models_refused
import app.cases.models_trail
import app.cases.models_words
import app.cases.responsibility
import app.catalog.estates.models
import app.catalog.models
import app.catalog.models_places
import app.catalog.models_reasons
import app.catalog.models_replies
import app.core.counters
import app.core.leases
import app.desk.models
import app.desk.models_bulk
import app.field.models
import app.grid.drafts.models
import app.grid.models
import app.grid.models_handover
import app.intake.models
import app.notices.models
import app.people.changes
import app.people.models
import app.review.models
import app.review.models_draw
import app.review.models_packet
import app.review.roster.models
import app.sla.models
import app.verdicts.models
from app.cases import triggers as cases
from app.core.db import Base
from app.core.triggers import Rule, create, drop
from app.desk import models as desk
from app.grid import models_handover as handover
from app.people import changes as people
from app.review import triggers as review
from app.verdicts import triggers as verdicts

METADATA = Base.metadata
RULES: Sequence[Rule] = (*(*people.RULES, *handover.RULES, *cases.RULES, *review.RULES, *verdicts.RULES, *desk.RULES),)


def create_triggers(dialect: str, version: str = "") -> Sequence[str]:
    """Statements that make the triggers, those of this program or of a database's version; "sqlite" or "postgresql"."""
    return create([rule for rule in RULES if rule.holds_at(version)])[dialect]


def drop_triggers(dialect: str, version: str = "") -> Sequence[str]:
    """Statements that take them away."""
    return drop([rule for rule in RULES if rule.holds_at(version)])[dialect]


def set_aside(connection: Connection, version: str) -> None:
    """Take a version's triggers away: SQLite copies a table that changes, and those that name it must not stop that."""
    for statement in drop_triggers(connection.dialect.name, version):
        connection.exec_driver_sql(statement)


def put_back(connection: Connection, version: str) -> None:
    """Make a version's triggers again."""
    for statement in create_triggers(connection.dialect.name, version):
        connection.exec_driver_sql(statement)


def change_triggers(dialect: str, version: str, *, back: bool = False) -> Sequence[str]:
    """What a migration does to them: takes away those that end with it and makes those that begin; back: undoes it."""
    ends = [rule for rule in RULES if rule.until == version]
    begins = [rule for rule in RULES if rule.since == version]
    gone, made = (begins, ends) if back else (ends, begins)
    return [*drop(gone)[dialect], *create(made)[dialect]]
