"""The body of the job that empties the outbox: take, commit, send, write down, commit."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

from app.notices import channels, ops
from app.notices.reading import letter

BATCH = 100


def deliver(at: datetime, limit: int, opened: Callable[[], AbstractContextManager[None]]) -> int:
    """Send up to `limit` mails that are due; returns how many the server took.

    `opened` opens the caller's transaction, once to take the mails and once to write down the outcome.
    A process that dies between the two leaves them to be taken again after HOLD: a mail may come twice,
    never not at all.
    """
    if channels.mail() is None:
        return 0
    with opened():
        letters = ops.claim(at, limit)
    results = channels.send(letters, letter) if letters else []
    if results:
        with opened():
            ops.settle(results, at)
    return sum(sent.error is None for sent in results)
