"""Write the one initial migration anew from the models: `make migration-initial`.

For the time before the first release only: afterwards a change of the models gets a migration of its own.
"""

import tempfile
from pathlib import Path

import alembic.command
from alembic.config import Config
from flask import current_app

import config
from app.factory import create_app

VERSIONS = config.ROOT / "migrations" / "versions"
UP = "    for statement in schema.create_triggers(op.get_bind().dialect.name):\n        op.execute(statement)\n"
DOWN = "    for statement in schema.drop_triggers(op.get_bind().dialect.name):\n        op.execute(statement)\n"


def main() -> None:
    """Drop what is there, compare an empty database with the models, write 0001."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(config.load({"LINGRID_INSTANCE": folder, "LINGRID_LOG_LEVEL": "ERROR"}))
        for old in VERSIONS.glob("0001_*.py"):
            old.unlink()
        with app.app_context():
            script = _revision()
    path = Path(script.path)
    path.write_text(_with_triggers(path.read_text("utf-8")), "utf-8")
    print(f"wrote {path.relative_to(config.ROOT)}")


def _revision() -> "alembic.script.Script":
    settings: Config = current_app.extensions["migrate"].migrate.get_config()
    alembic.command.ensure_version(settings)
    made = alembic.command.revision(settings, "initial", autogenerate=True, rev_id="0001")
    assert made is not None and not isinstance(made, list)
    return made


def _with_triggers(text: str) -> str:
    """Triggers come after the last table and go before the first."""
    head, down = text.split("def downgrade() -> None:")
    quiet = "\n".join(line for line in head.splitlines() if "# ###" not in line).rstrip() + "\n"
    down = "\n".join(line for line in down.splitlines() if "# ###" not in line).rstrip() + "\n"
    doc = '    """Back."""\n'
    quiet = quiet.replace("from alembic import op\n", "from alembic import op\n\nfrom app import schema\n")
    return f"{quiet}{UP}\n\ndef downgrade() -> None:{down.replace(doc, doc + DOWN)}"


if __name__ == "__main__":
    main()
