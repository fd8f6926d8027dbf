"""The front door: `python run.py` starts everything, `python run.py --help` lists the rest."""

from app.cli import main
from app.factory import create_app

if __name__ == "__main__":
    main(create_app)
