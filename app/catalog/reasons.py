"""The reasons that people choose from when they send a case back (退单) or let it wait (挂账).

A street begins with the built-in ones; it may word, order and retire them, and add its own. A case keeps the code
it was given and, where a street worded it, those words: another wording, or a reason retired later, changes no
old case. Pure.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.catalog.words import ReasonAct, RefusalReason, WaitingFor


@dataclass(frozen=True)
class Reason:
    """A reason as it stands: its words in both languages, and whether it is offered."""

    code: str
    name_zh: str
    name_en: str
    active: bool = True

    @property
    def words(self) -> list[str]:
        """As a case keeps them: Chinese, English."""
        return [self.name_zh, self.name_en]


BUILT_IN: Mapping[ReasonAct, Sequence[Reason]] = {
    ReasonAct.REFUSE: (
        Reason(RefusalReason.NOT_OURS.value, "非本部门职责", "Not our duty"),
        Reason(RefusalReason.NOT_HERE.value, "不在辖区", "Not in our area"),
        Reason(RefusalReason.DUPLICATE.value, "重复", "Duplicate"),
        Reason(RefusalReason.TOO_LITTLE.value, "信息不全", "Too little information"),
    ),
    ReasonAct.SUSPEND: (
        Reason(WaitingFor.WORKS.value, "等施工", "Works"),
        Reason(WaitingFor.SEASON.value, "等季节", "The season"),
        Reason(WaitingFor.CONDITIONS.value, "等条件具备", "Missing conditions"),
    ),
}
# A rule asks for the clause of whoever says so: without it nobody could say whose it is not.
KEPT = frozenset({(ReasonAct.REFUSE, RefusalReason.NOT_OURS.value)})


def merged(act: ReasonAct, rows: Iterable[Any]) -> list[Reason]:
    """The list of an act: the built-in reasons as the street's rows have them, and its own.

    A built-in one without a row stands where it began.
    """
    own = {row.code: row for row in rows}
    first = [(own[one.code].place if one.code in own else n, one.code) for n, one in enumerate(BUILT_IN[act], 1)]
    more = [(row.place, code) for code, row in own.items() if built_in(act, code) is None]
    plain = {one.code: one for one in BUILT_IN[act]}
    return [_reason(own[code]) if code in own else plain[code] for _place, code in sorted([*first, *more])]


def built_in(act: ReasonAct, code: str) -> Reason | None:
    """The reason that a street begins with under this code."""
    return next((one for one in BUILT_IN[act] if one.code == code), None)


def facts_of(act: ReasonAct, name: str, chosen: Reason) -> dict[str, Any]:
    """What a case keeps of it under `name`: the code, and the words of today where they are the street's own."""
    plain = built_in(act, chosen.code)
    same = plain is not None and plain.words == chosen.words
    return {name: chosen.code} | ({} if same else {f"{name}_words": chosen.words})


def kept_words(act: ReasonAct, name: str, facts: Mapping[str, Any]) -> Reason | None:
    """The reason as a case keeps it; None where it keeps none."""
    code = facts.get(name)
    if not code:
        return None
    plain = built_in(act, code) or Reason(code, code, code)
    words = facts.get(f"{name}_words")
    return replace(plain, name_zh=words[0], name_en=words[1]) if words else plain


def _reason(row: Any) -> Reason:
    return Reason(row.code, row.name_zh, row.name_en, row.active)
