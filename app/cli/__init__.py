"""The front door: `run.py` and its commands. Each wraps ops in a transaction and prints one plain answer."""

import os
from collections.abc import Callable
from typing import Any

import click
from flask import Flask

import config
from app.cli import calendars, imports, looking, people, serving, setting_up
from app.cli.answers import refusal_lines
from app.core.errors import Refusal

COMMANDS = (
    *(*serving.COMMANDS, *setting_up.COMMANDS, *people.COMMANDS),
    *(*imports.COMMANDS, *calendars.COMMANDS, *looking.COMMANDS),
)


class FrontDoor(click.Group):
    """A wrong setting ends with one line and code 2, a refusal with its lines and code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was named."""
        try:
            return super().invoke(ctx)
        except config.WrongSetting as wrong:
            click.echo(str(wrong), err=True)
            ctx.exit(2)
        except Refusal as refusal:
            click.echo("\n".join(refusal_lines(refusal)), err=True)
            ctx.exit(1)


@click.group(cls=FrontDoor, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(config.VERSION, prog_name="LinGrid")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """LinGrid 邻格. Without a command: demo data at the first start, then web and worker together."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(serving.start)


for _command in COMMANDS:
    cli.add_command(_command)


def main(make_app: Callable[[], Flask]) -> None:
    """Run the command line; `make_app` is how a command gets its application."""
    for name in config.unknown(os.environ):
        click.echo(f"{name} is no setting of ours and is ignored", err=True)
    cli(obj=make_app)
