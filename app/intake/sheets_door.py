"""The command's way in for a hotline sheet: a file and its map, one transaction a row."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from app.core import clock
from app.core.db import transaction
from app.intake.importing import Imported, Refused, import_cases
from app.intake.sheet_map import read_map
from app.intake.sheets import decoded, read_sheet

LINES_SHOWN = 20


@dataclass(frozen=True)
class Told:
    """What came of a sheet, as the command prints it. reasons: one line each, with how many and where."""

    rows: int
    accepted: int
    already_known: int
    refused: int
    reasons: str = ""


def run(street_id: int, file: Path, map_file: Path) -> Told:
    """Take a sheet in; raises SheetRefused or MapRefused before the first row for what cannot be read."""
    rows = read_sheet(file.read_bytes(), read_map(decoded(map_file.read_bytes())))
    found = import_cases(street_id, rows, clock.now(), transaction)
    return Told(len(rows), found.accepted, found.known, len(found.refused), reasons(found))


def reasons(found: Imported) -> str:
    """The refused rows, reason by reason, the commonest first: "\\n  3 × 没有编号 (12, 40, 41)"."""
    counted = Counter(_words(refused) for refused in found.refused)
    return "".join(f"\n  {n} × {words} ({_lines(found, words)})" for words, n in counted.most_common())


def _words(refused: Refused) -> str:
    return refused.message % refused.params if refused.params else refused.message


def _lines(found: Imported, words: str) -> str:
    lines = [str(refused.line) for refused in found.refused if _words(refused) == words]
    return ", ".join(lines[:LINES_SHOWN]) + (" …" if len(lines) > LINES_SHOWN else "")
