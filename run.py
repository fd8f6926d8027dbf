"""The front door: `python run.py` starts everything, `python run.py --help` lists the rest."""

from flask import Flask

from app.cli import main


def make_app() -> Flask:
    """The application; loaded only by the commands that need it."""
    from app.factory import create_app

    return create_app()


if __name__ == "__main__":
    main(make_app)
