"""Void rounds, conferences and rulings in a real browser: seen by the checker in every width and look."""

from datetime import timedelta

import pytest

from app.cases.lifecycle import State
from tests.builders.town import MONDAY, a_town
from tests.builders.town_walks import left_to_chief, second_round
from tests.support.browsers import Pages
from tests.support.site import Site

LOOKS: list[tuple[int, dict[str, str]]] = [(390, {}), (390, {"size": "large"}), (1024, {"theme": "dark"}), (1440, {})]


@pytest.mark.browser
def test_the_checker_finds_nothing_where_a_ruling_or_a_conference_is_written_or_shown(
    browser: Pages, site: Site
) -> None:
    site.set_clock(MONDAY + timedelta(days=8))
    with site.web.write():
        town = a_town("town")
        ruled, again = left_to_chief(town, MONDAY - timedelta(days=7)).id, second_round(town, MONDAY).id
        conference, review = (
            town.case_in(State.CONFERENCE, MONDAY + timedelta(days=7)).id,
            town.review_of(town.of(again)).id,
        )
        voter = town.panel(review)[0]
    desk = [f"/cases/{ruled}", f"/cases/{ruled}/override", f"/cases/{conference}/conclude", "/desk/queue?kind=override"]
    visits = [(town.chief, path) for path in [*desk, f"/cases/{again}"]] + [(voter, f"/panel/{review}")]
    found = {}
    for width, look in LOOKS:
        for who, path in visits:
            page = browser.page(user=who, width=width, **look)
            page.goto(path)
            wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
            found[path, width, str(look)] = browser.axe(page) + (["wider than its window"] if wide else [])
            page.context.close()
    assert {where: faults for where, faults in found.items() if faults} == {}
