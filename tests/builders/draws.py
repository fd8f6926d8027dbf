"""What the worker does for the panels that wait for their draw."""

from datetime import datetime

from app.cases import audit
from app.review import ops, queries


def draw_waiting(at: datetime) -> None:
    """A root of the ledger, and every panel drawn that waited for it."""
    audit.make_root(at, queries.streets_waiting())
    for review_id in queries.to_draw(100):
        ops.draw_by_root(review_id, at)
