"""A filtered list as a file, and the page that says which lists were taken."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from app.cases.bigrams import CALLABLE
from app.cases.labels import label
from app.catalog.words import Urgency
from app.core.clock import street_time
from app.core.msgid import N_
from app.core.web import named
from app.core.web.locale import said as _
from app.desk import sheets
from app.desk.queries import DeskRow
from app.desk.words import SheetKind
from app.sla.lamps import LAMP_WORDS

HEAD = (
    *(N_("编号"), N_("状态"), N_("灯"), N_("类别"), N_("急缓"), N_("返潮"), N_("地方")),
    *(N_("网格"), N_("在谁手里"), N_("来源"), N_("报告")),
)
HIDDEN = "***"


def file_of(kind: SheetKind, rows: Sequence[DeskRow]) -> BytesIO:
    """What the list shows, line by line; no contact, and no telephone number that somebody wrote into a report."""
    return BytesIO(sheets.made(kind, [_(word) for word in HEAD], map(_line, rows)))


def name_of(kind: SheetKind, at: datetime) -> str:
    """What the file is called."""
    return f"lingrid-{street_time(at):%Y%m%d-%H%M}.{kind.value}"


def _line(row: DeskRow) -> list[str]:
    return [
        row.receipt,
        _(label(row.state)),
        _(LAMP_WORDS[row.lamp.kind]) if row.lamp else "",
        named(row) if row.name_zh else "",
        _(label(row.urgency)) if row.urgency is not Urgency.NORMAL else "",
        _("返潮") if row.relapse_of_id else "",
        CALLABLE.sub(HIDDEN, row.where or row.said),
        row.grid or "",
        row.holder,
        _(label(row.source)),
        f"{street_time(row.reported_at):%Y-%m-%d %H:%M}",
    ]
