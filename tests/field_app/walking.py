"""The scripted day (tests/field_sync/day.py) in a browser: each person on a tablet of their own, at the real server."""

import base64
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser
from sqlalchemy import select

from app.cases import audit
from app.core.db import db
from app.field.models import FieldUpload
from tests.builders.town import Town
from tests.field_app.faults import Way
from tests.field_app.shell import Lost, Shell
from tests.field_sync.day import DAY, Made, case_of, when
from tests.field_sync.matrix import Matrix
from tests.field_sync.state import FILES, State, differences, state_of
from tests.field_sync.walking import picture, uuid_of
from tests.support.browsers import Pages
from tests.support.site import Parent, Site, running_site

OF_THE_DEVICE = re.compile(r"\b(name|seen_at)='[^']*'")  # how it calls itself, and when it was last heard


@dataclass
class Day:
    """One day at one server. reference: the same day without a fault, by another client."""

    pages: Pages
    site: Site
    town: Town
    reference: Matrix
    before: list[str]  # the files that lay there in the morning
    tablets: dict[str, Shell] = field(default_factory=dict)
    ways: dict[str, Way] = field(default_factory=dict)

    def step(self, number: int, fault: str | None = None) -> list[str]:
        """What differs from the reference after it, a line each that names fault and step; empty when all is well."""
        try:
            self._walk(number, fault)
            wrong = self._differences(number)
        except Lost as error:
            wrong = [str(error)]
        return [f"{fault or 'no fault'} at step {number + 1}, {DAY[number].name}: {line}" for line in wrong]

    def evening(self) -> list[str]:
        """What differs at the end of the day: files, the ledger, whether each picture came as it was taken."""
        wanted, found = self.reference.at_the_end()[FILES], state_of(self.site)[FILES]
        with self.site.web.read():
            broken = list(audit.verify().faults)
            came = Counter(db.session.scalars(select(FieldUpload.sha256)))
        taken = Counter(sha256(picture(name)).hexdigest() for name in pictures())
        files_ = differences({FILES: [*wanted, *self.before]}, {FILES: found})
        return [*broken, *files_, *differences({"photos": [*taken]}, {"photos": [*came.elements()]})]

    def _walk(self, number: int, fault: str | None) -> None:
        at, step = self.site.set_clock(when(number)), DAY[number]
        if step.desk is not None:
            with self.site.web.write():
                step.desk(self.town, at)
        tablet, way = self._tablet(step.who, number)
        way.begin(fault)
        tablet.takes()
        tablet.adds([self._op(tablet, number, n) for n in range(len(step.made))])
        if fault == "killed":
            tablet.killed()
        tablet.surfaces()
        tablet.sends()
        if fault and not way.hits:
            raise Lost("the fault met no request")
        way.begin(None)

    def _tablet(self, name: str, number: int) -> tuple[Shell, Way]:
        if name not in self.tablets:
            tablet = Shell(self.pages, getattr(self.town, name), uuid_of("tablet", name), when(number))
            self.tablets[name], self.ways[name] = tablet, Way(self.site)
            self.ways[name].lead(tablet.page.context)
        self.tablets[name].shows(when(number))
        return self.tablets[name], self.ways[name]

    def _op(self, tablet: Shell, number: int, n: int) -> dict[str, Any]:
        made: Made = DAY[number].made[n]
        about: dict[str, Any] = {"case": None, "seen": None}
        if made.case:
            with self.site.web.read():
                case_id = case_of(self.town, made.case).id
            line = tablet.run("return store.line(told)", case_id)
            about = {"case": case_id, "seen": line["seen"]}
        fields = {name: [self._value(value)] for name, value in made.fields.items()}
        photos = [_shot(tablet, name, shown) for name, names in made.photos.items() for shown in names]
        return about | {"id": uuid_of(number, n), "do": made.do, "fields": fields, "photos": photos}

    def _value(self, value: str) -> str:
        return str(self.town.category(value[1:])) if value.startswith("@") else value

    def _differences(self, number: int) -> list[str]:
        return differences(_plain(self.reference.after[number]), _plain(state_of(self.site)))


@contextmanager
def a_morning(reference: Matrix, parent: Parent, browser: Browser, folder: Path) -> Iterator[Day]:
    """The day before its first step, at a server of its own. folder: a new one."""
    reference.place.bring_back(reference.morning.copy)
    shutil.copytree(reference.folder / "begin", folder / "files")
    with running_site(reference.place.databases, parent, folder, reference.place.url) as site:
        pages = Pages(browser, site)
        yield Day(pages, site, reference.town, reference, state_of(site)[FILES])
        pages.close()


def pictures() -> list[str]:
    """The names of all that are taken on the day."""
    return [name for step in DAY for made in step.made for names in made.photos.values() for name in names]


def _plain(state: State) -> State:
    """Without what only a browser knows; files are compared apart."""
    rows = {name: rows for name, rows in state.items() if name != FILES}
    return rows | {"field_device": [OF_THE_DEVICE.sub("", row) for row in rows["field_device"]]}


def _shot(tablet: Shell, name: str, shown: str) -> dict[str, Any]:
    raw = base64.b64encode(picture(shown)).decode()
    return {"field": name, "raw": raw, "type": "image/jpeg", "taken_at": tablet.at.isoformat()}
