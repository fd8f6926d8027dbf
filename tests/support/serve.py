"""The real server for browser tests: our gunicorn in a process of its own, whose clock a file can hold.

Run as a program it stays the parent of them all: it has loaded the application, and for every line on its input
(JSON: the environment of the server, and where it may write) it forks a server and answers with its number. Loading
takes seconds, forking does not.
"""

import json
import os
import signal
import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from app.cli.server import Server
from app.core import clock
from app.factory import create_app
from tests.support.memory import compiled_templates

CLOCK_FILE = "LINGRID_TEST_CLOCK"


class HeldClock:
    """WSGI middleware: before each request the clock of the process follows the file."""

    def __init__(self, app: Callable[..., Iterable[bytes]], path: Path) -> None:
        self.app, self.path = app, path

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Set or let go, then serve."""
        held = self.path.read_text("ascii") if self.path.exists() else ""
        if held:
            clock.set(datetime.fromisoformat(held))
        else:
            clock.reset()
        return self.app(environ, start_response)


def serve_on(wish: dict[str, Any]) -> None:
    """Be the server that was asked for; never comes back."""
    os.setsid()  # so that it and its own children can be ended together
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    out = os.open(wish["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for here, there in ((nothing, 0), (out, 1), (out, 2)):
        os.dup2(here, there)
    os.environ.update(wish["env"])
    made = create_app()
    made.jinja_env.bytecode_cache = compiled_templates()
    made.wsgi_app = HeldClock(made.wsgi_app, Path(os.environ[CLOCK_FILE]))  # type: ignore[method-assign]
    Server(made).run()


if __name__ == "__main__":
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them
    for line in sys.stdin:
        if (number := os.fork()) == 0:
            serve_on(json.loads(line))
            os._exit(1)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
