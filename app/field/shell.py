"""What the tablet's shell is made of: the files it needs to open without a network, and their one version."""

import hashlib
import re
from functools import cache
from pathlib import Path

from flask import current_app, url_for

START = "js/field/app.js"
STYLES: tuple[str, ...] = ("tokens", "base", "frame", "buttons", "marks", "blocks", "forms", "photos", "trail", "lists")
STYLES += ("map", "case", "field", "staff-case", "staff-day", "modes")
PICTURES = ("icons/sprite.svg", "icons/lingrid.svg", "icons/app-192.png", "icons/app-512.png")
MAP_FILES = ("vendor/leaflet/leaflet.js", "vendor/leaflet/leaflet.css")
IMPORTED = re.compile(r"""(?:from|import)\s*\(?\s*["'](\.{1,2}/[^"']+)["']""")


def files() -> list[str]:
    """Everything below app/static that the shell loads, the map's apart (MAP_FILES); without what is not there."""
    return _files(_static())


def version() -> str:
    """One short word for all of it: another one means another app. What the page says counts by this folder's code;
    forms and translations from elsewhere come fresh with the page."""
    return _version(_static(), tuple(files()))


def addresses() -> list[str]:
    """What the service worker keeps, the shell itself first. Modules are named by others without a stamp."""
    paths = [*files(), *(name for name in MAP_FILES if (_static() / name).is_file())]
    return [url_for("field_app.page"), url_for("field_app.manifest"), *map(_address, paths)]


def styles() -> list[str]:
    """The style sheets in their order, the app's own before what adapts all of them."""
    own = sorted(path.stem for path in (_static() / "css").glob("field-*.css"))
    return [*STYLES[:-1], *own, STYLES[-1]]


def colour(role: str) -> str:
    """A colour of the day's look by its role, for what is no style sheet: tokens.css is the one place of colours."""
    found = re.search(rf"--{role}:\s*(#[0-9a-f]{{6}})", (_static() / "css/tokens.css").read_text("utf-8"))
    return found[1] if found else ""


def _address(path: str) -> str:
    stamped = path.endswith(".css") or path in (START, *MAP_FILES)
    return url_for("static", filename=path) if stamped else f"{current_app.static_url_path}/{path}"


@cache
def _files(static: Path) -> list[str]:
    sheets = [f"css/{name}.css" for name in styles()]
    named = [*sheets, *PICTURES, *_modules(static, START)]
    return [path for path in named if (static / path).is_file()]


def _modules(static: Path, start: str) -> list[str]:
    """A module and all that it imports, whenever it does."""
    found, waiting = list[str](), [start]
    while waiting:
        path = waiting.pop()
        if path in found or not (static / path).is_file():
            continue
        found.append(path)
        named = IMPORTED.findall((static / path).read_text("utf-8"))
        waiting += [str((static / path).parent.joinpath(n).resolve().relative_to(static.resolve())) for n in named]
    return sorted(found)


@cache
def _version(static: Path, paths: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for path in (*paths, *MAP_FILES):
        digest.update(path.encode() + (static / path).read_bytes())
    for code in sorted((Path(current_app.root_path) / "field").glob("*.py")):
        digest.update(code.read_bytes())
    return digest.hexdigest()[:12]


def _static() -> Path:
    return Path(current_app.static_folder or "")
