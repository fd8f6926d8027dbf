"""Files that come piece by piece: what is there of each, in a file of its own beside the store, never served.

A piece is taken only where the last one ended, and by one writer at a time, so that an answer that was lost, or a
second sender of the same file, spoils nothing. Parts lie by their owner; nobody finishes another's.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from app.core import files

FOLDER, PART = "incoming", ".part"
OWNER_MAX = 200 * 1024 * 1024


class Part:
    """What has come of a file, held by whoever writes it now."""

    def __init__(self, file: BinaryIO, path: Path) -> None:
        self._file, self._path = file, path

    @property
    def have(self) -> int:
        """How many bytes there are."""
        return os.fstat(self._file.fileno()).st_size

    def read(self) -> bytes:
        """All of them."""
        self._file.seek(0)
        return self._file.read()

    def append(self, piece: bytes, at: datetime) -> None:
        """Put the piece at the end. Its owner's oldest parts make room for it: they begin anew."""
        _make_room(self._path, OWNER_MAX - len(piece))
        self._file.seek(0, os.SEEK_END)
        self._file.write(piece)
        self._file.flush()
        os.utime(self._path, (at.timestamp(), at.timestamp()))

    def drop(self) -> None:
        """Forget what has come."""
        self._path.unlink(missing_ok=True)


def have(owner: int, sha256: str) -> int:
    """How many bytes of a file are there; raises NotFound for what is no hash."""
    path = _path_of(owner, sha256)
    return path.stat().st_size if path.is_file() else 0


@contextmanager
def held(owner: int, sha256: str) -> Iterator[Part]:
    """The part of a file, made at first need; a second writer waits here. Raises NotFound for what is no hash."""
    path = _path_of(owner, sha256)
    with _locked(path) as file:
        part = Part(file, path)
        try:
            yield part
        finally:
            if not part.have:
                part.drop()


def purge(before: datetime) -> int:
    """Forget parts to which nothing was added since; returns how many."""
    found = (files.root() / FOLDER).glob(f"*/*{PART}")
    return sum(_drop_idle(path) for path in found if _touched(path) < before.timestamp())


def _path_of(owner: int, sha256: str) -> Path:
    return files.root() / FOLDER / str(owner) / f"{files.checked(sha256)}{PART}"


@contextmanager
def _locked(path: Path) -> Iterator[BinaryIO]:
    """The open file under its lock, which ends with the process too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    while True:
        with open(path, "a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if _is_at(file, path):  # whoever held it before may have dropped it
                yield file
                return


def _is_at(file: BinaryIO, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _make_room(path: Path, allowed: int) -> None:
    others = sorted(path.parent.glob(f"*{PART}"), key=_touched)
    sizes = {other: _size(other) for other in others}
    too_much = sum(sizes.values()) - allowed
    for other in others:
        if too_much > 0 and other != path and _drop_idle(other):
            too_much -= sizes[other]


def _drop_idle(path: Path) -> bool:
    """Forget a part that nobody writes at this moment."""
    with suppress(FileNotFoundError, BlockingIOError), open(path, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink()
        return True
    return False


def _touched(path: Path) -> float:
    with suppress(FileNotFoundError):
        return path.stat().st_mtime
    return 0.0


def _size(path: Path) -> int:
    with suppress(FileNotFoundError):
        return path.stat().st_size
    return 0
