"""The program on one database as a tablet meets it: asked by requests, stopped and started anew, sessions and all."""

import contextlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Engine

from app.core import clock, files
from app.core.permissions import Actor
from tests.support.databases import forget_caches, on_engine
from tests.support.web import RAW, Client, Web

COOKIE = "lingrid"


@dataclass(frozen=True)
class Request:
    """What a tablet asks for; token: the CSRF token that it knows."""

    who: Actor
    method: str
    path: str
    token: str = ""
    told: Any = None
    raw: bytes | None = None

    @property
    def key(self) -> str:
        """The same for the same request sent again, whatever its session."""
        body = self.raw if self.raw is not None else json.dumps(self.told, sort_keys=True).encode()
        return f"{self.who.id} {self.method} {self.path} {sha256(body).hexdigest()}"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    told: Any


@dataclass
class Process:
    """The program as one process has it: its engine remembers the statements that it has put together."""

    app: Flask
    engine: Engine

    @contextlib.contextmanager
    def running(self) -> Iterator[Web]:
        """Serving, and remembering nothing else."""
        forget_caches()
        before, self.app.test_client_class = self.app.test_client_class, Client
        try:
            with on_engine(self.app, self.engine):
                yield Web(self.app)
        finally:
            self.app.test_client_class = before
            self.engine.dispose()


@dataclass
class Server:
    """Two processes on one database, of which one runs; a restart is the other."""

    processes: Sequence[Process]
    sessions: dict[int, str] = field(default_factory=dict)
    _running: int = 0
    _stack: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)

    def keep_files_in(self, folder: Path) -> None:
        """From now on attachments go into a new folder."""
        folder.mkdir()
        files.configure(folder)

    def restart(self) -> None:
        """Stop it, and start another process in its place."""
        self.stop()
        self._running = 1 - self._running
        self.start()

    def stop(self) -> None:
        """Nobody has the database open any more."""
        self._stack.close()

    def start(self) -> None:
        """Serve."""
        self._stack = contextlib.ExitStack()
        self.web = self._stack.enter_context(self.processes[self._running].running())

    def answer(self, asked: Request) -> Answer:
        """What the program says."""
        client = self._client(asked.who)
        headers = {"Accept": "application/json", "X-CSRFToken": asked.token}
        how = {"data": asked.raw} if asked.raw is not None else {"json": asked.told} if asked.told is not None else {}
        answer = client.open(asked.path, method=asked.method, headers=headers, csrf=False, **how)
        with contextlib.closing(answer):
            self._keep(asked.who, client)
            return Answer(answer.status_code, answer.get_json(silent=True))

    def sign_in(self, who: Actor) -> None:
        """At the door: a new session."""
        self._keep(who, self.web.as_(who))

    def forget_session(self, who: Actor) -> None:
        """It has run out."""
        self.sessions.pop(who.id or 0, None)

    def change_token(self, who: Actor) -> None:
        """The tokens that were given out in this session hold no more."""
        client = self._client(who)
        with client.session_transaction() as session:
            session[RAW] = sha256(str(clock.now()).encode()).hexdigest()
        self._keep(who, client)

    def _client(self, who: Actor) -> Client:
        client = self.web.client()
        if known := self.sessions.get(who.id or 0):
            client.set_cookie(COOKIE, known)
        return client

    def _keep(self, who: Actor, client: Client) -> None:
        cookie = client.get_cookie(COOKIE)
        if cookie is not None:
            self.sessions[who.id or 0] = cookie.value
