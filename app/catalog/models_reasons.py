"""The table of reasons: what a street adds to the lists of app/catalog/reasons.py, or words and orders otherwise."""

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.catalog.words import ReasonAct
from app.core.db import Base
from app.core.scope import StreetScoped
from app.core.types import text_enum


class ReasonRow(StreetScoped, Base):
    """A reason of an act. code: what a case keeps, for good; place: its place in the list, from 1."""

    __tablename__ = "reason"
    __table_args__ = (UniqueConstraint("street_id", "act", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    act: Mapped[ReasonAct] = mapped_column(text_enum(ReasonAct))
    code: Mapped[str] = mapped_column(String(12))
    name_zh: Mapped[str] = mapped_column(String(30))
    name_en: Mapped[str] = mapped_column(String(60))
    place: Mapped[int]
    active: Mapped[bool] = mapped_column(default=True)
