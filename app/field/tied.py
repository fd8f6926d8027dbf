"""Which tablet a session works on: one that was taken out of use is refused at every door, whatever it says it is."""

from flask import request, session
from werkzeug.exceptions import Unauthorized

from app.core.web import me, sessions, signed_in
from app.field import devices, policy

TABLET = "tablet"
FOR_ALL = ("static", "field_app.page", "field_app.worker", "field_app.manifest")  # nobody's, signed in or not
TELLS = ("field_sync.who", "field_sync.take_in")  # a token, and with it the word how much is kept here, before the no
SENDER = "X-Field-User"
LEAVES = "account.sign_out"
DOORS = ("field_sync", "field_uploads", "devices")


def tie(uuid: str) -> None:
    """From now on this session works on this tablet."""
    if session.get(TABLET) != uuid:
        session[TABLET] = uuid


def tablet_or(uuid: str) -> str:
    """The tablet of this session, whatever the request calls itself; what it calls itself while none is known."""
    return str(session.get(TABLET, uuid))


def refuse_revoked() -> None:
    """Before every request: raise Revoked at the tablet's own doors, end the session at any other."""
    uuid = session.get(TABLET)
    if uuid is None or request.endpoint in (None, LEAVES, *TELLS, *FOR_ALL) or signed_in() is None:
        return
    if devices.is_revoked(me().street_id, uuid):
        if request.blueprint in DOORS:
            raise devices.refusal()
        sessions.end()
        raise Unauthorized


def expect_sender() -> None:
    """Before what a tablet sends: it says whose that is; in another's session it is not taken. Raises OtherPerson."""
    if request.method != "GET" and signed_in() is not None:
        policy.require_same(me(), request.headers.get(SENDER, ""))
