"""What the macros repeat of the code stays the same as in the code, and every name they use exists."""

import re
from pathlib import Path

from flask import Flask

from app.cases.labels import STATE_FAMILY

APP = Path(__file__).parents[2] / "app"
TEMPLATES = sorted((APP / "templates").rglob("*.html"))
SPRITE = (APP / "static" / "icons" / "sprite.svg").read_text("utf-8")


def test_the_families_of_states_are_those_of_the_labels(town: Flask) -> None:
    module = town.jinja_env.get_template("macros/case.html").make_module()
    assert module.FAMILIES == STATE_FAMILY  # type: ignore[attr-defined]


def test_every_icon_that_a_page_names_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'<symbol id="([^"]+)"', SPRITE))
    named = {name for path in TEMPLATES for name in re.findall(r"\bicon\('([\w-]+)'", path.read_text("utf-8"))}
    assert named - drawn == set()
