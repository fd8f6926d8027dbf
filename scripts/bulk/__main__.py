"""`python -m scripts.bulk --cases 200000`: many cases in the database that LINGRID_* names.

An empty database is given the demo street and some played cases first; a street that has played cases
already is copied as it stands.
"""

import time

import click
from flask_migrate import upgrade

from app.cli import demo
from app.core import clock
from app.core.db import db
from app.factory import create_app
from app.people import queries as people
from scripts.bulk.loading import load

PATTERNS = 160


@click.command()
@click.option("--cases", type=click.IntRange(1, 2_000_000), default=200_000, show_default=True)
@click.option("--open", "still_open", type=click.IntRange(0), help="How many of them are open; else 5 %.")
@click.option("--patterns", type=click.IntRange(100, 2_000), default=PATTERNS, show_default=True)
def main(cases: int, still_open: int | None, patterns: int) -> None:
    """Play PATTERNS cases through the ops, then copy them until there are CASES."""
    app, at = create_app(), clock.now()
    with app.app_context():
        upgrade()
        if not people.streets():
            demo.seed(patterns, at)
        street, began = people.only_street(), time.monotonic()
        db.session.rollback()
        if street is None:
            raise click.ClickException("there are several streets: a load wants one")
        loaded = load(street.id, cases, at, still_open=still_open, progress=_tell)
    took = time.monotonic() - began
    click.echo(f"\r{loaded.cases:,} cases, {loaded.still_open:,} of them open; {loaded.rows:,} rows in {took:.0f} s")


def _tell(cases: int) -> None:
    click.echo(f"\r{cases:>9,} cases", nl=False, err=True)


if __name__ == "__main__":
    main()
