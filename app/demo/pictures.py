"""Drawn pictures for demo cases: a scene with the trouble, and the same scene without. No text, no faces."""

import io
import random
from collections.abc import Callable
from functools import cache

from PIL import Image, ImageDraw, ImageFilter

SIZE = (960, 720)
Draw = ImageDraw.ImageDraw
Paint = Callable[[Draw, random.Random, bool], None]


@cache
def picture(scene: str, trouble: bool, seed: int) -> bytes:
    """A JPEG of a scene ("corridor", "road", "wall", "water", "green", "market", "kitchen"); same seed, same place."""
    rng = random.Random(f"{scene}:{seed}")
    image = Image.new("RGB", SIZE, "#d9d4c7")
    SCENES[scene](ImageDraw.Draw(image), rng, trouble)
    if seed % 2:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    out = io.BytesIO()
    image.filter(ImageFilter.GaussianBlur(0.8)).save(out, "JPEG", quality=82)
    return out.getvalue()


def scene_for(category_code: str) -> str:
    """Which scene shows a category."""
    return SCENE_BY_CODE.get(category_code, SCENE_BY_MAJOR.get(category_code[:2], "road"))


def _corridor(draw: Draw, rng: random.Random, trouble: bool) -> None:
    draw.rectangle((0, 0, 960, 470), fill="#e6e0d2")
    draw.polygon([(0, 720), (960, 720), (700, 430), (260, 430)], fill="#a9a294")
    draw.polygon([(0, 0), (260, 120), (260, 430), (0, 720)], fill="#d3cbb9")
    draw.polygon([(960, 0), (700, 120), (700, 430), (960, 720)], fill="#cfc6b3")
    draw.rectangle((400, 170, 560, 430), fill="#8d6b4a")
    draw.ellipse((535, 300, 548, 313), fill="#d8c28a")
    draw.rectangle((760, 250, 800, 330), fill="#b64a3a")
    if trouble:
        for _ in range(7):
            x, y, w = rng.randint(120, 720), rng.randint(420, 560), rng.randint(80, 150)
            h = rng.randint(60, 120)
            tone = rng.choice(["#b98f5c", "#a67c4c", "#c9a06c"])
            draw.rectangle((x, y, x + w, y + h), fill=tone, outline="#7a5a35", width=3)
            draw.line((x, y + h // 3, x + w, y + h // 3), fill="#e0c79b", width=6)


def _road(draw: Draw, rng: random.Random, trouble: bool) -> None:
    draw.rectangle((0, 0, 960, 300), fill="#b9cdd6")
    for i in range(6):
        x = i * 170 - 20
        height = rng.randint(120, 240)
        draw.rectangle((x, 300 - height, x + 150, 330), fill=rng.choice(["#c9b9a0", "#b8aa96", "#d4c7b2"]))
        for wy in range(300 - height + 20, 290, 40):
            for wx in range(x + 18, x + 130, 40):
                draw.rectangle((wx, wy, wx + 20, wy + 22), fill="#7f97a3")
    draw.rectangle((0, 330, 960, 470), fill="#c8c0ae")
    for x in range(0, 960, 60):
        draw.line((x, 330, x - 20, 470), fill="#b3aa97", width=2)
    draw.rectangle((0, 470, 960, 720), fill="#6d6f72")
    for x in range(40, 960, 180):
        draw.rectangle((x, 590, x + 90, 600), fill="#e7e2d2")
    if trouble:
        for _ in range(8):
            x, y, r = rng.randint(200, 720), rng.randint(380, 460), rng.randint(34, 62)
            draw.ellipse((x, y, x + r * 2, y + r * 1.5), fill=rng.choice(["#2f3436", "#49525a", "#3b4a3f", "#6a5a4a"]))
            draw.polygon([(x + r - 8, y + 6), (x + r + 10, y + 6), (x + r, y - 16)], fill="#2a2e30")


def _wall(draw: Draw, rng: random.Random, trouble: bool) -> None:
    draw.rectangle((0, 0, 960, 720), fill="#d8cfc0")
    for y in range(0, 720, 48):
        for x in range(-40 + (y // 48 % 2) * 40, 960, 80):
            draw.rectangle((x, y, x + 78, y + 46), fill=rng.choice(["#d2c7b4", "#d9cfbe", "#cdc1ad"]))
    draw.rectangle((130, 140, 380, 470), fill="#84a0ad", outline="#f1ece0", width=16)
    draw.line((255, 140, 255, 470), fill="#f1ece0", width=10)
    if trouble:
        points = [(520 + i * 42 + rng.randint(-14, 14), 120 + i * 52 + rng.randint(-24, 24)) for i in range(9)]
        draw.line(points, fill="#5c5044", width=9)
        for _ in range(10):
            x, y = rng.randint(520, 860), rng.randint(160, 560)
            draw.rectangle((x, y, x + 76, y + 44), fill="#8b7c68")
        draw.polygon([(560, 640), (600, 470), (700, 430), (820, 500), (860, 640)], fill="#a3947b")


def _water(draw: Draw, rng: random.Random, trouble: bool) -> None:
    draw.rectangle((0, 0, 960, 260), fill="#cbd8d3")
    draw.rectangle((0, 180, 960, 300), fill="#8aa37f")
    draw.rectangle((0, 300, 960, 360), fill="#b7ad99")
    draw.rectangle((0, 360, 960, 720), fill="#6f6a58" if trouble else "#6e98a6")
    for _ in range(46):
        x, y = rng.randint(0, 900), rng.randint(380, 700)
        draw.line((x, y, x + rng.randint(30, 90), y), fill="#857f6a" if trouble else "#8cb2bf", width=3)
    if trouble:
        for _ in range(9):
            x, y = rng.randint(80, 820), rng.randint(420, 640)
            draw.rectangle((x, y, x + 84, y + 46), fill="#ece8dc", outline="#b9b29d", width=3)


def _green(draw: Draw, rng: random.Random, trouble: bool) -> None:
    draw.rectangle((0, 0, 960, 420), fill="#c5d7dc")
    draw.rectangle((0, 420, 960, 720), fill="#93ab78")
    draw.polygon([(380, 720), (580, 720), (520, 420), (450, 420)], fill="#cfc5ad")
    for x in (110, 300, 690, 860):
        draw.rectangle((x - 12, 300, x + 12, 460), fill="#7a5c3e")
        draw.ellipse((x - 90, 150, x + 90, 350), fill=rng.choice(["#5f8a55", "#6b955e", "#557f4d"]))
    if trouble:
        draw.line((240, 560, 720, 470), fill="#6e5236", width=30)
        for i in range(7):
            x = 300 + i * 66
            draw.ellipse((x, 470 - i * 6, x + 110, 570 - i * 6), fill=rng.choice(["#4f7847", "#5f8a55"]))


def _market(draw: Draw, rng: random.Random, trouble: bool) -> None:
    draw.rectangle((0, 0, 960, 420), fill="#ddd3c2")
    for i in range(4):
        x = i * 240
        draw.rectangle((x + 16, 140, x + 224, 420), fill="#6f7b80")
        draw.polygon(
            [(x, 140), (x + 240, 140), (x + 222, 60), (x + 18, 60)],
            fill=rng.choice(["#b5533f", "#3f7a78", "#c79a3e"]),
        )
    draw.rectangle((0, 420, 960, 720), fill="#bdb4a2")
    draw.line((0, 520, 960, 520), fill="#e3c667", width=10)
    if trouble:
        for _ in range(9):
            x, y = rng.randint(60, 800), rng.randint(440, 600)
            draw.rectangle((x, y, x + 120, y + 80), fill=rng.choice(["#c88b4a", "#8aa35a", "#b5533f"]))
            draw.rectangle((x, y, x + 120, y + 16), fill="#e8dcc2")


def _kitchen(draw: Draw, rng: random.Random, trouble: bool) -> None:
    draw.rectangle((0, 0, 960, 720), fill="#c9c3b6")
    for y in range(0, 720, 60):
        draw.line((0, y, 960, y), fill="#bab3a4", width=2)
    draw.rectangle((90, 90, 430, 330), fill="#8c979c", outline="#626c70", width=6)
    for y in range(120, 310, 30):
        draw.line((110, y, 410, y), fill="#5b6468", width=8)
    draw.rectangle((560, 60, 640, 640), fill="#9aa3a6", outline="#6b7477", width=6)
    if trouble:
        for _ in range(24):
            x, y, r = rng.randint(60, 600), rng.randint(40, 340), rng.randint(30, 90)
            draw.ellipse((x, y, x + r * 2, y + r), fill=rng.choice(["#a59c8b", "#8f8575", "#b3aa98"]))
        draw.polygon([(120, 330), (400, 330), (360, 560), (180, 520)], fill="#6d5a3d")


SCENES: dict[str, Paint] = {
    "corridor": _corridor,
    "road": _road,
    "wall": _wall,
    "water": _water,
    "green": _green,
    "market": _market,
    "kitchen": _kitchen,
}
SCENE_BY_CODE = {
    "0102": "corridor",
    "0103": "market",
    "0105": "wall",
    "0404": "kitchen",
    "0501": "corridor",
    "0504": "corridor",
    "0506": "kitchen",
    "0701": "green",
}
SCENE_BY_MAJOR = {
    "01": "road",
    "02": "wall",
    "03": "wall",
    "04": "water",
    "05": "corridor",
    "06": "road",
    "07": "green",
    "08": "market",
}
