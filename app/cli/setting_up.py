"""migrate and seed-demo."""

import logging

import click

from app.cli import demo
from app.cli.answers import application
from app.core import clock
from app.core.db import db
from app.people import queries as people


def bring_up_to_date() -> None:
    """Run the migrations that the database lacks."""
    import flask_migrate

    logging.getLogger("alembic").setLevel(logging.WARNING)
    flask_migrate.upgrade()
    db.session.remove()
    db.engine.dispose()


@click.command()
def migrate() -> None:
    """Bring the database to this program's tables."""
    from app import health

    with application():
        bring_up_to_date()
        click.echo("database at " + ", ".join(health.current_revisions()))


@click.command("seed-demo")
@click.option("--cases", type=click.IntRange(1, 20_000), default=demo.FIRST_CASES, show_default=True)
def seed_demo(cases: int) -> None:
    """Make an invented street with CASES cases of the last 90 days, in an empty database."""
    with application():
        bring_up_to_date()
        if people.streets():
            raise click.ClickException("there is a street already: demo data go into an empty database only")
        demo.seed(cases, clock.now())
        click.echo("\n".join(demo.account_lines()))


COMMANDS = (migrate, seed_demo)
