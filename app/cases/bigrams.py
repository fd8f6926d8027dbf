"""Chinese has no spaces: a text is found by its pairs of neighbouring characters (二元组). Pure.

Every part of a text that has two characters or more is found by the pairs in it. A lone character of a search is
looked for as the beginning of a pair, so the last of a run, which begins none, is kept by itself.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

SHORTEST = 2
# Seven digits and more, however they are grouped: what somebody can be called by is in no index.
CALLABLE = re.compile(r"\d(?:[\s().+\-\u2010-\u2015（）－]{0,2}\d){6,}")

# A receipt (TO-261116-0001-Y), with or without its ends.
NUMBERED = re.compile(r"(?:[A-Za-z]{1,4}-?)?\d{6}(?:\d{4}|-\d{4,6})(?:-?[A-Za-z])?")


class _Plain(dict[int, str]):
    """What stands for a character: itself, half-width and small; a gap for what is neither letter nor digit."""

    def __missing__(self, code: int) -> str:
        """Made once a character; one by one, or a part of a text would not read as it does in the whole."""
        folded = unicodedata.normalize("NFKC", chr(code)).casefold()
        self[code] = "".join(c if c.isalnum() else " " for c in folded)
        return self[code]


_PLAIN = _Plain()


def runs(text: str) -> list[str]:
    """The unbroken pieces of a text, as they are compared."""
    return text.translate(_PLAIN).split()


def is_searchable(text: str) -> bool:
    """Whether there are two characters to look for."""
    return sum(map(len, runs(text))) >= SHORTEST


def tokens(*texts: str) -> str:
    """What an index keeps of these texts: each pair once, and the last character of each run.

    A blank breaks no run here: 3 楼 is found by 3楼 too. In a search it stands between two things to look for.
    """
    whole = ("".join(text.split()) for text in texts)
    found = (token for text in whole for run in runs(text) for token in (*_pairs(run), run[-1]))
    return " ".join(dict.fromkeys(found))


def asks_for_somebody(text: str) -> bool:
    """Whether a search holds what somebody can be called by; a case's own number, or most of it, is none."""
    return CALLABLE.search(text) is not None and NUMBERED.fullmatch(text.strip()) is None


def without_numbers(text: str) -> str:
    """A text in which nobody's telephone number can be looked for."""
    return CALLABLE.sub(" ", text)


def wanted(text: str) -> tuple[list[str], list[str]]:
    """The pairs that a text must hold to be found, and the lone characters that must begin a pair or stand alone."""
    found = runs(text)
    pairs = [pair for run in found for pair in _pairs(run)]
    return list(dict.fromkeys(pairs)), list(dict.fromkeys(run for run in found if len(run) == 1))


def for_fts5(text: str) -> str:
    """The search in SQLite's words. Only letters and digits are in it: nothing of it is an operator."""
    pairs, lone = wanted(text)
    return " ".join([*_each('"{}"', pairs), *_each('"{}"*', lone)])


def for_tsquery(text: str) -> str:
    """The search in PostgreSQL's words."""
    pairs, lone = wanted(text)
    return " & ".join([*_each("'{}'", pairs), *_each("'{}':*", lone)])


def _each(form: str, words: Iterable[str]) -> Iterator[str]:
    return map(form.format, words)


def _pairs(run: str) -> list[str]:
    return [run[n : n + 2] for n in range(len(run) - 1)]
