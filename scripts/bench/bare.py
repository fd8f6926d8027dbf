"""The baseline: a Flask view that inserts one row, under our own server and engine settings.

Written as a Flask-SQLAlchemy view is commonly written. Beside it one with four inserts and a look-up of a
point, as a mark between the two: nothing else of a report is in it.
"""

from datetime import datetime

from flask import Flask, redirect, request
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from werkzeug.wrappers import Response

import config
from app.cli.server import Server
from app.core import clock
from app.core.db import db
from app.core.types import UtcDateTime
from app.core.values import Point
from app.factory import flask_settings
from app.grid.geometry import GridIndex
from scripts.bench.points import demo_cells

FOUR = 4
SPOT = Point(121.3665, 31.2478)


class Base(DeclarativeBase):
    """Parent of the one table, so that ours are not made."""


class Row(Base):
    """A text and when it came."""

    __tablename__ = "row"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    at: Mapped[datetime] = mapped_column(UtcDateTime)


def make() -> Flask:
    """The application, its table made."""
    app = Flask("bare")
    app.config.from_mapping(flask_settings(config.load()))
    db.init_app(app)
    index = GridIndex(1, demo_cells())
    with app.app_context():
        Base.metadata.create_all(db.engine)

    @app.post("/row")
    def row() -> Response:
        db.session.add(Row(text=request.form["text"], at=clock.now()))
        db.session.commit()
        return redirect("/row", 303)

    @app.post("/four")
    def four() -> Response:
        index.locate(SPOT)
        for _ in range(FOUR):
            db.session.add(Row(text=request.form["text"], at=clock.now()))
            db.session.flush()
        db.session.commit()
        return redirect("/four", 303)

    return app


if __name__ == "__main__":
    Server(make()).run()
