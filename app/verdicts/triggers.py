"""What the database refuses of a reporter's verdict: once given it is not changed, and it is not removed."""

from collections.abc import Sequence

from app.core.triggers import Rule

_ANSWERS = ("case_id", "closed_case_id", "round", "solved", "satisfaction", "given_at")

RULES: Sequence[Rule] = (
    Rule("verdict_kept", "DELETE", "reporter_verdict", "1 = 1", "a verdict is never removed", since="0010"),
    Rule(
        "verdict_final",
        "UPDATE",
        "reporter_verdict",
        " OR ".join(f"NEW.{column} <> OLD.{column}" for column in _ANSWERS),
        "a verdict is final",
        since="0010",
    ),
)
