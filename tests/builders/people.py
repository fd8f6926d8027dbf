"""Streets and people for tests, made by the ops."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from app.core.permissions import Role
from app.people import ops
from app.people.models import Street, User

NOON = datetime(2026, 11, 16, 4, tzinfo=UTC)  # a Monday, 12:00 in the street
PASSWORD = "Zhen-xin 2026"
# argon2id of PASSWORD by weak parameters: signing in with it also shows that hashes are renewed.
HASH = "$argon2id$v=19$m=8,t=1,p=1$bGluZ3JpZC10ZXN0LTE$ftFCZA0QA6/4XaDSC6DoGkdOYbIGv9V29WVLBHKT+2o"
_number = count(1)


def a_street(**more: Any) -> Street:
    """A street without grids."""
    n = next(_number)
    return ops.create_street(f"77{n:010d}", f"street-{n}", f"第{n}街道", f"Street {n}", NOON, **more)


def a_user(street: Street | int, *roles: Role, name: str = "陈一苇", **more: Any) -> User:
    """Somebody with an account; the password is PASSWORD."""
    street_id = street if isinstance(street, int) else street.id
    more = {"login": f"user{next(_number)}", "password_hash": HASH, "at": NOON, **more}
    return ops.create_user(street_id, more.pop("login"), name, more.pop("password_hash"), roles, **more)
