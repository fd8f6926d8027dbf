"""The tablet's client in a real browser: its server played by the test, or the real one on the scripted day."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.field_app.walking import Day, a_morning
from tests.field_sync.matrix import reference
from tests.field_sync.places import placed
from tests.support.browsers import Pages
from tests.support.databases import Databases
from tests.support.field_app import Doors, Tablet
from tests.support.site import Parent
from tests.support.towns import Seeded
from tests.support.towns import seeded as seeded


@pytest.fixture
def tablet(browser: Pages) -> Tablet:
    """A tablet on which 沈望舒 has just signed in."""
    made = Tablet(browser, Doors())
    made.send()
    return made


@pytest.fixture
def day(seeded: Seeded, databases: Databases, parent: Parent, chromium: Browser, tmp_path: Path) -> Iterator[Day]:
    """The morning of the scripted day, which another client has walked without a fault."""
    town = seeded.of("sqlite")[2]
    with placed(seeded, databases, "sqlite") as place, reference(place, town, tmp_path / "reference", ()) as made:
        with a_morning(made, parent, chromium, tmp_path / "site") as morning:
            yield morning
        assert morning.pages.faults == []
