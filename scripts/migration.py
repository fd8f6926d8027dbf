"""Write the next migration from the difference between the migrations and the models: `make migration TO="…"`.

Neither triggers nor the conditions of indexes are compared: a new trigger names its migration (`since`), which
runs `schema.change_triggers`.
"""

import re
import sys
import tempfile

import alembic.command
import flask_migrate
from flask import current_app

import config
from app.factory import create_app

VERSIONS = config.ROOT / "migrations" / "versions"


def main(purpose: str) -> None:
    """Bring an empty database up to date, compare, write the file; read it before you keep it."""
    number = f"{len(list(VERSIONS.glob('[0-9]*.py'))) + 1:04}"
    words = re.sub(r"\W+", "_", purpose.lower()).strip("_")
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(config.load({"LINGRID_INSTANCE": folder, "LINGRID_LOG_LEVEL": "ERROR"}))
        with app.app_context():
            flask_migrate.upgrade()
            settings = current_app.extensions["migrate"].migrate.get_config()
            alembic.command.revision(settings, words, autogenerate=True, rev_id=number)


if __name__ == "__main__":
    if len(sys.argv) != 2 or not sys.argv[1].strip():
        sys.exit('what for? make migration TO="add a thing"')
    main(sys.argv[1])
