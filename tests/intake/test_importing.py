"""A hotline sheet becomes cases: each number once, each row by itself."""

from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.cases.lifecycle import State
from app.cases.models import Case
from app.cases.models_trail import CaseText
from app.cases.words import DeskKind, Source
from app.core import clock as core_clock
from app.core.db import db, transaction
from app.intake import contacts, importing, ops, queries, sheets_door
from app.intake.importing import Accepted, Imported, Known, Refused, import_cases
from app.intake.sheet_map import read_map
from app.intake.sheets import RowFault, SheetRow, read_sheet
from tests.builders.intake import NOON, Office, an_office
from tests.builders.sheets import as_csv, rows
from tests.intake.test_sheets import SHIPPED
from tests.support.web import Web

MAP = read_map(SHIPPED)
ASKED = datetime(2019, 3, 4, 0, 30, tzinfo=UTC)


def a_row(number: str = "24", **values: object) -> SheetRow:
    told = {"title": "路灯不亮", "text": "三天了", "at": ASKED, **values}
    return SheetRow(2, number, **told)  # type: ignore[arg-type]


def taken(office: Office, row: SheetRow) -> Case:
    outcome = ops.import_row(office.street_id, row, NOON)
    assert isinstance(outcome, Accepted)
    return office.open(outcome.case_id)


def text_of(case: Case) -> str | None:
    return db.session.scalars(select(CaseText.value).where(CaseText.case_id == case.id)).one()


def imported(office: Office, many: int) -> Imported:
    read = read_sheet(as_csv(list(rows(many))), MAP)
    return import_cases(office.street_id, read, NOON, nullcontext)


def test_a_row_is_reported_now_and_remembers_when_it_was_asked(office: Office) -> None:
    case = taken(office, a_row())
    assert (case.source, case.source_number, case.source_at, case.reported_at) == (Source.HOTLINE, "24", ASKED, NOON)
    assert text_of(case) == "路灯不亮\n三天了"


def test_a_row_without_a_place_waits_at_the_desk(office: Office) -> None:
    case = taken(office, a_row())
    assert (case.state, case.desk_kind, case.category_id) == (State.REPORTED, DeskKind.UNPLACED, None)


def test_a_coarse_label_is_no_category_and_stays_readable(office: Office) -> None:
    case = taken(office, a_row(label="粗类甲"))
    assert case.category_id is None
    assert text_of(case) == "路灯不亮\n三天了\n来单类别：粗类甲"


@pytest.mark.parametrize(
    "values", [{"label": "餐饮油烟扰民"}, {"label": "0404"}, {"label": "油烟", "category_code": "0404"}]
)
def test_a_label_that_names_a_category_is_one(office: Office, values: dict[str, str]) -> None:
    case = taken(office, a_row(**values))
    assert (case.category_id, text_of(case)) == (office.category("0404"), "路灯不亮\n三天了")


@pytest.mark.parametrize(("code", "kept"), [("0902", True), ("0104", False)])
def test_a_petition_may_come_by_hotline_and_what_is_switched_off_is_left_open(
    office: Office, code: str, kept: bool
) -> None:
    assert (taken(office, a_row(label=code)).category_id is not None) is kept


def test_the_caller_is_sealed_beside_the_case(office: Office) -> None:
    case = taken(office, a_row(contact="王女士 138-1234-5678"))
    assert queries.masked_contact(case.id) == queries.MaskedContact("王**", "138****5678")
    assert ops.track_by_number(office.street_id, case.receipt, "5678", NOON) == case.id


def test_the_same_number_comes_in_once(office: Office) -> None:
    assert isinstance(ops.import_row(office.street_id, a_row(), NOON), Accepted)
    assert ops.import_row(office.street_id, a_row(text="别的"), NOON) == Known(2, "24")


def test_the_same_number_in_two_streets_is_two_cases(office: Office) -> None:
    assert all(isinstance(ops.import_row(o.street_id, a_row(), NOON), Accepted) for o in (office, an_office()))


def test_one_text_under_two_numbers_is_two_orders(office: Office) -> None:
    assert taken(office, a_row("24")).id != taken(office, a_row("37")).id


@pytest.mark.parametrize(
    "row", [RowFault(7, "24", "时间读不懂"), a_row(at=NOON + timedelta(days=2)), a_row(text="字" * 20_001)]
)
def test_a_row_that_cannot_be_taken_is_refused_with_the_reason_and_leaves_nothing(
    office: Office, row: SheetRow | RowFault
) -> None:
    outcome = ops.import_row(office.street_id, row, NOON)
    assert isinstance(outcome, Refused) and outcome.message and outcome.line == row.line
    assert db.session.scalar(select(func.count()).select_from(Case)) == 0


def test_a_whole_sheet_comes_in_and_a_second_time_adds_nothing(office: Office) -> None:
    assert (imported(office, 40).accepted, imported(office, 45)) == (40, Imported(accepted=5, known=40))


def test_a_row_on_which_the_program_fails_does_not_stop_the_others(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real = contacts.drawn_up

    def fails_once(name: str, phone: str, at: datetime) -> object:
        if name.endswith("1"):
            raise RuntimeError(name)
        return real(name, phone, at)

    monkeypatch.setattr(importing, "drawn_up", fails_once)
    found = imported(office, 3)
    assert (found.accepted, [refused.number for refused in found.refused]) == (2, ["1003"])
    assert "RuntimeError" in caplog.text and "U0000001" not in caplog.text


def test_the_command_s_door_commits_row_by_row_and_tells_reasons(web: Web, tmp_path: Path) -> None:
    table = [*rows(3), ["", "", "", "没有编号的", "", "", "", "", "", ""], ["9", "", "", "", "", "", "", "", "", ""]]
    (tmp_path / "s.csv").write_bytes(as_csv(table))
    (tmp_path / "m.toml").write_text(SHIPPED, "utf-8")
    with web.app.app_context(), core_clock.at(NOON):
        with transaction():
            street_id = an_office().street_id
        told = [sheets_door.run(street_id, tmp_path / "s.csv", tmp_path / "m.toml") for _ in range(2)]
        assert db.session.scalar(select(func.count()).select_from(Case)) == 3
    assert [(t.rows, t.accepted, t.already_known, t.refused) for t in told] == [(5, 3, 0, 2), (5, 0, 3, 2)]
    assert told[0].reasons == "\n  1 × 没有编号 (5)\n  1 × 没有内容 (6)"
