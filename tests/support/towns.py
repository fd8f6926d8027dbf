"""The town of tests/builders/town.py on a database that is filled once a test process.

A conftest takes the fixtures in by name:
`from tests.support.towns import cast, seeded, served  # noqa: F401 (fixtures)`
"""

import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, make_url

from app.core.db import WRITING, db, transaction
from tests.builders.town import Town, a_town
from tests.support.databases import Databases, engine_for, forget_caches, on_engine
from tests.support.web import Web


class Seeded:
    """A database of each kind with one town in it; made at first need."""

    def __init__(self, databases: Databases) -> None:
        self._databases = databases
        self._made: dict[str, tuple[Flask, str, Engine, Town]] = {}
        self._stack = contextlib.ExitStack()
        self._number = count(1)

    def of(self, kind: str) -> tuple[Flask, Engine, Town]:
        """The application, an engine on the filled database, and the town in it."""
        if kind not in self._made:
            app = self._databases.app(kind)
            url = self._stack.enter_context(self._databases.fresh(kind))
            engine = engine_for(app, url)
            with on_engine(app, engine), app.app_context(), transaction():
                town = a_town("town")
            self._made[kind] = (app, url, engine, town)
        app, _, engine, town = self._made[kind]
        return app, engine, town

    @contextlib.contextmanager
    def copy(self, kind: str) -> Iterator[str]:
        """The address of a copy of the filled database, gone at the end."""
        _, engine, _ = self.of(kind)
        engine.dispose()
        url, name = self._made[kind][1], f"lingrid_town{next(self._number)}_{id(self)}"
        if kind == "sqlite":
            source = Path(str(make_url(url).database))
            path = source.with_name(f"{name}.db")
            shutil.copyfile(source, path)
            yield f"sqlite:///{path}"
            for end in ("", "-wal", "-shm"):
                path.with_name(path.name + end).unlink(missing_ok=True)
        else:
            yield self._databases._create(name, template=str(make_url(url).database))
            self._databases._execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def close(self) -> None:
        """Drop what was made."""
        for _, _, engine, _ in self._made.values():
            engine.dispose()
        self._stack.close()


@dataclass
class Served:
    """The town on a committed database of its own, with clients in front."""

    web: Web
    town: Town


@pytest.fixture(scope="session")
def seeded(databases: Databases) -> Iterator[Seeded]:
    """The filled databases of this test process."""
    made = Seeded(databases)
    yield made
    made.close()


@contextlib.contextmanager
def standing(seeded: Seeded, kind: str) -> Iterator[Town]:
    """The town in an app context of its own; whatever is written is rolled back at the end."""
    app, engine, town = seeded.of(kind)
    connection = engine.connect().execution_options(**WRITING)
    outer, _ = connection.begin(), connection.begin_nested()
    with on_engine(app, connection), app.app_context():
        yield town
        db.session.remove()
    outer.rollback()
    connection.close()
    forget_caches()


@pytest.fixture
def cast(database_kind: str, seeded: Seeded) -> Iterator[Town]:
    """The town in an app context, like the fixture `town`: whatever a test writes is rolled back."""
    with standing(seeded, database_kind) as town:
        yield town


@pytest.fixture
def served(database_kind: str, seeded: Seeded) -> Iterator[Served]:
    """The town behind a `web` on a committed copy."""
    app, _, town = seeded.of(database_kind)
    with seeded.copy(database_kind) as url, Web.on(app, url) as web:
        yield Served(web, town)
    forget_caches()
