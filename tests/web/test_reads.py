"""A page that is only looked at writes nothing: the harness refuses writes outside `transaction()`."""

import pytest
from sqlalchemy.exc import DatabaseError

from app.core.db import db
from tests.builders.people import a_street
from tests.support.web import Web


def test_a_write_outside_a_transaction_is_refused(web: Web) -> None:
    with web.read(), pytest.raises(DatabaseError, match=r"(?i)read-?only"):
        a_street()


def test_a_transaction_writes(web: Web) -> None:
    with web.write():
        street_id = a_street().id
    with web.read():
        assert db.session.connection().exec_driver_sql("SELECT id FROM street").scalar() == street_id
