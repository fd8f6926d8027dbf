"""Marks a Chinese msgid for the catalogue where no translation may happen yet (pure modules)."""


def N_(message: str) -> str:  # noqa: N802 (the name that extractors look for)
    """Return the msgid itself; the edge translates it."""
    return message


def NP_(context: str, message: str) -> str:  # noqa: N802, ARG001 (the name and the places that extractors look for)
    """Return the msgid itself; the edge translates it with pgettext in this context."""
    return message
