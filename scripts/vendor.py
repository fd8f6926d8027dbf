"""Third-party files that are served or tested with, kept in the repository.

`make vendor` fetches them again by `npm pack`, the font by `apt-get download` (on a Debian 12), and writes
vendor.lock (name, version, licence, integrity, SHA-256 a file); `vendor.py --check` needs no network and fails on a
changed, missing or unlisted file.
"""

import argparse
import hashlib
import io
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "vendor.lock"
FOLDERS = (ROOT / "app/static/vendor", ROOT / "app/fonts", ROOT / "tests/vendor")
ICONS = ROOT / "app/static/icons"


@dataclass(frozen=True)
class Library:
    """A package of the npm registry, or of Debian. files: path in the package -> path here."""

    name: str
    version: str
    licence: str
    files: dict[str, str]
    debian: bool = False


def _leaflet(*names: str) -> dict[str, str]:
    return {f"dist/{name}": f"app/static/vendor/leaflet/{name}" for name in names}


LEAFLET = Library(
    "leaflet",
    "1.9.4",
    "BSD-2-Clause",
    {
        **_leaflet("leaflet.js", "leaflet.css", "images/layers.png", "images/layers-2x.png"),
        **_leaflet("images/marker-icon.png", "images/marker-icon-2x.png", "images/marker-shadow.png"),
        "LICENSE": "app/static/vendor/leaflet/LICENSE",
    },
)
DEXIE = Library(
    "dexie",
    "4.4.7",
    "Apache-2.0",
    {
        "dist/dexie.min.js": "app/static/vendor/dexie/dexie.min.js",
        "LICENSE": "app/static/vendor/dexie/LICENSE",
        "NOTICE": "app/static/vendor/dexie/NOTICE",
    },
)
AXE = Library(
    "axe-core",
    "4.14.1",
    "MPL-2.0",
    {"axe.min.js": "tests/vendor/axe-core/axe.min.js", "LICENSE": "tests/vendor/axe-core/LICENSE"},
)
TABLER = Library("@tabler/icons", "3.52.0", "MIT", {"LICENSE": "app/static/icons/LICENSE"})
# Not on npm. Its licence is told in the package, and stands in full where Debian keeps the common ones.
FONT = Library(
    "fonts-wqy-microhei",
    "0.2.0-beta-3.1",
    "Apache-2.0",
    {
        "usr/share/fonts/truetype/wqy/wqy-microhei.ttc": "app/fonts/wqy-microhei/wqy-microhei.ttc",
        "usr/share/doc/fonts-wqy-microhei/copyright": "app/fonts/wqy-microhei/copyright",
        "/usr/share/common-licenses/Apache-2.0": "app/fonts/wqy-microhei/LICENSE",
    },
    debian=True,
)
SPRITE = "app/static/icons/sprite.svg"
LIBRARIES = (LEAFLET, DEXIE, AXE, TABLER, FONT)


def refresh() -> None:
    """Fetch every library, write its files, draw the sprite, write the lock."""
    rows = []
    for library in LIBRARIES:
        packed, written = _from_debian(library) if library.debian else _from_npm(library)
        for path, content in written.items():
            (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / path).write_bytes(content)
        rows.append(
            {
                "name": library.name,
                "version": library.version,
                "licence": library.licence,
                "package_sha256": hashlib.sha256(packed).hexdigest(),
                "files": {path: hashlib.sha256(content).hexdigest() for path, content in sorted(written.items())},
            }
        )
    LOCK.write_text(json.dumps(rows, indent=2, ensure_ascii=False) + "\n", "utf-8")


def faults() -> list[str]:
    """What differs from the lock; empty when all is well."""
    kept: dict[str, str] = {}
    for row in json.loads(LOCK.read_text("utf-8")):
        kept |= row["files"]
    found = [f"missing: {path}" for path in kept if not (ROOT / path).is_file()]
    for path, digest in kept.items():
        if (ROOT / path).is_file() and hashlib.sha256((ROOT / path).read_bytes()).hexdigest() != digest:
            found.append(f"changed: {path}")
    here = {str(p.relative_to(ROOT)) for folder in FOLDERS for p in folder.rglob("*") if p.is_file()}
    found += [f"not in vendor.lock: {path}" for path in sorted(here - kept.keys())]
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / SPRITE).read_text("utf-8")))
    found += [f"icons.txt and sprite.svg differ: {name}" for name in sorted(drawn ^ {name for name, _ in icons()})]
    return found


def icons() -> list[tuple[str, str]]:
    """(our name, name of the Tabler outline icon) of every line of icons.txt."""
    lines = (ICONS / "icons.txt").read_text("utf-8").splitlines()
    rows = [line.split() for line in lines if line.strip() and not line.startswith("#")]
    return [(ours, theirs) for ours, theirs in rows]


def sprite(package: tarfile.TarFile) -> str:
    """One <symbol> a line; stroke and fill come from the style sheet."""
    head = f"<!-- Tabler Icons {TABLER.version}, {TABLER.licence}, (c) Paweł Kuna; see icons.txt -->"
    symbols = []
    for ours, theirs in icons():
        drawing = _bytes(package, f"icons/outline/{theirs}.svg").decode()
        shapes = re.findall(r"<(?:path|circle|rect|line|polyline|ellipse)[^>]*/>", drawing)
        strokes = [" ".join(shape.split()).replace(" />", "/>") for shape in shapes if 'stroke="none"' not in shape]
        symbols.append(f'<symbol id="{ours}" viewBox="0 0 24 24">{" ".join(strokes)}</symbol>')
    return "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', head, *symbols, "</svg>", ""])


def _from_npm(library: Library) -> tuple[bytes, dict[str, bytes]]:
    packed = _pack(library)
    with tarfile.open(fileobj=io.BytesIO(packed)) as package:
        written = {path: _bytes(package, inside) for inside, path in library.files.items()}
        if library is TABLER:
            written[SPRITE] = sprite(package).encode()
    return packed, written


def _from_debian(library: Library) -> tuple[bytes, dict[str, bytes]]:
    with tempfile.TemporaryDirectory() as folder:
        get = ["apt-get", "download", "-qq", f"{library.name}={library.version}"]
        subprocess.run(get, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        package = next(Path(folder).glob("*.deb"))
        subprocess.run(["dpkg-deb", "-x", str(package), folder], check=True)
        # A path that begins at the root is that of this machine: joining keeps it as it is.
        return package.read_bytes(), {path: Path(folder, inside).read_bytes() for inside, path in library.files.items()}


def _pack(library: Library) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["npm", "pack", "--silent", "--ignore-scripts", f"{library.name}@{library.version}"],
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        return next(Path(folder).glob("*.tgz")).read_bytes()


def _bytes(package: tarfile.TarFile, path: str) -> bytes:
    member = package.extractfile(f"package/{path}")
    if member is None:
        raise FileNotFoundError(path)
    return member.read()


def main() -> int:
    """0 when done, or when nothing differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare with vendor.lock; no network")
    if not parser.parse_args().check:
        refresh()
    found = faults()
    print("\n".join(found) or "vendored files as in vendor.lock")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
