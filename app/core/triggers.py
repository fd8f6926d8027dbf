"""Rules that the database keeps by itself, written once for both dialects; a migration runs them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """Refuse an INSERT, UPDATE or DELETE on a table while a condition over OLD and NEW holds.

    since: the migration that first has the tables and columns it speaks of.
    """

    name: str
    event: str
    table: str
    condition: str
    words: str
    since: str = "0001"


def append_only(table: str, since: str = "0001") -> tuple[Rule, Rule]:
    """Rows of this table are written once, and stay."""
    words = f"{table} is append-only"
    return (
        Rule(f"{table}_kept", "DELETE", table, "1 = 1", words, since),
        Rule(f"{table}_unchanged", "UPDATE", table, "1 = 1", words, since),
    )


def create(rules: Sequence[Rule]) -> Mapping[str, Sequence[str]]:
    """The statements that set the rules up, by dialect."""
    return {
        "sqlite": tuple(_sqlite(rule) for rule in rules),
        "postgresql": tuple(statement for rule in rules for statement in _postgresql(rule)),
    }


def drop(rules: Sequence[Rule]) -> Mapping[str, Sequence[str]]:
    """The statements that take them away, those that are there, by dialect."""
    both = tuple(
        s
        for r in rules
        for s in (f"DROP TRIGGER IF EXISTS {r.name} ON {r.table}", f"DROP FUNCTION IF EXISTS {r.name}()")
    )
    return {"sqlite": tuple(f"DROP TRIGGER IF EXISTS {rule.name}" for rule in rules), "postgresql": both}


def _sqlite(rule: Rule) -> str:
    return (
        f"CREATE TRIGGER {rule.name} BEFORE {rule.event} ON {rule.table} WHEN {rule.condition}"
        f" BEGIN SELECT RAISE(ABORT, '{rule.words}'); END"
    )


def _postgresql(rule: Rule) -> tuple[str, str]:
    row = "OLD" if rule.event == "DELETE" else "NEW"
    function = (
        f"CREATE FUNCTION {rule.name}() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" BEGIN IF {rule.condition} THEN RAISE EXCEPTION '{rule.words}' USING ERRCODE = 'check_violation'; END IF;"
        f" RETURN {row}; END $$"
    )
    trigger = (
        f"CREATE TRIGGER {rule.name} BEFORE {rule.event} ON {rule.table} FOR EACH ROW EXECUTE FUNCTION {rule.name}()"
    )
    return function, trigger
