"""Where the database of the day lies: always under one address, so that two processes keep what they have learnt of it;
copies are taken of it and brought back."""

import contextlib
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from sqlalchemy import make_url

from tests.field_sync.server import Process
from tests.support.databases import Databases, engine_for, make_app
from tests.support.towns import Seeded

ENDS = ("", "-wal", "-shm", ".turn")
_number = count(1)


@dataclass
class Place:
    """A database that nobody has open while it is copied."""

    databases: Databases
    url: str
    processes: Sequence[Process]

    def copy(self) -> str:
        """Keep it as it is now; what to bring back."""
        name = f"day{next(_number)}"
        if self._file is None:
            return self._created(name, self.url)
        shutil.copyfile(self._file, self._file.with_name(name))
        return name

    def bring_back(self, copy: str) -> None:
        """As it was then."""
        if self._file is None:
            self._created("", copy)
            return
        for end in ENDS[1:]:
            self._file.with_name(self._file.name + end).unlink(missing_ok=True)
        shutil.copyfile(self._file.with_name(copy), self._file)

    def _created(self, name: str, source: str) -> str:
        """On PostgreSQL: a database of this name, or this one anew, from another."""
        url = make_url(self.url)
        target = f"{url.database}_{name}" if name else str(url.database)
        self.databases._execute(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)')
        return self.databases._create(target, template=str(make_url(source).database))

    @property
    def _file(self) -> Path | None:
        url = make_url(self.url)
        return Path(str(url.database)) if url.drivername == "sqlite" else None


@contextlib.contextmanager
def placed(seeded: Seeded, databases: Databases, kind: str) -> Iterator[Place]:
    """A copy of the filled database, and two processes for it."""
    app, _, _ = seeded.of(kind)
    apps = app, make_app(app.config["SQLALCHEMY_DATABASE_URI"], databases.folder)
    with seeded.copy(kind) as url:
        yield Place(databases, url, [Process(one, engine_for(one, url)) for one in apps])
