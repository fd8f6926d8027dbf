"""The draws for everybody: a list, the record of each, and the program that checks it."""

from pathlib import Path
from typing import Any

from flask import Response, current_app, jsonify, send_file
from flask.typing import ResponseReturnValue

from app.core.errors import NotFound
from app.core.web import asked, current_street, page
from app.resident.door import bp
from app.review import published
from app.review.draw import short_id
from app.review.words import DRAW_WAITS, EXCLUSION_WORDS, LEFT_WORDS, VERDICT_WORDS, WIDENED_WORDS

WORDS: dict[str, Any] = {
    "verdicts": VERDICT_WORDS,
    "widened": WIDENED_WORDS,
    "waits": DRAW_WAITS,
    "reasons": EXCLUSION_WORDS,
    "ends": LEFT_WORDS,
}


@bp.get("/s/<slug>/draws")
def draws() -> ResponseReturnValue:
    """Every draw of the street, the newest first."""
    found = published.recent(current_street().id, asked.number("before"))
    return page("resident/draws.html", found=found, verdicts=VERDICT_WORDS)


@bp.get("/s/<slug>/draws/<int:number>", endpoint="draw")
def draw(number: int) -> ResponseReturnValue:
    """One draw, and how to draw it again."""
    return page("resident/draw.html", draw=_found(number), short_id=short_id, **WORDS)


@bp.get("/s/<slug>/draws/<int:number>.json", endpoint="draw_json")
def draw_json(number: int) -> Response:
    """The record that scripts/verify_draw.py reads."""
    return jsonify(_found(number).as_json())


@bp.get("/s/<slug>/draws/verify_draw.py", endpoint="verify_draw")
def verify_draw() -> Response:
    """The program itself: it shares no code with the one that drew."""
    script = Path(current_app.root_path).parent / "scripts" / "verify_draw.py"
    return send_file(script, mimetype="text/x-python", as_attachment=True)


def _found(number: int) -> published.Published:
    found = published.record(current_street().id, number)
    if found is None:
        raise NotFound()
    return found
