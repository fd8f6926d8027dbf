"""What is asked of a street's lists of reasons. One statement each."""

from sqlalchemy import select

from app.catalog.models_reasons import ReasonRow
from app.catalog.reasons import Reason, merged
from app.catalog.words import ReasonAct
from app.core.db import db


def all_reasons(street_id: int, act: ReasonAct) -> list[Reason]:
    """Every reason of an act in the street's order, retired ones too."""
    rows = select(ReasonRow).where(ReasonRow.street_id == street_id, ReasonRow.act == act)
    return merged(act, db.session.scalars(rows))


def reasons(street_id: int, act: ReasonAct, also: str = "") -> list[Reason]:
    """The reasons that are offered. also: the code of one that was chosen before, offered though it is retired."""
    return [one for one in all_reasons(street_id, act) if one.active or one.code == also]


def offered(street_id: int, act: ReasonAct, code: str, also: str = "") -> Reason | None:
    """The offered reason of this code."""
    return next((one for one in reasons(street_id, act, also) if one.code == code), None)
