"""How a step of the day is walked: from what the tablet takes along to an empty outbox."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from app.core import clock
from tests.builders.town import Town, a_jpeg
from tests.field_sync.day import DAY, Made, Step, case_of, when
from tests.field_sync.faults import Way
from tests.field_sync.server import Server
from tests.field_sync.tablet import Killed, Tablet

KILLS_MAX = 40


@cache
def picture(name: str) -> bytes:
    """A picture of that name, each of another colour, and long enough for several pieces."""
    return a_jpeg(f"#{sha256(name.encode()).hexdigest()[:6]}") + sha256(name.encode()).digest() * 4


def uuid_of(*names: object) -> str:
    """The same for the same names."""
    return str(uuid5(NAMESPACE_URL, "/".join(map(str, names))))


@dataclass
class Walk:
    """The day on one server. tokens: the CSRF token that each tablet knows."""

    server: Server
    town: Town
    tokens: dict[str, str] = field(default_factory=dict)

    def desk(self, number: int) -> None:
        """What others do before a step."""
        moment, desk = clock.set(when(number)), DAY[number].desk
        if desk is not None:
            with self.server.web.write():
                desk(self.town, moment)

    def step(self, number: int, way: Way) -> None:
        """One person makes something and sends it; raises AssertionError for whatever is not taken."""
        self.send(number, self.fill(number, way))

    def fill(self, number: int, way: Way) -> Tablet:
        """The tablet of a step, with what its person saw and made waiting in its outbox."""
        tablet, lines = self.tablet(number, way), dict[int, dict[str, Any]]()
        if not tablet.token:
            tablet = _alive(tablet, lambda one: one.registers())
        tablet = _alive(tablet, lambda one: lines.update(one.takes()))
        for n, made in enumerate(DAY[number].made):
            self._make(tablet, DAY[number], made, uuid_of(number, n), lines)
        self.tokens[DAY[number].who] = tablet.token
        return tablet

    def tablet(self, number: int, way: Way, kept: str = "") -> Tablet:
        """The tablet of a step, with what lies on it: nothing, or what was kept of another."""
        clock.set(when(number))
        name = DAY[number].who
        made = Tablet(getattr(self.town, name), uuid_of("tablet", name), way.ask, self.server.sign_in)
        made.kept, made.token = json.loads(kept) if kept else made.kept, self.tokens.get(name, "")
        return made

    def send(self, number: int, tablet: Tablet) -> None:
        """Until the outbox is empty; raises AssertionError for whatever is not taken."""
        tablet = _alive(tablet, lambda one: one.syncs())
        self.tokens[DAY[number].who] = tablet.token
        _expect(tablet, DAY[number], [uuid_of(number, n) for n in range(len(DAY[number].made))])

    def _make(self, tablet: Tablet, step: Step, made: Made, uuid: str, lines: Mapping[int, Mapping[str, Any]]) -> None:
        at = clock.now().isoformat()
        told: dict[str, Any] = {"id": uuid, "do": made.do, "case": None, "seen": None, "happened_at": at}
        if made.case:
            with self.server.web.read():
                case_id = case_of(self.town, made.case).id
            line = lines[case_id]
            first = next(one for one in step.made if one.case == made.case)
            offered = {line["main"], *line["more"]}
            assert first.do in offered, f"{step.name}: the tablet offers {offered}"
            told |= {"case": case_id, "seen": line["seen"]}
        told["fields"] = {name: [self._value(value)] for name, value in made.fields.items()}
        raws = {field: [picture(name) for name in names] for field, names in made.photos.items()}
        told["photos"] = {field: [_shot(raw, at) for raw in shown] for field, shown in raws.items()}
        tablet.does(told, [raw for shown in raws.values() for raw in shown])

    def _value(self, value: str) -> str:
        return str(self.town.category(value[1:])) if value.startswith("@") else value


def _shot(raw: bytes, at: str) -> dict[str, Any]:
    return {"sha256": sha256(raw).hexdigest(), "taken_at": at, "lon": None, "lat": None, "accuracy": None}


def _alive(tablet: Tablet, do: Any) -> Tablet:
    """Let it do something; each time it is killed it is switched on again and does it anew."""
    for _ in range(KILLS_MAX):
        try:
            do(tablet)
        except Killed:
            tablet = tablet.revived()
            continue
        return tablet
    raise AssertionError("killed again and again")


def _expect(tablet: Tablet, step: Step, uuids: list[str]) -> None:
    got = tablet.kept["receipts"]
    bad = [got.get(uuid) for uuid in uuids if got.get(uuid, {}).get("status") != "done"]
    assert bad == [], f"{step.name}: {bad}"
