"""The start page, and the lists that the report page asks for."""

import html
import re

import pytest

from app.core.counting import count_statements
from tests.builders.town import IN_R1
from tests.resident.conftest import Door
from tests.support.web import Web


def test_one_street_is_the_start_page(door: Door) -> None:
    page = door.resident.get("/").get_data(as_text=True)
    assert f'href="{door.base}/report"' in page
    assert f'href="{door.base}/track"' in page
    assert "演示数据·虚构" in page


def test_a_database_without_a_street_says_so(web: Web) -> None:
    answer = web.client().get("/")
    assert answer.status_code == 200
    assert "这里还没有街道" in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/", "/report", "/track", "/grids.json", "/places.json"])
def test_an_unknown_street_is_a_404(door: Door, path: str) -> None:
    assert door.resident.get(f"/s/nowhere{path}").status_code == 404


def test_the_map_is_sent_once_for_each_version(door: Door) -> None:
    client, url = door.resident, f"{door.base}/grids.json"
    first = client.get(url)
    assert {f["properties"]["tier"] for f in first.get_json()["features"]} == {"street", "residential", "micro"}
    again = client.get(url, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_a_building_is_found_by_what_people_type(door: Door) -> None:
    hits = door.resident.get(f"{door.base}/places.json", query_string={"q": "和风苑6号"}).get_json()
    assert [hit["label"] for hit in hits] == ["和风苑 演示路18弄6号"]
    assert (hits[0]["lon"], hits[0]["lat"]) == IN_R1


def test_the_roles_of_the_demo_are_not_offered_outside_a_demo(door: Door) -> None:
    assert "/demo/" not in door.resident.get("/").get_data(as_text=True)


def test_the_roles_are_offered_in_a_demo_on_this_machine(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(door.web.app.config, "DEMO", True)
    page = door.resident.get("/").get_data(as_text=True)
    for name in ("worker", "enforcer", "inspector", "chief", "clerk"):
        assert f'action="/demo/{door.town.cast[name].id}"' in page


@pytest.mark.parametrize("path", ["/report", "/track", "/"])
def test_every_file_that_a_page_names_is_there(door: Door, path: str) -> None:
    client = door.resident
    page = client.get(door.base + path).get_data(as_text=True)
    for url in set(re.findall(r'(?:href|src)="(/static/[^"#]+)', page)):
        with client.get(html.unescape(url)) as answer:
            assert answer.status_code == 200, url


@pytest.mark.parametrize("path", ["/report", "/track", "/"])
def test_the_public_pages_cost_few_statements(door: Door, path: str) -> None:
    client = door.resident
    client.get(door.base + path)
    with count_statements() as n:
        client.get(door.base + path)
    assert n.n <= 4, n.statements
