"""A report comes in: a number, a case, its first line; then the rules file it when they are sure."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from app.cases import queries
from app.cases.events import CaseReported
from app.cases.lifecycle import Verb
from app.cases.models import Case
from app.cases.models_trail import CaseAbout
from app.cases.ops import filing, handling, indexing, trail
from app.cases.ops.numbers import next_numbers
from app.cases.policy import may_report
from app.cases.reports import Report
from app.cases.words import TextKind
from app.catalog import queries as catalog
from app.catalog.models import Category
from app.core.db import db
from app.core.errors import Invalid
from app.core.events import publish
from app.core.msgid import N_
from app.core.permissions import Actor, require
from app.core.rows import is_collecting, put

PICTURES_MAX = 12


def report(actor: Actor, report: Report, *, at: datetime, instead: Callable[[Case], bool] | None = None) -> Case:
    """Take a report in; with a sure category and place the rules file, route and dispatch it at once.

    instead: what becomes of it in place of filing; where it says no, the report is filed like any.
    Raises Invalid for an empty text or a switched-off category, NotAllowed where only staff may report
    it. Raises IntegrityError for a `form_key` or source number that came in before (the caller asks).
    """
    category = _category(actor, report)
    _check(report)
    with db.session.no_autoflush:
        case = _new_case(actor, report, category, at)
        facts = {
            "source": report.source,
            "source_at": report.source_at,
            "hotline_due_at": report.hotline_due_at,
            "estate": report.spot.estate_id,
            "contact": report.contact,
            "same_as": report.same_as,
            "urgency": report.urgency,
        }
        texts = ((TextKind.REPORT, report.text),)
        said = trail.Said(texts, report.pictures, {k: v for k, v in facts.items() if v is not None})
        trail.record(actor, case, Verb.REPORT, at, said=said)
        indexing.index(case, report.text)
        publish(CaseReported(case.street_id, at, case_id=case.id, actor_id=actor.id))
        filing.locate(case, at)
        if report.result is not None:
            db.session.flush()  # its own pictures count as evidence
            handling.self_dispose(actor, case, report.result, at=at)
        elif instead is None or not instead(case):
            filing.file_if_sure(case, at)
        db.session.flush()
    return case


def _category(actor: Actor, report: Report) -> Category | None:
    category = catalog.category(report.category_id) if report.category_id is not None else None
    if category is not None and (category.street_id != actor.street_id or not category.active):
        raise Invalid(errors={"category": N_("这个类别现在不收，请换一个")})
    require(may_report(actor, category), N_("这个类别只能由工作人员登记"))
    return category


def _check(report: Report) -> None:
    if report.reads_back and is_collecting():
        raise RuntimeError("this report reads back what it writes: at_once(), not late()")
    trail.text_needed(report.text, "text", N_("请写几个字，说说是什么问题"))
    if len(report.pictures) > PICTURES_MAX:
        raise Invalid(errors={"photos": N_("照片太多了")})


def _new_case(actor: Actor, report: Report, category: Category | None, at: datetime) -> Case:
    numbers = next_numbers(actor.street_id, at)
    case = Case(id=numbers.case_id, receipt=numbers.receipt, street_id=actor.street_id, reported_at=at)
    case.source, case.form_key = report.source, report.form_key
    case.category_id, case.about_handlers = report.category_id, report.about_handlers
    case.urgency_said = report.urgency
    case.confidential = report.confidential or (category is not None and category.confidential)
    case.restricted = category is not None and not category.public
    case.source_number, case.source_at = report.source_number, report.source_at
    case.hotline_due_at = report.hotline_due_at
    case.follow_up_of_id = report.follow_up_of_id
    filing.take_spot(case, report.spot)
    case.handlers, case.about = [], _about_too(report)
    queries.keep_at_hand(put(case))
    db.session.flush()  # what hangs on it may go straight into its table
    return case


def _about_too(report: Report) -> list[CaseAbout]:
    """Whom the case is about that this one follows: they are kept out of the repair as well."""
    if report.follow_up_of_id is None:
        return []
    rows = select(CaseAbout).where(CaseAbout.case_id == report.follow_up_of_id)
    return [CaseAbout(street_id=a.street_id, user_id=a.user_id, unit_id=a.unit_id) for a in db.session.scalars(rows)]
