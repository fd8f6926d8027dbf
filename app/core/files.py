"""The attachment store: pictures and documents by the SHA-256 of what is kept, outside the web root.

What a file is, its bytes say, never its name. Pictures are made anew as JPEG, so nothing hidden in one
survives; time and place are read from EXIF first and then dropped. Nothing here belongs inside a
transaction: decoding takes long.
"""

import contextlib
import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from app.core.errors import Invalid, NotFound, TooLarge
from app.core.msgid import N_
from app.core.pictures import Box, Picture, black_out, redraw
from app.core.values import Point

BYTES_MAX = 15 * 1024 * 1024
NAME_MAX = 120
THUMB = ".thumb"
PICTURE = "image/jpeg"  # whatever it was when it came
PAPER = "application/pdf"
_SHA = re.compile(r"[0-9a-f]{64}")
_PDF_HEAD, _PDF_SEARCHED = b"%PDF-", 1024  # readers accept some rubbish before the mark
_folder: list[Path] = []


@dataclass(frozen=True)
class Stored:
    """A kept file. sha256: of the kept bytes; taken_at, point: what the camera noted (WGS-84), if it did."""

    sha256: str
    mime: str
    name: str = ""
    width: int | None = None
    height: int | None = None
    taken_at: datetime | None = None
    point: Point | None = None


def configure(folder: Path | str) -> None:
    """Set the folder of this process; it is made when the first file comes."""
    _folder[:] = [Path(folder)]


def store_image(data: bytes | BinaryIO, at: datetime) -> Stored:
    """Keep a picture (JPEG, PNG, WebP, HEIC) as JPEG of at most 2560 pixels, and a small one of 480.

    Storing the same picture again changes nothing. Raises TooLarge over 15 MB, Invalid for what is no
    picture, is broken, or would unfold to more than 50 million pixels.
    """
    return _keep_picture(redraw(_read(data), at))


def store_document(data: bytes | BinaryIO, at: datetime, name: str = "") -> Stored:
    """Keep a PDF as it is, or a picture of a paper like any picture; `name` is only shown.

    Raises TooLarge over 15 MB, Invalid for anything else.
    """
    raw = _read(data)
    if _is_paper(raw):
        return _keep_paper(raw, name)
    try:
        return _keep_picture(redraw(raw, at))
    except Invalid:
        raise Invalid(N_("这个文件打不开：请选 PDF 或照片")) from None


def store_either(data: bytes, at: datetime) -> Stored:
    """Keep what nobody has said the sort of: a PDF as it is, anything else as a picture. Raises as `store_image`."""
    raw = _read(data)
    return _keep_paper(raw) if _is_paper(raw) else _keep_picture(redraw(raw, at))


def store_blacked(sha256: str, boxes: Iterable[Box]) -> Stored:
    """A file of its own: a kept picture with solid black boxes instead of what was there.

    Raises NotFound for a picture that is not there, Invalid for what is none.
    """
    return _keep_picture(black_out(open_stored(sha256).read_bytes(), boxes))


def path_of(sha256: str, *, thumb: bool = False) -> Path:
    """Where a file of this hash lies, there or not; raises NotFound for what is no hash."""
    checked(sha256)
    return root() / sha256[:2] / sha256[2:4] / (sha256 + THUMB * thumb)


def checked(sha256: str) -> str:
    """The hash itself; raises NotFound for what is none."""
    if not _SHA.fullmatch(sha256):
        raise NotFound()
    return sha256


def open_stored(sha256: str, *, thumb: bool = False) -> Path:
    """The path of a kept file, to be sent; raises NotFound when it is not there. Documents have no thumb."""
    path = path_of(sha256, thumb=thumb)
    if not path.is_file():
        raise NotFound()
    return path


def beside(sha256: str, name: str, make: Callable[[bytes], bytes]) -> Path:
    """A copy of a kept file, made of its bytes at first need, and kept beside it under a name of its own.

    Raises NotFound when the file is not there, and what `make` raises.
    """
    kept = open_stored(sha256)
    copy = kept.with_name(f"{sha256}.{name}")
    if not copy.is_file():
        _write(copy, make(kept.read_bytes()))
    return copy


def untouched(digit: str, before: datetime) -> list[str]:
    """The hashes, of those that begin with a hexadecimal digit, of kept files that nobody has brought since."""
    found = (path for path in root().glob(f"{digit}?/??/*") if _SHA.fullmatch(path.name))
    return [path.name for path in found if path.stat().st_mtime < before.timestamp()]


def drop(sha256: str, before: datetime) -> bool:
    """Forget a file and what was made of it, unless somebody brought it again since. Whoever calls has made sure that
    nothing names it."""
    path = path_of(sha256)
    if not path.is_file() or path.stat().st_mtime >= before.timestamp():
        return False
    for made in path.parent.glob(f"{sha256}*"):
        made.unlink(missing_ok=True)
    return True


def root() -> Path:
    """The folder of this process."""
    if not _folder:
        raise RuntimeError("files.configure() was not called")
    return _folder[0]


def _read(data: bytes | BinaryIO) -> bytes:
    raw = data if isinstance(data, bytes) else data.read(BYTES_MAX + 1)
    if len(raw) > BYTES_MAX:
        raise TooLarge(N_("文件太大：一个最多 15 MB"))
    return raw


def _is_paper(raw: bytes) -> bool:
    return _PDF_HEAD in raw[:_PDF_SEARCHED]


def _keep_paper(raw: bytes, name: str = "") -> Stored:
    sha256 = hashlib.sha256(raw).hexdigest()
    _write(path_of(sha256), raw)
    return Stored(sha256, PAPER, _plain_name(name))


def _keep_picture(picture: Picture) -> Stored:
    sha256 = hashlib.sha256(picture.large).hexdigest()
    _write(path_of(sha256, thumb=True), picture.thumb)  # first: a picture that is there has its thumb
    _write(path_of(sha256), picture.large)
    return Stored(
        sha256,
        PICTURE,
        width=picture.width,
        height=picture.height,
        taken_at=picture.taken_at,
        point=picture.point,
    )


def _write(path: Path, raw: bytes) -> None:
    """All or nothing, also when two write the same: a file of one's own, then renamed. What is there is as good as
    new: it is not to be forgotten under the hands of whoever brought it again."""
    with contextlib.suppress(FileNotFoundError):
        os.utime(path)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, own = tempfile.mkstemp(dir=path.parent, suffix=".new")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
        Path(own).replace(path)
    except BaseException:
        Path(own).unlink(missing_ok=True)
        raise


def _plain_name(name: str) -> str:
    last = re.split(r"[/\\]", name)[-1]
    return "".join(c for c in last if c.isprintable())[:NAME_MAX]
