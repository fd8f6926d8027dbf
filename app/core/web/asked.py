"""How a request wants to be answered."""

from flask import request

SECRET_PATHS = ("/t/",)


def wants_json() -> bool:
    """True for a script's request: it asked for JSON above HTML, or for a .json address."""
    kinds = request.accept_mimetypes
    return request.path.endswith(".json") or kinds["application/json"] > kinds["text/html"]


def masked(path: str) -> str:
    """A path as it may stand in a log: the secret of a resident's link is cut out."""
    for start in SECRET_PATHS:
        if path.startswith(start):
            _, _, rest = path[len(start) :].partition("/")
            return f"{start}…/{rest}" if rest else f"{start}…"
    return path
