"""A kept question gives what the ordinary way gives, on either database."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import bindparam, func, select

from app.core.db import db, fetch, transaction
from app.people.models import Street
from tests.support.web import Web

AT = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
BY_SLUG = (
    select(Street.id, Street.slug, Street.created_at, Street.demo)
    .where(Street.slug.in_(bindparam("slugs", expanding=True)), Street.created_at <= bindparam("until"))
    .order_by(Street.id)
)
SOME = select(Street.name_zh, func.count()).where(Street.slug.in_(["a", "b"]), Street.demo == bindparam("demo"))
SOME = SOME.group_by(Street.name_zh)


@pytest.fixture
def streets(web: Web) -> Any:
    with web.app.app_context():
        with transaction():
            for slug in ("a", "b", "c"):
                db.session.add(Street(code=slug, slug=slug, name_zh="一街", name_en="One", created_at=AT))
        yield


@pytest.mark.parametrize("slugs", [[], ["a"], ["b", "c"], ["a", "b", "c", "d"]])
def test_it_gives_the_rows_of_the_ordinary_way_whatever_the_length_of_its_list(streets: None, slugs: list[str]) -> None:
    values = {"slugs": slugs, "until": AT}
    assert [tuple(row) for row in fetch(BY_SLUG, values)] == [tuple(r) for r in db.session.execute(BY_SLUG, values)]


def test_its_rows_have_names_and_types(streets: None) -> None:
    (row,) = fetch(BY_SLUG, {"slugs": ["b"], "until": AT})
    assert (row.slug, row.created_at, bool(row.demo)) == ("b", AT, False)


def test_a_moment_of_another_zone_is_the_same_moment(streets: None) -> None:
    east = timezone(timedelta(hours=8))
    assert fetch(BY_SLUG, {"slugs": ["a"], "until": AT.astimezone(east)})
    assert not fetch(BY_SLUG, {"slugs": ["a"], "until": AT.astimezone(east) - timedelta(seconds=1)})


def test_what_always_stands_in_it_stays_beside_what_is_given(streets: None) -> None:
    assert [tuple(row) for row in fetch(SOME, {"demo": False})] == [("一街", 2)]


def test_it_sees_what_the_session_holds_unwritten(streets: None) -> None:
    with transaction():
        db.session.add(Street(code="d", slug="d", name_zh="四街", name_en="Four", created_at=AT))
        assert len(fetch(BY_SLUG, {"slugs": ["d"], "until": AT})) == 1
