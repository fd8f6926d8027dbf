"""The front door: what a command prints, and how it ends."""

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select, update

import config
from app.cases.queries_words import matching
from app.catalog.models import Category
from app.cli import cli
from app.core.db import db
from app.factory import create_app
from app.people import queries as people
from app.people.changes import SetupChange, changes
from tests.builders.town import FUMES, a_town
from tests.support.web import Web

DATA = config.ROOT / "app" / "demo" / "data"
PASSWORD = "Zhen-xin 2026"
# `start` starts others; the replay of an archive must work where nothing is set up.
NEED_NO_SETTING = (("lifecycle",), ("start",), ("sla", "replay"))


def run(web: Web, *words: str) -> Result:
    """A command on the test's database."""
    return CliRunner().invoke(cli, words, obj=lambda: web.app)


def a_street(web: Web) -> None:
    assert run(web, "create-street", "310114002000", "zhenxin", "真新街道").exit_code == 0


def walk(command: click.Command, *names: str) -> list[tuple[str, ...]]:
    if isinstance(command, click.Group):
        return [path for name, child in command.commands.items() for path in walk(child, *names, name)]
    return [names]


@pytest.mark.parametrize("words", walk(cli), ids=" ".join)
def test_every_command_says_what_it_is_for(words: tuple[str, ...]) -> None:
    told = CliRunner().invoke(cli, [*words, "--help"])
    assert told.exit_code == 0
    assert len(told.output.splitlines()) > 4


def test_a_wrong_setting_ends_with_one_line_and_code_2(tmp_path: Path) -> None:
    env = {"LINGRID_INSTANCE": str(tmp_path), "LINGRID_PORT": "x", "PATH": "/usr/bin:/bin"}
    command = [sys.executable, str(config.ROOT / "run.py"), "web"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "LINGRID_PORT must be a whole number from 1 to 65535\n"


@pytest.mark.parametrize("words", [path for path in walk(cli) if path not in NEED_NO_SETTING], ids=" ".join)
def test_every_command_names_a_wrong_setting(words: tuple[str, ...], tmp_path: Path) -> None:
    def make() -> Flask:
        return create_app(config.load({"LINGRID_INSTANCE": str(tmp_path), "LINGRID_DEMO": "perhaps"}))

    (tmp_path / "file").touch()
    arguments = {
        "create-street": "1 a b",
        "create-user": f"a b --role admin --password {PASSWORD.replace(' ', '_')}",
        "explain": "1",
        "import": "--from-package --year 2026",
        "close": "--day 2026-12-24 --name x",
        "windows": "08:30-12:00",
        "anonymise": "a",
        "erase": "ZX-1",
    }
    files = {"import-grid": 1, "import-catalog": 2, "import-cases": 1, "archive": 1}.get(words[-1], 0) * [
        str(tmp_path / "file")
    ]
    more = [*arguments.get(words[-1], "").split(), *files, *(["--map", *files] if words[-1] == "import-cases" else [])]
    done = CliRunner().invoke(cli, [*words, *more], obj=make)
    assert (done.exit_code, done.output) == (2, "LINGRID_DEMO must be 1 or 0\n")


def test_a_street_is_made_and_filled_by_commands(web: Web) -> None:
    a_street(web)
    grid = run(web, "import-grid", str(DATA / "zhenxin-grids.geojson"))
    catalog = run(web, "import-catalog", str(DATA / "departments.csv"), str(DATA / "categories.csv"))
    assert (grid.exit_code, catalog.exit_code) == (0, 0)
    assert "added: 32" in grid.output
    assert "categories new: 49" in catalog.output
    again = run(web, "import-grid", str(DATA / "zhenxin-grids.geojson"))
    assert "added: 0" in again.output
    with web.read():
        (line,) = changes(people.streets()[0].id)  # the second time changed nothing
        assert (line.by_id, line.subject, len(line.after["added"])) == (None, "1", 32)


def test_a_bad_grid_file_is_refused_with_every_fault(web: Web, tmp_path: Path) -> None:
    a_street(web)
    (tmp_path / "bad.geojson").write_text('{"type": "FeatureCollection", "features": [{}, {}]}')
    done = run(web, "import-grid", str(tmp_path / "bad.geojson"))
    assert done.exit_code == 1
    assert len(done.output.splitlines()) > 2


def test_an_account_is_made_and_its_password_must_be_changed(web: Web) -> None:
    a_street(web)
    done = run(web, "create-user", "chen", "陈一苇", "--role", "admin", "--password", PASSWORD)
    assert (done.exit_code, done.output) == (0, "user chen\n")
    with web.read():
        account = people.by_login("chen")
        assert account is not None and account.must_change and PASSWORD not in account.password_hash


def test_who_is_made_and_forgotten_by_commands_stands_in_the_trail_without_a_name(web: Web) -> None:
    a_street(web)
    run(web, "create-user", "chen", "陈一苇", "--role", "intake_clerk", "--password", PASSWORD)
    assert run(web, "people", "anonymise", "chen").exit_code == 0
    with web.read():
        gone, made = db.session.scalars(select(SetupChange).order_by(SetupChange.id.desc())).all()
    assert made.after == {"active": True, "roles": ["intake_clerk"], "grids": []}
    assert gone.after == {"active": False, "name": "changed"} and gone.by_id is None
    assert "陈一苇" not in f"{gone.subject}{made.subject}{made.after}"


@pytest.mark.parametrize(("password", "role"), [("short", "admin"), (PASSWORD, "king")])
def test_a_weak_password_and_an_unknown_role_make_nobody(web: Web, password: str, role: str) -> None:
    a_street(web)
    assert run(web, "create-user", "chen", "陈一苇", "--role", role, "--password", password).exit_code in (1, 2)
    with web.read():
        assert people.by_login("chen") is None


def test_without_a_street_a_command_says_how_to_make_one(web: Web) -> None:
    done = run(web, "import-grid", str(DATA / "zhenxin-grids.geojson"))
    assert done.exit_code == 1
    assert "create-street" in done.output


def test_among_several_streets_one_must_be_named(web: Web) -> None:
    a_street(web)
    assert run(web, "create-street", "310114003000", "other", "别的街道").exit_code == 0
    assert "other, zhenxin" in run(web, "import-grid", str(DATA / "zhenxin-grids.geojson")).output
    assert run(web, "import-grid", str(DATA / "zhenxin-grids.geojson"), "--street", "other").exit_code == 0


def test_an_empty_database_sweeps_and_verifies(web: Web) -> None:
    assert run(web, "sweep", "--at", "2026-11-23T14:00").output == "steps: 0, parked: 0, called on: 0, reviews: 0\n"
    assert run(web, "audit", "verify").output.startswith("cases: 0, entries: 0, roots: 0, faults: 0")
    assert run(web, "sweep", "--at", "tomorrow").exit_code == 2


def test_migrating_twice_changes_nothing(web: Web) -> None:
    assert run(web, "migrate").output == run(web, "migrate").output
    with web.read():
        assert db.session.connection() is not None


def test_a_renamed_category_is_found_by_its_new_name_once_the_words_are_made_anew(web: Web) -> None:
    with web.write():
        town = a_town()
        case_id = town.report(FUMES).id
        db.session.execute(update(Category).where(Category.code == FUMES).values(name_zh="厨房排烟"))
    assert run(web, "search", "rebuild").output == "cases: 1\n"
    with web.read():
        found = [list(db.session.scalars(matching(words).rows)) for words in ("厨房排烟", "油烟扰民")]
    assert found == [[case_id], []]
