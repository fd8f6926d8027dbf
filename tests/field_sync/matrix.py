"""The reference: the day walked once without a fault, with a copy of the database before each sending, and what stood
after it.

A cell of the matrix is one fault at one step: it begins at the copy. Where everything in the database is as it was
after that step of the reference, what follows is the same too; some days are walked to their end all the same.
"""

import contextlib
import json
import shutil
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from app.cases import audit
from tests.builders.town import Town
from tests.field_sync.day import DAY, begin
from tests.field_sync.faults import FAULTS, Way
from tests.field_sync.places import Place
from tests.field_sync.server import Server
from tests.field_sync.state import FILES, State, differences, state_of
from tests.field_sync.walking import Walk

STEPS = range(len(DAY))
_number = count(1)


@dataclass(frozen=True)
class Before:
    """How it stood before a sending: a copy of the database, what lay on the tablet, who was signed in, and which
    tokens the tablets knew."""

    copy: str
    kept: str
    sessions: dict[int, str]
    tokens: dict[str, str]


@dataclass
class Matrix:
    """The reference on one kind of database, and its cells. after: with the files of that step only."""

    place: Place
    town: Town
    folder: Path
    morning: Before
    before: dict[int, Before] = field(default_factory=dict)
    after: dict[int, State] = field(default_factory=dict)

    def cell(self, fault: str, number: int, *, to_the_end: bool = False) -> list[str]:
        """What differs after this step with this fault, if asked in the evening too; empty when all is well."""
        with self._walk(self.before[number]) as walk:
            tablet = walk.tablet(number, Way(walk.server, FAULTS[fault]), self.before[number].kept)
            wrong = _met(lambda: walk.send(number, tablet)) or differences(self.after[number], state_of(walk.server))
            if to_the_end and not wrong:
                wrong = self._rest(walk, number)
        return [_named(fault, number, line) for line in wrong]

    def day(self, shift: int) -> list[str]:
        """What differs at the end of a day on which each step meets a fault, another one each."""
        names = list(FAULTS)
        with self._walk(self.morning) as walk:
            for number in STEPS:
                fault = names[(number + shift) % len(names)]
                walk.desk(number)
                way = Way(walk.server, FAULTS[fault])
                if wrong := _met(partial(walk.step, number, way)):
                    return [_named(fault, number, line) for line in wrong]
            with walk.server.web.read():
                broken = audit.verify().faults
            return broken + differences(self.at_the_end(), state_of(walk.server))

    def at_the_end(self, first: int = 0) -> State:
        """How it stands in the evening, with the files of the whole day, or since a step."""
        files = [row for number, state in self.after.items() if number >= first for row in state[FILES]]
        return self.after[STEPS[-1]] | {FILES: sorted(files)}

    def _rest(self, walk: Walk, number: int) -> list[str]:
        """The steps after this one, without a fault."""
        for later in STEPS[number + 1 :]:
            walk.desk(later)
            if wrong := _met(partial(walk.step, later, Way(walk.server))):
                return wrong
        return differences(self.at_the_end(number), state_of(walk.server))

    @contextlib.contextmanager
    def _walk(self, stood: Before) -> Iterator[Walk]:
        self.place.bring_back(stood.copy)
        with _serving(self.place, self.folder / f"cell{next(_number)}") as server:
            server.sessions |= stood.sessions
            yield Walk(server, self.town, dict(stood.tokens))


@contextlib.contextmanager
def reference(place: Place, town: Town, folder: Path, wanted: Collection[int] = STEPS) -> Iterator[Matrix]:
    """Walk the day, with a copy before each wanted step. Raises AssertionError where a step is not taken."""
    folder.mkdir()
    with _serving(place, folder / "begin") as server:
        with server.web.write():
            begin(town)
        walk = Walk(server, town)
        made = Matrix(place, town, folder, _kept(walk, place, {}))
        for number in STEPS:
            walk.desk(number)
            tablet = walk.fill(number, Way(server))
            if number in wanted:
                made.before[number] = _kept(walk, place, tablet.kept)
            server.keep_files_in(folder / f"step{number}")
            walk.send(number, tablet)
            made.after[number] = state_of(server)
    yield made
    shutil.rmtree(folder)


@contextlib.contextmanager
def _serving(place: Place, folder: Path) -> Iterator[Server]:
    """The database at this place behind a server, with an empty folder of attachments."""
    server = Server(place.processes)
    server.keep_files_in(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _kept(walk: Walk, place: Place, kept: Any) -> Before:
    walk.server.stop()
    stood = Before(place.copy(), json.dumps(kept), dict(walk.server.sessions), dict(walk.tokens))
    walk.server.start()
    return stood


def _met(do: Callable[[], None]) -> list[str]:
    """Let a tablet do something while faults meet it; why it could not be done."""
    try:
        do()
    except AssertionError as error:
        return [str(error)]
    return []


def _named(fault: str, number: int, line: str) -> str:
    return f"{fault} at step {number + 1}, {DAY[number].name}: {line}"
