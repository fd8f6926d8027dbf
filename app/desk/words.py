"""The closed lists of the desk."""

from enum import StrEnum


class SheetKind(StrEnum):
    """What a list is exported as."""

    XLSX = "xlsx"
    CSV = "csv"


class BulkVerb(StrEnum):
    """What can be done to many cases at once; each is a move of the lifecycle."""

    DISPATCH = "dispatch"
    URGE = "urge"
    VOID = "void"


class BulkEnd(StrEnum):
    """What became of one of them. MOVED_ON: somebody was faster; REFUSED: a rule said no, and which."""

    DONE = "done"
    MOVED_ON = "moved_on"
    NOT_ALLOWED = "not_allowed"
    REFUSED = "refused"
