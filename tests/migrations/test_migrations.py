"""Up, down, up again with data in them, and nothing that the models say is missing, on both databases."""

from collections.abc import Iterator
from typing import Any

import flask_migrate
import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import func, select

import config
from app import health, schema
from app.core.db import db, transaction
from app.people.models import Street
from app.review.words import Vote
from tests.builders.reviews import a_community
from tests.support.databases import Databases, make_app
from tests.support.described import described, tables_of


@pytest.fixture
def blank(database_kind: str, databases: Databases) -> Iterator[Flask]:
    """An application on a database without tables, in its context."""
    with databases.empty(database_kind) as url:
        app = make_app(url, databases.folder)
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()


def up() -> None:
    flask_migrate.upgrade()
    db.session.remove()


def fill() -> None:
    """A street with a case that went through a panel: rows behind every kind of key and trigger."""
    with transaction():
        community = a_community()
        community.roster(7)
        review = community.checked(community.handled_case())
        community.vote(review, Vote.SOLVED, Vote.SOLVED)


def test_up_down_and_up_again_with_data_in_them(blank: Flask) -> None:
    up()
    fill()
    db.session.remove()
    flask_migrate.downgrade(revision="base")
    assert tables_of(db.engine) == set()
    up()
    assert health.current_revisions() == health.wanted_revisions()
    fill()
    assert db.session.scalar(select(func.count()).select_from(Street)) == 1


def test_the_migrations_make_what_the_models_say(blank: Flask, database_kind: str, databases: Databases) -> None:
    up()
    assert described(db.engine) == wanted_by_the_models(database_kind, databases)


def test_a_database_made_before_a_trigger_was_written_gets_it(
    blank: Flask, database_kind: str, databases: Databases
) -> None:
    flask_migrate.upgrade(revision="0001")
    where = " ON case_handler" if database_kind == "postgresql" else ""
    with db.engine.begin() as connection:
        for name in ("case_handler_kept", "case_handler_unchanged"):
            connection.exec_driver_sql(f"DROP TRIGGER {name}{where}")
    up()
    assert described(db.engine) == wanted_by_the_models(database_kind, databases)


def wanted_by_the_models(database_kind: str, databases: Databases) -> dict[str, Any]:
    """What the models and the rules would make of an empty database."""
    with databases.empty(database_kind) as url:
        app = make_app(url, databases.folder)
        with app.app_context():
            schema.METADATA.create_all(db.engine)
            with db.engine.begin() as connection:
                for statement in schema.create_triggers(database_kind):
                    connection.exec_driver_sql(statement)
            wanted = described(db.engine)
            db.engine.dispose()
    return wanted


def test_an_automatic_comparison_finds_nothing_either(blank: Flask) -> None:
    up()
    flask_migrate.check()


def test_there_is_one_line_of_migrations() -> None:
    script = ScriptDirectory(str(config.ROOT / "migrations"))
    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1
