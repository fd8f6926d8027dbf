"""How a request wants to be answered."""

import re

from flask import request

# A resident's link, and the ticket of a picture that is kept while its form is mended.
SECRET_PATHS = re.compile(r"(/(?:t|kept)/)[^/\s?\"']+")


def wants_json() -> bool:
    """True for a script's request: it asked for JSON above HTML, or for a .json address."""
    kinds = request.accept_mimetypes
    return request.path.endswith(".json") or kinds["application/json"] > kinds["text/html"]


def masked(path: str) -> str:
    """A path, or a line with paths, as it may stand in a log: what opens something is cut out."""
    return SECRET_PATHS.sub(r"\1…", path)
