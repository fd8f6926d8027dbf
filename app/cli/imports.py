"""import-grid, import-catalog, import-cases: what a street brings along."""

from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

import click

from app.cli.answers import application, street_option, the_street
from app.core import clock
from app.core.db import transaction

file_argument = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("import-grid")
@click.argument("file", type=file_argument)
@street_option
def import_grid(file: Path, slug: str) -> None:
    """Take in the three tiers from a GeoJSON FILE, as a whole or not at all; again updates by code."""
    from app.core.permissions import system_actor
    from app.grid import ops
    from app.grid.drafts.ops import note_boundaries

    at, data = clock.now(), file.read_bytes()
    with application(), transaction():
        street_id = the_street(slug).id
        done = ops.import_grid(street_id, data, at)
        note_boundaries(system_actor(street_id), done, sha256(data).hexdigest(), at, at=at)
    click.echo(_told(done))


@click.command("import-catalog")
@click.argument("departments", type=file_argument)
@click.argument("categories", type=file_argument)
@street_option
def import_catalog(departments: Path, categories: Path, slug: str) -> None:
    """Take in DEPARTMENTS and CATEGORIES (CSV) with their limits, as a whole or not at all."""
    from app.catalog import ops

    first, second = (path.read_bytes().decode("utf-8-sig", "replace") for path in (departments, categories))
    with application(), transaction():
        done = ops.import_catalog(the_street(slug).id, first, second, clock.now())
    click.echo(_told(done))


@click.command("import-cases")
@click.argument("file", type=file_argument)
@click.option(
    "--map", "map_file", type=file_argument, required=True, help="Names the columns of the sheet (see app/intake/maps)."
)
@street_option
def import_cases(file: Path, map_file: Path, slug: str) -> None:
    """Take in a hotline sheet (CSV or XLSX): reports accepted and refused rows; a second time adds nothing."""
    from app.intake import sheets_door

    with application():
        street_id = the_street(slug).id
        done = sheets_door.run(street_id, file, map_file)
    click.echo(_told(done))


def _told(done: Any) -> str:
    """Counts on one line: the fields of a result, as they are named; lists by their length."""
    counts = {name: len(value) if isinstance(value, tuple) else value for name, value in asdict(done).items()}
    return ", ".join(f"{name.replace('_', ' ')}: {value}" for name, value in counts.items() if value != "")


COMMANDS = (import_grid, import_catalog, import_cases)
