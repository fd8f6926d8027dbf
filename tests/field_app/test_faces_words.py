"""Every word that a module of the screens asks for is one that the server gives."""

import re

import config
from app.field.words import WORDS

FOLDER = config.ROOT / "app" / "static" / "js" / "field"
ASKED = re.compile(r"""say\(\s*(?:[^"`()]*\?\s*)?"(\w+)"(?:\s*:\s*"(\w+)")?""")
CHOSEN = re.compile(r"""\?\s*"(\w+)"\s*:\s*"(\w+)"\s*\)""")


def test_no_module_asks_for_a_word_that_nobody_wrote() -> None:
    text = "\n".join(path.read_text("utf-8") for path in sorted(FOLDER.glob("*.js")))
    asked = {word for found in ASKED.findall(text) for word in found if word}
    assert len(asked) > 150 and sorted(asked - WORDS.keys()) == []


def test_no_word_is_written_that_no_module_asks_for() -> None:
    text = "\n".join(path.read_text("utf-8") for path in sorted(FOLDER.glob("*.js")))
    made = ("tab_", "none_", "status_", "due", "over", "paused", "schematic")  # put together from parts, or by lib/
    unused = [word for word in WORDS if not word.startswith(made) and not re.search(rf"\b{word}\b", text)]
    assert unused == []
