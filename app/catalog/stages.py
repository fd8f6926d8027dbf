"""The limits of the stages that a new street starts with (domain.md section 3); edited later as rows. Pure."""

from collections.abc import Iterator, Mapping

from app.catalog.words import Urgency
from app.core.values import Span

SECOND_REVIEW = "review_again"
_QUICK = ("30 elapsed_minute", "15 elapsed_minute")

# stage: (normal, urgent, critical)
DEFAULTS: Mapping[str, tuple[str, str, str]] = {
    "file": ("1 working_hour", *_QUICK),
    "verify": ("4 working_hour", "4 working_hour", "4 working_hour"),
    "dispatch": ("1 working_hour", *_QUICK),
    "sign_in": ("2 working_hour", *_QUICK),
    "check": ("1 working_day", "1 working_day", "4 elapsed_hour"),
    "review": ("3 working_day", "3 working_day", "3 working_day"),
    SECOND_REVIEW: ("2 working_day", "2 working_day", "2 working_day"),
    "override": ("2 working_day", "2 working_day", "2 working_day"),
    "call_back": ("1 working_day", "1 working_day", "1 working_day"),
    "reopen": ("2 working_day", "2 working_day", "2 working_day"),
}


def defaults() -> Iterator[tuple[str, Urgency, Span]]:
    """Every stage with every urgency and its limit."""
    for stage, spans in DEFAULTS.items():
        for urgency, text in zip(Urgency, spans, strict=True):
            yield stage, urgency, Span.parse(text)
