"""The stage of the demo: stories are played in the order of their moments, each act through `ops`."""

import heapq
import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count

from app.cases import audit, candidates, queries
from app.cases import ops as cases
from app.core import clock
from app.core.clock import street_time
from app.core.db import transaction
from app.core.permissions import system_actor
from app.core.values import Unit
from app.review import ops as review
from app.review import queries as reviews
from app.review import turning
from app.sla import calendars, sweeping, workcal
from app.sla import queries as sla

Story = Iterator[datetime]
SWEEP_EVERY = timedelta(hours=1)


class Stage:
    """Plays many stories at once up to `end`. A story is a generator that yields its next moment."""

    def __init__(self, street_id: int, end: datetime, rng: random.Random) -> None:
        self.street_id, self.end, self.rng = street_id, end, rng
        self.now = end
        self._waiting: list[tuple[datetime, int, Story]] = []
        self._number = count()
        self._swept = end - timedelta(days=400)

    def enter(self, moment: datetime, story: Story) -> None:
        """Put a story on the stage; it begins at `moment`. What would come after the end does not happen."""
        if moment <= self.end:
            heapq.heappush(self._waiting, (moment, next(self._number), story))

    def play(self, progress: Callable[[int], None]) -> None:
        """Everything that happens, one transaction a day of the street; tells how many acts are done."""
        acts = 0
        while self._waiting:
            day = street_time(self._waiting[0][0]).date()
            with transaction():
                audit.make_root(self._waiting[0][0])
                while self._waiting and street_time(self._waiting[0][0]).date() == day:
                    self._next()
                    acts += 1
            progress(acts)
        with transaction():
            self._keep_time(self.end)

    def soon(self, least: float, most: float) -> datetime:
        """A moment between so many working minutes from now."""
        calendar = calendars.in_force(self.street_id, self.now).calendar
        wait = timedelta(minutes=self.rng.uniform(least, most))
        return workcal.after(calendar, self.now, wait, Unit.WORKING_HOUR).replace(microsecond=0)

    def shortly(self, least: float, most: float) -> datetime:
        """A moment between so many minutes from now, nights included."""
        return (self.now + timedelta(minutes=self.rng.uniform(least, most))).replace(microsecond=0)

    def _next(self) -> None:
        moment, _, story = heapq.heappop(self._waiting)
        self.now = moment
        with clock.at(moment):
            if moment - self._swept >= SWEEP_EVERY:
                self._keep_time(moment)
            following = next(story, None)
        if following is not None:
            self.enter(max(following, moment + timedelta(seconds=1)), story)

    def _keep_time(self, moment: datetime) -> None:
        """What the worker does meanwhile: clocks, calls about unsigned critical cases, draws."""
        self._swept = moment
        while sweeping.sweep(moment).looked_at == sweeping.BATCH:
            pass
        for case_id in sweeping.unsigned_critical(moment):
            cases.call_next(case_id, moment)
        self._draw(moment)
        for case_id in queries.to_resume(moment, 100):
            case = candidates.loaded(case_id)
            cases.resume(system_actor(case.street_id), case, at=moment)
        for case_id in reviews.to_turn(moment, 100):
            turning.take_turn(case_id, lambda street_id: sla.due_in(street_id, moment), moment)

    def _draw(self, moment: datetime) -> None:
        """A root of the ledger for the panels that wait for one."""
        waiting = reviews.streets_waiting()
        if waiting:
            audit.make_root(moment, waiting)
        for review_id in reviews.to_draw(100):
            review.draw_by_root(review_id, moment)
