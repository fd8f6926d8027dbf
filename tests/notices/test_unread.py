"""Counting what is new costs as much as there is new, however long the inbox is."""

import pytest
from flask import Flask
from sqlalchemy import text

from app.core.counting import count_statements
from app.core.db import db
from app.notices.queries import unread


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_what_is_new_is_counted_in_the_small_index(town: Flask) -> None:
    assert town
    with count_statements() as counted:
        assert unread(1) == 0
    plan = db.session.execute(text("EXPLAIN QUERY PLAN " + counted.statements[-1].replace("?", "1")))
    assert any("ix_notice_unread" in row.detail for row in plan)
