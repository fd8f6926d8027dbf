"""Everything that a database and a folder of attachments hold, without what is chosen by chance."""

import hashlib
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Column, Table

from app.core import files
from app.core.db import db
from app.schema import METADATA
from tests.support.web import Web

# By chance: salts and what is made of them, keys, and from which list of people a panel will be drawn.
CHANCE = {"salt", "commitment", "commitments", "hash", "prev_hash", "head_hash", "key_cipher"}
CHANCE |= {"round_key", "pool_hash", "freeze_nonce", "nonce", "pool", "opaque_id"}
# PostgreSQL gives the number of a row that was undone, of a case too, to nobody else.
COUNTED = {"counter", "case_words"}
NUMBER = re.compile(r"TO-\d{6}-\d{4}-\w|'case': \d+")
FILES = "files"
State = dict[str, list[str]]


class Served(Protocol):
    """Whatever stands before a database."""

    web: Web


def state_of(server: Served) -> State:
    """Every row of every table, and every file with the hash of its bytes."""
    with server.web.read():
        numbers = db.engine.dialect.name == "sqlite"
        tables = [table for table in METADATA.sorted_tables if numbers or table.name not in COUNTED]
        found = {table.name: _rows(table, numbers=numbers) for table in tables}
    return found | {FILES: _files()}


def differences(wanted: State, found: State) -> list[str]:
    """What is too much or missing, a line each; empty when all is well."""
    lines = []
    for name in sorted({*wanted, *found}):
        one, other = Counter(wanted.get(name, [])), Counter(found.get(name, []))
        lines += [f"{name}: lost {row}" for row in one - other]
        lines += [f"{name}: too much {row}" for row in other - one]
    return lines


def _rows(table: Table, *, numbers: bool) -> list[str]:
    """numbers: what refers to a row has its number; otherwise only what refers to people. A row's own is left out, for
    cases do not wait for each other and either may be written first; a case's stays."""
    columns = [c.name for c in table.columns if c.name not in CHANCE and (numbers or not _is_number(c))]
    columns = [name for name in columns if name != "id" or table.name == "case"]
    # Past the types of the columns: every table is read for every cell of the matrix.
    asked = "SELECT {} FROM {}".format(", ".join(f'"{name}"' for name in columns), f'"{table.name}"')
    found = db.session.connection().exec_driver_sql(asked)
    rows = [", ".join(f"{name}={_plain(value)!r}" for name, value in zip(columns, row, strict=True)) for row in found]
    return rows if numbers else [NUMBER.sub("", row) for row in rows]


def _is_number(column: Column[Any]) -> bool:
    people = any(key.column.table.name == "user_account" for key in column.foreign_keys)
    return column.name.endswith(("id", "_key")) and not people


def _plain(value: Any) -> Any:
    """JSON without what is by chance."""
    told = json.loads(value) if isinstance(value, str) and value[:1] == "{" else value
    return {k: v for k, v in told.items() if k not in CHANCE} if isinstance(told, dict) else value


def _files() -> list[str]:
    """What came in since the folder was empty: its name, and whether the bytes are those of the name."""
    root: Path = files.root()
    return sorted(f"{path.relative_to(root)} {_whole(path)}" for path in root.rglob("*") if path.is_file())


def _whole(path: Path) -> str:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return "whole" if digest == path.name else digest
