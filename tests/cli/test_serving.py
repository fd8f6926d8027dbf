"""Processes as a person starts them: they answer, log without secrets, and stop when told to."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

import config
from tests.support.databases import Databases

WAIT = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Started:
    """`run.py` with a command, its output in a file."""

    def __init__(self, folder: Path, url: str, *words: str) -> None:
        self.port, self.log = free_port(), folder / "log"
        env = {name: value for name, value in os.environ.items() if not name.startswith(config.PREFIX)}
        env |= {"LINGRID_INSTANCE": str(folder), "LINGRID_DATABASE_URL": url, "LINGRID_PORT": str(self.port)}
        env |= {"LINGRID_DEMO": "0", "LINGRID_LOG_LEVEL": "INFO"}
        with self.log.open("wb") as out:
            command = [sys.executable, str(config.ROOT / "run.py"), *words]
            self.process = subprocess.Popen(command, env=env, stdout=out, stderr=out)

    def status(self, path: str) -> int:
        """What the server answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            error.close()
            return error.code

    def wait_for(self, words: str) -> str:
        """The log once these words stand in it."""
        end = time.monotonic() + WAIT
        while words not in self.told() and time.monotonic() < end and self.process.poll() is None:
            time.sleep(0.1)  # another process's log tells nobody when it grows
        assert words in self.told()
        return self.told()

    def told(self) -> str:
        return self.log.read_text("utf-8", "replace")

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Its exit code after a signal."""
        self.process.send_signal(number)
        return self.process.wait(30)


@pytest.fixture
def url(databases: Databases) -> Iterator[str]:
    """A migrated database without a street."""
    with databases.fresh("sqlite") as address:
        yield address


def test_the_web_server_answers_masks_secrets_and_stops(url: str, tmp_path: Path) -> None:
    server = Started(tmp_path, url, "web")
    server.wait_for("Booting worker")
    assert server.status("/healthz") == 200
    assert server.status("/t/s3cr3tlink?phone=13800000000") == 404
    log = server.wait_for("/t/…")
    assert server.stop() == 0
    assert "s3cr3tlink" not in log
    assert "13800000000" not in log


def test_the_worker_works_and_stops_when_told(url: str, tmp_path: Path) -> None:
    worker = Started(tmp_path, url, "worker")
    worker.wait_for("plans")
    assert worker.stop() == 0
    assert "Traceback" not in worker.told()


def test_a_taken_port_is_told_before_anything_is_made(url: str, tmp_path: Path) -> None:
    first = Started(tmp_path, url, "web")
    first.wait_for("Listening")
    env = {**os.environ, "LINGRID_INSTANCE": str(tmp_path / "two"), "LINGRID_PORT": str(first.port)}
    command = [sys.executable, str(config.ROOT / "run.py")]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    first.stop()
    assert done.returncode == 2
    assert done.stderr.startswith("LINGRID_PORT ")
    assert len(done.stderr.splitlines()) == 1


def test_everything_starts_by_one_command_and_ctrl_c_stops_it(url: str, tmp_path: Path) -> None:
    whole = Started(tmp_path, url)
    whole.wait_for("Ctrl-C stops it.")
    assert f"http://127.0.0.1:{whole.port}/" in whole.told()
    assert whole.status("/healthz") == 200
    whole.wait_for("plans")
    assert whole.stop(signal.SIGINT) == 0
    assert "Shutting down" in whole.told()
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", whole.port)) != 0


def test_a_part_that_dies_ends_the_other_and_is_told(url: str, tmp_path: Path) -> None:
    whole = Started(tmp_path, url)
    whole.wait_for("plans")
    whole.wait_for("Ctrl-C stops it.")
    [worker] = [child for child in psutil.Process(whole.process.pid).children() if "worker" in child.cmdline()]
    worker.kill()
    assert whole.process.wait(30) == 1
    assert "worker ended with code -9" in whole.told()
