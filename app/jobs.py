"""The worker's table: what is done without anybody asking. One transaction an item.

Each job may be run at any time, by any number of workers: what must happen once is claimed in the
database. `run.py sweep --at` and the tests call the same functions with a turn of their own.
"""

import logging
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm.exc import StaleDataError

from app import unused
from app.cases import audit, backlog, candidates, queries
from app.cases import ops as cases
from app.cases.attempts import Tried
from app.catalog.setup import ops as catalog
from app.core import leases
from app.core.db import transaction
from app.core.permissions import system_actor
from app.desk import ops as desk
from app.field import uploads
from app.grid import ops as grids
from app.intake import ops as intake
from app.notices import delivery
from app.notices import ops as notices
from app.review import ops as review
from app.review import queries as reviews
from app.review import turning
from app.review.roster import ops as roster
from app.sla import calendar_ops, calendars, sweeping
from app.sla import queries as time
from app.verdicts import ops as verdicts

HEARTBEAT = "worker"
DELIVER_BATCH = 100
BATCHES_A_TURN = 1000
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Turn:
    """One run of a job: its moment, the lease it stands on (None: a command or a test), when to stop."""

    at: datetime
    held: leases.Held | None = None
    stopping: Callable[[], bool] = field(default=lambda: False)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One item, one commit; raises LeaseLost when another worker has taken over."""
        with transaction():
            if self.held:
                leases.confirm(self.held)
            yield


@dataclass(frozen=True)
class Job:
    """A row of the table: every sweep interval, or at the street's wall time given by `cron`, in a demo by `demo`."""

    name: str
    run: Callable[[Turn], object]
    cron: Mapping[str, Any] = field(default_factory=dict)
    demo: Mapping[str, Any] = field(default_factory=dict)
    at_start: bool = False


@dataclass(frozen=True)
class Total:
    """What one turn of the sweep did."""

    steps: int
    parked: int


def sweep(turn: Turn) -> Total:
    """Take every step that is due, in batches; the heartbeat shows that a batch was finished."""
    steps = parked = 0
    for _ in range(BATCHES_A_TURN):
        with turn.transaction():
            swept = sweeping.sweep(turn.at)
            leases.beat(HEARTBEAT, turn.at)
        steps, parked = steps + swept.steps, parked + swept.parked
        if swept.looked_at < sweeping.BATCH or turn.stopping():
            break
    return Total(steps, parked)


def call_unsigned(turn: Turn) -> int:
    """A critical case unsigned in time goes to the next on the phone list, who gets the whole time again."""

    def call(case_id: int) -> None:
        if sweeping.unsigned_critical(turn.at, case_id):  # another worker may have called meanwhile
            cases.call_next(case_id, turn.at)

    with turn.transaction():
        found = sweeping.unsigned_critical(turn.at)
    return _each(turn, "call next for case", found, call)


def resume_suspended(turn: Turn) -> int:
    """挂账 ends by itself on its review date."""

    def resume(case_id: int) -> None:
        case = candidates.loaded(case_id)
        if case.suspended_until is not None:  # another worker, or the duty chief, may have done it meanwhile
            cases.resume(system_actor(case.street_id), case, at=turn.at)

    with turn.transaction():
        found = queries.to_resume(turn.at, DELIVER_BATCH)
    return _each(turn, "resume case", found, resume)


def name_checkers(turn: Turn) -> int:
    """A result that waits for somebody who has left or is on leave is checked by somebody else."""
    with turn.transaction():
        found = queries.checkers_gone(turn.at, DELIVER_BATCH)
    return _each(turn, "name a checker for case", found, lambda case_id: cases.name_again(case_id, turn.at))


def follow_on(turn: Turn) -> int:
    """A case under way whose owner has left is somebody else's, or waits before the duty chief."""

    def follow(case_id: int) -> None:
        office_open = time.office_open(queries.at_hand(case_id).street_id, turn.at)
        cases.find_follower(case_id, turn.at, office_open=office_open)

    with turn.transaction():
        found = queries.owners_gone(DELIVER_BATCH)
    return _each(turn, "find who follows case", found, follow)


def turn_reviews(turn: Turn) -> int:
    """What time does to open reviews: reminders, reserves, the lapse (app/review/turns.py)."""

    def take(case_id: int) -> None:
        turning.take_turn(case_id, lambda street_id: time.due_in(street_id, turn.at), turn.at)

    with turn.transaction():
        found = reviews.to_turn(turn.at, DELIVER_BATCH)
    return _each(turn, "turn review", found, take)


def deliver(turn: Turn) -> int:
    """Send what lies in the outbox."""
    return delivery.deliver(turn.at, DELIVER_BATCH, turn.transaction)


def remind_leads(turn: Turn) -> int:
    """领导包案: whoever has a case under their care and wrote nothing for a month hears it, once a month."""

    def remind(case_id: int) -> None:
        case = candidates.loaded(case_id)
        if case.is_open and backlog.is_silent(case.progress_at, turn.at):  # it may have been written meanwhile
            notices.note_silent_lead(case, turn.at)

    with turn.transaction():
        found = backlog.silent_leads(turn.at)
    return _each(turn, "remind the lead official of case", found, remind)


def make_root(turn: Turn) -> None:
    """Seal the heads of all timelines that grew since the last time, and draw the panels that waited for it."""
    with turn.transaction():
        audit.make_root(turn.at, reviews.streets_waiting())
    draw_panels(turn)


def draw_panels(turn: Turn) -> int:
    """Draw and seat every panel whose root of the ledger is there."""
    with turn.transaction():
        found = reviews.to_draw(DELIVER_BATCH)
    return _each(turn, "draw of review", found, lambda review_id: review.draw_by_root(review_id, turn.at))


def purge(turn: Turn) -> None:
    """Forget contact data of cases closed six months ago, who asked in vain to sit on panels, old verdicts' words, the
    words of bulk moves that nobody went on with, and what a tablet began to send two weeks ago."""
    with turn.transaction():
        intake.purge(turn.at)
    with turn.transaction():
        roster.forget_applications(turn.at)
    with turn.transaction():
        verdicts.forget(turn.at)
    with turn.transaction():
        desk.end_left_bulks(turn.at)
    with turn.transaction():
        uploads.purge(turn.at)


def drop_unused(turn: Turn) -> int:
    """Forget a sixteenth of what lies in the store and no case names."""
    dropped = 0
    for some in unused.old_files(turn.at):
        with turn.transaction():
            left = unused.unnamed(some) if unused.is_ours() else set[str]()
        dropped += unused.drop(left, turn.at)
    return dropped


def close_units(turn: Turn) -> int:
    """A unit whose last day is over is closed, and lets go of what it has in hand."""
    with turn.transaction():
        found = catalog.due_units(turn.at, DELIVER_BATCH)
    return _each(turn, "close unit", found, lambda unit_id: catalog.close_due_unit(unit_id, at=turn.at))


def retire_grids(turn: Turn) -> None:
    """New boundaries hold from today: grids that they lack leave the lists."""
    with turn.transaction():
        grids.retire_grids(turn.at)


def extend_calendars(turn: Turn) -> None:
    """Keep the calendars reaching into the years to come."""
    with turn.transaction():
        calendars.extend(turn.at)


def catch_up_calendars(turn: Turn) -> None:
    """A new version of a calendar reaches every process within a minute: what they promised till then follows."""
    with turn.transaction():
        calendar_ops.catch_up(turn.at)


def _each(turn: Turn, what: str, ids: Sequence[int], do: Callable[[int], object]) -> int:
    """One transaction an id; one that fails is logged and does not stop the others."""
    done = 0
    for id_ in ids:
        if turn.stopping():
            break
        try:
            with turn.transaction():
                do(id_)
            done += 1
        except leases.LeaseLost:
            raise
        except StaleDataError:
            log.info("%s %s: somebody was faster", what, id_)
        except Exception as error:  # noqa: BLE001 (the other cases must not wait)
            where = "".join(traceback.format_tb(error.__traceback__))
            log.error("%s %s failed: %s\n%s", what, id_, type(error).__name__, where)
            if isinstance(tried := getattr(error, "tried", None), Tried):
                with turn.transaction():
                    cases.note_refused(tried, what, at=turn.at)
    return done


JOBS: tuple[Job, ...] = (
    Job("sweep", sweep, at_start=True),
    Job("call_unsigned", call_unsigned),
    Job("resume_suspended", resume_suspended),
    Job("name_checkers", name_checkers, cron={"minute": "*/10"}),
    Job("follow_on", follow_on, cron={"minute": "*/10"}),
    Job("turn_reviews", turn_reviews),
    Job("remind_leads", remind_leads, cron={"hour": 8, "minute": 40}),
    Job("deliver", deliver),
    Job("make_root", make_root, cron={"minute": 0}, demo={"minute": "*"}),
    Job("draw_panels", draw_panels),
    Job("purge", purge, cron={"hour": 3, "minute": 20}),
    Job("drop_unused", drop_unused, cron={"hour": 3, "minute": 50}),
    Job("catch_up_calendars", catch_up_calendars, cron={"minute": "*/10"}),
    Job("retire_grids", retire_grids, cron={"hour": 0, "minute": 5}, at_start=True),
    Job("close_units", close_units, cron={"minute": "*/5"}, at_start=True),
    Job("extend_calendars", extend_calendars, cron={"hour": 3, "minute": 40}, at_start=True),
)
