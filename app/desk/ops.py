"""What the desk's people do with lists: take one with them, keep its filters under a name."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from app.core.db import db
from app.core.errors import Invalid
from app.core.msgid import N_
from app.core.permissions import Actor, require
from app.core.rows import append
from app.desk import policy
from app.desk.filters import Filters
from app.desk.models import NAME_MAX, CaseExport, SavedFilter
from app.desk.ops_bulk import MOST, begin_bulk, end_bulk, end_left_bulks, make_bulk_move
from app.desk.words import SheetKind

__all__ = ["MOST", "begin_bulk", "drop_filter", "end_bulk", "end_left_bulks", "export", "make_bulk_move", "save_filter"]
SAVED_MAX = 50


def export(
    actor: Actor, filters: Filters, kind: SheetKind, rows: int, *, wrong: Sequence[str] = (), at: datetime
) -> None:
    """Write down that a list leaves the house, before it does.

    Raises NotAllowed, Invalid for more than 5,000 rows, and where a filter was not understood: the file would
    hold more than was asked for.
    """
    policy.require_export(actor)
    if wrong:
        raise Invalid(N_("有的筛选看不懂，没有导出：请先改好。"))
    if rows > MOST:
        raise Invalid(N_("一次最多导出 %(most)s 件，这里还要多：请再加一个筛选，比如日期。"), most=MOST)
    append(CaseExport, street_id=actor.street_id, at=at, by_id=actor.id, kind=kind, filters=filters.args(), rows=rows)


def save_filter(actor: Actor, name: str, filters: Filters, *, shared: bool = False, at: datetime) -> SavedFilter:
    """Keep filters under a name of one's own; shared: for the street's desk, by duty chief and leader.

    Raises NotAllowed, and Invalid at `name` for one that is empty, too long or taken, or when there is nothing to keep.
    """
    policy.require_list(actor)
    require(not shared or policy.may_share(actor), N_("给全街道用的筛选，由值班长或分管领导存"))
    known = name.strip()
    if not known or len(known) > NAME_MAX or not known.isprintable():
        raise Invalid(errors={"name": N_("起个名字，最多 40 个字")})
    if filters.is_empty:
        raise Invalid(errors={"name": N_("还没有筛选：先选好条件再存")})
    own = select(SavedFilter.name).where(SavedFilter.street_id == actor.street_id, SavedFilter.owner_id == actor.id)
    names = db.session.scalars(own).all()
    if known in names:
        raise Invalid(errors={"name": N_("你已经有一个叫这个名字的：换一个，或先删掉旧的")})
    if len(names) >= SAVED_MAX:
        raise Invalid(errors={"name": N_("最多存 50 个：先删掉不用的")})
    made = SavedFilter(street_id=actor.street_id, at=at, name=known, filters=filters.args(), shared=shared)
    made.owner_id = actor.id or 0
    db.session.add(made)
    db.session.flush()
    return made


def drop_filter(actor: Actor, saved: SavedFilter) -> None:
    """Forget it; nothing but the name is lost. Raises NotAllowed."""
    require(policy.may_drop(actor, saved), N_("这个筛选不是你存的"))
    db.session.delete(saved)
