"""The worker processes of a soak, and who kills them."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import config
from scripts.soak.worker import marks_of

PAUSE = 0.4, 1.4  # seconds between two kills
WATCH, DEEP = 1.0, 0.02  # how long to wait for one inside a transaction, and how far into it
END_SECONDS = 20


@dataclass
class Keepers:
    """Workers of these kinds; each that is killed is started again. `kill_some` in a thread until `over` is set."""

    kinds: Sequence[str]
    environment: Mapping[str, str]
    folder: Path
    chance: random.Random
    over: threading.Event = field(default_factory=threading.Event)
    killed: int = 0
    inside: int = 0

    def __post_init__(self) -> None:
        self.log = (self.folder / "workers.log").open("ab")
        self.nursery = subprocess.Popen(
            [sys.executable, "-m", "scripts.soak.worker"], cwd=config.ROOT, env=dict(self.environment), text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log, bufsize=1,
        )  # fmt: skip
        self.pids = [self._start(kind) for kind in self.kinds]

    def kill_some(self) -> None:
        """One after the other, at random moments, half of them in the middle of a transaction."""
        while not self.over.wait(self.chance.uniform(*PAUSE)):
            n = self._victim()
            self._end(self.pids[n], signal.SIGKILL)
            marks = marks_of(self.folder, self.pids[n])
            self.killed, self.inside = self.killed + 1, self.inside + bool(marks)
            for mark in marks:
                mark.unlink()
            self.pids[n] = self._start(self.kinds[n])

    def stop(self) -> None:
        """Ask the workers to end, as a service manager does; the loose ones know no asking."""
        for pid in self.pids:
            self._end(pid, signal.SIGTERM)
        self.nursery.communicate(timeout=END_SECONDS)
        self.log.close()

    def complaints(self) -> list[str]:
        """What they logged as an error."""
        lines = (self.folder / "workers.log").read_text("utf-8", "replace").splitlines()
        return [line for line in lines if "ERROR" in line]

    def _victim(self) -> int:
        chosen, end = self.chance.randrange(len(self.pids)), time.monotonic() + WATCH
        if self.chance.random() < 0.5:
            return chosen
        while time.monotonic() < end:
            for n, pid in enumerate(self.pids):
                if marks_of(self.folder, pid):
                    time.sleep(self.chance.uniform(0, DEEP))
                    return n
            time.sleep(0.001)
        return chosen

    def _start(self, kind: str) -> int:
        assert self.nursery.stdin and self.nursery.stdout
        self.nursery.stdin.write(f"{kind}\n")
        return int(self.nursery.stdout.readline())

    def _end(self, pid: int, how: signal.Signals) -> None:
        os.kill(pid, how)
        end = time.monotonic() + END_SECONDS
        while Path(f"/proc/{pid}").exists():
            if time.monotonic() > end:
                raise RuntimeError(f"worker {pid} does not end: see {self.folder / 'workers.log'}")
            time.sleep(0.001)
