"""When and where a camera says a picture was taken. Wrong or impossible notes count as none."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from PIL import ExifTags, Image

from app.core.clock import STREET_ZONE
from app.core.values import Point

CLOCK_SLACK = timedelta(hours=1)


def time_of(exif: Image.Exif, at: datetime) -> datetime | None:
    """The moment of the shutter, aware UTC; without a zone in the note it is street time. None after `at`."""
    notes = exif.get_ifd(ExifTags.IFD.Exif)
    written = notes.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
    try:
        moment = datetime.strptime(_text(written), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 (the zone follows)
        zoned = _with_zone(moment, _text(notes.get(ExifTags.Base.OffsetTimeOriginal)))
    except (ValueError, OverflowError):
        return None
    return zoned if zoned <= at + CLOCK_SLACK else None


def place_of(exif: Image.Exif) -> Point | None:
    """Where it was taken, WGS-84 degrees; None without a fix (cameras write zeros then)."""
    notes = exif.get_ifd(ExifTags.IFD.GPSInfo)
    lat = _degrees(notes, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, "S")
    lon = _degrees(notes, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, "W")
    if lat is None or lon is None or abs(lat) > 90 or abs(lon) > 180 or (lat, lon) == (0, 0):
        return None
    return Point(round(lon, 7), round(lat, 7))


def _with_zone(moment: datetime, offset: str) -> datetime:
    try:
        return datetime.strptime(f"{moment:%Y-%m-%d %H:%M:%S} {offset}", "%Y-%m-%d %H:%M:%S %z").astimezone(UTC)
    except ValueError:
        return moment.replace(tzinfo=STREET_ZONE).astimezone(UTC)


def _text(value: Any) -> str:
    plain = value.decode("ascii", "replace") if isinstance(value, bytes) else str(value or "")
    return plain.strip("\x00 ")


def _degrees(notes: Mapping[int, Any], tag: int, ref: int, negative: str) -> float | None:
    try:
        parts = [float(part) for part in notes[tag]]
        value = math.fsum(part / (1, 60, 3600)[power] for power, part in enumerate(parts[:3]))
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    if not parts or not math.isfinite(value):
        return None
    return -value if _text(notes.get(ref)).upper() == negative else value
