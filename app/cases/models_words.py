"""What a case is found by: the pairs of characters of its report, place and category, and the indexes over them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, Table, Text, TypeDecorator, event
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base
from app.core.scope import StreetScoped, same_street

FTS, GIN = "case_words_fts", "ix_case_words_tokens"


class Tokens(TypeDecorator[str]):
    """Words with gaps between them; PostgreSQL keeps them as the tsvector that they spell."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """The database's own type for it."""
        return dialect.type_descriptor(TSVECTOR() if dialect.name == "postgresql" else Text())


class CaseWords(StreetScoped, Base):
    """One row a case, written with the report and again when place or category change (app/cases/ops/indexing.py)."""

    __tablename__ = "case_words"
    __table_args__ = (same_street("case_id", "case"),)

    case_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    tokens: Mapped[str] = mapped_column(Tokens)


# `ascii` takes every character beyond it for a letter; unicode61 of this SQLite knows none that came after 2012 and
# would drop the names that are written with them. All searches are ANDs: neither places nor lengths are kept.
_KEPT = "content='case_words', content_rowid='case_id', tokenize='ascii', detail=none, columnsize=0"
_GONE = f"INSERT INTO {FTS} ({FTS}, rowid, tokens) VALUES ('delete', OLD.case_id, OLD.tokens)"
_COME = f"INSERT INTO {FTS} (rowid, tokens) VALUES (NEW.case_id, NEW.tokens)"
INDEX: Mapping[str, Sequence[str]] = {
    "sqlite": (
        f"CREATE VIRTUAL TABLE {FTS} USING fts5(tokens, {_KEPT})",
        # Merged later and in larger pieces than by default: a third of what the index costs a report.
        f"INSERT INTO {FTS} ({FTS}, rank) VALUES ('automerge', 16)",
        f"INSERT INTO {FTS} ({FTS}, rank) VALUES ('crisismerge', 64)",
        f"CREATE TRIGGER case_words_come AFTER INSERT ON case_words BEGIN {_COME}; END",
        f"CREATE TRIGGER case_words_gone AFTER DELETE ON case_words BEGIN {_GONE}; END",
        f"CREATE TRIGGER case_words_other AFTER UPDATE ON case_words BEGIN {_GONE}; {_COME}; END",
    ),
    "postgresql": (f"CREATE INDEX {GIN} ON case_words USING gin (tokens)",),
}
NO_INDEX: Mapping[str, Sequence[str]] = {"sqlite": (f"DROP TABLE {FTS}",), "postgresql": (f"DROP INDEX {GIN}",)}


def is_ours(name: str) -> bool:
    """A table or an index that the model does not name."""
    return name.startswith(FTS) or name == GIN


@event.listens_for(CaseWords.__table__, "after_create")
def _index(_table: Table, connection: Connection, **_how: Any) -> None:
    for statement in INDEX[connection.dialect.name]:
        connection.exec_driver_sql(statement)
