"""Somebody who left is named no more; what they did stays, and every chain stays sound."""

import pytest
from sqlalchemy import select, text

from app.cases import audit, ops
from app.cases.models_trail import RoutingDecision
from app.core.db import db
from app.core.errors import Conflict
from app.people import ops as people
from app.people import queries
from app.people.models import PasswordUsed, User
from tests.builders.closings import CLOSED, closed
from tests.builders.town import MONDAY, Town, hours
from tests.support.towns import cast, seeded  # noqa: F401 (fixtures)


def gone(cast: Town, who: int | None = None) -> str:  # noqa: F811 (a fixture's name)
    """The worker, or who is told, leaves and is named no more; the name they had."""
    person = who or cast.worker.id or 0
    people.lock(person, CLOSED)
    before = people.anonymise(person)
    ops.forget_name(cast.street_id, person, before, people.NOBODY)
    db.session.flush()
    return before


def test_name_login_telephone_mail_and_passwords_go(cast: Town) -> None:  # noqa: F811
    before = gone(cast)
    person = db.session.get_one(User, cast.worker.id)
    assert (person.name, person.login) == (people.NOBODY, f"left-{person.id}") and before == cast.worker.name
    assert (person.phone, person.email, person.active) == ("", None, False)
    assert db.session.scalar(select(PasswordUsed.id).where(PasswordUsed.user_id == person.id)) is None
    assert queries.by_login(before) is None


def test_whoever_still_works_is_not_made_nameless(cast: Town) -> None:  # noqa: F811
    with pytest.raises(Conflict):
        people.anonymise(cast.worker.id or 0)


def test_what_they_did_stays_and_every_chain_and_root_is_sound(cast: Town) -> None:  # noqa: F811
    case = closed(cast)
    case_id, owner_id = case.id, case.owner_id
    audit.make_root(CLOSED + hours(1))
    db.session.flush()
    gone(cast, owner_id)
    db.session.expire_all()
    found = audit.verify()
    assert (found.faults, found.roots) == ([], 1) and found.entries > 5
    assert cast.of(case_id).owner_id == owner_id


def test_no_row_of_the_database_names_them(cast: Town) -> None:  # noqa: F811
    cast.report(at=MONDAY)
    before = gone(cast)
    db.session.expire_all()
    steps = db.session.scalars(select(RoutingDecision)).all()
    assert any(people.NOBODY in str(decision.steps) for decision in steps)
    for table in ("user_account", "routing_decision", "notice", "case_entry"):
        rows = db.session.execute(text(f"SELECT * FROM {table}")).all()
        assert not any(value == before or f'"{before}"' in str(value) for row in rows for value in row), table
