"""Where log lines go: standard error, and nothing a resident's link could be rebuilt from."""

import logging
import re
import sys

from app.core.web.asked import masked

QUERY = re.compile(r"(\"?(?:GET|POST|HEAD|PUT|PATCH|DELETE|OPTIONS) [^\s?]+)\?\S*")
FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class Mask(logging.Filter):
    """Cuts secret links and query strings out of a line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record; always lets it pass."""
        record.msg, record.args = mask(record.getMessage()), None
        return True


def mask(line: str) -> str:
    """A line as it may stand in a log."""
    return QUERY.sub(r"\1", masked(line))


def to_stderr(level: str) -> None:
    """One handler for the whole process."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter(FORMAT))
    handler.addFilter(Mask())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in ("apscheduler", "alembic"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, logging.getLogger().level))
