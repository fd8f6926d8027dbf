"""Two hands on one case: may a move still stand on what others did since it was made? Pure.

A case is several things that are written apart. A move needs some of them to be as its maker saw them; what others
wrote meanwhile on the rest does not disturb it, and both stand. What a move needs beyond that (who may, which state)
its op asks as ever.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.cases.lifecycle import State, Verb


class Part(StrEnum):
    """What of a case can be written by itself."""

    STATE = "state"
    HANDLING = "handling"  # whose hands it is in
    RESULT = "result"
    PLACE = "place"
    CATEGORY = "category"
    REQUEST = "request"  # for more time, for a wait
    DEMAND = "demand"  # a 督办 and its answer
    PARTS = "parts"  # of assisting units
    VISIT = "visit"  # 复查


@dataclass(frozen=True)
class Written:
    """A line that others added. from_state, to_state: where the case was and went."""

    verb: Verb
    from_state: State | None
    to_state: State


V, P = Verb, Part
ALL = frozenset(Part)
STANDS_ALWAYS = frozenset[Part]()
GIVEN = frozenset({P.STATE, P.HANDLING})

# What a move must find as it was. A verb that is not here goes on nothing that is newer.
NEEDS: Mapping[Verb, frozenset[Part]] = {
    V.NOTE: STANDS_ALWAYS,
    V.CONTACT: frozenset({P.HANDLING}),
    V.SIGN_IN: GIVEN,
    V.REFUSE: GIVEN,
    V.HAND_OVER: GIVEN,
    V.MAKE_SAFE: GIVEN,
    V.HANDLE: GIVEN | {P.PARTS},
    V.SELF_DISPOSE: frozenset({P.STATE, P.PLACE, P.CATEGORY}),
    V.ASK_EXTENSION: GIVEN | {P.REQUEST},
    V.ASK_SUSPENSION: GIVEN | {P.REQUEST},
    V.ANSWER: frozenset({P.DEMAND}),
    V.CHECK_PASS: frozenset({P.STATE, P.RESULT}),
    V.CHECK_FAIL: frozenset({P.STATE, P.RESULT}),
    V.REPORT_FINDING: frozenset({P.STATE}),
    V.RECHECK: frozenset({P.STATE, P.VISIT}),
    V.SIGN_IN_PART: frozenset({P.PARTS}),
    V.REPORT_PART: frozenset({P.PARTS}),
}
# What a line has written besides the state, which it tells itself. A verb that is not here may have written anything.
WRITES: Mapping[Verb, frozenset[Part]] = {
    V.NOTE: frozenset(),
    V.URGE: frozenset(),
    V.CONTACT: frozenset(),
    V.CALL_BACK: frozenset(),
    V.TAKE_OVER: frozenset(),  # another follows it; whoever handles it goes on
    V.LEAD: frozenset(),
    V.PROGRESS: frozenset(),
    V.CALL_NEXT: frozenset(),
    V.PREPARE_PACKET: frozenset(),
    V.SIGN_IN: frozenset({P.HANDLING}),
    V.PLACE: frozenset({P.PLACE}),
    V.CLASSIFY: frozenset({P.CATEGORY}),
    V.ASK_EXTENSION: frozenset({P.REQUEST}),
    V.EXTEND: frozenset({P.REQUEST}),
    V.ASK_SUSPENSION: frozenset({P.REQUEST}),
    V.DECLINE: frozenset({P.REQUEST}),
    V.SUPERVISE: frozenset({P.DEMAND}),
    V.ANSWER: frozenset({P.DEMAND}),
    V.ASK_PART: frozenset({P.PARTS}),
    V.SIGN_IN_PART: frozenset({P.PARTS}),
    V.REPORT_PART: frozenset({P.PARTS}),
    V.CANCEL_PART: frozenset({P.PARTS}),
    V.ENFORCE: frozenset(),
    V.HANDLE: frozenset({P.RESULT}),
    V.SELF_DISPOSE: frozenset({P.RESULT, P.HANDLING}),
    V.RECHECK: frozenset({P.VISIT}),
}


def written(line: Written) -> frozenset[Part]:
    """Everything that a line changed."""
    moved = frozenset({P.STATE}) if line.from_state is not line.to_state else frozenset[Part]()
    return WRITES.get(line.verb, ALL) | moved


def stands(verb: Verb, newer: Iterable[Written]) -> bool:
    """May the move go on, whatever others did since? True where nothing that it needs was written."""
    needed = NEEDS.get(verb, ALL)
    return all(not needed & written(line) for line in newer)
