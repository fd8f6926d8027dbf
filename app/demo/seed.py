"""The demo street, made anew relative to today: real grids, invented people, cases in every state.

Everything happens through `ops` with a set clock, so the chains verify and the clocks recompute. Same
number of cases, same day: the same demo.
"""

import random
from collections.abc import Callable
from datetime import datetime, time, timedelta
from importlib import resources

from sqlalchemy import select

from app.catalog import ops as catalog
from app.core.clock import from_street, street_time
from app.core.db import db, transaction
from app.core.permissions import Actor
from app.demo import people, pictures, places, replies, rosters
from app.demo.accounts import PASSWORD
from app.demo.play import Cast
from app.demo.programme import Programme
from app.demo.stage import Stage
from app.demo.texts import STORIES
from app.grid import ops as grid
from app.grid import queries as grids
from app.notices import ops as notices
from app.notices.models import Notice
from app.people import ops as accounts
from app.people.models import User
from app.people.passwords import hash_password
from app.sla import calendars

SEED = 310114002
DAYS = 90
# Far fewer reviewers than a real street would have, so each may sit oftener than the usual four times a month.
SETTINGS = {"receipt_prefix": "ZX", "sampled_rate": 20, "reviewer_monthly_cap": 12}
Progress = Callable[[int, int], None]


def print_nothing(_done: int, _total: int) -> None:
    """Progress for whoever does not look."""


def seed_demo(*, cases: int, at: datetime, progress: Progress = print_nothing) -> int:
    """Make the demo street with about `cases` cases up to `at`; returns the street's id.

    Opens its own transactions. Raises Conflict when the street exists.
    """
    begin = from_street(street_time(at).date() - timedelta(days=DAYS), time(7, 0))
    with transaction():
        street_id, made = found_street(begin)
    cast = Cast.of(street_id)
    cast.paint({pictures.scene_for(code) for code in STORIES}, begin)
    stage = Stage(street_id, at, random.Random(SEED))
    programme = Programme(stage, cast, made, cases)
    programme.fill(begin)
    db.session.rollback()
    stage.play(lambda done: progress(min(done, programme.expected), programme.expected))
    password_hash = hash_password(PASSWORD)
    with transaction():
        _read_the_old(street_id, at)
        rosters.bring_up_to_date(cast, password_hash, at)
    progress(programme.expected, programme.expected)
    return street_id


def found_street(at: datetime) -> tuple[int, places.Places]:
    """Everything but the cases: street, grids, catalogue, calendar, units, estates, people, duties."""
    street = accounts.create_street(
        "310114002000", "zhenxin", "真新街道", "Zhenxin Subdistrict", at, demo=True, settings=SETTINGS
    )
    grid.import_grid(street.id, data("zhenxin-grids.geojson"), at)
    catalog.import_catalog(street.id, data("departments.csv"), data("categories.csv"), at)
    catalog.seed_stage_limits(street.id, at)
    calendars.seed(street.id, at)
    tree = grids.tree(street.id)
    made = places.settle(street.id, tree, grids.boundaries_geojson(street.id, at), at, SEED)
    people.People(street.id, tree, made.units, at, SEED).settle()
    replies.write(street.id, at)
    return street.id, made


def data(name: str) -> str:
    """A file of the demo data, as text."""
    return resources.files("app.demo").joinpath("data", name).read_text(encoding="utf-8")


def _read_the_old(street_id: int, at: datetime) -> None:
    """Nobody starts with a hundred unread notices: what is older than a day has been read."""
    rows = select(User.id, User.name).where(User.street_id == street_id)
    for user_id, name in db.session.execute(rows).all():
        old = select(Notice.id).where(Notice.user_id == user_id, Notice.created_at < at - timedelta(days=1))
        last = db.session.scalar(old.order_by(Notice.id.desc()).limit(1))
        if last is not None:
            notices.mark_read(Actor(user_id, street_id, name), last, at)
