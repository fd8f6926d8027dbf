"""The rosters as they stand at the demo's present moment: two who are away, and one who asks to be on it."""

from datetime import datetime, timedelta

from app.core.permissions import Role
from app.demo.accounts import HOME
from app.demo.play import Cast
from app.review.roster import ops, queries
from app.review.roster.ops.applying import Wish
from app.review.roster.terms import today
from app.review.words import ReviewerKind

AWAY = timedelta(days=9)
ASKED = timedelta(hours=20)


def bring_up_to_date(cast: Cast, password_hash: str, at: datetime) -> None:
    """Only now, so that the ninety days before were played with a full roster."""
    for user_id in cast.by_role[Role.REVIEWER][2:9:6]:
        ops.set_away(cast.actor(user_id), today(at) + AWAY, at=at)
    home = next(row.id for row in queries.homes(cast.street_id) if row.name == HOME)
    ask = Wish(
        "demo-wish-to-sit-on-panels", home, ReviewerKind.BUILDING_HEAD, "闵桂芳", "13900001234", password_hash, True
    )
    ops.apply(cast.street_id, ask, at=at - ASKED)
