"""How a request wants to be answered."""

import re
from typing import Any

from flask import request
from werkzeug.routing import IntegerConverter, Map

from app.core.values import BIGGEST_ID

# A resident's link, and the ticket of a picture that is kept while its form is mended.
SECRET_PATHS = re.compile(r"(/(?:t|kept)/)[^/\s?\"']+")


class RowNumber(IntegerConverter):
    """A row's number in a path, as `<int:…>`: one that no row can have leads nowhere, and never to the database."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=BIGGEST_ID)


def number(name: str) -> int | None:
    """A row's number in the query, as near as a row's number can be; None for none, and for what is none."""
    typed = request.args.get(name, None, int)
    return None if typed is None else min(max(typed, 0), BIGGEST_ID)


def number_or(name: str, start: int) -> int:
    """The same, and where to start without one."""
    found = number(name)
    return start if found is None else found


def words(name: str) -> str:
    """What is looked for, as the query says; without what is no sign (PostgreSQL takes no NUL)."""
    return "".join(filter(str.isprintable, request.args.get(name, ""))).strip()


def wants_json() -> bool:
    """True for a script's request: it asked for JSON above HTML, or for a .json address."""
    kinds = request.accept_mimetypes
    return request.path.endswith(".json") or kinds["application/json"] > kinds["text/html"]


def told() -> Any:
    """What a script sent as JSON; None for what is none, or is nested beyond reason.

    Half a character (an emoji cut in two, as JSON may spell it) becomes U+FFFD: no page could be sent with it.
    """
    try:
        return _whole(request.get_json(silent=True))
    except RecursionError:
        return None


def told_text(body: Any, name: str) -> str:
    """A text of such a body, "" for what is none."""
    found = body.get(name) if isinstance(body, dict) else None
    return found if isinstance(found, str) else ""


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_whole(one) for one in value]
    if isinstance(value, dict):
        return {_whole(key): _whole(one) for key, one in value.items()}
    return value


def masked(path: str) -> str:
    """A path, or a line with paths, as it may stand in a log: what opens something is cut out."""
    return SECRET_PATHS.sub(r"\1…", path)
