"""A number that no row can have, or a day that nobody means, in an address: never an accident."""

import pytest

from tests.builders.staffed import Office

FAR = "9" * 23
LISTS = ("/inbox", "/audit/refusals", "/audit/exports", "/s/town/draws", "/s/town/ledger", "/admin/changes")
DESK = ("/desk", "/desk/queue", "/desk/late", "/desk/backlog", "/desk/responsibility", "/load", "/roster", "/work")
ADMIN = ("/admin/estates", "/admin/people", "/admin/calendar", "/admin/grids")
KEYS = ("after", "before", "below", "case", "grid", "year", "day", "q")
DAYS = ("since=0001-01-01", "until=9999-12-31", "since=2026-02-01&before=1-" + FAR)


def test_no_page_falls_over_a_number_that_no_row_can_have(office: Office) -> None:
    """Every address of ours with a number in its path, and every key of a list."""
    app = office.web.app
    rules = [r for r in app.url_map.iter_rules() if "<int:" in r.rule and "GET" in (r.methods or ())]
    paths = [r.rule.replace("<slug>", "town").replace("<int:", "<") for r in rules]
    numbered = ["".join(FAR if "<" in part else part for part in _parts(path)) for path in paths]
    asked = [f"{path}?{key}={FAR}" for path in (*LISTS, *DESK, *ADMIN) for key in KEYS]
    days = [f"/desk?state=all&{days}" for days in DAYS]
    assert len(rules) > 25
    for who in (office.town.chief, office.town.cast["admin"]):
        client = office.web.as_(who)
        fell = [path for path in (*numbered, *asked, *days) if client.get(path).status_code >= 500]
        assert fell == []


@pytest.mark.parametrize("days", ["since=0001-01-01", "until=9999-12-31"])
def test_a_day_that_nobody_means_is_named_and_not_used(office: Office, days: str) -> None:
    case_id = office.case(office.town.report)
    page = office.sees(office.town.chief, f"/desk?{days}")
    assert f"/cases/{case_id}" in page


def _parts(path: str) -> list[str]:
    return path.replace("<", "\0<").replace(">", ">\0").split("\0")
