"""What the pages of the set-up show. By key, never by offset."""

from app.core.errors import NotFound
from app.people import queries as people
from app.people.street_settings import StreetSettings, settings_of


def settings(street_id: int) -> StreetSettings:
    """What a street decides for itself. Raises NotFound. One statement."""
    street = people.street(street_id)
    if street is None:
        raise NotFound
    return settings_of(street.settings)


def counts(street_id: int) -> dict[str, int]:
    """How many there are of each part."""
    return {}
