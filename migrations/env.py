"""How Alembic reaches the database and compares it with the models. Run by `run.py migrate`."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy import Connection, event, types

from app import schema
from app.cases import models_words
from app.core.db import db


def include_name(name: str | None, kind: str, _parents: Any) -> bool:
    """Whether a name found in the database is compared: no model names the index of words and what is under it."""
    return not (kind in ("table", "index") and name is not None and models_words.is_ours(name))


OPTIONS: dict[str, Any] = {"target_metadata": schema.METADATA, "compare_type": True, "include_name": include_name}


def render_item(kind: str, item: Any, _autogen: AutogenContext) -> str | bool:
    """A column type of ours is written as the plain type under it: a migration outlives the code."""
    if kind == "type" and isinstance(item, types.TypeDecorator) and type(item).__module__.startswith("app."):
        return f"sa.{item.impl!r}"
    return False


def run_offline() -> None:
    """Print the SQL for a database that is reached by hand."""
    url = current_app.config["SQLALCHEMY_DATABASE_URI"]
    context.configure(url=url, literal_binds=True, render_item=render_item, **OPTIONS)
    with context.begin_transaction():
        context.run_migrations()


def run_online() -> None:
    """Migrate over the application's own engine: everything in one transaction, on both databases."""
    with (
        db.engine.connect().execution_options(sqlite_begin="IMMEDIATE") as connection,
        _foreign_keys_late(connection),
        connection.begin(),
    ):
        # An empty SQLite database takes plain statements; one with tables in it needs the batch form.
        batch = connection.dialect.has_table(connection, "street")
        options = OPTIONS | {"render_item": render_item, "render_as_batch": batch, "transactional_ddl": True}
        context.configure(connection=connection, **options)
        with context.begin_transaction():
            context.run_migrations()


@contextmanager
def _foreign_keys_late(connection: Connection) -> Iterator[None]:
    """SQLite rebuilds a table by dropping it: its keys are checked as a whole before the commit instead."""
    if connection.dialect.name != "sqlite":
        yield
        return
    raw: Any = connection.connection.dbapi_connection
    raw.execute("PRAGMA foreign_keys=OFF")
    event.listen(connection, "commit", _check_foreign_keys)
    try:
        yield
    finally:
        event.remove(connection, "commit", _check_foreign_keys)
        raw.execute("PRAGMA foreign_keys=ON")


def _check_foreign_keys(connection: Connection) -> None:
    if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
        raise RuntimeError(f"the migration breaks foreign keys: {broken[:5]}")


if context.is_offline_mode():
    run_offline()
else:
    run_online()
