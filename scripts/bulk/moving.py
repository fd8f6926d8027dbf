"""Texts in which ids, moments and receipt numbers change from copy to copy, cut up once."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

MARK = re.compile(r'"@@(\w+):([^@]*)@@"')
# Keys of facts and parameters that hold a moment, a receipt number, or the id of a review.
KINDS = {
    "until": "moment",
    "source_at": "moment",
    "due_at": "moment",
    "receipt": "receipt",
    "into": "receipt",
    "review": "review",
    "review_id": "review",
}
Find = Callable[[str, str], tuple[int, int]]


def marked(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts with a mark wherever a value moves."""
    return {key: mark(KINDS[key], v) if key in KINDS and v is not None else v for key, v in facts.items()}


def mark(kind: str, value: object) -> str:
    """A mark that `MARK` finds again in the JSON around it, quotes included."""
    return f"@@{kind}:{value}@@"


class Moving:
    """A text in pieces. slots: (list, place in it) of what stands between two pieces."""

    __slots__ = ("pieces", "slots")

    def __init__(self, text: str, find: Find) -> None:
        """text: JSON with marks; find: where a copy keeps what (kind, value) becomes."""
        cut = MARK.split(text)
        self.pieces: Sequence[str] = cut[0::3]
        self.slots = tuple(find(kind, value) for kind, value in zip(cut[1::3], cut[2::3], strict=True))

    def text(self, lists: Sequence[Sequence[str]]) -> str:
        """The text of one copy; lists: what stands in the slots, as JSON."""
        out = [self.pieces[0]]
        for (which, n), piece in zip(self.slots, self.pieces[1:], strict=True):
            out += (lists[which][n], piece)
        return "".join(out)
