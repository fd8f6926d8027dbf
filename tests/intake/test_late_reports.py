"""A report taken in late is the report that an ordinary transaction would have written."""

from typing import Any

import pytest
from sqlalchemy import select

from app.cases import audit
from app.cases.lifecycle import State
from app.cases.models import Case
from app.cases.models_trail import CaseEntry, CaseText, RoutingDecision
from app.cases.reports import Spot
from app.core import late
from app.core.db import db, transaction
from app.intake import ops
from app.intake.models import Contact, SecretLink
from app.intake.reports import ReportIn
from app.notices.models import Notice
from app.sla.models import Clock
from tests.builders.intake import NOON, Office, an_office
from tests.builders.town import CLUTTER, IN_R1, MONDAY, NAME, PHONE, a_town
from tests.support.together import at_once
from tests.support.web import Web

# What differs from one report to the next: ids, what is drawn by chance, and what is made of either.
OWN = {
    "id",
    "case_id",
    "receipt",
    "form_key",
    "event_key",
    "params",
    "salt",
    "commitment",
    "commitments",
    "secret_hash",
}
OWN |= {"hash", "prev_hash", "head_hash", "name_cipher", "phone_cipher", "tracking_mac", "version_id", "_sentinel"}
OWN |= {"steps"}  # the second report finds one case open already


def an_open_office(web: Web) -> Office:
    with web.app.app_context(), transaction():
        return an_office()


def written(case_id: int) -> dict[str, list[dict[str, Any]]]:
    """Every row that hangs on a case, without what is its own."""
    found = {}
    for model in (Case, CaseEntry, CaseText, RoutingDecision, Clock, Notice, Contact, SecretLink):
        table: Any = model.__table__
        key = table.c.id if model is Case else table.c.case_id
        rows = db.session.execute(select(table).where(key == case_id).order_by(*table.primary_key))
        found[table.name] = [{k: _common(v) for k, v in row._mapping.items() if k not in OWN} for row in rows]
    return found


def _common(value: Any) -> Any:
    """Facts without the commitment to a contact, which is salted."""
    return {k: v for k, v in value.items() if k != "contact"} if isinstance(value, dict) else value


def test_it_writes_the_same_rows_as_an_ordinary_transaction(web: Web) -> None:
    with web.app.app_context():
        with transaction():
            town = a_town()
        told: dict[str, Any] = {
            "category_id": town.category(CLUTTER),
            "spot": Spot(IN_R1, "wgs84"),
            "name": NAME,
            "phone": PHONE,
        }
        forms = [ReportIn(form_key=key * 32, text="堵了好几天", **told) for key in "ab"]
        plain = late.at_once(lambda: ops.take_report(town.street_id, forms[0], MONDAY))
        later = late.late(lambda: ops.take_report(town.street_id, forms[1], MONDAY))
        assert written(later.case_id) == written(plain.case_id)
        assert all(written(later.case_id).values())
        assert db.session.get_one(Case, later.case_id).state is State.DISPATCHED
        assert audit.verify().faults == []


def test_eight_reports_at_the_same_moment_get_eight_numbers_in_a_row(web: Web) -> None:
    office = an_open_office(web)
    with web.app.app_context():
        forms = [office.form(form_key=f"{n}" * 32) for n in range(8)]

    def send(form: Any) -> Any:
        return lambda: late.late(lambda: ops.take_report(office.street_id, form, NOON))

    receipts = at_once(web, [send(form) for form in forms])
    numbers = sorted(int(receipt.receipt.split("-")[2]) for receipt in receipts)
    assert numbers == list(range(1, 9))
    assert len({receipt.case_id for receipt in receipts}) == 8


def test_a_complaint_about_the_handlers_reads_back_whom_it_means_so_it_is_not_taken_late(web: Web) -> None:
    office = an_open_office(web)
    with web.app.app_context():
        form = office.form(about_handlers=True)
        assert form.reads_back
        with pytest.raises(RuntimeError):
            late.late(lambda: ops.take_report(office.street_id, form, NOON))
