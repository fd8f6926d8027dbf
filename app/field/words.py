"""The words of the tablet's screens, in the page's language."""


def words() -> dict[str, str]:
    """By a name that the modules know."""
    return {}
