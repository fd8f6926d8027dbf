"""The worker: one process that keeps the promises while nobody looks (`run.py worker`).

APScheduler runs the table of app/jobs.py from memory; a lease row decides which of several workers
plans. SIGTERM and SIGINT finish the batch at hand, give the lease back and end the process.
"""

import logging
import os
import secrets
import signal
import socket
import threading
import traceback
from collections.abc import Mapping
from types import FrameType
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from app.core import clock, leases
from app.core.db import transaction
from app.jobs import JOBS, Job, Turn

LEASE = "worker"
LEASE_SECONDS = 6.0
STANDBY_SECONDS = 1.0
log = logging.getLogger(__name__)


class Worker:
    """One worker process. `run()` returns when it was told to stop and its last batch is done."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.owner = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self.stopping = threading.Event()
        self.held: leases.Held | None = None
        self.scheduler = BackgroundScheduler(
            timezone="UTC", executors={"default": {"type": "threadpool", "max_workers": 2}}
        )

    def run(self) -> None:
        """Plan while the lease is ours, stand by while it is not, until told to stop."""
        for job in JOBS:
            self._declare(job)
        self.scheduler.start(paused=True)
        try:
            while not self.stopping.is_set():
                self.tick()
                self.stopping.wait(LEASE_SECONDS / 3 if self.held else STANDBY_SECONDS)
        finally:
            self.scheduler.shutdown(wait=True)
            self._give_back()

    def stop(self, _number: int = 0, _frame: FrameType | None = None) -> None:
        """Ask it to end; also the signal handler."""
        self.stopping.set()

    def tick(self) -> None:
        """Take or renew the lease, and plan or pause accordingly."""
        before, self.held = self.held, self._take()
        if self.held and not before:
            log.info("worker %s plans", self.owner)
            self.scheduler.resume()
        elif before and not self.held:
            log.warning("worker %s lost the lease and stands by", self.owner)
            self.scheduler.pause()

    def work(self, job: Job) -> None:
        """Run one job of the table; whatever fails is logged without what people typed."""
        turn = Turn(clock.now(), self.held, self.stopping.is_set)
        if turn.held is None:
            return
        with self.app.app_context():
            try:
                job.run(turn)
            except leases.LeaseLost:
                log.warning("job %s left to another worker", job.name)
            except Exception as error:  # noqa: BLE001 (the next turn must come)
                _complain(f"job {job.name}", error)

    def _declare(self, job: Job) -> None:
        self.scheduler.add_job(
            self.work,
            trigger=_trigger(job, self.app.config),
            args=[job],
            id=job.name,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
            **({"next_run_time": clock.now()} if job.at_start else {}),
        )

    def _take(self) -> leases.Held | None:
        try:
            with self.app.app_context(), transaction():
                return leases.acquire(LEASE, self.owner, LEASE_SECONDS)
        except SQLAlchemyError as error:
            _complain("lease", error)
            return None

    def _give_back(self) -> None:
        if self.held is None:
            return
        try:
            with self.app.app_context(), transaction():
                leases.release(self.held)
        except SQLAlchemyError as error:
            _complain("lease", error)


def run(app: Flask) -> None:
    """The whole life of a worker process, signals included."""
    worker = Worker(app)
    signal.signal(signal.SIGTERM, worker.stop)
    signal.signal(signal.SIGINT, worker.stop)
    worker.run()


def _trigger(job: Job, settings: Mapping[str, Any]) -> BaseTrigger:
    cron = job.demo if settings.get("DEMO") and job.demo else job.cron
    if cron:
        return CronTrigger(timezone=clock.STREET_ZONE, **cron)
    return IntervalTrigger(seconds=int(settings.get("SWEEP_SECONDS", 15)), timezone="UTC")


def _complain(what: str, error: Exception) -> None:
    # An error's own words may quote a row; its kind and place are enough to find it.
    log.error("%s failed: %s\n%s", what, type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
