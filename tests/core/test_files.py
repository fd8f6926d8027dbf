"""What comes in as a file, and what is kept of it."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pillow_heif
import pytest
from PIL import ExifTags, Image, ImageDraw

from app.core import files
from app.core.errors import Invalid, NotFound, TooLarge
from app.core.values import Point

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
RED, BLUE = (200, 30, 30), (30, 30, 200)


@pytest.fixture(autouse=True)
def _store(tmp_path: Path) -> None:
    files.configure(tmp_path)


def a_photo(size: tuple[int, int] = (64, 40), exif: Image.Exif | None = None, kind: str = "JPEG") -> bytes:
    """Left half red, right half blue."""
    image = Image.new("RGB", size, RED)
    ImageDraw.Draw(image).rectangle((size[0] // 2, 0, *size), fill=BLUE)
    out = BytesIO()
    image.save(out, kind, **({} if exif is None else {"exif": exif}))
    return out.getvalue()


def camera_notes(**gps: object) -> Image.Exif:
    """What a phone writes down: 2026-11-20 10:30 at a place in the street."""
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:11:20 10:30:00"
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLongitudeRef] = "N", "E"
    place[ExifTags.GPS.GPSLatitude] = gps.get("lat", (31.0, 15.0, 0.0))
    place[ExifTags.GPS.GPSLongitude] = gps.get("lon", (121.0, 22.0, 30.0))
    return exif


def kept(stored: files.Stored, *, thumb: bool = False) -> Image.Image:
    with Image.open(files.open_stored(stored.sha256, thumb=thumb)) as image:
        image.load()
        return image


def everything_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_kept_as_jpeg_whatever_it_was(kind: str) -> None:
    stored = files.store_image(a_photo(kind=kind), NOON)
    assert (stored.mime, stored.width, stored.height) == ("image/jpeg", 64, 40)
    assert kept(stored).format == "JPEG"


def test_a_phone_may_send_heic() -> None:
    out = BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 40), RED)).save(out)
    assert files.store_image(out.getvalue(), NOON).width == 64


def test_the_camera_s_time_and_place_are_read_and_then_gone() -> None:
    stored = files.store_image(a_photo(exif=camera_notes()), NOON)
    assert stored.taken_at == datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
    assert stored.point == Point(121.375, 31.25)
    assert not kept(stored).getexif()
    assert not kept(stored, thumb=True).getexif()


def test_nothing_of_the_camera_s_notes_is_left_in_the_bytes() -> None:
    exif = camera_notes()
    exif[ExifTags.Base.Make] = "CANARY-7731"
    stored = files.store_image(a_photo(exif=exif), NOON)
    assert b"CANARY-7731" not in files.open_stored(stored.sha256).read_bytes()


def test_a_time_zone_in_the_notes_is_obeyed() -> None:
    exif = camera_notes()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.OffsetTimeOriginal] = "+09:00"
    assert files.store_image(a_photo(exif=exif), NOON).taken_at == datetime(2026, 11, 20, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("written", ["2027:01:01 00:00:00", "0000:00:00 00:00:00", "yesterday", ""])
def test_an_impossible_time_counts_as_none(written: str) -> None:
    exif = camera_notes()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = written
    assert files.store_image(a_photo(exif=exif), NOON).taken_at is None


@pytest.mark.parametrize(
    ("lat", "lon"), [((0.0, 0.0, 0.0), (0.0, 0.0, 0.0)), ((91.0, 0.0, 0.0), (0.0, 0.0, 1.0)), ((), ())]
)
def test_an_impossible_place_counts_as_none(lat: tuple[float, ...], lon: tuple[float, ...]) -> None:
    assert files.store_image(a_photo(exif=camera_notes(lat=lat, lon=lon)), NOON).point is None


def test_a_picture_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6  # turn it a quarter to the right
    stored = files.store_image(a_photo(exif=exif), NOON)
    assert (stored.width, stored.height) == (40, 64)
    assert kept(stored).resize((1, 2)).convert("RGB").tobytes()[0] > 150  # the red half is above


def test_a_large_picture_is_made_smaller_and_has_a_thumb() -> None:
    stored = files.store_image(a_photo((4000, 3000)), NOON)
    assert (stored.width, stored.height) == (2560, 1920)
    assert kept(stored, thumb=True).size == (480, 360)


def test_what_could_be_seen_through_stands_on_white() -> None:
    out = BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")
    assert kept(files.store_image(out.getvalue(), NOON)).getpixel((5, 5)) == (255, 255, 255)


def test_the_same_picture_twice_is_one_file(tmp_path: Path) -> None:
    first, second = (files.store_image(a_photo(), NOON) for _ in range(2))
    assert first == second
    assert len(everything_in(tmp_path)) == 2


def test_it_lies_under_its_hash_in_two_folders(tmp_path: Path) -> None:
    sha = files.store_image(a_photo(), NOON).sha256
    assert files.open_stored(sha) == tmp_path / sha[:2] / sha[2:4] / sha


def a_bomb() -> bytes:
    """A small PNG that unfolds to 400 million pixels."""
    out = BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    return out.getvalue()


def a_big_one() -> bytes:
    """Over fifty million pixels, under what the library minds by itself."""
    out = BytesIO()
    Image.new("1", (8000, 7000)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    "make",
    [
        lambda: b"",
        lambda: b"<html>not a picture</html>",
        lambda: b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40,
        lambda: a_photo((800, 600))[:2000],
        lambda: a_photo(kind="GIF"),
        lambda: a_photo(kind="TIFF"),
        a_bomb,
        a_big_one,
    ],
    ids=["empty", "page", "false heic", "cut off", "gif", "tiff", "bomb", "too many pixels"],
)
def test_what_is_no_whole_picture_is_refused_and_leaves_nothing(make: Callable[[], bytes], tmp_path: Path) -> None:
    with pytest.raises(Invalid) as refused:
        files.store_image(make(), NOON)
    assert "照片" in refused.value.message
    assert everything_in(tmp_path) == []


@pytest.mark.parametrize("store", [files.store_image, files.store_document])
def test_over_fifteen_megabytes_is_too_large(store: Callable[..., files.Stored]) -> None:
    with pytest.raises(TooLarge):
        store(BytesIO(b"%PDF-" + b"x" * files.BYTES_MAX), NOON)


def test_a_pdf_is_kept_as_it_is_under_its_plain_name() -> None:
    raw = b"%PDF-1.7\n...\n%%EOF"
    stored = files.store_document(BytesIO(raw), NOON, "C:\\papers\\责令改正\x00通知书.pdf")
    assert (stored.mime, stored.name) == ("application/pdf", "责令改正通知书.pdf")
    assert files.open_stored(stored.sha256).read_bytes() == raw


def test_a_document_may_be_a_picture_of_it() -> None:
    assert files.store_document(a_photo(), NOON).mime == "image/jpeg"


def test_any_other_document_is_refused_whatever_its_name() -> None:
    with pytest.raises(Invalid, match="PDF"):
        files.store_document(b"PK\x03\x04 a spreadsheet", NOON, "notice.pdf")


@pytest.mark.parametrize("asked", ["0" * 64, "../../etc/passwd", "", "A" * 64])
def test_what_is_not_there_is_not_found(asked: str) -> None:
    with pytest.raises(NotFound):
        files.open_stored(asked)
