"""The processes that a soak kills: the worker of `run.py worker`, in simulated time and with a quicker beat.

`leased` plans only while it holds the lease, as in production. `loose` sweeps without one, like `run.py sweep` typed
again and again beside it: two at the same clocks, all the time. A nursery, which has the program loaded and never
touched the database, forks one for each kind that it reads, and tells its process id: starting takes no time.
"""

import logging
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from apscheduler.triggers.interval import IntervalTrigger
from flask import Flask

from app import jobs, worker
from app.cli.logs import to_stderr
from app.core import clock
from app.factory import create_app
from app.jobs import Job, Turn
from scripts.soak.film import VARIABLE, Film

FOLDER = "SOAK_FOLDER"  # for marks and the book of turns
BEAT, CRON_BEAT = 0.2, 5.0
LEASE_SECONDS, STANDBY_SECONDS = 1.5, 0.2
REST = 0.05, 0.4


def marks_of(folder: Path, pid: int) -> Sequence[Path]:
    """The files that stand while threads of a process are inside a transaction."""
    return sorted(folder.glob(f"inside.{pid}.*"))


def book_of(folder: Path) -> Path:
    """The file with a line for every turn that was finished: its moment, and when it ended."""
    return folder / "turns"


class Keeper(worker.Worker):
    """The worker; its scheduler lives in real time, its jobs in the film's."""

    def __init__(self, app: Flask, film: Film) -> None:
        super().__init__(app)
        self.film, self.follows = film, False

    def tick(self) -> None:
        """The scheduler has started: from now on the clock follows the film."""
        if not self.follows:
            self.film.follow()
            self.follows = True
        super().tick()


def _sweep(folder: Path, film: Film, turn: Turn) -> None:
    """A turn, and a line in the book once it is over."""
    jobs.sweep(turn)
    line = f"{turn.at.isoformat()} {film.now().isoformat()}\n"
    with open(os.open(book_of(folder), os.O_WRONLY | os.O_APPEND | os.O_CREAT), "a", encoding="ascii") as book:
        book.write(line)


def _marked(folder: Path) -> Any:
    plain = Turn.transaction

    @contextmanager
    def transaction(turn: Turn) -> Iterator[None]:
        mark = folder / f"inside.{os.getpid()}.{threading.get_ident()}"
        try:
            with plain(turn):
                mark.touch()
                yield
        finally:
            mark.unlink(missing_ok=True)

    return transaction


def _trigger(job: Job, _seconds: int) -> IntervalTrigger:
    return IntervalTrigger(seconds=CRON_BEAT if job.cron else BEAT, timezone="UTC")


def leased(app: Flask, folder: Path, film: Film) -> None:
    """As `run.py worker`."""

    def sweep(turn: Turn) -> None:
        _sweep(folder, film, turn)

    patched: Any = worker
    patched.LEASE_SECONDS, patched.STANDBY_SECONDS, patched._trigger = LEASE_SECONDS, STANDBY_SECONDS, _trigger
    patched.JOBS = tuple(replace(job, run=sweep) if job.name == "sweep" else job for job in jobs.JOBS)
    patched.Worker = lambda made: Keeper(made, film)
    worker.run(app)


def loose(app: Flask, folder: Path, film: Film) -> None:
    """Until it is killed."""
    film.follow()
    chance = random.Random(os.getpid())
    while True:
        with app.app_context():
            turn = Turn(clock.now())
            try:
                _sweep(folder, film, turn)
                jobs.call_unsigned(turn)
                jobs.deliver(turn)
            except Exception:
                logging.getLogger(__name__).exception("a loose turn failed")
        time.sleep(chance.uniform(*REST))


KINDS = {"leased": leased, "loose": loose}


def nursery(app: Flask, folder: Path, film: Film) -> None:
    """Fork what is asked for until standard input ends, then end every one of them."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead leave at once
    pids: list[int] = []
    for kind in sys.stdin:
        if (pid := os.fork()) == 0:
            KINDS[kind.strip()](app, folder, film)
            os._exit(0)
        pids.append(pid)
        print(pid, flush=True)
    for pid in pids:
        if Path(f"/proc/{pid}").exists():
            os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    made = create_app()
    to_stderr(made.config["LOG_LEVEL"])
    where, shown = Path(os.environ[FOLDER]), Film.parse(os.environ[VARIABLE])
    Turn.transaction = _marked(where)  # type: ignore[method-assign]
    nursery(made, where, shown)
