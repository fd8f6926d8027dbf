"""Databases for a run: some cases played once for each kind of database, then copied to the sizes wanted."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

import config
from tests.support.postgres import postgres

KINDS = ("sqlite", "postgresql")


@dataclass
class Stage:
    """A folder with keys, pictures and SQLite files, and at need a PostgreSQL server. `close` stops that."""

    folder: Path
    patterns: int
    _stack: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)
    _server: str = ""

    def database(self, kind: str, cases: int, still_open: int) -> str:
        """The address of a database with so many cases; made once, kept as long as the folder."""
        command = ["-m", "scripts.bulk", "--cases", str(cases), "--open", str(still_open)]
        return self._loaded(kind, f"street_{cases}_{still_open}", f"{cases:,} cases, {still_open:,} open", command)

    def clocks(self, kind: str, cases: int) -> str:
        """The address of a database with so many cases on which five clocks run each; kept like the others."""
        command = ["-m", "scripts.bulk.clocks", "--cases", str(cases)]
        return self._loaded(kind, f"clocks_{cases}", f"{cases:,} cases with five running clocks", command)

    def scratch(self, kind: str, name: str, of: str = "") -> str:
        """A database that nobody needs afterwards: empty, or a copy of the one at `of`."""
        self._drop(kind, name)
        if of:
            return self._copy(kind, str(make_url(of).database), name)
        if kind == "postgresql":
            self._execute(f'CREATE DATABASE "{name}"')
        return self._url(kind, name)

    @contextlib.contextmanager
    def asked(self, module: str, url: str) -> Iterator["subprocess.Popen[str]"]:
        """A process of a module on that database, which answers what is written to it, line by line."""
        process = subprocess.Popen(
            [sys.executable, "-m", module], cwd=config.ROOT, text=True,
            env=self.environment(url, LOG_LEVEL="ERROR"), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        try:
            yield process
        finally:
            assert process.stdin
            process.stdin.close()
            process.wait(30)

    def environment(self, url: str, **more: str) -> dict[str, str]:
        """The variables of a process of ours on that database."""
        ours = {"DATABASE_URL": url, "INSTANCE": str(self.folder), "DEMO": "1", **more}
        plain = {name: value for name, value in os.environ.items() if not name.startswith(config.PREFIX)}
        return plain | {config.PREFIX + name: value for name, value in ours.items()} | {"PYTHONPATH": str(config.ROOT)}

    def close(self) -> None:
        """Stop the server, if one was started."""
        self._stack.close()

    def _loaded(self, kind: str, name: str, words: str, command: Sequence[str]) -> str:
        if not self._is_there(kind, name):
            played = self._played(kind)
            print(f"… loading {words}, on {kind}", flush=True)
            url = self._copy(kind, played, f"{name}_half")
            self._run(url, *command)
            self._rename(kind, f"{name}_half", name)
        return self._url(kind, name)

    def _played(self, kind: str) -> str:
        """The database of the patterns, played through the ops."""
        if not self._is_there(kind, "played"):
            print(f"… playing {self.patterns} cases on {kind}", flush=True)
            url = self.scratch(kind, "played_half")
            self._run(url, "run.py", "seed-demo", "--cases", str(self.patterns))
            self._rename(kind, "played_half", "played")
        return str(make_url(self._url(kind, "played")).database)

    def _run(self, url: str, *command: str) -> None:
        done = subprocess.run(
            [sys.executable, *command], cwd=config.ROOT, env=self.environment(url, LOG_LEVEL="ERROR"),
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")

    def _url(self, kind: str, name: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{self.folder / name}.db"
        url = make_url(self._postgres()).set(drivername="postgresql+psycopg", database=name)
        return url.render_as_string(hide_password=False)

    def _postgres(self) -> str:
        if not self._server:
            self._server = self._stack.enter_context(postgres(durable=True))
        return self._server

    def _is_there(self, kind: str, name: str) -> bool:
        if kind == "sqlite":
            return (self.folder / f"{name}.db").exists()
        return bool(self._execute(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"))

    def _copy(self, kind: str, source: str, name: str) -> str:
        self._drop(kind, name)
        if kind == "sqlite":
            shutil.copyfile(source, self.folder / f"{name}.db")
        else:
            self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
        return self._url(kind, name)

    def _rename(self, kind: str, name: str, to: str) -> None:
        if kind == "sqlite":
            _checkpoint(self._url(kind, name))
            (self.folder / f"{name}.db").rename(self.folder / f"{to}.db")
        else:
            self._execute(f'ALTER DATABASE "{name}" RENAME TO "{to}"')

    def _drop(self, kind: str, name: str) -> None:
        if kind == "sqlite":
            for end in ("", "-wal", "-shm"):
                (self.folder / f"{name}.db{end}").unlink(missing_ok=True)
        else:
            self._execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _execute(self, statement: str) -> list[object]:
        engine = create_engine(self._url("postgresql", "postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            found = connection.execute(text(statement))
            rows: list[object] = list(found) if found.returns_rows else []
        engine.dispose()
        return rows


def _checkpoint(url: str) -> None:
    """Everything into the one file, so that it can be copied and renamed."""
    engine = create_engine(url)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


@contextlib.contextmanager
def stage(folder: Path, patterns: int) -> Iterator[Stage]:
    """A stage in that folder, its server stopped at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Stage(folder, patterns)
    try:
        yield made
    finally:
        made.close()
