"""The closed lists of the desk."""

from enum import StrEnum


class SheetKind(StrEnum):
    """What a list is exported as."""

    XLSX = "xlsx"
    CSV = "csv"
