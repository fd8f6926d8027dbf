"""Files that are code or text travel compressed, where the other side can read that.

Only what is the same for everybody: a page that carries a secret of its session beside words somebody else chose must
not be compressed, or its length tells the secret (BREACH).
"""

import gzip
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, current_app, request

KINDS = frozenset({"text/css", "text/javascript", "application/javascript", "image/svg+xml", "application/json"})
WORTH = 1_000  # bytes
KEPT = 256  # files, each some kB


def install(app: Flask) -> None:
    """Compress static files after their request."""
    app.after_request(_squeeze)


def squeezed(body: bytes) -> bytes:
    """The same bytes, compressed the same way every time."""
    return gzip.compress(body, 6, mtime=0)


def reads_gzip() -> bool:
    """Whether whoever asked takes it so."""
    return request.accept_encodings.quality("gzip") > 0


def _squeeze(response: Response) -> Response:
    if request.endpoint != "static" or response.status_code != 200 or response.mimetype not in KINDS:
        return response
    response.vary.add("Accept-Encoding")
    path = Path(current_app.static_folder or "", (request.view_args or {}).get("filename", ""))
    if not reads_gzip() or request.range or path.stat().st_size < WORTH:
        return response
    etag, _ = response.get_etag()
    response.close()  # the file that would have been sent
    response.direct_passthrough = False
    response.set_data(_file(path, path.stat().st_mtime_ns))
    response.headers["Content-Encoding"] = "gzip"
    if etag:
        response.set_etag(etag, weak=True)
    return response


@lru_cache(KEPT)
def _file(path: Path, _changed: int) -> bytes:
    return squeezed(path.read_bytes())
