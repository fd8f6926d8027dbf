"""The hash chain behind every timeline: pure, so that an auditor can recompute it anywhere.

Texts, photos and contacts enter the chain as salted commitments, so erasing them breaks nothing and
guessing them proves nothing (architecture.md section 3).
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from app.core.values import as_json

GENESIS = "0" * 64


def canonical(body: Mapping[str, Any]) -> str:
    """One spelling for one content: sorted keys, no spaces, UTF-8 kept."""
    return json.dumps(as_json(dict(body)), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def entry_hash(before: str, body: Mapping[str, Any]) -> str:
    """SHA-256 over the hash before and the canonical body, in hex."""
    return hashlib.sha256(f"{before}\n{canonical(body)}".encode()).hexdigest()


def new_salt() -> str:
    """32 random bytes in hex."""
    return secrets.token_hex(32)


def commitment(value: str | bytes, salt: str) -> str:
    """SHA-256 over salt and value, in hex: binds to the value without showing it."""
    raw = value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")
    return hashlib.sha256(bytes.fromhex(salt) + raw).hexdigest()


def of_contact(name: str, phone: str, email: str) -> str:
    """What is committed to of a contact; spelt as before where no mail address was given."""
    return "\n".join((name, phone, email) if email else (name, phone))


def root_hash(before: str, heads: Iterable[tuple[int, int, str]]) -> str:
    """Hash of the root before and the (case id, length, head) that changed since, in order of id."""
    lines = "\n".join(f"{case} {length} {head}" for case, length, head in sorted(heads))
    return hashlib.sha256(f"{before}\n{lines}".encode()).hexdigest()
