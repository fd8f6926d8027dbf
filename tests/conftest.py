"""What every test may ask for.

town      an app context on a migrated database, SQLite and PostgreSQL in turn, all rolled back afterwards
web       an application on a committed throwaway database, and clients for it; pushes no context
clock     the clock of the process, let go afterwards
site      a real server in a process of its own, on a throwaway database
browser   pages of that site in a real Chromium: `browser.page(user=…, width=390, lang="en", theme="dark")`

Statements are counted with `app.core.counting.count_statements()`.
"""

import gc
import os
from collections.abc import Generator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any
from zlib import crc32

import pytest
from flask import Flask
from playwright.sync_api import Browser
from xdist.scheduler import LoadScopeScheduling

import config
from app.core import clock as core_clock
from app.core.db import WRITING, db
from tests.support import browsers
from tests.support.databases import KINDS, Databases, forget_caches, on_engine
from tests.support.memory import quick_folder
from tests.support.site import Parent, Site, running_site
from tests.support.web import Web

TOGETHER = ("tests/cases/test_no_other_way.py", "tests/protection/test_walk.py")
# Folders whose tests come in by a page or a command.
DOORS: tuple[str, ...] = (
    "account",
    "admin",
    "casework",
    "cli",
    "demo",
    "desk",
    "field",
    "i18n",
    "panel",
    "protection",
    "resident",
)
DOORS += ("verdicts", "web")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A journey that fails says what its pages showed."""
    report = yield
    given = getattr(item, "funcargs", {})
    made = given.get("browser") or getattr(given.get("day"), "pages", None)
    if report.when == "call" and report.failed and made is not None:
        report.sections.append(("browser", made.evidence()))
    return report


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """The databases of this test process; nothing is made before a test asks."""
    with TemporaryDirectory(prefix="lingrid-test-", dir=quick_folder()) as folder:
        made = Databases(Path(folder))
        yield made
        made.close()


def pytest_collection_finish() -> None:
    """What is loaded stays: looking through it for garbage again and again took an eighth of the suite's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


class ByTest(LoadScopeScheduling):
    """Test by test to whichever process is free; a file that makes something dear for all its tests goes whole."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return file if file in TOGETHER else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByTest:
    """Who runs what where there are several processes."""
    return ByTest(config, log)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Rules of the database are tried on both kinds. What comes in by a door runs on one of the two, by its name:
    every door has several tests, so it meets both; with LINGRID_TEST_BOTH=1 each of them does."""
    own = any("database_kind" in mark.args[0] for mark in metafunc.definition.iter_markers("parametrize"))
    if own or "database_kind" not in metafunc.fixturenames:
        return
    name, folder = metafunc.definition.originalname, metafunc.definition.path.parent.name
    one = folder in DOORS and not os.environ.get(f"{config.PREFIX}TEST_BOTH")
    metafunc.parametrize("database_kind", (KINDS[crc32(name.encode()) % 2],) if one else KINDS, indirect=True)


@pytest.fixture
def database_kind(request: pytest.FixtureRequest) -> str:
    """The database under test."""
    return str(request.param)


@pytest.fixture
def town(database_kind: str, databases: Databases) -> Iterator[Flask]:
    """An app context and a session on one connection; whatever is written is rolled back at the end.

    `transaction()` works too: it commits into the outer transaction, and first drops what was not committed.
    """
    app = databases.app(database_kind)
    with app.app_context():
        connection = db.engine.connect().execution_options(**WRITING)
    outer, _ = connection.begin(), connection.begin_nested()
    with on_engine(app, connection), app.app_context():
        yield app
        db.session.remove()
    outer.rollback()
    connection.close()
    forget_caches()


@pytest.fixture
def web(database_kind: str, databases: Databases) -> Iterator[Web]:
    """See tests/support/web.py."""
    with databases.fresh(database_kind) as url, Web.on(databases.app(database_kind), url) as made:
        yield made


@pytest.fixture
def clock() -> Iterator[ModuleType]:
    """`clock.set(moment)` holds the time of this process."""
    yield core_clock
    core_clock.reset()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser process of this test process."""
    with browsers.chromium() as made:
        yield made


@pytest.fixture(scope="session")
def parent() -> Iterator[Parent]:
    """The process that forks the servers of this test process."""
    made = Parent()
    yield made
    made.close()


@pytest.fixture
def site(databases: Databases, parent: Parent, tmp_path: Path) -> Iterator[Site]:
    """See tests/support/site.py."""
    with running_site(databases, parent, tmp_path) as made:
        yield made


@pytest.fixture
def browser(chromium: Browser, site: Site) -> Iterator[browsers.Pages]:
    """See tests/support/browsers.py. A script error or a refusal by the CSP fails the test."""
    made = browsers.Pages(chromium, site)
    yield made
    made.close()
    assert made.faults == []
