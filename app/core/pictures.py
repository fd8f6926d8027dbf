"""A camera's file made anew: upright, at most 2560 pixels, without anything hidden. Knows no disk.

One picture is unfolded at a time in a process: fifty million pixels are 150 MB.
"""

import threading
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageOps, UnidentifiedImageError

from app.core.errors import Invalid
from app.core.exif import place_of, time_of
from app.core.msgid import N_
from app.core.values import Point

EDGE_MAX, THUMB_EDGE = 2560, 480
PIXELS_MAX = 50_000_000
QUALITY = 85
FORMATS = ("JPEG", "PNG", "WEBP")
WHITE, BLACK = (255, 255, 255), (0, 0, 0)
WHOLE = 1000  # a box is told in thousandths of the picture
BLOCK = 16  # JPEG keeps a picture in blocks of so many pixels; a box fills whole ones, so that none keeps a trace
one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Picture:
    """Two JPEGs of one picture, and what the camera noted. taken_at: aware; point: WGS-84."""

    large: bytes
    thumb: bytes
    width: int
    height: int
    taken_at: datetime | None
    point: Point | None


class Box(NamedTuple):
    """A part of a picture, in thousandths of its width and height."""

    left: int
    top: int
    width: int
    height: int


def redraw(raw: bytes, at: datetime) -> Picture:
    """Decode and encode again; raises Invalid for no picture, a broken one, or over fifty million pixels.

    at: the moment it came in; a camera's time after it is not believed.
    """
    with one_at_a_time, refusing():
        with Image.open(BytesIO(raw), formats=_formats(raw)) as camera:
            if camera.width * camera.height > PIXELS_MAX:
                raise Image.DecompressionBombError
            exif = camera.getexif()
            taken_at, point = time_of(exif, at), place_of(exif)
            camera.draft("RGB", (EDGE_MAX, EDGE_MAX))  # a JPEG unfolds smaller at once
            large = _upright(camera)
        return _both(large, taken_at, point)


def black_out(raw: bytes, boxes: Iterable[Box]) -> Picture:
    """A kept picture made anew with solid black where the boxes lie: what was there is in neither JPEG.

    The size stays. Raises Invalid for what is no picture.
    """
    with one_at_a_time, refusing():
        with Image.open(BytesIO(raw), formats=FORMATS) as kept:
            large = kept.convert("RGB")
        for box in boxes:
            large.paste(BLACK, _pixels(box, *large.size))
        return _both(large, None, None)


def _both(large: Image.Image, taken_at: datetime | None, point: Point | None) -> Picture:
    width, height = large.size
    encoded = as_jpeg(large)
    large.thumbnail((THUMB_EDGE, THUMB_EDGE))
    return Picture(encoded, as_jpeg(large), width, height, taken_at, point)


def _pixels(box: Box, width: int, height: int) -> tuple[int, int, int, int]:
    """The corners of a box, moved outwards to whole blocks."""
    left, top = _down(box.left * width), _down(box.top * height)
    right, bottom = _up((box.left + box.width) * width), _up((box.top + box.height) * height)
    return left, top, min(right, width), min(bottom, height)


def _down(thousandths: int) -> int:
    return thousandths // (WHOLE * BLOCK) * BLOCK


def _up(thousandths: int) -> int:
    return -(-thousandths // (WHOLE * BLOCK)) * BLOCK


@contextmanager
def refusing() -> Iterator[None]:
    """Say in plain words what a decoder says in many ways; a crafted file may raise almost anything."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Invalid(N_("照片太大：最多五千万像素")) from None
    except UnidentifiedImageError:
        raise Invalid(N_("这不是照片：请选 JPG、PNG、WebP 或 HEIC")) from None
    except Exception:  # noqa: BLE001 (see above)
        raise Invalid(N_("照片坏了，打不开：请重拍一张")) from None


def _formats(raw: bytes) -> tuple[str, ...]:
    if raw[4:8] != b"ftyp":
        return FORMATS
    import pillow_heif

    pillow_heif.register_heif_opener()
    return ("HEIF",)


def _upright(camera: Image.Image) -> Image.Image:
    camera.thumbnail((EDGE_MAX, EDGE_MAX))
    turned = ImageOps.exif_transpose(camera)
    if not turned.has_transparency_data:
        return turned.convert("RGB")
    seen = turned.convert("RGBA")
    paper = Image.new("RGB", seen.size, WHITE)
    paper.paste(seen, mask=seen)
    return paper


def as_jpeg(picture: Image.Image) -> bytes:
    """The bytes of a picture as it is kept."""
    out = BytesIO()
    # A fresh image: no EXIF, no profile, no comment comes along.
    Image.frombytes("RGB", picture.size, picture.tobytes()).save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
