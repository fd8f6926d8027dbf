"""Cards of what may be the same problem, while a case is still to be sorted out."""

from collections.abc import Sequence

from app.cases.duplicates import Twin, twins
from app.cases.lifecycle import State, Verb, row
from app.cases.models import Case
from app.cases.models_trail import CaseEntry
from app.catalog.models import Category
from app.core.permissions import Actor

# On the case page; afterwards the cards would be in the way of the work, and the form of 并案 still shows them.
SORTED_OUT_IN = (State.REPORTED, State.FILED, State.DISPATCHED)


def meant(entries: Sequence[CaseEntry]) -> str:
    """The number that whoever reported the case said it is the same as; "" for none."""
    return next((str(entry.facts.get("same_as", "")) for entry in entries if entry.verb is Verb.REPORT), "")


def twins_of(
    actor: Actor, case: Case, category: Category | None, said: str, entries: Sequence[CaseEntry] = ()
) -> Sequence[Twin]:
    """Open cases nearby for one that could still be merged; said: how its report reads. Two statements at most.

    The likeliest first, before them the one that its `entries` mean.
    """
    if category is None or case.point is None or case.restricted or row(Verb.MERGE, case.state) is None:
        return ()
    found = twins(actor, category, case.point, said, case.reported_at, but=case.id)
    return sorted(found, key=lambda twin: twin.receipt != meant(entries))
