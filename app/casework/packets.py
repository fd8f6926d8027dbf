"""The packet on a page: the same for the preparer and for the panel, whoever made the addresses of its pictures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.cases.labels import label
from app.casework.words import CLAIM_WORDS, FACT_WORDS
from app.core.msgid import N_
from app.core.web.locale import said as _
from app.review.sheet import Packet, Shown
from app.sla.clocks import ClockKind
from app.sla.lamps import Words
from app.sla.queries import LedgerRow

REDONE = N_("返工")
NAMES = {ClockKind.RESPOND: N_("先行联系"), ClockKind.DISPOSE: N_("处置")}
Address = Callable[[Shown], str]


@dataclass(frozen=True)
class Picture:
    """A picture of the packet, as the macro shows it."""

    url: str
    alt: str
    caption: str = ""


@dataclass(frozen=True)
class Limit:
    """A promise of time and what became of it. kept: by the promise as it was made, without extensions."""

    name: str
    kept: bool
    words: Words


def context(packet: Packet, clocks: Sequence[LedgerRow], address: Address) -> dict[str, Any]:
    """What casework/_packet.html names."""
    return {
        "packet": packet,
        "before": [Picture(address(photo), _("之前的照片")) for photo in packet.before],
        "after": [Picture(address(photo), _("之后的照片")) for photo in packet.after],
        "limits": limits(clocks, packet.round, packet.until),
        "findings": findings(packet),
    }


def limits(clocks: Sequence[LedgerRow], round_: int, until: datetime | None = None) -> list[Limit]:
    """Of the first contact and the work, every promise of a round that was kept or broken; running ones are neither.

    until: leaves out what was done later.
    """
    rows = [row for row in clocks if row.round == round_ and row.kept is not None]
    rows = [row for row in rows if until is None or (row.stopped_at is not None and row.stopped_at <= until)]
    contact = [row for row in rows if row.kind is ClockKind.RESPOND][-1:]
    work = [row for row in rows if row.kind is ClockKind.DISPOSE]
    return [_limit(row, NAMES[row.kind]) for row in (*contact, *work[:1])] + [_limit(row, REDONE) for row in work[1:]]


def findings(packet: Packet) -> list[tuple[str, str]]:
    """Outcome and both findings."""
    if packet.outcome is None or packet.fact is None or packet.claim is None:
        return []
    return [
        (_("结果"), _(label(packet.outcome))),
        (_("事实认定"), _(FACT_WORDS[packet.fact])),
        (_("诉求认定"), _(CLAIM_WORDS[packet.claim])),
    ]


def _limit(row: LedgerRow, name: str) -> Limit:
    return Limit(name, bool(row.strict), row.result)
