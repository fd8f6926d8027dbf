"""Something between a browser and the server, which the browser takes for the server: what comes may be changed.

Unlike a page's own routes it also meets what a service worker asks for.
"""

import http.client
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

HOPS = {"connection", "keep-alive", "transfer-encoding", "content-length"}
ASKED = {"accept-encoding"}  # what is to be changed must be readable
Change = Callable[[str, bytes], bytes | None]


class Between:
    """`change(path, body)` gives the body that the browser gets instead, or None for a link that breaks."""

    def __init__(self, url: str, there: str) -> None:
        self.url, self.there = url, there
        self.change: Change = lambda _path, body: body


@contextmanager
def between(there: str) -> Iterator[Between]:
    """One before the server at `there`, on a port of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_asked: None  # type: ignore[method-assign]  # either side may go away at any time
    made = server.between = Between(f"http://127.0.0.1:{server.server_port}", there)  # type: ignore[attr-defined]
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    """Hands one request on."""

    protocol_version = "HTTP/1.1"

    def _pass(self) -> None:
        between: Between = self.server.between  # type: ignore[attr-defined]
        size = int(self.headers.get("Content-Length") or 0)
        told = http.client.HTTPConnection(urlsplit(between.there).netloc, timeout=30)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in ASKED}
        told.request(self.command, self.path, self.rfile.read(size), headers)
        answer = told.getresponse()
        body = between.change(self.path, answer.read())
        told.close()
        if body is None:
            self.close_connection = True
            return
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in HOPS:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = _pass  # noqa: N815 (the names are its own)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""
