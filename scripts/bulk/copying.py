"""One copy of a family of cases: new ids, moments, numbers, and chains computed anew."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.cases.bigrams import tokens
from app.cases.receipts import make_receipt
from app.core.clock import street_time
from app.core.ledger import GENESIS
from app.sla.clocks import ClockKind, End
from scripts.bulk.patterns import Family, Template, Value
from scripts.bulk.sheets import CASE, Sheet

ENTRY = "case_entry"
Row = list[Value]
Head = tuple[int, int, str]


@dataclass
class Copy:
    """What one copy knows. stored: its moments as the database keeps them; lists: ids, moments, numbers as JSON."""

    ids: list[int]
    stored: list[str]
    receipts: list[str]
    lists: tuple[list[str], list[str], list[str]]
    heads: dict[int, tuple[int, str]] = field(default_factory=dict)


class Copier:
    """Makes copies, row by row, into `rows`, by table, and `heads`; whoever writes them empties both.

    free_ids: by table, the first id that is free. numbers: by day of the street, the last receipt given.
    """

    def __init__(
        self, sheets: Sequence[Sheet], dialect: str, *, free_ids: dict[str, int], numbers: dict[str, int], prefix: str
    ) -> None:
        self.sheets, self.free_ids, self.numbers, self.prefix = sheets, free_ids, numbers, prefix
        self.naive = dialect == "sqlite"
        self.rows: dict[str, list[Row]] = {sheet.name: [] for sheet in sheets}
        self.heads: list[Head] = []
        self.at = {sheet.name: sheet.at for sheet in sheets}
        self.own: dict[str, Callable[[Row, Template, Copy], None]] = {
            CASE: self._case,
            ENTRY: self._entry,
            "secret_link": self._secret,
            "contact": self._contact,
            "clock": self._clock,
            "notice": self._notice,
            "case_words": self._words,
        }

    def copy(self, family: Family, back: timedelta) -> None:
        """All rows of a family, `back` earlier than the pattern."""
        copy = self._begin(family, back)
        for name, templates in family.rows.items():
            out, own = self.rows[name], self.own.get(name)
            for template in templates:
                row = template.fixed.copy()
                for n, place in template.refs:
                    row[n] = copy.ids[place]
                for n, place in template.moments:
                    row[n] = copy.stored[place]
                for n, moving in template.texts:
                    row[n] = moving.text(copy.lists)
                if own is not None:
                    own(row, template, copy)
                out.append(row)
        self._close(family.size, copy)

    def _begin(self, family: Family, back: timedelta) -> Copy:
        ids: list[int] = []
        for name, count in family.counts.items():
            first = self.free_ids[name]
            self.free_ids[name] = first + count
            ids.extend(range(first, first + count))
        moments = [moment - back for moment in family.moments]
        if self.naive:
            stored = [m.replace(tzinfo=None).isoformat(" ", "microseconds") for m in moments]
        else:
            stored = [m.isoformat() for m in moments]
        told = [f'"{m.isoformat()}"' for m in moments]
        receipts = [self._receipt(t.typed["reported_at"] - back) for t in family.rows[CASE]]
        return Copy(ids, stored, receipts, ([str(i) for i in ids], told, [f'"{r}"' for r in receipts]))

    def _receipt(self, reported_at: datetime) -> str:
        day = f"{street_time(reported_at):%y%m%d}"
        self.numbers[day] = number = self.numbers.get(day, 0) + 1
        return make_receipt(self.prefix, day, number)

    def _close(self, size: int, copy: Copy) -> None:
        """The heads of the chains are known only now; the next root seals them."""
        at = self.at[CASE]
        for row in self.rows[CASE][-size:]:
            length, head = copy.heads[row[at["id"]]]
            row[at["entry_count"]] = row[at["rooted_count"]] = length
            row[at["head_hash"]] = head
            self.heads.append((row[at["id"]], length, head))

    def _case(self, row: Row, template: Template, copy: Copy) -> None:
        at = self.at[CASE]
        row[at["receipt"]] = copy.receipts[row[at["id"]] - copy.ids[0]]
        for name in ("form_key", "source_number"):
            if row[at[name]] is not None:
                row[at[name]] = f"copy-{row[at['id']]:012d}"
        if not template.typed["is_open"]:  # whoever asked for a reopening was answered: what waits is the patterns' own
            row[at["desk_kind"]] = row[at["desk_since"]] = None

    def _entry(self, row: Row, template: Template, copy: Copy) -> None:
        """As `core.ledger.entry_hash`, over a text that was spelled once: `audit verify` says whether rightly."""
        assert template.body is not None
        at = self.at[ENTRY]
        case_id = row[at["case_id"]]
        _, before = copy.heads.get(case_id, (0, GENESIS))
        head = hashlib.sha256(f"{before}\n{template.body.text(copy.lists)}".encode()).hexdigest()
        row[at["prev_hash"]], row[at["hash"]] = before, head
        copy.heads[case_id] = (row[at["seq"]], head)

    def _secret(self, row: Row, _template: Template, _copy: Copy) -> None:
        at = self.at["secret_link"]
        row[at["secret_hash"]] = _code(f"secret {row[at['id']]}")

    def _contact(self, row: Row, _template: Template, _copy: Copy) -> None:
        """Everybody has a phone of their own, or looking one up would find half the street."""
        at = self.at["contact"]
        for name in ("phone_mac", "tracking_mac"):
            if row[at[name]] is not None:
                row[at[name]] = _code(f"{name} {row[at['case_id']]}")

    def _clock(self, row: Row, template: Template, _copy: Copy) -> None:
        """Whoever reported was called back in time: only the patterns' own still wait, however large the database."""
        at = self.at["clock"]
        if template.typed["kind"] == ClockKind.CALL_BACK and row[at["stopped_at"]] is None:
            row[at["stopped_at"]], row[at["ended"]], row[at["next_check_at"]] = row[at["due_at"]], End.DONE.value, None

    def _notice(self, row: Row, template: Template, _copy: Copy) -> None:
        """Read long ago; its key told what happened once, and so must the copy's."""
        at = self.at["notice"]
        row[at["event_key"]] = f"{template.typed['event_key']}#{row[at['case_id']]}"
        row[at["read_at"]] = row[at["read_at"]] or row[at["created_at"]]
        row[at["next_try_at"]] = None

    def _words(self, row: Row, _template: Template, copy: Copy) -> None:
        """Found by its own number; that of its pattern stays in the words and does no harm."""
        at = self.at["case_words"]
        row[at["tokens"]] += f" {tokens(copy.receipts[row[at['case_id']] - copy.ids[0]])}"


def _code(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
