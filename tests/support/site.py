"""A real server on a free port of this machine, on a committed throwaway database."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import config
from app import jobs
from app.core import clock, files
from tests.support.databases import KEYS, SESSION_KEY, Databases
from tests.support.serve import CLOCK_FILE
from tests.support.web import Web

UP_SECONDS = 30
LOG_MAX = 3000  # characters


class Site:
    """A running server. `web` reads and writes its database from here (`web.write()`, `web.read()`); folder: its own,
    gone with the test."""

    def __init__(self, web: Web, clock_file: Path, process: "Process") -> None:
        self.url = process.address
        self.web = web
        self.folder = clock_file.parent
        self._clock_file = clock_file
        self._process = process

    def log_tail(self) -> str:
        """The last that the server wrote."""
        return _tail(self._process.log)

    def restart(self) -> None:
        """Kill the server (-9) and start another on the same port and database."""
        self._process.kill()
        self._process.start()

    def set_clock(self, moment: datetime) -> datetime:
        """Hold the server's clock and this process's at a moment."""
        whole = self._clock_file.with_suffix(".next")
        whole.write_text(moment.isoformat(), "ascii")
        # At a stroke: a request that read half of it would be served in our own time, and end a session as idle.
        whole.replace(self._clock_file)
        return clock.set(moment)

    def sweep(self) -> None:
        """What the worker would do now: clocks, calls, letters."""
        with self.web.read():
            turn = jobs.Turn(clock.now())
            jobs.sweep(turn)
            jobs.call_unsigned(turn)
            jobs.turn_reviews(turn)
            jobs.deliver(turn)

    def seal(self) -> None:
        """The worker's root of the ledger, and the panels drawn with it."""
        with self.web.read():
            jobs.make_root(jobs.Turn(clock.now()))


class Parent:
    """The process that forks servers (tests/support/serve.py); started at first need."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def fork(self, wish: dict[str, object]) -> int:
        """The number of a new server process, the leader of a group of its own."""
        if self._process is None:
            clean = {name: value for name, value in os.environ.items() if not name.startswith(config.PREFIX)}
            command = [sys.executable, "-m", "tests.support.serve"]
            pipe = subprocess.PIPE
            self._process = subprocess.Popen(command, cwd=config.ROOT, env=clean, text=True, stdin=pipe, stdout=pipe)
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(wish) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        """Let it end."""
        if self._process is not None:
            self._process.communicate()


@dataclass
class Process:
    """A server that can be started, killed and started again. wish: see tests/support/serve.py."""

    parent: Parent
    wish: dict[str, object]
    address: str
    log: Path
    number: int = 0

    def start(self) -> None:
        """Resolves when it answers; raises RuntimeError when it does not come up."""
        self.number = self.parent.fork(self.wish)
        _wait(f"{self.address}/healthz", self.number, self.log)

    def kill(self) -> None:
        """It has nothing to lose, and a polite end takes seconds."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.number, signal.SIGKILL)
        while _lives(self.number):
            time.sleep(0.005)  # the port is free once it is gone


@contextlib.contextmanager
def running_site(databases: Databases, parent: Parent, folder: Path, url: str | None = None) -> Iterator[Site]:
    """Start the server, wait until it answers, stop it at the end. url: an SQLite database; else an empty one."""
    port, app = _free_port(), databases.app("sqlite")
    kept = files.root()
    with contextlib.ExitStack() as stack:
        at = url or stack.enter_context(databases.fresh("sqlite"))
        web = stack.enter_context(Web.on(app, at))
        wish = _wish(at, databases.folder, folder, port)
        process = Process(parent, wish, f"http://127.0.0.1:{port}", folder / "server.log")
        files.configure(folder / "files")
        try:
            process.start()
            yield Site(web, folder / "clock", process)
        finally:
            process.kill()
            files.configure(kept)
            clock.reset()


def _wish(url: str, instance: Path, folder: Path, port: int) -> dict[str, object]:
    ours = {
        "DATABASE_URL": url,
        "INSTANCE": str(instance),
        "FILES": str(folder / "files"),
        "PORT": str(port),
        "SECRET_KEYS": KEYS,
        "SESSION_KEY": SESSION_KEY,
        "DEMO": "1",
        "WEB_WORKERS": "1",
    }
    env = {config.PREFIX + name: value for name, value in ours.items()} | {CLOCK_FILE: str(folder / "clock")}
    return {"env": env, "log": str(folder / "server.log")}


def _wait(address: str, number: int, log: Path) -> None:
    end = time.monotonic() + UP_SECONDS
    while time.monotonic() < end and _lives(number):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)  # the kernel tells nobody when a port opens
    raise RuntimeError(f"the server did not start:\n{_tail(log)}")


def _tail(log: Path) -> str:
    return log.read_text("utf-8", "replace")[-LOG_MAX:]


def _lives(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
