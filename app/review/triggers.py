"""What the database refuses by itself, on both dialects: the migrations make them (app/schema.py).

A handler (or somebody of a handling unit) gets no seat and no ballot; a decided review, its ballots, a
frozen pool and a drawn lot never change; nothing of them is removed.
"""

from collections.abc import Sequence

from app.core.triggers import Rule, append_only

_HANDLER = """
    SELECT 1 FROM review r
    JOIN reviewer v ON v.id = NEW.reviewer_id
    JOIN user_account u ON u.id = v.user_id
    JOIN case_handler h ON h.case_id = r.case_id
    WHERE r.id = NEW.review_id AND (h.user_id = u.id OR h.unit_id = u.unit_id)
"""
_SEALED = "the review is decided"
_DECIDED = "SELECT 1 FROM review r WHERE r.id = {row}.review_id AND r.decided_at IS NOT NULL"
_LEFT = """
    SELECT 1 FROM review_seat s
    WHERE s.review_id = NEW.review_id AND s.reviewer_id = NEW.reviewer_id AND s.vacated_at IS NOT NULL
"""
_FROZEN = ("freeze_nonce", "draw_value", "frozen_seq", "widened")
# (trigger, event, table, condition, what it says, since which migration if not the first)


def _changed(*columns: str) -> str:
    return " OR ".join(f"OLD.{column} <> NEW.{column}" for column in columns)


_RULES: Sequence[tuple[str, ...]] = (
    ("seat_not_handler", "INSERT", "review_seat", f"EXISTS ({_HANDLER})", "a handler is not a judge"),
    ("seat_undecided", "INSERT", "review_seat", f"EXISTS ({_DECIDED.format(row='NEW')})", _SEALED),
    ("seat_kept", "DELETE", "review_seat", "1 = 1", "a seat is never removed"),
    ("ballot_not_handler", "INSERT", "ballot", f"EXISTS ({_HANDLER})", "a handler is not a judge"),
    ("ballot_seated", "INSERT", "ballot", f"EXISTS ({_LEFT})", "the seat was vacated"),
    ("ballot_undecided", "INSERT", "ballot", f"EXISTS ({_DECIDED.format(row='NEW')})", _SEALED),
    ("ballot_sealed", "UPDATE", "ballot", f"EXISTS ({_DECIDED.format(row='OLD')})", _SEALED),
    ("ballot_same_voter", "UPDATE", "ballot",
     "OLD.review_id <> NEW.review_id OR OLD.reviewer_id <> NEW.reviewer_id", "a ballot keeps its voter"),
    ("ballot_kept", "DELETE", "ballot", f"EXISTS ({_DECIDED.format(row='OLD')})", _SEALED),
    ("review_final", "UPDATE", "review", "OLD.decided_at IS NOT NULL", _SEALED),
    ("review_drawn_once", "UPDATE", "review",
     ("OLD.seed <> NEW.seed OR OLD.pool_hash <> NEW.pool_hash OR OLD.round_key <> NEW.round_key"
     " OR OLD.seats <> NEW.seats OR OLD.quorum <> NEW.quorum OR OLD.case_id <> NEW.case_id"
     " OR OLD.round <> NEW.round OR OLD.number <> NEW.number OR OLD.opened_at <> NEW.opened_at"),
     "a draw is never changed"),
    ("review_frozen", "UPDATE", "review",
     _changed(*_FROZEN) + " OR CAST(OLD.excluded AS TEXT) <> CAST(NEW.excluded AS TEXT)",
     "what was frozen is never changed", "0008"),
    ("review_drawn_for_good", "UPDATE", "review",
     "OLD.seed IS NOT NULL AND (NEW.seed IS NULL OR NEW.outside IS NULL OR NEW.drawn_at IS NULL OR "
     + _changed("outside", "drawn_at") + ")", "a draw is never changed", "0008"),
    ("seat_drawn", "INSERT", "review_seat",
     "EXISTS (SELECT 1 FROM review r WHERE r.id = NEW.review_id AND r.seed IS NULL)",
     "nobody sits before the draw", "0008"),
    ("pool_closed", "INSERT", "review_pool",
     "EXISTS (SELECT 1 FROM review r WHERE r.id = NEW.review_id AND r.seed IS NOT NULL)", "the pool is frozen", "0008"),
    ("review_kept", "DELETE", "review", "1 = 1", "a review is never removed"),
    ("pool_frozen", "UPDATE", "review_pool", "1 = 1", "the pool is frozen"),
    ("pool_kept", "DELETE", "review_pool", "1 = 1", "the pool is frozen"),
    ("sampling_final", "UPDATE", "sampling", "1 = 1", "a lot is never changed"),
    ("sampling_kept", "DELETE", "sampling", "1 = 1", "a lot is never changed"),
)  # fmt: skip

_HIDDEN = "what was hidden stays written down"
RULES: Sequence[Rule] = (
    *(Rule(*rule) for rule in _RULES),
    *append_only("review_exclusion", "0008"),
    *append_only("draw_look", "0008"),
    *append_only("roster_change", "0013"),
    *(Rule(f"{table}_kept", "DELETE", table, "1 = 1", _HIDDEN, "0012") for table in ("packet_words", "packet_photo")),
)
