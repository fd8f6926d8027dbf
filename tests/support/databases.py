"""Databases for tests: the schema is made once by the real migrations, then copied."""

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text

import config
from app.core.db import db
from app.core.web import streets
from app.factory import create_app
from app.grid import shelf
from app.sla import calendars
from tests.support.memory import compiled_templates
from tests.support.postgres import NoServer, postgres

KINDS = ("sqlite", "postgresql")
SESSION_KEY = "s" * 32
KEYS = "k1:" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY="


def missing(what: str) -> None:
    """A tool is not here: a failure in CI, elsewhere a skip that says so."""
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(f"{what} (a skip outside CI)")
    pytest.skip(what)


class Databases:
    """The databases of one test process. `close` stops the server that was started for them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._apps: dict[str, Flask] = {}
        self._number = count(1)
        self._stack = contextlib.ExitStack()
        self._server: str | None = None
        self._no_server: str | None = None

    def app(self, kind: str) -> Flask:
        """An application on a migrated, empty database of this kind; made at first need."""
        if kind not in self._apps:
            app = make_app(self._blank(kind, "template"), self.folder)
            with app.app_context():
                upgrade()
                db.engine.dispose()
            self._apps[kind] = app
        return self._apps[kind]

    @contextlib.contextmanager
    def fresh(self, kind: str) -> Iterator[str]:
        """The address of a copy of the migrated database, gone at the end."""
        source = make_url(self.app(kind).config["SQLALCHEMY_DATABASE_URI"])
        with self.app(kind).app_context():
            db.engine.dispose()
        name = f"copy{next(self._number)}"
        if kind == "sqlite":
            path = self.folder / f"{name}.db"
            shutil.copyfile(str(source.database), path)
            yield f"sqlite:///{path}"
            for end in ("", "-wal", "-shm"):
                path.with_name(path.name + end).unlink(missing_ok=True)
        else:
            yield self._create(self._name(name), template=str(source.database))
            self._execute(f'DROP DATABASE "{self._name(name)}" WITH (FORCE)')

    @contextlib.contextmanager
    def empty(self, kind: str) -> Iterator[str]:
        """The address of a database without any table, gone at the end."""
        name = f"empty{next(self._number)}"
        yield self._blank(kind, name)
        if kind == "sqlite":
            (self.folder / f"{name}.db").unlink(missing_ok=True)
        else:
            self._execute(f'DROP DATABASE "{self._name(name)}" WITH (FORCE)')

    def close(self) -> None:
        """Drop what is left and stop the server."""
        for kind, app in self._apps.items():
            with app.app_context():
                db.engine.dispose()
            if kind == "postgresql":
                self._execute(f'DROP DATABASE "{self._name("template")}" WITH (FORCE)')
        self._stack.close()

    def _blank(self, kind: str, name: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{self.folder / name}.db"
        return self._create(self._name(name))

    def _create(self, name: str, template: str = "template0") -> str:
        self._execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self._url.set(database=name).render_as_string(hide_password=False)

    def _execute(self, statement: str) -> None:
        engine = create_engine(self._url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()

    def _name(self, name: str) -> str:
        return f"lingrid_{os.getpid()}_{name}"

    @property
    def _url(self) -> URL:
        """The server, started at first need; skips or fails the test where there is none."""
        if self._server is None and self._no_server is None:
            try:
                self._server = self._stack.enter_context(postgres())
            except NoServer as error:
                self._no_server = str(error)
        if self._server is None:
            missing(str(self._no_server))
        return make_url(str(self._server)).set(drivername="postgresql+psycopg")


def make_app(url: str, folder: Path, **more: str) -> Flask:
    """An application with a test's settings; `more` are LINGRID_* variables without the prefix."""
    given = {"DATABASE_URL": url, "INSTANCE": str(folder), "SECRET_KEYS": KEYS, "SESSION_KEY": SESSION_KEY, **more}
    app = create_app(config.load({config.PREFIX + name: value for name, value in given.items()}))
    app.testing, app.jinja_env.bytecode_cache = True, compiled_templates()
    return app


@contextlib.contextmanager
def on_engine(app: Flask, engine: Any) -> Iterator[None]:
    """Let the application use another engine (or one open connection) while the block runs."""
    with app.app_context():
        engines: dict[str | None, Any] = db.engines  # type: ignore[assignment]
    before, engines[None] = engines[None], engine
    try:
        yield
    finally:
        engines[None] = before


def forget_caches() -> None:
    """What a process keeps of a database for a minute; tests take things back."""
    for forget in (calendars.forget, shelf.forget, streets.forget):
        forget()


def engine_for(app: Flask, url: str) -> Engine:
    """An engine like the application's own, for another database; refuses writes outside `transaction()`."""
    engine = create_engine(url, **app.config["SQLALCHEMY_ENGINE_OPTIONS"])
    event.listen(engine, "begin", _only_transactions_write)
    event.listen(engine, "checkin", _let_go)
    return engine


def _let_go(raw: Any, _record: Any) -> None:
    if isinstance(raw, sqlite3.Connection):
        raw.execute("PRAGMA query_only=OFF")


def _only_transactions_write(connection: Connection) -> None:
    # Past SQLAlchemy's own events, so that it is no statement to count.
    writes = connection.get_execution_options().get("writes", False)
    raw: Any = connection.connection.dbapi_connection
    if connection.dialect.name == "sqlite":
        raw.execute(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
    elif not writes:
        raw.execute("SET TRANSACTION READ ONLY")
