"""The door of a tablet's pictures: how far one has come, and its next piece."""

from typing import Any

from flask import Blueprint, jsonify, request
from flask_login import login_required

from app.core import clock
from app.core.errors import TooLarge
from app.core.msgid import N_
from app.core.web import me
from app.field import policy, tied, uploads

PIECE_MAX = 1024 * 1024
bp = Blueprint("field_uploads", __name__, url_prefix="/field/photos")
bp.before_request(tied.expect_sender)


@bp.get("/<sha256>")
@login_required
def have(sha256: str) -> Any:
    """How far it has come."""
    policy.require_outside(me())
    return _answer(uploads.progress(me(), sha256))


@bp.put("/<sha256>")
@login_required
def add(sha256: str) -> Any:
    """Its next piece, as the bytes of the request; 409 with how far it has come for a piece from elsewhere."""
    policy.require_outside(me())
    return _answer(uploads.take(me(), sha256, _piece(), clock.now()))


def _piece() -> uploads.Piece:
    if (request.content_length or 0) > PIECE_MAX:
        raise TooLarge(N_("一次送得太多：一块最多 1 MB"))
    raw = request.get_data(cache=False)
    where = {name: request.args.get(name, -1, int) for name in ("offset", "size")}
    return uploads.Piece(where["offset"], where["size"], raw)


def _answer(found: uploads.Progress) -> Any:
    said = {"sha256": found.sha256, "have": found.have, "whole": found.whole}
    return jsonify(said), 200 if found.taken else 409
