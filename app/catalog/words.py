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


class ReasonAct(StrEnum):
    """The acts whose reasons are a list of the street: 退单, 挂账."""

    REFUSE = "refuse"
    SUSPEND = "suspend"


class RefusalReason(StrEnum):
    """The 退单 reasons that a street begins with (domain.md section 2, rule 2)."""

    NOT_OURS = "not_ours"
    NOT_HERE = "not_here"
    DUPLICATE = "duplicate"
    TOO_LITTLE = "too_little"


class WaitingFor(StrEnum):
    """The 挂账 reasons that a street begins with (domain.md section 2, rule 4)."""

    WORKS = "works"
    SEASON = "season"
    CONDITIONS = "conditions"
