"""Which tablet a session works on: one that was taken out of use is refused at every door, whatever it says it is."""

from flask import request, session
from werkzeug.exceptions import Unauthorized

from app.core.web import me, sessions, signed_in
from app.field import devices, policy

TABLETS, MOST = "tablets", 8  # in the session: none is ever forgotten, or it could be exchanged before it is missed
SENDER = "X-Field-User"
LEAVES = "account.sign_out"
FOR_ALL = ("static", "field_app.page", "field_app.worker", "field_app.manifest")  # nobody's, signed in or not
TELLS = ("field_sync.who", "field_sync.take_in")  # a token, and with it the word how much is kept here, before the no
REGISTERS = "devices.register"
DOORS = ("field_sync", "field_uploads")


def tie(uuid: str) -> None:
    """From now on this session works on this tablet too."""
    known = tablets()
    if uuid not in known and len(known) < MOST:
        session[TABLETS] = [*known, uuid]


def tablets() -> list[str]:
    """What this session has worked on: one tablet, by another name after its browser was emptied."""
    return list(session.get(TABLETS, ()))


def refuse_revoked() -> None:
    """Before every request: raise Revoked at the tablet's own doors, end the session at any other."""
    known = tablets()
    if not known or request.endpoint in (None, LEAVES, *TELLS, *FOR_ALL) or signed_in() is None:
        return
    if any(devices.is_revoked(me().street_id, uuid) for uuid in known):
        if request.blueprint in DOORS or request.endpoint == REGISTERS:
            raise devices.refusal()
        sessions.end()
        raise Unauthorized


def expect_sender() -> None:
    """Before what a tablet sends: it says whose that is; in another's session it is not taken. Raises OtherPerson."""
    if request.method != "GET" and signed_in() is not None:
        policy.require_same(me(), request.headers.get(SENDER, ""))
