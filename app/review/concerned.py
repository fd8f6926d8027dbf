"""Whom a case concerns, so that they do not judge it: read for every freeze, draw and vote."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Integer, cast, column, literal, null, select, table

from app.cases import earlier
from app.cases.lifecycle import Verb
from app.cases.models import Case
from app.cases.models_trail import CaseAbout, CaseEntry, CaseHandler
from app.cases.queries import inside_of
from app.catalog.models_places import Estate
from app.core.db import db
from app.review.models import Review, Reviewer, Seat
from app.review.pool import Parties

T = TypeVar("T")
# Intake lies beside review, so neither imports the other; this one column is read for recusal only.
CONTACT = table("contact", column("case_id"), column("phone_mac"))


def parties(case_id: int, *, besides: int | None = None) -> Parties:
    """Whom a case concerns, with the cases merged into it; `besides`: a review whose seats do not count.

    Of a relapse also whoever judged the earlier cases of its chain.
    """
    inside = inside_of(case_id)
    people = _people(inside)
    sat, linked = _judges(Review.case_id.in_(inside), besides), _judges(_earlier(case_id), None)
    macs = select(CONTACT.c.phone_mac).where(CONTACT.c.case_id.in_(inside))
    spots = select(Case.place_id, Estate.property_unit_id).outerjoin(Estate, Estate.id == Case.estate_id)
    where = db.session.execute(spots.where(Case.id.in_(inside))).all()
    return Parties(
        reporter_ids=_known(user for how, user, _ in people if how == "reporter"),
        phone_macs=_known(db.session.scalars(macs)),
        about_ids=_known(user for how, user, _ in people if how == "about"),
        about_unit_ids=_known(unit for how, _, unit in people if how == "about"),
        handler_ids=_known(user for how, user, _ in people if how == "handler"),
        handler_unit_ids=_known(unit for how, _, unit in people if how == "handler"),
        property_unit_ids=_known(unit for _, unit in where),
        place_ids=_known(place for place, _ in where),
        sat=frozenset(db.session.scalars(sat)),
        sat_linked=frozenset(db.session.scalars(linked)),
    )


def _judges(whose: ColumnElement[bool], besides: int | None) -> Any:
    """Who sat on some reviews, under whatever line of the roster: one phone is one person."""
    sat = select(Seat.reviewer_id).join(Review, Review.id == Seat.review_id).where(whose)
    if besides is not None:
        sat = sat.where(Review.id != besides)
    phones = select(Reviewer.phone_mac).where(Reviewer.id.in_(sat), Reviewer.phone_mac.is_not(None))
    return select(Reviewer.id).where(Reviewer.id.in_(sat) | Reviewer.phone_mac.in_(phones))


def _people(inside: Any) -> Sequence[tuple[str, int | None, int | None]]:
    """(how, account, unit) of everybody who handled, is complained about, or reported with an account."""
    handlers = select(literal("handler"), CaseHandler.user_id, CaseHandler.unit_id)
    about = select(literal("about"), CaseAbout.user_id, CaseAbout.unit_id).where(CaseAbout.case_id.in_(inside))
    reporter = select(literal("reporter"), CaseEntry.actor_id, cast(null(), Integer))
    reporter = reporter.where(CaseEntry.case_id.in_(inside), CaseEntry.verb == Verb.REPORT)
    whole = handlers.where(CaseHandler.case_id.in_(inside)).union(about, reporter)
    return [(how, user_id, unit_id) for how, user_id, unit_id in db.session.execute(whole)]


def _earlier(case_id: int) -> ColumnElement[bool]:
    return Review.case_id.in_(earlier.chain(case_id))


def _known(values: Iterable[T | None]) -> frozenset[T]:
    return frozenset(value for value in values if value is not None)
