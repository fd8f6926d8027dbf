"""web, worker, and both together."""

import click

from app.cli.answers import application
from app.cli.logs import to_stderr


@click.command()
def web() -> None:
    """Serve the pages (LINGRID_HOST, LINGRID_PORT). Never seeds."""
    from app.cli.server import Server

    with application() as app:
        to_stderr(app.config["LOG_LEVEL"])
    Server(app).run()


@click.command()
def worker() -> None:
    """Keep the promises: clocks, notices, reviews. Never seeds."""
    from app import worker as keeper

    with application() as app:
        to_stderr(app.config["LOG_LEVEL"])
    keeper.run(app)


@click.command()
def start() -> None:
    """Migrate, make demo data at the first start, run web and worker until Ctrl-C. The same as no command."""
    from app.cli.together import run_together

    run_together()


COMMANDS = (web, worker, start)
