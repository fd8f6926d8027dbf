"""What an address of the list of people asks for. Pure; what cannot be read is left out."""

from collections.abc import Mapping

from app.admin.queries_people import ACTIVE, LOCKED, Sought
from app.core.permissions import Role

LONGEST = 60


def key_of(typed: str) -> str:
    """The login behind which a page begins; "" for what no login can be."""
    return typed[:LONGEST] if typed.isprintable() else ""


def sought(args: Mapping[str, str]) -> Sought:
    """The filters of an address."""
    typed = args.get("q", "").strip()[:LONGEST]
    state = args.get("state", "")
    role = next((role for role in Role if role.value == args.get("role")), None)
    return Sought(typed if typed.isprintable() else "", role, state if state in (ACTIVE, LOCKED) else "")
