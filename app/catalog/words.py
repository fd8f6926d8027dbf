"""The closed lists of the catalogue (domain.md section 3)."""

from enum import StrEnum


class Urgency(StrEnum):
    """How fast the catalogue wants it."""

    NORMAL = "normal"
    URGENT = "urgent"
    CRITICAL = "critical"


class ReviewRule(StrEnum):
    """Whether a panel judges the result."""

    REQUIRED = "required"
    SAMPLED = "sampled"
    NONE = "none"


class CategoryKind(StrEnum):
    """事件 or 部件."""

    EVENT = "event"
    COMPONENT = "component"


class Evidence(StrEnum):
    """What `handled` needs: a photo before and one after, a file, the text to the citizen."""

    PHOTO_PAIR = "photo_pair"
    DOCUMENT = "document"
    REPLY_NOTE = "reply_note"


class DepartmentKind(StrEnum):
    """One body, one for each residential grid, or one for each estate."""

    ORGANISATION = "organisation"
    PER_GRID = "per_grid"
    PER_ESTATE = "per_estate"


class EstateKind(StrEnum):
    """商品房, 老旧小区, 类住宅."""

    COMMODITY = "commodity"
    OLD = "old"
    QUASI = "quasi"
