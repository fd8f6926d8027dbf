"""The table of reply texts (常用回复): what a street's people say often, ready for the result form."""

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base
from app.core.scope import StreetScoped, same_street
from app.core.types import HumanText


class ReplyText(StreetScoped, Base):
    """A text to begin a reply with. category_id: None for every category; title: what its button says."""

    __tablename__ = "reply_text"
    __table_args__ = (
        UniqueConstraint("street_id", "id"),
        same_street("category_id", "category"),
        Index("ix_reply_text_lookup", "street_id", "category_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    category_id: Mapped[int | None]
    title: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(HumanText)
    active: Mapped[bool] = mapped_column(default=True)
