"""Words burnt into the bottom of a copy of a picture: a dark strip through which the picture is still seen.

The letters are our own (app/fonts), so that no machine needs any.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from app.core.pictures import FORMATS, as_jpeg, one_at_a_time, refusing

FONT = Path(__file__).resolve().parents[1] / "fonts" / "wqy-microhei" / "wqy-microhei.ttc"
WIDTH_MIN = 640  # below it no letter could be read
LETTER = 36  # so many of them in a line, when the picture stands upright as wide
LARGEST, SMALLEST = 56, 18
SHADE, INK = (0, 0, 0, 165), (255, 255, 255, 255)
GAP = 0.4  # of a letter, between lines and around them


def burn(raw: bytes, lines: Sequence[str]) -> bytes:
    """A JPEG of the picture with these lines at its bottom, wrapped where they are too long; a small one is enlarged.

    Raises Invalid for what is no picture.
    """
    with one_at_a_time, refusing():
        with Image.open(BytesIO(raw), formats=FORMATS) as kept:
            picture = _readable(kept.convert("RGB"))
        font = ImageFont.truetype(FONT, _size(picture), layout_engine=ImageFont.Layout.BASIC)
        gap = round(font.size * GAP)
        rows = [row for line in lines for row in _wrapped(line, font, picture.width - 2 * gap)]
        return as_jpeg(_written(picture, rows, font, gap))


def _written(picture: Image.Image, rows: Sequence[str], font: ImageFont.FreeTypeFont, gap: int) -> Image.Image:
    step = round(font.size) + gap
    strip = Image.new("RGBA", (picture.width, step * len(rows) + gap), SHADE)
    picture = _tall_enough(picture, strip.height)
    pen = ImageDraw.Draw(strip)
    for n, row in enumerate(rows):
        pen.text((gap, gap + n * step), row, font=font, fill=INK, anchor="la")
    picture.paste(strip.convert("RGB"), (0, picture.height - strip.height), strip.getchannel("A"))
    return picture


def _readable(picture: Image.Image) -> Image.Image:
    if picture.width >= WIDTH_MIN:
        return picture
    return picture.resize((WIDTH_MIN, max(1, round(picture.height * WIDTH_MIN / picture.width))))


def _tall_enough(picture: Image.Image, height: int) -> Image.Image:
    """A picture flatter than its own strip stands on a black ground."""
    if picture.height >= height:
        return picture
    ground = Image.new("RGB", (picture.width, height))
    ground.paste(picture)
    return ground


def _size(picture: Image.Image) -> int:
    return max(SMALLEST, min(LARGEST, min(picture.size) // LETTER))


def _wrapped(line: str, font: ImageFont.FreeTypeFont, width: int) -> Iterator[str]:
    row = ""
    for letter in filter(str.isprintable, line):
        if row and font.getlength(row + letter) > width:
            yield row
            row = letter.strip()
        else:
            row += letter
    yield row
