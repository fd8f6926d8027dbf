"""What a street decides for itself, with what holds until it does. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from app.core.msgid import N_

DRAW_VALUES = ("root", "dice")
PREFIX = re.compile(r"[A-Z]{1,4}")  # what a typed receipt number is recognised by (app/cases/receipts.py)
CAP_MOST = 31
CONFERENCE_MOST = 30


@dataclass(frozen=True)
class StreetSettings:
    """sampled_rate: how many of 100 sampled closings go before a panel (domain.md section 2).

    draw_value: what the seed of a draw also needs, "root" (the next ledger root) or "dice" (thrown before witnesses).
    reviewer_monthly_cap: seats a calendar month a reviewer may take where the committee says nothing else.
    receipt_prefix: the letters before a receipt number; "" means the first two of the street's slug.
    conference_days: working days in which a conference that was called must be held.
    """

    sampled_rate: int = 20
    draw_value: str = "root"
    reviewer_monthly_cap: int = 4
    receipt_prefix: str = ""
    conference_days: int = 5


def settings_of(kept: Mapping[str, Any] | None) -> StreetSettings:
    """The settings in a street's row; a name that is none of them stays unread."""
    kept = kept or {}
    return StreetSettings(**{f.name: kept[f.name] for f in fields(StreetSettings) if f.name in kept})


def faults_of(wanted: StreetSettings) -> dict[str, str]:
    """What is out of bounds, as msgids by the name of the setting; empty when all may stand."""
    checks = (
        ("sampled_rate", 0 <= wanted.sampled_rate <= 100, N_("写 0 到 100")),
        ("draw_value", wanted.draw_value in DRAW_VALUES, N_("请从列表里选一个")),
        ("reviewer_monthly_cap", 1 <= wanted.reviewer_monthly_cap <= CAP_MOST, N_("写 1 到 31")),
        ("receipt_prefix", _is_prefix(wanted.receipt_prefix), N_("1 到 4 个大写字母，或空着")),
        ("conference_days", 1 <= wanted.conference_days <= CONFERENCE_MOST, N_("写 1 到 30")),
    )
    return {name: words for name, holds, words in checks if not holds}


def _is_prefix(text: str) -> bool:
    return not text or PREFIX.fullmatch(text) is not None
