"""Black boxes in a picture: what was there is gone, the rest and the size stay."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.core import files
from app.core.errors import Invalid, NotFound
from app.core.pictures import WHOLE, Box, black_out
from tests.builders.town import MONDAY

DARK = 8  # of 255: what re-encoding may leave of a black pixel


def a_noisy(width: int = 320, height: int = 240) -> bytes:
    """A picture in which every pixel differs from its neighbours, with notes of a camera."""
    out, image = BytesIO(), Image.effect_noise((width, height), 90).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = "a camera"
    image.save(out, "JPEG", quality=95, exif=exif, comment=b"a comment")
    return out.getvalue()


def opened(raw: bytes) -> Image.Image:
    return Image.open(BytesIO(raw))


def brightest(image: Image.Image, box: Box) -> int:
    """The brightest value inside a box, whole pixels only."""
    width, height = image.size
    left, top = -(-box.left * width // WHOLE), -(-box.top * height // WHOLE)
    right, bottom = (box.left + box.width) * width // WHOLE, (box.top + box.height) * height // WHOLE
    if right <= left or bottom <= top:
        return 0
    inside = image.convert("L").crop((left, top, right, bottom))
    return max(range(256), key=lambda value: value if inside.histogram()[value] else -1)


BOXES = st.builds(
    lambda x, y, w, h: Box(x, y, min(w, WHOLE - x), min(h, WHOLE - y)),
    *(st.integers(0, WHOLE - 1), st.integers(0, WHOLE - 1), st.integers(1, WHOLE), st.integers(1, WHOLE)),
)
NOISY = a_noisy(317, 211)


@settings(max_examples=30, deadline=None)
@given(st.lists(BOXES, min_size=1, max_size=4))
def test_every_pixel_inside_is_black_in_the_picture_that_is_kept(boxes: list[Box]) -> None:
    made = opened(black_out(NOISY, boxes).large)
    assert [brightest(made, box) for box in boxes if brightest(made, box) > DARK] == []


def test_the_rest_stays_and_so_does_the_size() -> None:
    raw = a_noisy()
    made = opened(black_out(raw, [Box(0, 0, 100, 100)]).large)
    assert made.size == opened(raw).size
    far = Box(500, 500, 400, 400)
    assert brightest(made, far) > 200


def test_nothing_of_the_camera_survives() -> None:
    made = opened(black_out(a_noisy(), [Box(0, 0, 100, 100)]).large)
    assert dict(made.getexif()) == {}
    assert "comment" not in made.info and "exif" not in made.info


def test_the_small_picture_is_made_of_the_blacked_one() -> None:
    made = black_out(a_noisy(960, 720), [Box(250, 250, 500, 500)])
    assert brightest(opened(made.thumb), Box(300, 300, 400, 400)) <= DARK


@pytest.fixture
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    before = files.root() if files._folder else None
    files.configure(tmp_path_factory.mktemp("files"))
    yield
    if before is not None:
        files.configure(before)


@pytest.mark.usefixtures("store")
def test_a_blacked_picture_is_a_file_of_its_own_and_the_first_stays() -> None:
    first = files.store_image(a_noisy(), MONDAY)
    whole = files.open_stored(first.sha256).read_bytes()
    second = files.store_blacked(first.sha256, [Box(0, 0, 500, 500)])
    assert second.sha256 != first.sha256
    assert (second.width, second.height) == (first.width, first.height)
    assert files.open_stored(first.sha256).read_bytes() == whole
    assert files.store_blacked(first.sha256, [Box(0, 0, 500, 500)]) == second


@pytest.mark.usefixtures("store")
def test_what_is_no_picture_cannot_be_blacked() -> None:
    paper = files.store_document(b"%PDF-1.4\n%%EOF\n", MONDAY)
    with pytest.raises(Invalid):
        files.store_blacked(paper.sha256, [Box(0, 0, 10, 10)])
    with pytest.raises(NotFound):
        files.store_blacked("0" * 64, [Box(0, 0, 10, 10)])
