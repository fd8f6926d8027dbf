"""A list leaves the house: masked, at most 5,000 rows, and written down."""

import csv
import io

import pytest
from sqlalchemy import text as sql
from sqlalchemy.exc import DatabaseError
from werkzeug.test import TestResponse

from app.core.counting import count_statements
from app.core.db import db
from app.core.values import BIGGEST_ID
from app.desk import ops, queries
from app.desk.filters import Filters
from app.desk.words import SheetKind
from tests.builders.staffed import LATER, Office, text
from tests.builders.town import FUMES, IN_R3, PETITION, Town

EXPORT = "/desk/list/export"


def lines(answer: TestResponse) -> list[list[str]]:
    """The rows of a CSV file, its head left out."""
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"), newline="")))[1:]


def test_a_list_is_exported_as_it_is_filtered_and_as_it_is_shown(office: Office) -> None:
    office.case(office.town.report)
    far = office.case(office.town.report, FUMES, spot=office.spot(IN_R3, address="=演示路 99 号"))
    answer = office.sends(office.town.chief, EXPORT, kind="csv", category=str(office.town.category(FUMES)))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert [(row[0], row[6]) for row in lines(answer)] == [(office.of(far).receipt, "'=演示路 99 号")]
    assert office.sends(office.town.chief, EXPORT, kind="xlsx").get_data().startswith(b"PK")


def test_no_telephone_number_leaves_the_house(office: Office) -> None:
    office.case(office.town.report, text="找我 138 1234 5678", spot=office.spot(IN_R3))
    (row,) = lines(office.sends(office.town.chief, EXPORT, kind="csv"))
    assert row[6] == "找我 ***"


def test_every_export_is_kept_and_the_auditor_reads_it(office: Office) -> None:
    office.case(office.town.report, text="飞线")
    office.sends(office.town.dispatcher, EXPORT, kind="csv", q="飞线", state="all")
    page = office.sees(office.town.auditor, "/audit/exports")
    assert "dispatcher 导出 1 件" in page and "搜案件 飞线" in page
    office.sees(office.town.chief, "/audit/exports", 403)


def test_who_sits_at_no_desk_and_who_sees_only_a_part_exports_nothing(office: Office) -> None:
    for who in (office.town.worker, office.town.grid_chief, office.town.inspector):
        assert office.sends(who, EXPORT, kind="csv").status_code == 403
    with office.web.write():
        secret = office.town.registered(PETITION).id
    office.complain(secret, office.town.leader)
    assert lines(office.sends(office.town.leader, EXPORT, kind="csv")) == []


def test_more_than_the_most_is_refused_in_plain_words_and_nothing_is_lost(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ops, "MOST", 1)
    made = [office.case(office.town.report) for _ in range(2)]
    answer = office.sends(office.town.chief, EXPORT, kind="csv", urgency="normal")
    assert answer.status_code == 422
    assert "一次最多导出 1 件" in text(answer)
    assert all(f"/cases/{case_id}" in text(answer) for case_id in made)
    assert 'name="urgency" value="normal"' in text(answer)


def test_a_filter_that_is_not_understood_exports_nothing(office: Office) -> None:
    office.case(office.town.report)
    answer = office.sends(office.town.chief, EXPORT, kind="csv", lamp="purple")
    assert answer.status_code == 422
    assert "没有导出" in text(answer)


def test_what_was_written_down_stays(cast: Town) -> None:
    ops.export(cast.chief, Filters(), SheetKind.CSV, 3, at=LATER)
    for forbidden in ("UPDATE case_export SET rows = 1", "DELETE FROM case_export"):
        with pytest.raises(DatabaseError), db.session.begin_nested():
            db.session.execute(sql(forbidden))
    (kept,) = queries.exports(cast.auditor, BIGGEST_ID)
    assert (kept.made.rows, kept.name) == (3, "chief")


def test_a_whole_list_costs_two_statements(cast: Town) -> None:
    for words in ("", "飞线"):
        cast.report(text="飞线")
        with count_statements() as counted:
            assert queries.whole_list(cast.chief, Filters(q=words), [], 10, LATER)
        assert counted.n == 2, counted.statements
