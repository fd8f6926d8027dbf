"""The set-up of a street in a real browser: new boundaries from the file to the next case; no page has a finding."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.cases.reports import Spot
from app.core.values import Point
from tests.builders.grids import SIDE, SOUTH, WEST, changed, small, square
from tests.builders.town import CLUTTER, MONDAY, Town, a_town, hours
from tests.support.browsers import Pages
from tests.support.site import Site

TO_R1 = Point(WEST + 1.3 * SIDE, SOUTH + SIDE * 0.9)
WIDER = changed(changed(small(), "R1", square(0, wide=1.5)), "R2", square(1.5, wide=0.5))
LOOKS: list[dict[str, str]] = [{}, {"theme": "dark"}, {"size": "large"}]
PATHS = ("/admin/grids", "/admin/calendar", "/admin/calendar/notice", "/admin/estates", "/admin/estates/new")


@pytest.fixture
def town(site: Site) -> Town:
    """The town behind the running server, on a Monday morning."""
    site.set_clock(MONDAY)
    with site.web.write():
        return a_town("town")


def report(site: Site, town: Town) -> int:
    """A resident reports where the new boundary moves to R1; the case's id."""
    with site.web.write():
        return town.report(CLUTTER, MONDAY + hours(1), spot=Spot(TO_R1, "wgs84")).id


def upload(page: Page, folder: Path) -> None:
    """The administrator sends the file."""
    (folder / "wider.geojson").write_text(json.dumps(WIDER), "utf-8")
    page.goto("/admin/grids")
    page.get_by_label("边界文件（GeoJSON）").set_input_files(folder / "wider.geojson")
    page.get_by_role("button", name="检查，看看会有什么变化").click()


@pytest.mark.browser
def test_new_boundaries_are_compared_activated_and_the_next_case_goes_there(
    browser: Pages, site: Site, town: Town, tmp_path: Path
) -> None:
    before = report(site, town)
    admin = browser.page(width=1440, user=town.admin)
    upload(admin, tmp_path)
    expect(admin.get_by_text("1 件会归别的网格")).to_be_visible()
    admin.get_by_role("button", name="启用这份边界").click()
    expect(admin.get_by_role("status").get_by_text("第 2 版边界")).to_be_visible()
    after = report(site, town)
    with site.web.read():
        grids = [town.of(case_id).owner_grid_id for case_id in (before, after)]
    assert grids == [town.grid_ids["R2"], town.grid_ids["R1"]]


@pytest.mark.browser
def test_a_closure_is_looked_at_put_in_force_and_taken_back(browser: Pages, town: Town) -> None:
    admin = browser.page(width=1024, user=town.admin)
    admin.goto("/admin/calendar/close")
    admin.get_by_label("停办的第一天").fill("2026-12-24")
    admin.get_by_label("停办的事由").fill("停电")
    admin.get_by_role("button", name="看看会有什么变化").click()
    expect(admin.get_by_text("2026-12-24")).to_be_visible()
    assert browser.axe(admin) == []
    admin.get_by_label("为什么改").fill("线路检修")
    admin.get_by_role("button", name="启用，从现在起按它算").click()
    expect(admin.locator(".day-closed")).to_have_count(1)
    admin.get_by_role("link", name="停办的一天照常办公").click()
    admin.get_by_role("button", name="看看会有什么变化").click()
    admin.get_by_label("为什么改").fill("提前修好")
    admin.get_by_role("button", name="启用，从现在起按它算").click()
    expect(admin.locator(".day-closed")).to_have_count(0)


@pytest.mark.browser
def test_the_point_of_an_estate_is_tapped_typed_or_taken_from_the_middle(browser: Pages, town: Town) -> None:
    admin = browser.page(width=1024, user=town.admin)
    admin.goto(f"/admin/estates/{town.estates['和风苑']}")
    lon, lat, picture = (
        admin.get_by_label("经度（WGS-84）"),
        admin.get_by_label("纬度（WGS-84）"),
        admin.locator("[data-map]"),
    )
    before = (lon.input_value(), lat.input_value())
    expect(admin.locator(".m-marker")).to_have_count(1)
    box = picture.bounding_box()
    assert box is not None
    picture.click(position={"x": box["width"] / 2 + 20, "y": box["height"] / 2 + 10})
    tapped = (lon.input_value(), lat.input_value())
    assert tapped != before and float(tapped[0]) > float(before[0]) and float(tapped[1]) < float(before[1])
    lon.fill(before[0])
    lat.fill(before[1])
    lat.blur()
    expect(admin.locator("[data-where]")).to_contain_text("网格")
    admin.get_by_role("button", name="点定在图的正中").click()
    assert abs(float(lon.input_value()) - float(before[0])) < 0.001
    admin.get_by_role("button", name="存好这个小区").click()
    expect(admin.get_by_role("status").get_by_text("存好了")).to_be_visible()


@pytest.mark.browser
def test_a_sheet_of_estates_is_looked_at_and_its_good_rows_are_taken_in(
    browser: Pages, town: Town, tmp_path: Path
) -> None:
    (tmp_path / "x.csv").write_text("小区,类型,号,经度,纬度\n明月里,商品房,,121.363,31.242\n明月里,,1,东,北\n", "utf-8")
    admin = browser.page(width=1024, user=town.admin)
    admin.goto("/admin/estates")
    admin.get_by_label("小区和楼栋的表（XLSX 或 CSV）").set_input_files(tmp_path / "x.csv")
    admin.get_by_role("button", name="看看这张表会改什么").click()
    expect(admin.get_by_text("第 3 行")).to_be_visible()
    assert browser.axe(admin) == []
    admin.get_by_role("button", name="导入好的行").click()
    expect(admin.get_by_role("status").get_by_text("新的 1 行")).to_be_visible()
    assert browser.axe(admin) == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1024, 1440])
def test_the_checker_finds_nothing_at_any_width_in_light_dark_and_large(
    browser: Pages, site: Site, town: Town, tmp_path: Path, width: int
) -> None:
    report(site, town)
    estate = town.estates["和风苑"]
    upload(browser.page(width=1440, user=town.admin), tmp_path)
    wrong: list[object] = []
    for look in LOOKS:
        page = browser.page(width=width, user=town.admin, **look)
        for path in (*PATHS, "/admin/grids/1", f"/admin/estates/{estate}", f"/admin/estates/{estate}/houses/new"):
            page.goto(path)
            narrow = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            wrong += [(path, look, found) for found in browser.axe(page)] + ([] if narrow else [(path, look, "wide")])
    assert wrong == []
