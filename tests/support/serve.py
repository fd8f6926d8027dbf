"""The real server for browser tests: our gunicorn in a process of its own, whose clock a file can hold."""

import os
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from app.cli.server import Server
from app.core import clock
from app.factory import create_app

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


if __name__ == "__main__":
    made = create_app()
    made.wsgi_app = HeldClock(made.wsgi_app, Path(os.environ[CLOCK_FILE]))  # type: ignore[method-assign]
    Server(made).run()
