"""Tables of the catalogue: departments, categories, their limits by date, and the limits of the stages."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.catalog.words import CategoryKind, DepartmentKind, ReviewRule, Urgency
from app.core.db import Base
from app.core.scope import StreetScoped
from app.core.types import Json, UtcDateTime, text_enum
from app.core.values import Tier


class Department(StreetScoped, Base):
    """A department (条); a category names it, a unit is its concrete body."""

    __tablename__ = "department"
    __table_args__ = (UniqueConstraint("street_id", "code"), UniqueConstraint("street_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12))
    name_zh: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(120))
    line: Mapped[str] = mapped_column(String(20), default="")
    kind: Mapped[DepartmentKind] = mapped_column(text_enum(DepartmentKind))
    external: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    note: Mapped[str] = mapped_column(Text, default="")


class Category(StreetScoped, Base):
    """What a case is about (小类), with its rules; columns as explained in domain.md section 3."""

    __tablename__ = "category"
    __table_args__ = (UniqueConstraint("street_id", "code"), UniqueConstraint("street_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12))
    major_code: Mapped[str] = mapped_column(String(8), default="")
    major_zh: Mapped[str] = mapped_column(String(60), default="")
    major_en: Mapped[str] = mapped_column(String(120), default="")
    name_zh: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(120))
    kind: Mapped[CategoryKind] = mapped_column(text_enum(CategoryKind), default=CategoryKind.EVENT)
    tier: Mapped[Tier] = mapped_column(text_enum(Tier), default=Tier.RESIDENTIAL)
    lead_department: Mapped[str] = mapped_column(String(12), default="")
    assist_departments: Mapped[list[str]] = mapped_column(Json, default=list)
    urgency: Mapped[Urgency] = mapped_column(text_enum(Urgency), default=Urgency.NORMAL)
    complex: Mapped[bool] = mapped_column(default=False)
    make_safe: Mapped[bool] = mapped_column(default=False)
    suspend_allowed: Mapped[bool] = mapped_column(default=False)
    review: Mapped[ReviewRule] = mapped_column(text_enum(ReviewRule), default=ReviewRule.NONE)
    evidence: Mapped[list[str]] = mapped_column(Json, default=list)
    family: Mapped[str] = mapped_column(String(12), default="")
    duplicate_radius_m: Mapped[int | None]
    duplicate_days: Mapped[int | None]
    relapse_radius_m: Mapped[int | None]
    relapse_days: Mapped[int | None]
    recheck_days: Mapped[list[int]] = mapped_column(Json, default=list)
    public: Mapped[bool] = mapped_column(default=True)
    confidential: Mapped[bool] = mapped_column(default=False)
    contact_required: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    note: Mapped[str] = mapped_column(Text, default="")


class CategoryLimit(Base):
    """The limits of a category from a date on; "number unit". A change touches later dispatches only."""

    __tablename__ = "category_limit"
    __table_args__ = (UniqueConstraint("category_id", "from_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    from_at: Mapped[datetime] = mapped_column(UtcDateTime)
    respond: Mapped[str] = mapped_column(String(24))
    dispose: Mapped[str] = mapped_column(String(24))
    dispose_ceiling: Mapped[str | None] = mapped_column(String(24))
    extensions_max: Mapped[int] = mapped_column(default=0)


class StageLimit(StreetScoped, Base):
    """The limit of a stage (app/catalog/stages.py) for an urgency, from a date on."""

    __tablename__ = "stage_limit"
    __table_args__ = (Index("ix_stage_limit_lookup", "street_id", "stage", "urgency", "from_at", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    stage: Mapped[str] = mapped_column(String(12))
    urgency: Mapped[Urgency] = mapped_column(text_enum(Urgency))
    from_at: Mapped[datetime] = mapped_column(UtcDateTime)
    span: Mapped[str] = mapped_column(String(24))
