"""Every setting in one table: name, type, default, and what it is for.

Each is read from the variable LINGRID_<name>. A wrong value raises `WrongSetting`, whose text names the
variable; the command line prints that one line and ends with exit code 2.
"""

import base64
import binascii
import ipaddress
import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

VERSION = "0.1.0"
ROOT = Path(__file__).resolve().parent
PREFIX = "LINGRID_"
KEY_BYTES = 32
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")


class WrongSetting(ValueError):
    """A variable holds what it must not; the text is the one line to print."""


@dataclass(frozen=True)
class Setting:
    """A row of the table. `read` turns the text into the value and raises ValueError with the reason."""

    name: str
    read: Callable[[str], Any]
    default: Any
    says: str

    @property
    def variable(self) -> str:
        """The environment variable."""
        return PREFIX + self.name


def text(value: str) -> str:
    """Any text on one line."""
    if not value.isprintable():
        raise ValueError("must be one line of text")
    return value


def number(low: int, high: int) -> Callable[[str], int]:
    """A whole number from low to high."""

    def read(value: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", value) or not low <= int(value) <= high:
            raise ValueError(f"must be a whole number from {low} to {high}")
        return int(value)

    return read


def web_address(value: str) -> str:
    """Where a site begins: https://grid.example.org, without what follows the host."""
    if not re.fullmatch(r"https?://[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?", value):
        raise ValueError("must be an address such as https://grid.example.org, with nothing after the host")
    return value


def flag(value: str) -> bool:
    """Yes or no."""
    known = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    if value.lower() not in known:
        raise ValueError("must be 1 or 0")
    return known[value.lower()]


def one_of(*names: str) -> Callable[[str], str]:
    """One of a closed list, in any case."""

    def read(value: str) -> str:
        if value.upper() not in names:
            raise ValueError("must be one of " + ", ".join(names))
        return value.upper()

    return read


def host(value: str) -> str:
    """An address or host name to listen on."""
    if not re.fullmatch(r"[A-Za-z0-9.:_-]{1,253}", value):
        raise ValueError("must be an address or a host name, without a port")
    return value


def names(value: str) -> tuple[str, ...]:
    """Host names, parted by commas."""
    return tuple(host(part.strip()) for part in value.split(",") if part.strip())


def slug(value: str) -> str:
    """A street's short name as in its address."""
    if not re.fullmatch(r"[a-z0-9-]{0,40}", value):
        raise ValueError("must be a street's short name: small letters, figures and hyphens")
    return value


def folder(value: str) -> Path:
    """A folder; relative to the project."""
    path = (ROOT / value).resolve()
    if path.exists() and not path.is_dir():
        raise ValueError("must be a folder, and there is a file of that name")
    return path


def database(value: str) -> str:
    """An SQLite file or a PostgreSQL server."""
    try:
        url = make_url(value)
    except ArgumentError:
        raise ValueError("must be an address such as sqlite:////path/file.db or postgresql://host/name") from None
    if url.drivername in ("postgres", "postgresql", "postgresql+psycopg"):
        return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    if url.drivername != "sqlite":
        raise ValueError("must begin with sqlite:// or postgresql://")
    if url.database in (None, "", ":memory:"):
        raise ValueError("must name a file: web and worker do not share a database in memory")
    return value


def sealing_keys(value: str) -> tuple[tuple[str, bytes], ...]:
    """Keys for contact data: "id:base64,id:base64", 32 bytes each, the current one first."""
    return tuple(_sealing_key(part.strip()) for part in value.split(","))


def _sealing_key(part: str) -> tuple[str, bytes]:
    key_id, _, encoded = part.partition(":")
    try:
        key = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        key = b""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,16}", key_id) or len(key) != KEY_BYTES:
        raise ValueError(f"must be id:key pairs parted by commas, each key {KEY_BYTES} bytes in base64")
    return key_id, key


def session_key(value: str) -> str:
    """The key that signs session cookies."""
    if len(value) < KEY_BYTES:
        raise ValueError(f"must be at least {KEY_BYTES} characters of chance")
    return text(value)


SETTINGS: tuple[Setting, ...] = (
    Setting("HOST", host, "127.0.0.1", "address to listen on"),
    Setting("PORT", number(1, 65535), 8000, "port to listen on"),
    Setting("INSTANCE", folder, ROOT / "instance", "folder for the database, keys and files"),
    Setting("DATABASE_URL", database, None, "database; default: lingrid.db in the instance folder"),
    Setting("FILES", folder, None, "folder for attachments; default: files in the instance folder"),
    Setting("DEMO", flag, False, "demo streets may be entered without a password, on loopback only"),
    Setting(
        "SECRET_KEYS", sealing_keys, None, "keys for contact data, the current one first; the last makes the codes"
    ),
    Setting("SESSION_KEY", session_key, None, "key that signs session cookies"),
    Setting("SWEEP_SECONDS", number(1, 3600), 15, "how often the worker looks at the clocks"),
    Setting("WEB_WORKERS", number(1, 64), 2, "web processes"),
    Setting("WEB_THREADS", number(1, 64), 4, "threads in each web process"),
    Setting("IDLE_MINUTES", number(1, 1440), 30, "a session ends after so many minutes without a request"),
    Setting("TABLET_IDLE_MINUTES", number(1, 1440), 600, "the same for those who only work outside"),
    Setting("HTTPS", flag, None, "residents reach us by https; default: yes, unless we listen on loopback"),
    Setting("PROXIES", number(0, 5), 0, "how many proxies of our own stand in front"),
    Setting("HOSTS", names, (), "host names we answer to; default: any, in the demo loopback names only"),
    Setting("PUBLIC_URL", web_address, "", "https address at which residents reach us, for our mails to them"),
    Setting("SMTP_HOST", host, "", "mail server; empty: no mail"),
    Setting("SMTP_PORT", number(1, 65535), 25, "its port"),
    Setting("SMTP_SENDER", text, "lingrid@localhost", "sender of our mails"),
    Setting("SMTP_USER", text, "", "account at the mail server"),
    Setting("SMTP_PASSWORD", text, "", "its password"),
    Setting("SMTP_STARTTLS", flag, False, "encrypt the way to the mail server"),
    Setting("MAX_UPLOAD", number(1, 1024), 64, "largest request in MB"),
    Setting("LOG_LEVEL", one_of("DEBUG", "INFO", "WARNING", "ERROR"), "INFO", "how much is logged"),
    Setting("PUBLIC_STREET", slug, "", "street that / leads to where several share a database"),
)
VARIABLES = frozenset(s.variable for s in SETTINGS)


def load(environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Read and check every setting; raises WrongSetting at the first wrong one.

    Makes the instance folder, and a key file in it where no keys are given and none are needed elsewhere.
    """
    given = os.environ if environ is None else environ
    settings = {s.name: _read(s, given.get(s.variable, "")) for s in SETTINGS}
    _complete(settings)
    if settings["SECRET_KEYS"] is None or settings["SESSION_KEY"] is None:
        _take_keys(settings)
    return settings


def unknown(environ: Mapping[str, str]) -> list[str]:
    """Variables that look like settings and are none; worth a warning."""
    ours = (name for name in environ if name.startswith(PREFIX) and not name.startswith(PREFIX + "TEST_"))
    return sorted(set(ours) - VARIABLES)


def is_loopback(name: str) -> bool:
    """True when only this machine can reach that address."""
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


def _read(setting: Setting, value: str) -> Any:
    if not value.strip():
        return setting.default
    try:
        return setting.read(value.strip())
    except ValueError as error:
        raise WrongSetting(f"{setting.variable} {error}") from None


def _complete(settings: dict[str, Any]) -> None:
    """Fill in what depends on other settings."""
    instance: Path = settings["INSTANCE"]
    _make_folder("INSTANCE", instance)
    url = make_url(settings["DATABASE_URL"] or f"sqlite:///{instance / 'lingrid.db'}")
    if url.drivername == "sqlite":
        url = url.set(database=str(instance / str(url.database)))
    settings["DATABASE_URL"] = url.render_as_string(hide_password=False)
    settings["FILES"] = settings["FILES"] or instance / "files"
    _make_folder("FILES", settings["FILES"])
    if settings["HTTPS"] is None:
        settings["HTTPS"] = not is_loopback(settings["HOST"])
    if settings["TABLET_IDLE_MINUTES"] < settings["IDLE_MINUTES"]:
        raise WrongSetting(f"{PREFIX}TABLET_IDLE_MINUTES must not be less than {PREFIX}IDLE_MINUTES")
    if settings["DEMO"] and not settings["HOSTS"]:
        settings["HOSTS"] = LOOPBACK_NAMES


def _make_folder(name: str, path: Path) -> None:
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise WrongSetting(f"{PREFIX}{name} names a folder that cannot be made: {error.strerror}") from None


def _take_keys(settings: dict[str, Any]) -> None:
    """Keys from the instance folder's key file, made at the first start.

    Several nodes must share their keys, so a PostgreSQL database outside the demo has to be given them.
    """
    missing = next(name for name in ("SECRET_KEYS", "SESSION_KEY") if settings[name] is None)
    if not settings["DATABASE_URL"].startswith("sqlite") and not settings["DEMO"]:
        raise WrongSetting(f"{PREFIX}{missing} must be given where nodes share a PostgreSQL database")
    path: Path = settings["INSTANCE"] / "keys"
    if not path.exists():
        _make_keys(path)
    kept = dict(line.split("=", 1) for line in path.read_text("ascii").splitlines() if "=" in line)
    for name, read in (("SECRET_KEYS", sealing_keys), ("SESSION_KEY", session_key)):
        settings[name] = settings[name] or read(kept[name])


def _make_keys(path: Path) -> None:
    """Write a fresh key file, mode 0600; whoever comes first wins, whole or not at all."""
    sealing = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
    draft = path.with_name(f"keys.{os.getpid()}.{secrets.token_hex(4)}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(f"SECRET_KEYS=k1:{sealing}\nSESSION_KEY={secrets.token_urlsafe(48)}\n")
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
