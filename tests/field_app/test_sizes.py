"""How much a tablet loads at first, packed file by file as a server would."""

import gzip
from collections.abc import Iterable
from pathlib import Path

from app.field import shell
from tests.support.databases import Databases

BEFORE_THE_MAP, WITH_IT = 250_000, 400_000  # bytes


def packed(static: Path, paths: Iterable[str]) -> int:
    """Their bytes after gzip -9, each for itself."""
    return sum(len(gzip.compress((static / path).read_bytes(), 9)) for path in set(paths))


def test_the_first_load_is_small_before_the_map_and_with_it(databases: Databases) -> None:
    app = databases.app("sqlite")
    static = Path(app.static_folder or "")
    with app.test_request_context():
        files = shell.files()
        page = len(gzip.compress(app.test_client().get("/field/").data, 9))
    assert shell.START in files and "js/field/outbox.js" in files
    first = page + packed(static, files)
    assert first <= BEFORE_THE_MAP
    assert first + packed(static, shell.MAP_FILES) <= WITH_IT
