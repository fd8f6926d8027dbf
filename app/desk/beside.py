"""What else waits for somebody at the desk, with its count and where it is decided."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from app.core.msgid import N_
from app.core.permissions import Actor
from app.core.web.locale import said as _
from app.grid import roster
from app.notices import failed
from app.sla import late


@dataclass(frozen=True)
class Beside:
    """A line under the kinds. more: there are more than the number says."""

    words: str
    icon: str
    href: str
    n: int
    more: bool = False


GAP_DAYS = 7


def waiting(actor: Actor, at: datetime) -> list[Beside]:
    """Late promises that nobody noted, mails that were given up, and hours of the coming week in which nobody answers
    the street's 24-hour duty. Four statements."""
    n = late.count_late(actor)
    gaps = len(roster.root_gaps(actor.street_id, at, GAP_DAYS))
    return [
        Beside(_(N_("红牌")), "flag", url_for("standing.index"), n, n == late.COUNTED),
        Beside(_(N_("没发出去的消息")), "mail", url_for("standing.messages"), failed.count_failed(actor.street_id)),
        Beside(_(N_("24 小时值班有空档")), "users", url_for("duties.index"), gaps),
    ]
