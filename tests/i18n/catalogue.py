"""The msgids that stand in the code, found as `make translations` finds them, and the English catalogue."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po

import config

APP = config.ROOT / "app"
ENGLISH = APP / "translations" / "en" / "LC_MESSAGES"
CHINESE = re.compile(r"[\u3400-\u9fff]")
FULL_WIDTH = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")
PLACES = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%%")
Key = tuple[str | None, Any]


@cache
def keywords() -> dict[str, Any]:
    """What marks a msgid: the extractors' own words, and those of the Makefile."""
    rule = re.search(r"pybabel -q extract (.*)", (config.ROOT / "Makefile").read_text("utf-8"))
    assert rule is not None
    return {**DEFAULT_KEYWORDS, **parse_keywords(re.findall(r"-k (\S+)", rule.group(1)))}


@cache
def used() -> dict[Key, str]:
    """Every msgid of the code, by context and words; the file where it was found."""
    with (config.ROOT / "babel.cfg").open(encoding="utf-8") as lines:
        methods, options = parse_mapping_cfg(lines)  # type: ignore[no-untyped-call]
    found = extract_from_dir(str(config.ROOT), methods, options, keywords(), directory_filter=_ours)
    return {(context, said): f"{file}:{line}" for file, line, said, _notes, context in found}


@cache
def english() -> Catalog:
    """The catalogue as it is written."""
    with (ENGLISH / "messages.po").open("rb") as lines:
        return read_po(lines, locale="en")


def messages() -> Iterator[Message]:
    """Every entry but the header."""
    return (message for message in english() if message.id)


def key(message: Message) -> Key:
    """What `used` finds it by."""
    return message.context, tuple(message.id) if isinstance(message.id, list | tuple) else message.id


def words(message: Message) -> list[str]:
    """Its English: one text, or one for each plural form."""
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def msgids(message: Message) -> list[str]:
    """Its Chinese likewise."""
    return [message.id] if isinstance(message.id, str) else list(message.id)


def _ours(folder: str | Path) -> bool:
    path = Path(folder)
    return path == config.ROOT or path == APP or APP in path.parents
