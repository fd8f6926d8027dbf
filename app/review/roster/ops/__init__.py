"""Everything that changes the roster and who asks to be on it. Commits nothing."""

from app.review.roster.ops.applying import apply, ask_after, forget_applications, told
from app.review.roster.ops.deciding import approve, end_term, enroll, refuse, renew, set_cap
from app.review.roster.ops.serving import agree, leave, set_away

__all__ = [
    "agree",
    "apply",
    "approve",
    "ask_after",
    "end_term",
    "enroll",
    "forget_applications",
    "leave",
    "refuse",
    "renew",
    "set_away",
    "set_cap",
    "told",
]
