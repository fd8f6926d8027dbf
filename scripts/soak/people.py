"""The people of a soak: residents report at all hours, staff do some of the work and leave the rest lying."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm.exc import StaleDataError

from app.cases import ops
from app.cases.lifecycle import State
from app.cases.models import Case
from app.cases.ops.asking import Wait
from app.cases.reports import Spot
from app.cases.words import WaitingFor
from app.core.db import transaction
from app.core.errors import Refusal
from tests.builders.town import (
    CLUTTER,
    ENQUIRY,
    FACADE,
    FIRE_LANE,
    FUMES,
    IN_R1,
    IN_R2,
    IN_R3,
    LEAK,
    LICENCE,
    LIFT,
    MANHOLE,
    NOISE,
    WASTE,
    Town,
    a_result,
    hours,
)

KINDS = (CLUTTER, WASTE, ENQUIRY, FACADE, FIRE_LANE, FUMES, LEAK, LICENCE, LIFT, MANHOLE, NOISE)
PLACES = (IN_R1, IN_R2, IN_R3)
Act = Callable[["People", Case, datetime], None]


@dataclass
class People:
    """Everybody who is no worker process; each deed is a transaction of its own."""

    town: Town
    chance: random.Random
    case_ids: list[int] = field(default_factory=list)
    done: int = 0
    refused: int = 0

    def report(self, at: datetime) -> None:
        """Somebody reports something somewhere."""
        with transaction():
            spot = Spot(self.chance.choice(PLACES), "wgs84")
            self.case_ids.append(self.town.report(self.chance.choice(KINDS), at, spot=spot).id)

    def act(self, at: datetime) -> None:
        """Somebody does the next thing to one of the newer cases, if the rules let them."""
        case_id = self.chance.choice(self.case_ids[-120:])
        try:
            with transaction():
                case = self.town.of(case_id)
                for act in ACTS.get(case.state, ()):
                    if self.chance.random() < 0.5:
                        act(self, case, at)
                        self.done += 1
                        break
        except (Refusal, StaleDataError):  # a rule, or a worker that was faster
            self.refused += 1


def _sign_in(people: People, case: Case, at: datetime) -> None:
    ops.sign_in(people.town.side(case), case, at=at)


def _contact(people: People, case: Case, at: datetime) -> None:
    ops.contact(people.town.side(case), case, "说好下午来", reached=True, at=at)


def _extend(people: People, case: Case, at: datetime) -> None:
    ops.ask_extension(people.town.side(case), case, 1, "等配件", at=at)
    ops.extend(people.town.chief, case, 1, at=at)


def _suspend(people: People, case: Case, at: datetime) -> None:
    until = at + timedelta(hours=people.chance.uniform(1, 20))
    ops.suspend(people.town.chief, case, Wait(WaitingFor.CONDITIONS, "等配件", until), at=at)


def _handle(people: People, case: Case, at: datetime) -> None:
    ops.handle(people.town.side(case), case, a_result(), at=at)


ACTS: dict[State, tuple[Act, ...]] = {
    State.DISPATCHED: (_sign_in,),
    State.IN_PROGRESS: (_extend, _contact, _suspend, _handle),
}
LONG_BEFORE = hours(100)


def before(people: People, begins: datetime, cases: int) -> None:
    """What was reported in the days before the film."""
    moments = sorted(begins - people.chance.random() * LONG_BEFORE for _ in range(cases))
    for moment in moments:
        people.report(moment)
