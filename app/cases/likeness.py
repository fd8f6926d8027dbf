"""How alike two reports read: pairs of characters they share (Dice). Pure.

Chinese has no spaces to cut words at, and a resident writes 堆物 where another writes 堆放杂物: pairs of characters
need no dictionary and take both languages alike.
"""

from collections import Counter
from unicodedata import normalize


def pairs(text: str) -> Counter[str]:
    """The pairs of neighbouring letters and digits, width and case made equal; a lone character stands for itself."""
    plain = "".join(c for c in normalize("NFKC", text).casefold() if c.isalnum())
    return Counter(plain[i : i + 2] for i in range(len(plain) - 1)) or Counter([plain] if plain else [])


def likeness(one: str, other: str) -> float:
    """0 (nothing in common) to 1 (the same pairs); the same both ways; 0 when either says nothing."""
    mine, theirs = pairs(one), pairs(other)
    whole = mine.total() + theirs.total()
    return 2 * (mine & theirs).total() / whole if mine and theirs else 0.0
