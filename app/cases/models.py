"""The case row: what a list must know without looking further."""

from datetime import date, datetime

from sqlalchemy import JSON, BigInteger, CheckConstraint, Date, Float, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cases.lifecycle import ENDS, State, Verb, check
from app.cases.models_parts import CasePart
from app.cases.models_trail import CaseAbout, CaseHandler
from app.cases.words import DeskKind, Finding, Outcome, ReviewRule, Source, Urgency
from app.core.db import Base
from app.core.indexes import some
from app.core.ledger import GENESIS
from app.core.scope import StreetScoped, same_street
from app.core.types import HumanText, UtcDateTime, text_enum
from app.core.values import Point


def _has(column: str) -> str:
    return f"{column} IS NOT NULL"


class Case(StreetScoped, Base):
    """One handled problem (案件). Owner, handling side and grids: architecture.md section 3."""

    __tablename__ = "case"
    __table_args__ = (
        UniqueConstraint("street_id", "id"),
        UniqueConstraint("street_id", "receipt"),
        UniqueConstraint("street_id", "form_key"),
        same_street("category_id", "category"),
        same_street("place_grid_id", "grid"),
        same_street("residential_grid_id", "grid"),
        same_street("owner_grid_id", "grid"),
        same_street("handling_grid_id", "grid"),
        same_street("handling_unit_id", "unit"),
        same_street("owner_id", "user_account"),
        same_street("checker_id", "user_account"),
        same_street("first_checker_id", "user_account"),
        same_street("merged_into_id", "case"),
        same_street("follow_up_of_id", "case"),
        same_street("relapse_of_id", "case"),
        CheckConstraint("state <> 'closed' OR approval_id IS NOT NULL", name="closed_needs_approval"),
        CheckConstraint("handling_unit_id IS NULL OR handling_grid_id IS NULL", name="one_handling_side"),
        CheckConstraint("state <> 'merged' OR merged_into_id IS NOT NULL", name="merged_into_something"),
        CheckConstraint("(lon IS NULL) = (lat IS NULL)", name="whole_point"),
        CheckConstraint("checks_needed BETWEEN 1 AND 2", name="one_or_two_checks"),
        CheckConstraint("lon BETWEEN -180 AND 180 AND lat BETWEEN -90 AND 90", name="degrees"),
        Index("ix_case_open", "street_id", "is_open", "id"),
        Index("ix_case_state", "street_id", "state", "id"),
        Index("ix_case_owner", "owner_id", "is_open"),
        Index("ix_case_handling_grid", "handling_grid_id", "is_open"),
        Index("ix_case_owner_grid", "owner_grid_id", "id"),
        Index("ix_case_residential", "residential_grid_id", "id"),
        Index("ix_case_place_grid", "place_grid_id", "id"),
        Index("ix_case_category", "street_id", "category_id", "id"),
        # Only the cases that have one, so that a report pays for none of them.
        some("uq_case_source_number", "street_id", "source", "source_number", where=_has("source_number"), unique=True),
        some("ix_case_led", "progress_at", where=_has("official_id")),
        some("ix_case_checker", "checker_id", "is_open", where=_has("checker_id")),
        some("ix_case_handling_unit", "handling_unit_id", "is_open", where=_has("handling_unit_id")),
        some("ix_case_desk", "street_id", "desk_kind", "desk_since", where=_has("desk_kind")),
        some("ix_case_merged_into", "merged_into_id", where=_has("merged_into_id")),
        some("ix_case_follow_up_of", "follow_up_of_id", where=_has("follow_up_of_id")),
        some("ix_case_relapse_of", "relapse_of_id", where=_has("relapse_of_id")),
        # The desk's filters, the newest first, however many are closed.
        Index("ix_case_reported", "street_id", "reported_at", "id"),
        some("ix_case_of_owner", "owner_id", "id", where=_has("owner_id")),
        some("ix_case_of_unit", "handling_unit_id", "id", where=_has("handling_unit_id")),
        some("ix_case_urgent", "street_id", "urgency", "id", where="urgency <> 'normal'"),
        some("ix_case_relapses", "street_id", "id", where=_has("relapse_of_id")),
        some("ix_case_closed_near", "street_id", "cell", "closed_at", where=_has("closed_at")),
        some("ix_case_open_near", "street_id", "cell", "reported_at", where="is_open"),
        some("ix_case_recheck", "street_id", "recheck_on", where=_has("recheck_on")),
        some("ix_case_suspended", "suspended_until", where=_has("suspended_until")),
        some("ix_case_unrooted", "street_id", where="entry_count <> rooted_count"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    receipt: Mapped[str] = mapped_column(String(24))
    category_id: Mapped[int | None]
    source: Mapped[Source] = mapped_column(text_enum(Source))
    state: Mapped[State] = mapped_column(text_enum(State), default=State.REPORTED)
    is_open: Mapped[bool] = mapped_column(default=True)
    round: Mapped[int] = mapped_column(default=1)
    version_id: Mapped[int] = mapped_column(default=1)
    form_key: Mapped[str | None] = mapped_column(String(64))

    lon: Mapped[float | None] = mapped_column(Float)
    lat: Mapped[float | None] = mapped_column(Float)
    coord_sys: Mapped[str | None] = mapped_column(String(8))
    accuracy_m: Mapped[int | None]
    cell: Mapped[int | None] = mapped_column(BigInteger)  # app/cases/relapse.py: what was closed nearby
    address: Mapped[str] = mapped_column(HumanText, default="")
    estate_id: Mapped[int | None] = mapped_column(ForeignKey("estate.id"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    place_grid_id: Mapped[int | None]
    residential_grid_id: Mapped[int | None]
    owner_grid_id: Mapped[int | None]
    grid_version_id: Mapped[int | None] = mapped_column(ForeignKey("grid_version.id"))

    owner_id: Mapped[int | None]
    handling_unit_id: Mapped[int | None]
    handling_grid_id: Mapped[int | None]
    handling_external: Mapped[bool] = mapped_column(default=False)
    checker_id: Mapped[int | None]

    urgency: Mapped[Urgency] = mapped_column(text_enum(Urgency), default=Urgency.NORMAL)
    urgency_said: Mapped[str | None] = mapped_column(String(24))  # how urgent whoever reported it found it
    review_rule: Mapped[ReviewRule | None] = mapped_column(text_enum(ReviewRule))
    evidence: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))  # as the category was when it was filed
    drawn: Mapped[bool | None]
    restricted: Mapped[bool] = mapped_column(default=False)
    confidential: Mapped[bool] = mapped_column(default=False)
    about_handlers: Mapped[bool] = mapped_column(default=False)
    self_disposed: Mapped[bool] = mapped_column(default=False)

    outcome: Mapped[Outcome | None] = mapped_column(text_enum(Outcome))
    fact_finding: Mapped[Finding | None] = mapped_column(text_enum(Finding, "fact_finding"))
    claim_finding: Mapped[Finding | None] = mapped_column(text_enum(Finding, "claim_finding"))

    source_number: Mapped[str | None] = mapped_column(String(64))
    source_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    desk_kind: Mapped[DeskKind | None] = mapped_column(text_enum(DeskKind))
    desk_since: Mapped[datetime | None] = mapped_column(UtcDateTime)

    reported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    filed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    dispatched_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    signed_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    contacted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    return_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    made_safe_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    suspended_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    handled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    limit_id: Mapped[int | None] = mapped_column(ForeignKey("category_limit.id"))
    approval_id: Mapped[int | None]  # case_approval points here too; a trigger keeps the pair honest
    answer_by: Mapped[datetime | None] = mapped_column(UtcDateTime)  # a 督办 that waits for its answer
    called_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    hotline_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    extensions: Mapped[int] = mapped_column(default=0, server_default="0")
    open_parts: Mapped[int] = mapped_column(default=0, server_default="0")
    returns: Mapped[int] = mapped_column(default=0)
    urges: Mapped[int] = mapped_column(default=0)
    rejections: Mapped[int] = mapped_column(default=0)
    merged_into_id: Mapped[int | None]
    merged_from: Mapped[State | None] = mapped_column(text_enum(State, "merged_from"))
    follow_up_of_id: Mapped[int | None]
    relapse_of_id: Mapped[int | None]  # the closing that did not last, the first of its chain
    checks_needed: Mapped[int] = mapped_column(default=1, server_default="1")
    first_checker_id: Mapped[int | None]  # who passed it while a second check is awaited
    official_id: Mapped[int | None]  # 领导包案; no key: SQLite would copy the whole table to add one
    progress_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when the lead official last wrote
    recheck_on: Mapped[date | None] = mapped_column(Date)  # the next 复查 of a closed case

    entry_count: Mapped[int] = mapped_column(default=0)
    head_hash: Mapped[str] = mapped_column(String(64), default=GENESIS)
    rooted_count: Mapped[int] = mapped_column(default=0)

    handlers: Mapped[list[CaseHandler]] = relationship(lazy="raise_on_sql")
    about: Mapped[list[CaseAbout]] = relationship(lazy="raise_on_sql")
    parts: Mapped[list[CasePart]] = relationship(order_by=CasePart.id)  # asked for only where open_parts says so

    __mapper_args__ = {"version_id_col": version_id}

    def move_to(self, verb: Verb, target: State) -> None:
        """Change the state if the table knows this move; raises IllegalMove if not."""
        check(verb, self.state, target)
        self.state = target
        self.is_open = target not in ENDS

    @property
    def point(self) -> Point | None:
        """Where it is, WGS-84 degrees, or None when nobody knows yet."""
        return None if self.lon is None or self.lat is None else Point(self.lon, self.lat)

    @property
    def handler_ids(self) -> frozenset[int]:
        """Everybody who signed in, handled or led a part; none of them judges."""
        return frozenset(h.user_id for h in self.handlers if h.user_id)

    @property
    def about_ids(self) -> frozenset[int]:
        """Everybody whom the case complains about."""
        return frozenset(a.user_id for a in self.about if a.user_id)

    @property
    def about_unit_ids(self) -> frozenset[int]:
        """Units that the case complains about."""
        return frozenset(a.unit_id for a in self.about if a.unit_id)

    @property
    def handler_unit_ids(self) -> frozenset[int]:
        """Units that handled; none of their people judges."""
        return frozenset(h.unit_id for h in self.handlers if h.unit_id)
