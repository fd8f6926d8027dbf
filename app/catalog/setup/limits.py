"""Categories and what they promise, as an administrator changes them. Commits nothing; limits are versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.catalog import ops, queries
from app.catalog.checks import surely_shorter
from app.catalog.models import Category, CategoryLimit
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.msgid import N_
from app.core.permissions import Actor, require
from app.core.scope import in_street
from app.core.values import Span
from app.people.changes import note
from app.people.policy import may_set_up
from app.people.words import Setting

EXTENSIONS_MOST = 9
AMOUNT_MOST = 999  # four years of working days: as far as a calendar can be trusted


@dataclass(frozen=True)
class Promise:
    """What a category promises. dispose_ceiling: the longest that extensions may make of it, None for no bound."""

    respond: Span
    dispose: Span
    dispose_ceiling: Span | None = None
    extensions_max: int = 0


def faults_of(promise: Promise) -> dict[str, str]:
    """What does not fit together, as msgids by field; empty when all does. Pure."""
    checks = (
        ("dispose", surely_shorter(promise.dispose, promise.respond), N_("办结不能比先行联系还早")),
        (
            "dispose_ceiling",
            promise.dispose_ceiling is not None and surely_shorter(promise.dispose_ceiling, promise.dispose),
            N_("最长不能比办结还短"),
        ),
        ("extensions_max", not 0 <= promise.extensions_max <= EXTENSIONS_MOST, N_("写 0 到 9")),
    )
    spans = {name: getattr(promise, name) for name in ("respond", "dispose", "dispose_ceiling")}
    far = {name: N_("写 1 到 999") for name, span in spans.items() if span is not None and span.amount > AMOUNT_MOST}
    return far | {name: words for name, is_wrong, words in checks if is_wrong}


def change_limits(
    actor: Actor, category_id: int, promise: Promise, *, from_at: datetime, seen: int | None, at: datetime
) -> bool:
    """New limits from a moment on, not before `at`; cases dispatched earlier keep theirs. False when nothing differs.

    seen: the newest version when the effect was looked at. Raises NotFound outside the street, Invalid, Conflict when
    somebody changed them meanwhile or a version as late is there.
    """
    require(may_set_up(actor))
    category = _category(actor, category_id)
    if wrong := faults_of(promise):
        raise Invalid(errors=wrong)
    if from_at < at:
        raise Invalid(errors={"from_day": N_("不能早于今天：已经答应的不改")})
    last = queries.last_limits([category.id]).get(category.id)
    if (last.id if last else None) != seen:
        raise Conflict(N_("别人刚改过这一类的时限，请看过再改"))
    before = _facts(last)
    wanted = {name: getattr(promise, name) for name in ops.LIMITS}
    if not ops.set_limits(category.id, wanted, from_at):
        return False
    after = {name: str(value) if isinstance(value, Span) else value for name, value in wanted.items()}
    note(actor, Setting.CATEGORY, _called(category), before, {**after, "from_at": from_at.isoformat()}, at=at)
    return True


def switch_category(actor: Actor, category_id: int, *, active: bool, at: datetime) -> None:
    """Offer a category, or offer it no more; its cases go on. Raises NotFound outside the street."""
    require(may_set_up(actor))
    category = _category(actor, category_id)
    before, category.active = category.active, active
    db.session.flush()
    queries.forget()
    note(actor, Setting.CATEGORY, _called(category), {"active": before}, {"active": active}, at=at)


def _category(actor: Actor, category_id: int) -> Category:
    return in_street(Category, category_id, actor.street_id)


def _called(category: Category) -> str:
    return f"{category.code} {category.name_zh}"


def _facts(last: CategoryLimit | None) -> Mapping[str, Any]:
    if last is None:
        return {}
    return {**{name: getattr(last, name) for name in ops.LIMITS}, "from_at": last.from_at.isoformat()}
