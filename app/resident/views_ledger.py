"""The public ledger: the hourly roots, for whoever wants to keep a copy. Nothing in them names a case."""

from typing import Any

from flask import jsonify
from flask.typing import ResponseReturnValue

from app.cases import audit
from app.cases.models_trail import LedgerRoot
from app.core.values import BIGGEST_ID
from app.core.web import asked, current_street, page
from app.resident.door import bp

PAGE = 50


@bp.get("/s/<slug>/ledger")
def ledger() -> ResponseReturnValue:
    """Number, time, hash and the hash before; fifty, the newest first."""
    found, more = _roots()
    return page("resident/ledger.html", roots=found, more=more)


@bp.get("/s/<slug>/ledger.json")
def ledger_json() -> ResponseReturnValue:
    """The same for a program; `more`: the number to ask for with ?before=."""
    found, more = _roots()
    return jsonify({"street": current_street().slug, "roots": [_plain(root) for root in found], "more": more})


def _roots() -> tuple[list[LedgerRoot], int | None]:
    before = asked.number_or("before", BIGGEST_ID)
    found = list(audit.roots(current_street().id, before, PAGE + 1))
    return found[:PAGE], found[PAGE - 1].number if len(found) > PAGE else None


def _plain(root: LedgerRoot) -> dict[str, Any]:
    moment = root.at.isoformat()
    return {"number": root.number, "at": moment, "hash": root.hash, "prev_hash": root.prev_hash}
