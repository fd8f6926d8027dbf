"""Where a tablet's knowledge stands, as one short word: which lines and sets it has, and which state of each. Pure.

Opaque to the tablet, and enough for the server to say exactly what changed: no clock and no row number stands in it,
so nothing that was committed late is ever missed. Each case takes about six bytes.
"""

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MARK = 2  # of this format
MARK_BYTES, SUM_BYTES = 1, 4
SETS = ("grids", "places", "catalogue", "units", "reasons", "calendar")


@dataclass(frozen=True)
class Known:
    """cases: by id, a checksum of the line; sets: by name, a checksum of the value."""

    cases: Mapping[int, int] = field(default_factory=dict)
    sets: Mapping[str, int] = field(default_factory=dict)


NOTHING = Known()


def checksum(value: Any) -> int:
    """32 bits of a plain value, the same whatever the order of its keys."""
    return zlib.crc32(json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode())


def write(known: Known) -> str:
    """The cursor: letters, figures, - and _."""
    raw = bytearray([MARK])
    for name in SETS:
        raw += known.sets.get(name, 0).to_bytes(SUM_BYTES)
    before = 0
    for case_id, total in sorted(known.cases.items()):
        raw += _number(case_id - before) + total.to_bytes(SUM_BYTES)
        before = case_id
    return base64.urlsafe_b64encode(bytes(raw)).decode().rstrip("=")


def read(cursor: str) -> Known:
    """What a cursor says; NOTHING for one that is none, or of another format."""
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        return _known(raw) if raw[:MARK_BYTES] == bytes([MARK]) else NOTHING
    except (binascii.Error, IndexError, ValueError):
        return NOTHING


def _known(raw: bytes) -> Known:
    at, sets, cases, case_id = MARK_BYTES, dict[str, int](), dict[int, int](), 0
    for name in SETS:
        sets[name], at = int.from_bytes(_part(raw, at)), at + SUM_BYTES
    while at < len(raw):
        step, at = _read_number(raw, at)
        case_id += step
        cases[case_id], at = int.from_bytes(_part(raw, at)), at + SUM_BYTES
    return Known(cases, sets)


def _part(raw: bytes, at: int) -> bytes:
    if at + SUM_BYTES > len(raw):
        raise IndexError("the cursor is cut short")
    return raw[at : at + SUM_BYTES]


def _number(value: int) -> bytes:
    """Seven bits a byte, the last without its highest bit."""
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    found.append(value)
    return bytes(found)


def _read_number(raw: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while raw[at] & 0x80:
        value |= (raw[at] & 0x7F) << shift
        shift, at = shift + 7, at + 1
    return value | raw[at] << shift, at + 1
