"""Real servers in processes of their own, and what the kernel says they used."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import config

UP_SECONDS = 60
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """A running process with its children; port 0 where it listens on none."""

    pid: int
    port: int

    @property
    def pids(self) -> list[int]:
        """The process and everything below it."""
        return _tree(self.pid)

    def cpu_seconds(self) -> float:
        """User and system time of all of them so far."""
        return sum(_cpu(pid) for pid in self.pids)

    def pss_mb(self) -> list[float]:
        """Memory of each, the parent first: what is shared counts once, in parts."""
        return [_pss_kb(pid) / 1024 for pid in self.pids]


@contextlib.contextmanager
def running(
    command: Sequence[str], environment: Mapping[str, str], log: Path, *, listens: bool = True
) -> Iterator[Server]:
    """Start `python …`, wait until it answers, end it (and its children) afterwards by a signal to it alone."""
    port = free_port() if listens else 0
    env = {**environment, config.PREFIX + "PORT": str(port or 1)}
    with log.open("wb") as out:
        process = subprocess.Popen([sys.executable, *command], cwd=config.ROOT, env=env, stdout=out, stderr=out)
    try:
        if listens:
            _wait(port, process, log)
        yield Server(process.pid, port)
    finally:
        process.terminate()
        process.wait(30)


def free_port() -> int:
    """A port of this machine that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + UP_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"the server did not start:\n{log.read_text('utf-8', 'replace')[-2000:]}")


def _tree(pid: int) -> list[int]:
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text("ascii").split():
            found += _tree(int(child))
    return found


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _pss_kb(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
