"""Indexes that hold only what they are asked for: small however many rows there are, and free for all others."""

from sqlalchemy import Index, TextClause, text


def some(name: str, *columns: str, where: str | TextClause, unique: bool = False) -> Index:
    """An index over the rows that fulfil a condition, the same on both databases."""
    condition = text(where) if isinstance(where, str) else where
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)
