"""Column types that keep what the databases would lose: zones, odd characters, closed lists."""

import re
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import JSON, DateTime, Dialect, Enum, Text, TypeDecorator

Json = JSON
MARK = "\ue000"
HARD = re.compile(f"[\x00{MARK}\ud800-\udfff]")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment. Refuses naive values on the way in, returns aware UTC on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC; raises ValueError for a naive moment."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime: every moment carries its zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Return aware UTC on both databases."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class HumanText(TypeDecorator[str]):
    """Text somebody typed, kept to the letter.

    PostgreSQL cannot store NUL and no database stores lone surrogates, so those (and the escape mark
    itself) are written as U+E000 plus four hex digits and turned back on reading.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        """Escape what a database would refuse."""
        return None if value is None else HARD.sub(lambda found: f"{MARK}{ord(found[0]):04x}", value)

    def process_result_value(self, value: str | None, _dialect: Dialect) -> str | None:
        """Give back exactly what was typed."""
        if value is None or MARK not in value:
            return value
        head, *rest = value.split(MARK)
        return head + "".join(chr(int(part[:4], 16)) + part[4:] for part in rest)


def text_enum(kind: type[StrEnum], name: str = "", length: int = 24) -> Enum:
    """A StrEnum stored as its value, with a CHECK on both databases.

    `name` tells apart two columns of one table that share a StrEnum.
    """
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=length,
        values_callable=lambda members: [m.value for m in members],
        name=name or kind.__name__.lower(),
    )
