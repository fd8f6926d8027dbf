"""`make soak`: three days of a street in two minutes, its workers killed (-9) all the while. Never in CI.

Two workers as in production, one of which holds the lease, and one that sweeps without; residents report and staff
work beside them. In the end every step of every clock must be recorded once, in its time, and told once to everybody
who must hear of it. Exit code 1 when anything differs.
"""

import logging
import random
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
from flask_migrate import upgrade
from sqlalchemy import update

import config
from app import jobs
from app.core.db import db, transaction
from app.core.leases import last_beat
from app.factory import create_app
from app.jobs import Turn
from app.notices.backoff import HOLD
from app.people.models import User
from scripts.bench.stage import KINDS, stage
from scripts.soak import findings, people
from scripts.soak.film import VARIABLE, Film
from scripts.soak.judging import Verdict
from scripts.soak.keepers import Keepers
from scripts.soak.people import People
from scripts.soak.worker import FOLDER, book_of
from tests.builders.town import a_town
from tests.support.smtp_sink import SmtpSink, smtp_sink

BEGINS = datetime(2026, 11, 13, 8, 0, tzinfo=UTC)  # a Friday, 16:00 in the street
LENGTH = timedelta(days=3)
LEAD_SECONDS, SLACK_SECONDS = 3.0, 3.0
WORKERS = ("leased", "leased", "loose")
RATE = 8.0  # deeds a second of real time
REPORTS = 0.35  # of them
SHOWN = 5


@dataclass(frozen=True)
class Soak:
    """What it was made of."""

    film: Film
    everybody: People
    keepers: Keepers
    sink: SmtpSink
    left: int  # steps that only the last sweep, after the end, took


@click.command()
@click.option("--on", "kind", type=click.Choice(KINDS), default=KINDS[0], show_default=True, help="Database.")
@click.option(
    "--seconds", type=click.IntRange(10, 3_600), default=120, show_default=True, help="How long three days last."
)
@click.option("--before", type=click.IntRange(1), default=120, show_default=True, help="Cases reported before.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of all that is left to chance.")
def main(kind: str, seconds: int, before: int, seed: int) -> None:
    """Play, kill, and compare."""
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # a sender that was killed is no news of the sink
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lingrid-soak-")))
        sink = stack.enter_context(smtp_sink())
        made = stack.enter_context(stage(folder, 0))
        mail = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(sink.port)}
        environment = made.environment(made.scratch(kind, "soak"), LOG_LEVEL="WARNING", **mail)
        app = create_app(config.load(environment))
        with app.app_context():
            upgrade()
            played = _play(environment, folder, sink, (seconds, before, seed))
            slack = played.film.lasts(SLACK_SECONDS)
            good = _tell(kind, seed, played, findings.steps(book_of(folder), played.film.ends, slack))
            db.engine.dispose()
    sys.exit(0 if good else 1)


def _play(environment: Mapping[str, str], folder: Path, sink: SmtpSink, told: tuple[int, int, int]) -> Soak:
    seconds, before, seed = told
    with transaction():
        town = a_town("soak")
        db.session.execute(update(User).values(email=User.login + "@soak.test"))
    everybody = People(town, random.Random(f"people {seed}"))
    people.before(everybody, BEGINS, before)
    film = Film(BEGINS, BEGINS + LENGTH, LENGTH.total_seconds() / seconds, time.monotonic() + LEAD_SECONDS)
    there = {**environment, VARIABLE: str(film), FOLDER: str(folder)}
    keepers = Keepers(WORKERS, there, folder, random.Random(f"killer {seed}"))
    killer = threading.Thread(target=keepers.kill_some)
    killer.start()
    try:
        _live(film, everybody)
    finally:
        keepers.over.set()
        killer.join()
        keepers.stop()
    return Soak(film, everybody, keepers, sink, _end(film))


def _live(film: Film, everybody: People) -> None:
    """Until the end of the film somebody does something."""
    while not film.is_over:
        at = film.now()
        if everybody.chance.random() < REPORTS:
            everybody.report(at)
        else:
            everybody.act(at)
        time.sleep(everybody.chance.expovariate(RATE))


def _end(film: Film) -> int:
    """What a worker started again would do: one turn of the clocks, and the mails whose sender was killed."""
    total = jobs.sweep(Turn(film.ends))
    while jobs.deliver(Turn(film.ends + 2 * HOLD)):
        pass
    assert last_beat(jobs.HEARTBEAT) == film.ends
    return total.steps


def _tell(kind: str, seed: int, soak: Soak, steps: Verdict) -> bool:
    film, told, parked, complaints = soak.film, findings.messages(), findings.parked(), soak.keepers.complaints()
    keepers, mails = soak.keepers, len(soak.sink.mails)
    _line("simulated", f"{LENGTH.days} days from Friday 16:00, {film.speed:,.0f} times as fast, on {kind}, seed {seed}")
    _line(
        "workers", f"{len(WORKERS)} at a time, killed {keepers.killed}, of them {keepers.inside} inside a transaction"
    )
    deeds = soak.everybody
    _line("cases", f"{findings.cases()} reported, {deeds.done} deeds of staff, {deeds.refused} refused by the rules")
    _line("steps expected", f"{steps.expected}")
    _line("steps recorded", f"{steps.recorded}, of them {steps.open} of clocks that stopped before one had to")
    _line("  missing, twice, out of time", f"{len(steps.missing)}, {len(steps.twice)}, {len(steps.out_of_time)}")
    _line("  left to the sweep after the end", f"{soak.left}")
    _line("notices of steps", f"{told.rows} rows of {told.told} steps")
    _line("  missing, needless, twice", f"{len(told.missing)}, {len(told.needless)}, {told.twice}")
    _line("mails", f"{told.mails}, sent {mails} times, {told.undelivered} undelivered")
    _line("clocks parked, errors logged", f"{parked}, {len(complaints)}")
    for what in (steps.missing, steps.twice, steps.out_of_time, told.missing, told.needless, complaints):
        for one in list(what)[:SHOWN]:
            print(f"    {one}", flush=True)
    good = steps.good and told.good and not parked and not complaints and mails >= told.mails
    print("every step once" if good else "NOT as it must be", flush=True)
    return good


def _line(name: str, words: str) -> None:
    print(f"{name:<34} {words}", flush=True)


if __name__ == "__main__":
    main()
