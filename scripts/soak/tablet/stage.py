"""Where the scenarios play: the real server on a database of its own, and real Chromium."""

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from playwright.sync_api import Browser, Error

from scripts.soak.tablet.rows import Row
from tests.builders.town import Town, a_town
from tests.field_app.shell import Shell
from tests.support.browsers import Pages, chromium
from tests.support.databases import Databases
from tests.support.site import Parent, Site, running_site
from tests.support.towns import Seeded

WIDTH = 1280  # of a picture of noise: half a megabyte
_number = count(1)
TAKE = """
const { width, height } = told;
const canvas = Object.assign(document.createElement("canvas"), { width, height });
const draw = canvas.getContext("2d");
const noise = draw.createImageData(width, height);
for (let at = 0; at < noise.data.length; at += 65536) crypto.getRandomValues(noise.data.subarray(at, at + 65536));
for (let at = 3; at < noise.data.length; at += 4) noise.data[at] = 255;
draw.putImageData(noise, 0, 0);
m.take = async () => {
  draw.fillStyle = `hsl(${Math.random() * 360} 80% 50%)`;
  draw.fillRect(Math.random() * width, Math.random() * height, 99, 99);
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.6));
};
"""
ADD = """
const photos = [];
for (const [field, n] of Object.entries(told.photos)) {
  for (let i = 0; i < n; i += 1) photos.push({ field, blob: await m.take(), taken_at: new Date().toISOString() });
}
const seen = told.case === null ? null : (await store.line(told.case)).seen;
return outbox.add({ ...told, seen, photos });
"""


@dataclass
class Stage:
    """What all scenarios share."""

    databases: Databases
    seeded: Seeded
    parent: Parent
    browser: Browser
    folder: Path

    def fresh(self) -> Path:
        """The name of a folder that is not there yet."""
        return self.folder / f"site{next(_number)}"

    @contextmanager
    def town(self) -> Iterator[tuple[Site, Town, Pages]]:
        """A street with its people at a running server."""
        folder = self.fresh()
        folder.mkdir()
        with running_site(self.databases, self.parent, folder) as site:
            with site.web.write():
                made = a_town()
            pages = Pages(self.browser, site)
            yield site, made, pages
            pages.close()


class Tablet(Shell):
    """A tablet with a camera."""

    def makes(self, do: str, case: int | None, photos: Mapping[str, int] | None = None, **fields: str) -> str:
        """Add an operation with so many fresh pictures; gives its id."""
        if not self.run("return Boolean(window.m.take)"):
            self.run(TAKE, {"width": WIDTH, "height": WIDTH * 3 // 4})
        told = {"do": do, "case": case, "fields": {k: [v] for k, v in fields.items()}, "photos": dict(photos or {})}
        made: str = self.run(ADD, told)
        return made

    def hashes(self) -> list[str]:
        """Of every picture in the outbox."""
        return [photo["sha256"] for op in self.list() for photo in op["photos"]]


@contextmanager
def timed(row: Row) -> Iterator[Row]:
    """How long it takes; what breaks it is what is wrong with it."""
    begun = time.monotonic()
    try:
        yield row
    except (Error, AssertionError, OSError, RuntimeError, LookupError) as error:
        row.wrong.append(f"{type(error).__name__}: {error}")
    row.seconds = time.monotonic() - begun


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """Open until the end of the block."""
    with ExitStack() as stack:
        databases, parent = Databases(folder), Parent()
        stack.callback(databases.close)
        stack.callback(parent.close)
        seeded = Seeded(databases)
        stack.callback(seeded.close)
        yield Stage(databases, seeded, parent, stack.enter_context(chromium()), folder)
