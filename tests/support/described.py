"""A database's tables, keys, checks, indexes and triggers as plain values, to compare two of them."""

from typing import Any

from sqlalchemy import Engine, Inspector, inspect, text

TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    "postgresql": """
        SELECT t.tgname, pg_get_triggerdef(t.oid) || pg_get_functiondef(t.tgfoid)
        FROM pg_trigger t WHERE NOT t.tgisinternal ORDER BY t.tgname
    """,
}


def described(engine: Engine) -> dict[str, Any]:
    """Everything that could drift, by table; triggers under their own names."""
    looking = inspect(engine)
    tables = {name: _table(looking, name) for name in looking.get_table_names() if name != "alembic_version"}
    with engine.connect() as connection:
        triggers = {f"trigger {name}": sql for name, sql in connection.execute(text(TRIGGERS[engine.dialect.name]))}
    return tables | triggers


def tables_of(engine: Engine) -> set[str]:
    """Names of tables, without Alembic's own."""
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def _table(looking: Inspector, name: str) -> dict[str, Any]:
    columns = [(c["name"], str(c["type"]), c["nullable"], c.get("default")) for c in looking.get_columns(name)]
    return {
        "columns": sorted(columns),
        "key": looking.get_pk_constraint(name),
        "foreign": _sorted(looking.get_foreign_keys(name)),
        "unique": _sorted(looking.get_unique_constraints(name)),
        "checks": _sorted(looking.get_check_constraints(name)),
        "indexes": _sorted(looking.get_indexes(name)),
    }


def _sorted(rows: list[Any]) -> list[str]:
    return sorted(repr(_plain(row)) for row in rows)


def _plain(value: Any) -> Any:
    """Clauses as their text, mappings in order."""
    if isinstance(value, dict):
        return sorted((key, _plain(inner)) for key, inner in value.items())
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else str(value)
