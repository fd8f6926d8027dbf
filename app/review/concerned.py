"""Whom a case concerns, so that they do not judge it: read for every freeze, draw and vote."""

from collections.abc import Iterable
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Integer, bindparam, cast, column, literal, null, select, table, union_all

from app.cases import earlier
from app.cases.lifecycle import Verb
from app.cases.models import Case
from app.cases.models_trail import CaseAbout, CaseEntry, CaseHandler
from app.cases.queries import inside_of
from app.catalog.models_places import Estate
from app.core.db import fetch
from app.review.models import Review, Reviewer, Seat
from app.review.pool import Parties

T = TypeVar("T")
# Intake lies beside review, so neither imports the other; this one column is read for recusal only.
NO_REVIEW = 0  # the number of none
CONTACT = table("contact", column("case_id"), column("phone_mac"))


def parties(case_id: int, *, besides: int | None = None) -> Parties:
    """Whom a case concerns, with the cases merged into it; `besides`: a review whose seats do not count.

    Of a relapse also whoever judged the earlier cases of its chain. Four statements.
    """
    asked = {"case": case_id, "besides": besides or NO_REVIEW}
    people, spots, sat = (fetch(statement, asked) for statement in (_PEOPLE, _SPOTS, _SAT))
    return Parties(
        reporter_ids=_known(who for how, who, _ in people if how == "reporter"),
        phone_macs=_known(row.phone_mac for row in fetch(_MACS, asked)),
        about_ids=_known(who for how, who, _ in people if how == "about"),
        about_unit_ids=_known(unit for how, _, unit in people if how == "about"),
        handler_ids=_known(who for how, who, _ in people if how == "handler"),
        handler_unit_ids=_known(unit for how, _, unit in people if how == "handler"),
        property_unit_ids=_known(row.property_unit_id for row in spots),
        place_ids=_known(row.place_id for row in spots),
        sat=frozenset(who for how, who in sat if how == "here"),
        sat_linked=frozenset(who for how, who in sat if how == "earlier"),
    )


def _people() -> Any:
    """(how, account, unit) of everybody who handled, is complained about, or reported with an account."""
    handlers = select(literal("handler"), CaseHandler.user_id, CaseHandler.unit_id)
    about = select(literal("about"), CaseAbout.user_id, CaseAbout.unit_id).where(CaseAbout.case_id.in_(INSIDE))
    reporter = select(literal("reporter"), CaseEntry.actor_id, cast(null(), Integer))
    reporter = reporter.where(CaseEntry.case_id.in_(INSIDE), CaseEntry.verb == Verb.REPORT)
    return handlers.where(CaseHandler.case_id.in_(INSIDE)).union(about, reporter)


def _judges(how: str, *whose: ColumnElement[bool]) -> Any:
    """(how, line of the roster) of who sat on some reviews, under whatever line: one phone is one person."""
    sat = select(Seat.reviewer_id).join(Review, Review.id == Seat.review_id).where(*whose)
    phones = select(Reviewer.phone_mac).where(Reviewer.id.in_(sat), Reviewer.phone_mac.is_not(None))
    return select(literal(how), Reviewer.id).where(Reviewer.id.in_(sat) | Reviewer.phone_mac.in_(phones))


def _known(values: Iterable[T | None]) -> frozenset[T]:
    return frozenset(value for value in values if value is not None)


# Built once: they are asked for at every freeze, draw and vote, and building them costs more than asking.
_CASE: Any = bindparam("case", type_=Integer)
INSIDE = inside_of(_CASE)
_PEOPLE = _people()
_MACS = select(CONTACT.c.phone_mac).where(CONTACT.c.case_id.in_(INSIDE))
_SPOTS = select(Case.place_id, Estate.property_unit_id).outerjoin(Estate, Estate.id == Case.estate_id)
_SPOTS = _SPOTS.where(Case.id.in_(INSIDE))
_SAT = union_all(
    _judges("here", Review.case_id.in_(INSIDE), Review.id != bindparam("besides", type_=Integer)),
    _judges("earlier", Review.case_id.in_(earlier.chain(_CASE))),
)
