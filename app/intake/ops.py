"""Everything that comes in, and what is kept of who sent it. Commits nothing."""

from dataclasses import replace
from datetime import datetime

from app.cases import queries as cases
from app.cases.models import Case
from app.cases.reports import Picture, Report, Spot
from app.cases.words import PhotoKind, Source
from app.catalog import queries as catalog
from app.catalog.models import Category
from app.core.errors import Invalid, NotFound
from app.core.msgid import N_
from app.core.permissions import Actor, public_actor
from app.intake import links, queries
from app.intake.contacts import drawn_up, erase_contact, keep_contact, purge, unmask_contact
from app.intake.importing import import_cases, import_row
from app.intake.joining import Joining, Registered
from app.intake.once import report_once
from app.intake.reports import Receipt, ReportIn, faults_of, phone_fault_of
from app.intake.tracking import give_link, revoke_link, track_by_number

__all__ = [
    "erase_contact",
    "import_cases",
    "import_row",
    "keep_contact",
    "purge",
    "register_report",
    "register_same",
    "revoke_link",
    "take_report",
    "track_by_number",
    "unmask_contact",
]
CALLERS = (Source.RESIDENT, Source.HOTLINE)


def take_report(street_id: int, report: ReportIn, at: datetime) -> Receipt:
    """Take in the public form: a case, its contact sealed, a secret link. Raises Invalid at the fields.

    The same form sent again, also at the same moment, gives the receipt of the first.
    """
    faults = faults_of(report, _category(street_id, report.category_id))
    if faults:
        raise Invalid(N_("有几处要改，改好再提交"), errors=faults)
    contact = drawn_up(report.name, report.phone, at, report.email)
    secret = links.secret_for(street_id, report.form_key)
    case, first = report_once(public_actor(street_id), _told(street_id, report), contact, at)
    if first:
        give_link(case.id, secret, at)
        return Receipt(case.id, case.receipt, secret)
    leads_there = queries.case_by_secret(secret, at) == case.id
    return Receipt(case.id, case.receipt, secret if leads_there else "")


def register_report(actor: Actor, report: Report, name: str, phone: str, at: datetime) -> Case:
    """What staff write down for somebody, or found themselves; idempotent by its form key.

    A category that needs a contact asks for the caller's phone. Raises Invalid, NotAllowed.
    """
    return report_once(actor, _checked(actor, report, phone), drawn_up(name, phone, at), at)[0]


def register_same(
    actor: Actor, report: Report, name: str, phone: str, at: datetime, *, other_id: int, reason: str
) -> Registered:
    """As `register_report`, of what is said to be the same problem as the open case `other_id`.

    For whoever may merge, the report goes on in that case at once and is never routed; reason: stands in its story.
    For others, and where it cannot, it is a case like any, which says so. Nothing of a report is lost by a refusal.
    """
    joining = Joining(actor, cases.held_case(actor, other_id), reason, at)
    told = replace(_checked(actor, report, phone), same_as=joining.receipt)
    case, first = report_once(actor, told, drawn_up(name, phone, at), at, joining.way(told))
    return joining.registered(case, first=first)


def _checked(actor: Actor, report: Report, phone: str) -> Report:
    category = _category(actor.street_id, report.category_id)
    fault = phone_fault_of(phone, category if report.source in CALLERS else None)
    if fault:
        raise Invalid(errors={"phone": fault})
    return replace(report, spot=_placed(actor.street_id, report.spot))


def _category(street_id: int, category_id: int | None) -> Category | None:
    try:
        category = catalog.category(category_id) if category_id is not None else None
    except NotFound:
        return None
    return category if category is not None and category.street_id == street_id else None


def _told(street_id: int, report: ReportIn) -> Report:
    return Report(
        source=Source.RESIDENT,
        text=report.text,
        category_id=report.category_id,
        spot=_placed(street_id, report.spot),
        pictures=tuple(Picture(PhotoKind.REPORT, stored) for stored in report.pictures),
        form_key=report.form_key,
        confidential=report.confidential,
        about_handlers=report.about_handlers,
    )


def _placed(street_id: int, spot: Spot) -> Spot:
    """A building or estate of the list brings its estate, its point and its name, unless the form has better."""
    place = catalog.place(spot.place_id) if spot.place_id is not None else None
    estate_id = place.estate_id if place is not None else spot.estate_id
    estate = catalog.estate(estate_id) if estate_id is not None else None
    chosen = place if spot.place_id is not None else estate
    if (spot.place_id, spot.estate_id) == (None, None):
        return spot
    if chosen is None or chosen.street_id != street_id:
        raise Invalid(errors={"place": N_("请从列表里选小区")})
    spot = replace(spot, estate_id=estate_id, address=spot.address or (estate.name if estate else ""))
    return spot if spot.point is not None else replace(spot, point=chosen.point, coord_sys="wgs84")
