"""Everything an administrator changes of the catalogue. Commits nothing."""

from app.catalog.setup.bodies import (
    add_department,
    add_unit,
    edit_department,
    edit_unit,
)
from app.catalog.setup.closing import close_due_unit, close_unit, due_units, reopen_unit
from app.catalog.setup.limits import change_limits, switch_category
from app.catalog.setup.reasons import add_reason, edit_reason
from app.catalog.setup.replies import add_reply, edit_reply
from app.catalog.setup.rules import change_rules
from app.catalog.setup.stages import change_stage

__all__ = [
    "add_department",
    "add_reason",
    "add_reply",
    "add_unit",
    "change_limits",
    "change_rules",
    "change_stage",
    "close_due_unit",
    "close_unit",
    "due_units",
    "edit_department",
    "edit_reason",
    "edit_reply",
    "edit_unit",
    "reopen_unit",
    "switch_category",
]
