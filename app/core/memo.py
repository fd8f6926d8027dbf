"""What a transaction has read already, so that it is read at most once: forgotten when the transaction ends.

For rows that many steps of one intention ask for (the clocks of a case). What may be a minute old, and serve
many transactions, lies in `core.shelves`.
"""

from typing import Any

from app.core.db import db

KEY = "memo"


def page(name: str) -> dict[Any, Any]:
    """The dictionary of this transaction for `name` ("sla.book"); empty in a new transaction."""
    return _pages().setdefault(name, {})


def _pages() -> dict[str, dict[Any, Any]]:
    session = db.session()
    # A session between two transactions begins one, or a page of the first would serve the second.
    root = session.get_transaction() or session.begin()
    known: tuple[object, dict[str, dict[Any, Any]]] | None = session.info.get(KEY)
    if known is None or known[0] is not root:
        known = session.info[KEY] = (root, {})
    return known[1]
