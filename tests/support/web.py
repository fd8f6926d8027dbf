"""Clients for an application on a committed throwaway database."""

import contextlib
import secrets
from collections.abc import Iterator
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from app.core import clock
from app.core.db import transaction
from tests.support.databases import engine_for, forget_caches, on_engine

RAW = "csrf_token"


class Client(FlaskClient):
    """A client that sends the CSRF token of its session; `csrf=False` leaves it out."""

    def open(self, *args: Any, csrf: bool = True, **kwargs: Any) -> TestResponse:
        """A request; see werkzeug."""
        if csrf and kwargs.get("method") in ("POST", "PUT"):
            kwargs["headers"] = {**dict(kwargs.get("headers") or {}), "X-CSRFToken": self.token()}
        return super().open(*args, **kwargs)

    def token(self) -> str:
        """A CSRF token that fits this client's session."""
        with self.session_transaction() as session:
            raw = session.setdefault(RAW, secrets.token_hex(20))
        signer = URLSafeTimedSerializer(str(self.application.secret_key), salt="wtf-csrf-token")
        return str(signer.dumps(raw))


class Web:
    """One application, one database of its own. No context is pushed: each request has its own session."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    @classmethod
    @contextlib.contextmanager
    def on(cls, app: Flask, url: str) -> Iterator["Web"]:
        """`app` on the database at `url` while the block runs."""
        engine, before = engine_for(app, url), app.test_client_class
        app.test_client_class = Client
        try:
            with on_engine(app, engine):
                yield cls(app)
        finally:
            app.test_client_class = before
            engine.dispose()

    def client(self) -> Client:
        """Somebody without an account."""
        made = self.app.test_client()
        assert isinstance(made, Client)
        return made

    def as_(self, user: Any) -> Client:
        """Somebody signed in: an Actor, a User, or a user's id, as after a sign-in at this moment."""
        user_id = user if isinstance(user, int) else user.id
        client = self.client()
        with client.session_transaction() as session:
            session.update(
                _user_id=str(user_id), _fresh=True, epoch=self._epoch(user_id), seen=int(clock.now().timestamp())
            )
        return client

    @contextlib.contextmanager
    def write(self) -> Iterator[None]:
        """A committed transaction in an app context of its own."""
        with self.app.app_context(), transaction():
            yield
        forget_caches()

    @contextlib.contextmanager
    def read(self) -> Iterator[None]:
        """A short look at the database."""
        with self.app.app_context():
            yield

    def _epoch(self, user_id: int) -> int:
        from app.core.db import db
        from app.people.models import User

        with self.read():
            return db.session.get_one(User, user_id).session_epoch
