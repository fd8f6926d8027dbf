"""The two steps of a draw: a pool is frozen, and once a value exists that nobody knew then, the panel is seated.

The value is the first root of the ledger that comes after the freeze and seals its line (the worker draws), or dice
thrown before witnesses (a person draws). Which of the two is the street's setting `draw_value` at the freeze.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import update

from app.cases import ops as cases
from app.cases.lifecycle import Verb
from app.cases.models import Case
from app.cases.policy import may
from app.cases.queries import at_hand
from app.cases.words import DeskKind
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.events import publish
from app.core.msgid import N_
from app.core.permissions import Actor, require, system_actor
from app.people.models import Street
from app.people.street_settings import settings_of
from app.review import queries
from app.review.concerned import parties
from app.review.draw import Sheet, by_dice, by_root, new_secret, opaque_id, seed_of
from app.review.events import ReviewersSeated
from app.review.models import PoolMember, Review, Seat
from app.review.models_draw import ReviewExclusion
from app.review.pool import Candidate, Pool
from app.review.verdict import QUORUM
from app.review.words import DrawValue, Exclusion

WITNESSES_LEAST, WITNESSES_MAX = 2, 200


def freeze(case: Case, pool: Pool, seats: int, at: datetime, *, second: bool = False) -> Review:
    """Fix who may be drawn, under opaque ids, and write hash and nonce into the timeline. Nobody sits yet.

    second: the review before, of the same result, ended void.
    """
    street, key = db.session.get_one(Street, case.street_id), new_secret()
    ids = {opaque_id(key, c.reviewer_id): c.reviewer_id for c in pool.members}
    review = Review(street_id=case.street_id, case_id=case.id, round=case.round, seats=seats, quorum=QUORUM)
    review.number = queries.last_number(case.id, case.round) + 1
    review.widened, review.round_key, review.opened_at = pool.widened, key, at
    review.second, review.next_turn_at = second, at
    review.excluded = dict(sorted(Counter(pool.excluded.values()).items()))
    review.draw_value = DrawValue(settings_of(street.settings).draw_value)
    if second and not queries.was_drawn(case.id):
        review.draw_value = DrawValue.ROOT  # nobody puts a panel off by not throwing the dice
    review.freeze_nonce, review.pool_hash = new_secret(), sheet_of(review, street, ids).pool_hash()
    facts = {"pool": review.pool_hash, "nonce": review.freeze_nonce}
    review.frozen_seq = cases.freeze(system_actor(case.street_id), case, facts, at=at)
    add(review)
    row = {"street_id": case.street_id, "review_id": review.id}
    add(*(PoolMember(**row, reviewer_id=reviewer_id, opaque_id=opaque) for opaque, reviewer_id in ids.items()))
    add(*(ReviewExclusion(**row, reviewer_id=left_out, reason=why) for left_out, why in pool.excluded.items()))
    if review.draw_value is DrawValue.DICE:
        cases.needs_desk(case, DeskKind.DICE, at=at)
    return review


def sheet_of(review: Review, street: Street, ids: Collection[str]) -> Sheet:
    """What the pool hash of a review covers."""
    return Sheet(
        street=street.code,
        frozen_at=review.opened_at,
        seats=review.seats,
        widened=review.widened,
        value=review.draw_value,
        excluded=review.excluded,
        ids=ids,
    )


def draw_by_root(review_id: int, at: datetime) -> bool:
    """Draw a waiting panel with its root of the ledger; False where there is none yet, or somebody was faster."""
    review = db.session.get_one(Review, review_id)
    root = queries.root_of(review)
    if root is None or review.draw_value is not DrawValue.ROOT:
        return False
    outside = by_root(root.number, root.at, root.hash)
    return _draw(review, outside, system_actor(review.street_id), "", at)


def draw_by_dice(actor: Actor, case: Case, typed: str, witnesses: str, at: datetime) -> Review:
    """Draw a waiting panel with the figures of dice, thrown before at least two witnesses, one a line.

    Raises Invalid for too few or other figures or witnesses, NotAllowed for whoever handled the case or is complained
    about or where no dice are waited for, Conflict where somebody was faster.
    """
    require(may(actor, Verb.DRAW, case))
    outside, names = by_dice(typed), [name.strip() for name in witnesses.splitlines() if name.strip()]
    errors = {}
    if outside is None:
        errors["dice"] = N_("请输入 20 到 60 个 1 到 6 的数字")
    if len(set(names)) < WITNESSES_LEAST or len(witnesses) > WITNESSES_MAX:
        errors["witnesses"] = N_("至少写两位见证人，一行一位，共 200 字以内")
    if outside is None or errors:
        raise Invalid(errors=errors)
    review = queries.waiting_of(case.id)
    if (
        review is None
        or review.draw_value is not DrawValue.DICE
        or not _draw(review, outside, actor, "\n".join(names), at)
    ):
        raise Conflict(N_("这一轮不等掷骰子，或者已经抽好了"))
    return review


def seat_next(review: Review, chairs: Sequence[int], at: datetime) -> None:
    """The next of the order take these chairs; where nobody is left a chair stays empty.

    Whoever left or came to be concerned by the case since the freeze is passed over, which is written down with the
    reason.
    """
    row, told, free = {"street_id": review.street_id, "review_id": review.id}, list[int](), list(chairs)
    for who, reason in _reserves(review, at):
        if not free:
            break
        if reason is not None:
            add(ReviewExclusion(**row, reviewer_id=who.reviewer_id, reason=reason))
            continue
        add(Seat(**row, seated_at=at, reviewer_id=who.reviewer_id, ordinal=free.pop(0)))
        told.append(who.user_id)
    if told:
        row |= {"case_id": review.case_id}
        publish(ReviewersSeated(at=at, **row, user_ids=tuple(told)))


def has_reserve(review: Review, at: datetime) -> bool:
    """Whether somebody of the order can still take a chair."""
    return any(reason is None for _, reason in _reserves(review, at))


def _reserves(review: Review, at: datetime) -> Iterator[tuple[Candidate, Exclusion | None]]:
    """Who comes next in the drawn order, each with the reason why they cannot sit."""
    found, gone = parties(review.case_id, besides=review.id), queries.not_here(review.id, at)
    for who in queries.in_order(review):
        yield who, Exclusion.UNAVAILABLE if who.reviewer_id in gone else found.concern(who)


def add(*rows: object) -> None:
    """Store rows without relationships between them: each kind before the next refers to it."""
    db.session.add_all(rows)
    db.session.flush()


def _draw(review: Review, outside: str, actor: Actor, witnesses: str, at: datetime) -> bool:
    """The seed is set once, by whoever comes first; the same transaction seats the panel."""
    pool = queries.pool(review.id)
    sheet = sheet_of(review, db.session.get_one(Street, review.street_id), pool)
    if sheet.pool_hash() != review.pool_hash:
        raise Conflict(N_("名单和定下时的不一样，不能抽签"))
    seed = seed_of(review.pool_hash, review.freeze_nonce, outside)
    waiting = update(Review).where(Review.id == review.id, Review.seed.is_(None), Review.decided_at.is_(None))
    told = {"seed": seed, "outside": outside, "drawn_at": at}
    claimed: Any = db.session.execute(waiting.values(**told), execution_options={"synchronize_session": "fetch"})
    if claimed.rowcount != 1:
        return False
    cases.draw(actor, at_hand(review.case_id), {"seed": seed, "value": outside}, witnesses, at=at)
    seat_next(review, range(1, review.seats + 1), at)
    return True
