"""Words burnt into a copy of a picture."""

from io import BytesIO

import pytest
from PIL import Image, ImageFont

from app.core.errors import Invalid
from app.core.stamps import FONT, burn

LINES = ["2026-11-23 09:30:00 拍摄", "演示路 18 弄 6 号 · 和风居民区", "ZX-1 · 原图 SHA-256 0123456789ab"]
WHITE = (255, 255, 255)


def a_picture(size: tuple[int, int]) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, WHITE).save(out, "JPEG")
    return out.getvalue()


def opened(raw: bytes) -> Image.Image:
    with Image.open(BytesIO(raw)) as image:
        return image.convert("RGB")


def darkness(image: Image.Image, top: int, bottom: int) -> float:
    """How much of these rows is dark."""
    grey = image.crop((0, top, image.width, bottom)).convert("L").histogram()
    return sum(grey[:128]) / sum(grey)


def test_a_strip_at_the_bottom_carries_the_words_and_the_rest_stays() -> None:
    made = opened(burn(a_picture((1200, 900)), LINES))
    assert made.size == (1200, 900)
    assert darkness(made, 0, 700) == 0
    assert 0.7 < darkness(made, 780, 900) < 1  # dark ground, and letters on it
    assert burn(a_picture((1200, 900)), LINES) != burn(a_picture((1200, 900)), [*LINES[:-1], "ZX-2"])


@pytest.mark.parametrize("size", [(64, 48), (1, 1), (2000, 40), (300, 2000)])
def test_any_picture_carries_all_of_them(size: tuple[int, int]) -> None:
    made = opened(burn(a_picture(size), [*LINES, "很长的地址" * 40, "a\ud800b\n"]))
    assert made.width >= 640 and darkness(made, made.height - 100, made.height) > 0.5


def test_the_letters_are_our_own_in_chinese_and_latin() -> None:
    font = ImageFont.truetype(FONT, 20)
    missing = bytes(font.getmask("\ue123"))
    assert all(bytes(font.getmask(letter)) != missing for letter in "真新街道网格员拍摄上传照片案件位置原图弄号楼A9°·")


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(Invalid):
        burn(b"no picture", LINES)
