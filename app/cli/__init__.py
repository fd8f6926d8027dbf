"""The front door: `run.py` and its commands. Each wraps ops in a transaction and prints one plain answer."""

import sys
from collections.abc import Callable

import click
from flask import Flask

import config
from app.cli import imports, looking, people, serving, setting_up
from app.cli.answers import refusal_lines
from app.core.errors import Refusal

COMMANDS = (*serving.COMMANDS, *setting_up.COMMANDS, *people.COMMANDS, *imports.COMMANDS, *looking.COMMANDS)


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(config.VERSION, prog_name="LinGrid")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """LinGrid 邻格. Without a command: demo data at the first start, then web and worker together."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(serving.start)


for _command in COMMANDS:
    cli.add_command(_command)


def main(make_app: Callable[[], Flask]) -> None:
    """Run the command line. A wrong setting ends with one line and code 2, a refusal with its lines and code 1."""
    try:
        cli(obj=make_app)
    except config.WrongSetting as wrong:
        click.echo(str(wrong), err=True)
        sys.exit(2)
    except Refusal as refusal:
        for line in refusal_lines(refusal):
            click.echo(line, err=True)
        sys.exit(1)
