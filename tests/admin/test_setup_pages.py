"""The administrator's pages of the street, and the trail that others read."""

import re

import pytest

from app.people.changes import note
from app.people.words import Setting
from tests.builders.staffed import Office, text
from tests.builders.town import MONDAY

WANTED = {
    "sampled_rate": "30",
    "draw_value": "dice",
    "reviewer_monthly_cap": "2",
    "receipt_prefix": " zx ",
    "conference_days": "5",
}


def lines(office: Office, n: int) -> None:
    """So many changes of one unit and one of the street."""
    with office.web.write():
        note(office.town.admin, Setting.STREET, "真新", {"sampled_rate": 20}, {"sampled_rate": 31}, at=MONDAY)
        for i in range(n):
            note(office.town.admin, Setting.UNIT, f"单位{i}", {"active": True}, {"active": False}, at=MONDAY)


def test_the_administrator_begins_at_the_set_up_and_finds_it_in_the_menu(office: Office) -> None:
    page = office.sees(office.town.admin, "/admin")
    assert 'href="/admin/street"' in page and 'href="/admin/changes"' in page
    assert 'href="/admin"' in office.sees(office.town.admin, "/inbox")
    assert 'href="/admin/changes"' in office.sees(office.town.auditor, "/inbox")
    assert "/admin" not in office.sees(office.town.worker, "/inbox")


@pytest.mark.parametrize("path", ["/admin", "/admin/street"])
@pytest.mark.parametrize("who", ["auditor", "leader", "chief", "worker"])
def test_nobody_else_opens_the_set_up(office: Office, path: str, who: str) -> None:
    office.sees(office.town.cast[who], path, 403)
    assert office.web.client().get(path).status_code == 303


def test_the_street_is_set_and_the_trail_says_by_whom(office: Office) -> None:
    answer = office.sends(office.town.admin, "/admin/street", **WANTED)
    assert answer.status_code == 303
    page = office.sees(office.town.admin, "/admin/street")
    assert 'value="30"' in page and 'value="ZX"' in page
    trail = office.sees(office.town.auditor, "/admin/changes")
    assert "admin" in trail and "当众掷骰" in trail and "下一次总码" in trail


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"sampled_rate": "101"}, "写 0 到 100"),
        ({"sampled_rate": "x"}, "请填一个整数"),
        ({"reviewer_monthly_cap": "0"}, "写 1 到 31"),
        ({"conference_days": "31"}, "写 1 到 30"),
        ({"receipt_prefix": "Z9"}, "1 到 4 个大写字母"),
        ({"draw_value": "coin"}, "请从列表里选一个"),
    ],
)
def test_a_wrong_setting_stands_at_its_field_and_nothing_typed_is_lost(
    office: Office, wrong: dict[str, str], words: str
) -> None:
    answer = office.sends(office.town.admin, "/admin/street", **WANTED | wrong)
    assert answer.status_code == 422 and words in text(answer)
    assert f'value="{next(iter(wrong.values()))}"' in text(answer) or "draw_value" in wrong
    assert "还没有变动" in office.sees(office.town.admin, "/admin/changes")


def test_without_a_token_nothing_is_set(office: Office) -> None:
    client = office.at_screen(office.town.admin)
    assert client.post("/admin/street", data=WANTED, csrf=False).status_code == 400
    assert office.sends(office.town.chief, "/admin/street", **WANTED).status_code == 403
    assert "还没有变动" in office.sees(office.town.leader, "/admin/changes")


def test_the_trail_is_paged_by_key_and_filtered_by_kind(office: Office) -> None:
    lines(office, 51)
    page = office.sees(office.town.leader, "/admin/changes")
    assert "单位50" in page and "单位1</span>" in page and "单位0" not in page and "更早的" in page
    older = re.search(r'href="(/admin/changes\?below=\d+)', page)
    assert older is not None
    last = office.sees(office.town.leader, older.group(1))
    assert "单位0" in last and "更早的" not in last
    only = office.sees(office.town.leader, "/admin/changes?kind=street")
    assert "31" in only and "单位50" not in only
    for odd in ("?below=x", "?below=-1", "?below=99999999999999", "?kind=nothing"):
        office.sees(office.town.leader, f"/admin/changes{odd}")
    office.sees(office.town.worker, "/admin/changes", 403)


def test_the_pages_take_few_statements_however_long_the_trail(office: Office) -> None:
    lines(office, 3)
    few = office.statements(office.town.auditor, "/admin/changes")
    lines(office, 40)
    assert office.statements(office.town.auditor, "/admin/changes") == few <= 6
    assert office.statements(office.town.admin, "/admin/street") <= 5
