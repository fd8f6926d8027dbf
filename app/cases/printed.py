"""docs/lifecycle.md and docs/roles.md, printed from the table itself, so that they stay true."""

from collections.abc import Iterable
from enum import StrEnum

from app.cases.labels import label
from app.cases.lifecycle import ACTS, MOVES, Move, State, Who
from app.cases.policy import GRANTS
from app.cases.words import Approval
from app.core.permissions import Role

SCOPES = {
    "system": "the rules themselves",
    "public": "no account",
    "street": "the whole street",
    "grid": "cases that lie in, or are owned by, their grids",
    "owner": "the case's owner, and chiefs of the owner's grid or above it",
    "handling": "the unit's people or the grid's; the owner for an external unit",
    "part": "the assisting unit's people; the owner for an external unit",
    "official": "the leader under whose care it is",
    "checker": "the person chosen to check this case",
}


def lifecycle_md() -> str:
    """The states and every move between them."""
    states = [f"| `{s}` | {label(s)} |" for s in State]
    lines = ["| verb | 中文 | from | to | who | needs |", "|---|---|---|---|---|---|", *map(_move, (*MOVES, *ACTS))]
    approvals = [f"- `{a}` {label(a)}" for a in Approval]
    return "\n".join(
        [
            "# The life of a case",
            "",
            "Printed by `make docs` from `app/cases/lifecycle.py`; do not edit.",
            "",
            "## States",
            "",
            "| state | 中文 |",
            "|---|---|",
            *states,
            "",
            "## Moves",
            "",
            *lines,
            "",
            "## The four approvals, and no fifth",
            "",
            *approvals,
            "",
        ]
    )


def roles_md() -> str:
    """Role × move × scope. Nobody acts on a case that complains about them; a handler never judges."""
    grants = [f"| `{w}` | {label(w)} | {_roles(w)} | {SCOPES[GRANTS[w].scope]} |" for w in Who]
    heads = "| verb | " + " | ".join(label(w) for w in Who) + " |"
    rule = "|---" * (len(Who) + 1) + "|"
    return "\n".join(
        [
            "# Who may make which move",
            "",
            "Printed by `make docs` from `app/cases/policy.py`; do not edit.",
            "",
            "Nobody sees or moves a case that complains about them (`complained_about`). Whoever signed in, handled",
            "or led a part, and their unit, never checks, reviews or overrides it. A person belongs to one street.",
            "",
            "| who | 中文 | roles | scope |",
            "|---|---|---|---|",
            *grants,
            "",
            heads,
            rule,
            *(_who_row(verb) for verb in dict.fromkeys(m.verb for m in (*MOVES, *ACTS))),
            "",
        ]
    )


def _move(move: Move) -> str:
    verb = f"| `{move.verb}` | {label(move.verb)}"
    targets = _codes(move.targets) or "stays"
    return f"{verb} | {_codes(move.sources) or '—'} | {targets} | {_words(move.who)} | {_words(move.needs) or '—'} |"


def _who_row(verb: StrEnum) -> str:
    who = {w for m in (*MOVES, *ACTS) if m.verb == verb for w in m.who}
    return f"| `{verb}` {label(verb)} | " + " | ".join("●" if w in who else "" for w in Who) + " |"


def _roles(who: Who) -> str:
    roles: Iterable[Role] = GRANTS[who].roles
    return "、".join(label(role) for role in roles) or "—"


def _codes(values: Iterable[StrEnum]) -> str:
    return ", ".join(f"`{v}`" for v in values)


def _words(values: Iterable[StrEnum]) -> str:
    return "、".join(label(v) for v in values)
