"""Every table and trigger of the database in one place, for the migrations and the tests that compare them."""

from collections.abc import Sequence

import app.cases.models
import app.cases.models_recheck
import app.cases.models_trail
import app.catalog.models
import app.catalog.models_places
import app.core.leases
import app.grid.models
import app.intake.models
import app.notices.models
import app.people.models
import app.review.models
import app.sla.models
from app.cases import triggers as cases
from app.core import triggers
from app.core.db import Base
from app.review import triggers as review

METADATA = Base.metadata
TRIGGERS = (*cases.RULES, *review.RULES)
LATEST = "9999"


def create_triggers(dialect: str, upto: str = LATEST) -> Sequence[str]:
    """Statements that make the triggers; dialect: "sqlite" or "postgresql"; upto: those a migration can have."""
    return triggers.create([rule for rule in TRIGGERS if rule.since <= upto])[dialect]


def drop_triggers(dialect: str) -> Sequence[str]:
    """Statements that take them away, those that are there."""
    return triggers.drop(TRIGGERS)[dialect]
