"""What an administrator typed, read by the rules of the catalogue's sheets. Pure."""

from collections.abc import Mapping
from typing import Any

from app.catalog.cells import BadCell, Reader
from app.core.errors import Invalid


def read_told(told: Mapping[str, Any], columns: Mapping[str, Reader]) -> dict[str, Any]:
    """The values of these columns, a missing one as an empty cell. A truth value needs no reading.

    Raises Invalid with every fault at its column.
    """
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    params: dict[str, Any] = {}
    for name, read in columns.items():
        given = told.get(name, "")
        try:
            values[name] = given if isinstance(given, bool) else read(str(given or "").strip())
        except BadCell as bad:
            wrong[name] = bad.message
            params |= bad.params
    if wrong:
        raise Invalid(errors=wrong, **params)
    return values
