"""Who is at the door: sessions that end by idling, by sign-out and by a raised epoch.

The cookie holds an id, the account's epoch and when it was last used; roles and scope are read anew with
every request. Core knows no feature, so the factory says here how accounts and streets are found.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Protocol
from urllib.parse import urlencode

from flask import Flask, Response, current_app, g, redirect, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response as AnyResponse

from app.core import clock
from app.core.permissions import Actor, Role
from app.core.web.asked import wants_json

OUTSIDE = frozenset({Role.GRID_WORKER, Role.PATROLLER, Role.INSPECTOR})
TOUCH_SECONDS = 60
STAFF_SEEN, STAFF_SECONDS = "staff_seen", 24 * 3600
SECONDS_DIGITS = 12
POLL = "X-Poll"  # a page that asks by itself carries it: that is no sign of a person
WHILE_CHANGING = ("/password", "/sign-out", "/sign-in", "/lang/", "/look", "/static/", "/healthz")


class Account(Protocol):
    """What a session must know of a person's account."""

    id: Any
    active: Any
    must_change: Any
    session_epoch: Any
    locale: Any


@dataclass(frozen=True)
class Doors:
    """What the web layer asks the features for."""

    account: Callable[[int], Account | None]
    actor: Callable[[int], Actor | None]


class Signed(UserMixin):
    """The person of this request, as flask_login carries them."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.id = account.id

    @cached_property
    def actor(self) -> Actor:
        """Roles and scope, read once a request and only where asked for."""
        found = _doors().actor(self.id)
        if found is None:
            raise Unauthorized
        g.at_work = _works(found)
        return found


def install(app: Flask, doors: Doors) -> None:
    """Sign-in by flask_login, with the rules of this file."""
    app.extensions["lingrid_doors"] = doors
    manager = LoginManager(app)
    manager.session_protection = None  # would sign a tablet out each time it changes its network
    manager.user_loader(_load)
    manager.unauthorized_handler(_ask_to_sign_in)
    app.before_request(_change_password_first)
    app.after_request(_touch)
    app.after_request(_mark)


def begin(account: Account, at: datetime) -> None:
    """A new session for somebody who has just shown who they are; nothing of the old one is kept."""
    session.clear()
    session.update(epoch=account.session_epoch, seen=int(at.timestamp()))
    login_user(Signed(account))


def end() -> None:
    """Sign out here; raising the account's epoch ends its other sessions."""
    logout_user()
    session.clear()


def signed_in() -> Signed | None:
    """The person of this request, or None."""
    return current_user._get_current_object() if current_user and current_user.is_authenticated else None


def is_staff_browser(at: datetime) -> bool:
    """Whether somebody of the staff works in this browser now, or did within a day: it gives no reporter's verdict.

    A reviewer is a neighbour, not staff. The marker names nobody; one that cannot be read counts as fresh.
    """
    if g.get("at_work") or (signed_in() is not None and _works(me())):
        return True
    return STAFF_SEEN in request.cookies and at.timestamp() - _marked(at) < STAFF_SECONDS


def me() -> Actor:
    """Who acts; raises Unauthorized for somebody who is not signed in (use it under `login_required`)."""
    person = signed_in()
    if person is None:
        raise Unauthorized
    return person.actor


def idle_limit(roles: frozenset[Role]) -> timedelta:
    """How long a session lasts unused: longer only for people whose every role works outside."""
    outside = bool(roles) and roles <= OUTSIDE
    return timedelta(minutes=current_app.config["TABLET_IDLE_MINUTES" if outside else "IDLE_MINUTES"])


def _doors() -> Doors:
    doors: Doors = current_app.extensions["lingrid_doors"]
    return doors


def _load(user_id: str) -> Signed | None:
    account = _doors().account(int(user_id))
    if account is None or not account.active or session.get("epoch") != account.session_epoch:
        session.clear()
        return None
    person = Signed(account)
    idle = timedelta(seconds=int(clock.now().timestamp()) - session.get("seen", 0))
    shortest = timedelta(minutes=current_app.config["IDLE_MINUTES"])
    if idle > shortest and idle > idle_limit(person.actor.roles):
        session.clear()
        return None
    return person


def _touch(response: Response) -> Response:
    """Remember that somebody was here, at most once a minute, so that most answers set no cookie."""
    now = int(clock.now().timestamp())
    if "_user_id" in session and POLL not in request.headers and now - session.get("seen", 0) >= TOUCH_SECONDS:
        session["seen"] = now
    return response


def _mark(response: Response) -> Response:
    """Leave in the browser that staff work in it, without saying who; outlives the session, for a day."""
    at = clock.now()
    fresh = STAFF_SEEN in request.cookies and 0 <= at.timestamp() - _marked(at) < TOUCH_SECONDS
    if g.get("at_work") and not fresh:
        flags: dict[str, Any] = {"samesite": "Lax", "secure": bool(current_app.config["HTTPS"]), "httponly": True}
        response.set_cookie(STAFF_SEEN, str(int(at.timestamp())), max_age=STAFF_SECONDS, **flags)
    return response


def _marked(at: datetime) -> float:
    """When the browser was marked; now, where the mark cannot be read."""
    mark = request.cookies.get(STAFF_SEEN, "")
    return float(mark) if mark.isascii() and mark.isdigit() and len(mark) <= SECONDS_DIGITS else at.timestamp()


def _works(actor: Actor) -> bool:
    return actor.roles != {Role.REVIEWER}


def _change_password_first() -> AnyResponse | None:
    person = None if request.path.startswith(WHILE_CHANGING) else signed_in()
    if person is None or not person.account.must_change:
        return None
    if wants_json():
        raise Unauthorized  # a script cannot change it: its person is not let in yet
    return redirect("/password")


def _ask_to_sign_in() -> AnyResponse:
    if wants_json():
        raise Unauthorized
    back = request.full_path.rstrip("?") if request.method == "GET" else "/"
    return redirect("/sign-in" if back == "/" else f"/sign-in?{urlencode({'next': back})}", 303)
