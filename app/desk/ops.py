"""What the desk's people do with lists: take one with them."""

from collections.abc import Sequence
from datetime import datetime

from app.core.errors import Invalid
from app.core.msgid import N_
from app.core.permissions import Actor
from app.core.rows import append
from app.desk import policy
from app.desk.filters import Filters
from app.desk.models import CaseExport
from app.desk.words import SheetKind

MOST = 5_000


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
