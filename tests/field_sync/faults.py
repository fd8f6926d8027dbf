"""What goes wrong between a tablet and the server. Each happens to every request the first time it is made."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from sqlalchemy.exc import OperationalError

from app.core.db import db
from tests.field_sync.server import Answer, Request, Server
from tests.field_sync.tablet import Cut, Killed

BROKEN = Answer(500, None)
GONE = RuntimeError("the machine is gone")
Fault = Callable[[Server, Request], Answer]


def cut(_server: Server, _asked: Request) -> Answer:
    """The network goes before the request is out."""
    raise Cut


def timed_out(server: Server, asked: Request) -> Answer:
    """The server does it, and its answer never comes."""
    server.answer(asked)
    raise Cut


def half_sent(server: Server, asked: Request) -> Answer:
    """A piece of a picture breaks off in the middle; of anything else nothing arrives."""
    if asked.raw:
        short = Request(asked.who, asked.method, asked.path, asked.token, raw=asked.raw[: len(asked.raw) // 2])
        server.answer(short)
    raise Cut


def twice(server: Server, asked: Request) -> Answer:
    """The request arrives two times."""
    server.answer(asked)
    return server.answer(asked)


def broken(_server: Server, _asked: Request) -> Answer:
    """500 before anything was looked at."""
    return BROKEN


def crashed(server: Server, asked: Request) -> Answer:
    """500 as the first transaction is about to be committed."""
    return _crash(server, asked, after=0)


def crashed_later(server: Server, asked: Request) -> Answer:
    """500 as the second is, the first being done."""
    return _crash(server, asked, after=1)


def busy(server: Server, asked: Request) -> Answer:
    """The database is taken by somebody else for too long: each operation is told to wait."""
    return _crash(server, asked, after=0, error=OperationalError("COMMIT", {}, Exception("database is locked")))


def signed_out(server: Server, asked: Request) -> Answer:
    """The session has run out."""
    server.forget_session(asked.who)
    return server.answer(asked)


def stale_token(server: Server, asked: Request) -> Answer:
    """The session is another, and the token of before is worth nothing."""
    server.change_token(asked.who)
    return server.answer(asked)


def restarted(server: Server, asked: Request) -> Answer:
    """The server does it, dies before it answers, and another comes up."""
    server.answer(asked)
    server.restart()
    raise Cut


def killed(server: Server, asked: Request) -> Answer:
    """The tablet is switched off before the answer is read."""
    server.answer(asked)
    raise Killed


FAULTS: dict[str, Fault] = {
    fault.__name__: fault
    for fault in (
        *(cut, timed_out, half_sent, twice, broken, crashed, crashed_later, busy),
        *(signed_out, stale_token, restarted, killed),
    )
}


@dataclass
class Way:
    """The way to the server, on which a fault meets each request once; None: nothing goes wrong.

    Whoever only asks meets none but the first: the others differ in what was done before no answer came.
    """

    server: Server
    fault: Fault | None = None
    met: set[str] = field(default_factory=set)

    def ask(self, asked: Request) -> Answer:
        """Send it."""
        asks = asked.method == "GET" and self.fault is not cut
        if self.fault is None or asks or asked.key in self.met:
            return self.server.answer(asked)
        self.met.add(asked.key)
        return self.fault(self.server, asked)


def _crash(server: Server, asked: Request, *, after: int, error: Exception = GONE) -> Answer:
    """The commit with this number raises an error, by default one that nobody expects."""
    commits, commit = [0], db.session.commit

    def breaks(*given: Any) -> None:
        commits[0] += 1
        if commits[0] == after + 1:
            raise error
        commit(*given)

    app = server.web.app
    app.testing, before = False, app.testing
    try:
        with mock.patch.object(db.session, "commit", breaks):
            return server.answer(asked)
    finally:
        app.testing = before
