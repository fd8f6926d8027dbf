"""The colours keep the contrast that tokens.css promises, in light and in dark."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "app" / "static" / "css"
TOKENS = (CSS / "tokens.css").read_text("utf-8")
TEXT, EDGE = 4.5, 3.0
GROUNDS = ("ground", "surface", "sunken")
STATES = ("wait", "work", "judge", "done", "knot", "gone")
PAIRS = [
    *[(ink, ground, TEXT) for ink in ("ink", "ink-2", "ink-3", "accent") for ground in GROUNDS],
    *[("on-accent", ground, TEXT) for ground in ("accent", "accent-press")],
    *[(f"lamp-{lamp}", ground, TEXT) for lamp in ("green", "yellow", "red", "off") for ground in ("ground", "surface")],
    *[(f"lamp-{lamp}", f"lamp-{lamp}-soft", TEXT) for lamp in ("green", "yellow", "red", "off")],
    *[
        (f"tier-{tier}", ground, TEXT)
        for tier in ("street", "resi", "micro")
        for ground in ("ground", f"tier-{tier}-soft")
    ],
    *[(f"state-{state}", f"state-{state}-soft", TEXT) for state in STATES],
    ("ink", "lamp-yellow-soft", TEXT),
    ("ink", "lamp-red-soft", TEXT),
    ("on-lamp-yellow", "lamp-yellow-fill", TEXT),
    *[("edge", ground, EDGE) for ground in ("ground", "surface")],
    *[("focus", ground, EDGE) for ground in ("ground", "surface")],
    ("ink-2", "map-cell", TEXT),
    ("tier-resi", "map-mine", EDGE),
]


def block(start: str) -> dict[str, str]:
    """The hex colours of the rule that begins with `start`."""
    body = TOKENS[TOKENS.index(start) + len(start) :]
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", body[: body.index("}")]))


LIGHT = block(":root {")
DARK = LIGHT | block('[data-theme="dark"] {')


def luminance(colour: str) -> float:
    """WCAG 2 relative luminance of #rrggbb."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    """WCAG 2 contrast ratio."""
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("front", "back", "least"), PAIRS, ids=[f"{f}-on-{b}" for f, b, _ in PAIRS])
@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_every_pair_can_be_read(palette: dict[str, str], front: str, back: str, least: float) -> None:
    assert contrast(palette[front], palette[back]) >= least


def test_dark_by_wish_and_dark_by_the_system_are_the_same() -> None:
    assert block('[data-theme="dark"] {') == block(":root:not([data-theme]) {")


def test_components_name_roles_and_never_a_raw_colour() -> None:
    sheets = [p for p in CSS.glob("*.css") if p.name != "tokens.css"]
    raw = [
        f"{p.name}: {line.strip()}"
        for p in sheets
        for line in re.sub(r"@media print \{.*", "", p.read_text("utf-8"), flags=re.S).splitlines()
        if re.search(r"#[0-9a-fA-F]{3,8}\b|rgba?\(\d", line)
    ]
    assert raw == []
