"""The closed lists of a case (domain.md sections 1–3). Their Chinese and English stand in `labels.py`."""

from enum import StrEnum

from app.catalog.words import RefusalReason as RefusalReason
from app.catalog.words import ReviewRule as ReviewRule
from app.catalog.words import Urgency as Urgency
from app.catalog.words import WaitingFor as WaitingFor


class Source(StrEnum):
    """How it came in (案件来源)."""

    RESIDENT = "resident"
    HOTLINE = "hotline"
    PATROL = "patrol"
    HIGHER = "higher"
    MEDIA = "media"
    FOLLOW_UP = "follow_up"


class Outcome(StrEnum):
    """实际解决 / 部分解决 / 解释说明 / 未解决."""

    RESOLVED = "resolved"
    PARTLY = "partly"
    EXPLAINED = "explained"
    UNRESOLVED = "unresolved"


class Finding(StrEnum):
    """事实认定 (is it as told) and 诉求认定 (is the demand reasonable)."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class DeskKind(StrEnum):
    """Why a person at the desk must decide."""

    UNPLACED = "unplaced"
    OUTSIDE = "outside"
    UNCLASSIFIED = "unclassified"
    UNROUTED = "unrouted"
    BY_HAND = "by_hand"
    NO_UNIT = "no_unit"
    NO_CHECKER = "no_checker"
    NO_PANEL = "no_panel"
    REFUSED = "refused"
    CONFERENCE = "conference"
    EXTENSION = "extension"
    SUSPENSION = "suspension"
    DICE = "dice"
    OVERRIDE = "override"
    OVERRIDE_UP = "override_up"
    REOPEN_ASKED = "reopen_asked"
    REOPEN_APPEAL = "reopen_appeal"
    UNIT_CLOSED = "unit_closed"
    OWNER_GONE = "owner_gone"


class Approval(StrEnum):
    """The four ways to close, and no fifth (architecture.md section 3)."""

    PANEL = "panel"
    PANEL_SAMPLED = "panel_sampled"
    CHECK = "check"
    OVERRIDE = "override"


class TextKind(StrEnum):
    """What a kept text is."""

    REPORT = "report"
    NOTE = "note"
    SUPPLEMENT = "supplement"
    FINDING = "finding"
    REASON = "reason"
    REPLY = "reply"
    CONTACT = "contact"
    CHECK = "check"
    MINUTES = "minutes"
    PANEL = "panel"
    WITNESSES = "witnesses"
    ATTENDANCE = "attendance"
    PHOTO_WHY = "photo_why"
    BLACKED = "blacked"
    CLAUSE = "clause"
    SITE = "site"


class PhotoKind(StrEnum):
    """When a picture or file was made."""

    REPORT = "report"
    BEFORE = "before"
    AFTER = "after"
    SAFE = "safe"
    CHECK = "check"
    DOCUMENT = "document"
    RECHECK = "recheck"


class Listed(StrEnum):
    """How far a ruling reaches: this case, or every case of its category in the residential grid, or in the street."""

    NOT = "not"
    GRID = "grid"
    STREET = "street"


class Solved(StrEnum):
    """解决了吗, as the reporter sees it."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Satisfaction(StrEnum):
    """满意度, as 12345 has it (domain.md section 1); NOT_REACHED at a call-back only."""

    UNSATISFIED = "unsatisfied"
    UNDERSTANDING = "understanding"
    SATISFIED = "satisfied"
    VERY_SATISFIED = "very_satisfied"
    NOT_REACHED = "not_reached"


class Decision(StrEnum):
    """What a conference may decide (疑难会商); the last two only where a panel has judged the result."""

    REWORK = "rework"
    ANOTHER_UNIT = "another_unit"
    PANEL_AGAIN = "panel_again"
    OVERRIDE = "override"


class Visit(StrEnum):
    """What a return visit (复查) came to."""

    LASTS = "lasts"
    RETURNED = "returned"
    DROPPED = "dropped"


class HandlerHow(StrEnum):
    """What makes somebody a handler, who may judge the case no more."""

    SIGNED_IN = "signed_in"
    HANDLED = "handled"
    LED = "led"
