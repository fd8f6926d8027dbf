"""The blueprint of the resident's pages, and what every answer of a secret page carries."""

from typing import Any

from flask import Blueprint
from flask.wrappers import Response

from app.core.web import current_street

bp = Blueprint("resident", __name__)


@bp.url_value_preprocessor
def _find_street(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """The address names the street: found here, or 404, so that views need not take the name."""
    if values and "slug" in values:
        current_street()
        del values["slug"]


def secret(response: Response) -> Response:
    """A page that only the reporter may see: kept nowhere, found by no search engine, named in no Referer."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
