"""What a street decides for itself, with what holds until it does. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True)
class StreetSettings:
    """sampled_rate: how many of 100 sampled closings go before a panel (domain.md section 2).

    draw_value: what the seed of a draw also needs, "root" (the next ledger root) or "dice" (thrown before witnesses).
    reviewer_monthly_cap: seats a calendar month a reviewer may take where the committee says nothing else.
    receipt_prefix: the letters before a receipt number; "" means the first two of the street's slug.
    """

    sampled_rate: int = 20
    draw_value: str = "root"
    reviewer_monthly_cap: int = 4
    receipt_prefix: str = ""


def settings_of(kept: Mapping[str, Any] | None) -> StreetSettings:
    """The settings in a street's row; a name that is none of them stays unread."""
    kept = kept or {}
    return StreetSettings(**{f.name: kept[f.name] for f in fields(StreetSettings) if f.name in kept})
