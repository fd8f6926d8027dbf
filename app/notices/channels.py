"""How mail leaves the house. Set up once per process by the factory; never called in a transaction."""

import smtplib
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from app.notices.words import NoticeKind

TIMEOUT = 10.0
NO_ADDRESS = "no address"
_mail: list["MailSettings | None"] = [None]


@dataclass(frozen=True)
class MailSettings:
    """The SMTP server of the street."""

    host: str
    port: int = 25
    sender: str = "lingrid@localhost"
    user: str = ""
    password: str = ""
    starttls: bool = False

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> "MailSettings | None":
        """The settings SMTP_HOST, _PORT, _SENDER, _USER, _PASSWORD, _STARTTLS; None without a host."""
        if not config.get("SMTP_HOST"):
            return None
        names = {"host", "port", "sender", "user", "password", "starttls"}
        given = {name: config.get(f"SMTP_{name.upper()}") for name in names}
        return cls(**{name: value for name, value in given.items() if value not in (None, "")})


@dataclass(frozen=True)
class Sent:
    """What came of one letter; error None: the server took it. Never carries what was in it."""

    id: int
    error: str | None = None


@dataclass(frozen=True)
class Letter:
    """A mail to send: nothing in it but our own words and a receipt number."""

    id: int
    email: str | None
    locale: str
    kind: NoticeKind
    params: Mapping[str, Any]


@dataclass(frozen=True)
class Written:
    """A letter in its reader's language."""

    subject: str
    body: str


def configure(settings: MailSettings | None) -> None:
    """Set, or with None switch off, the mail channel of this process."""
    _mail[0] = settings


def mail() -> MailSettings | None:
    """The mail channel, None when there is none."""
    return _mail[0]


def send(letters: Sequence[Letter], write: Callable[[Letter], Written]) -> list[Sent]:
    """Send every letter over one connection; one that fails does not stop the others.

    A connection that breaks fails the letters not yet taken. Errors are told by kind and code only.
    """
    settings, done = mail(), dict[int, Sent]()
    if settings is None:
        return [Sent(letter.id, "mail is switched off") for letter in letters]
    try:
        with smtplib.SMTP(settings.host, settings.port, timeout=TIMEOUT) as server:
            _greet(server, settings)
            for letter in letters:
                done[letter.id] = _send_one(server, settings, letter, write)
    except (OSError, smtplib.SMTPException) as error:
        return [done.get(letter.id, Sent(letter.id, _kind(error))) for letter in letters]
    return list(done.values())


def _greet(server: smtplib.SMTP, settings: MailSettings) -> None:
    if settings.starttls:
        server.starttls(context=ssl.create_default_context())
    if settings.user:
        server.login(settings.user, settings.password)


def _send_one(server: smtplib.SMTP, settings: MailSettings, letter: Letter, write: Callable[[Letter], Written]) -> Sent:
    if not letter.email:
        return Sent(letter.id, NO_ADDRESS)
    written, message = write(letter), EmailMessage()
    try:
        message["Subject"], message["From"], message["To"] = written.subject, settings.sender, letter.email
        message.set_content(written.body)
        server.send_message(message)
    except smtplib.SMTPServerDisconnected:
        raise
    except (smtplib.SMTPException, ValueError) as error:
        return Sent(letter.id, _kind(error))
    return Sent(letter.id)


def _kind(error: Exception) -> str:
    code = getattr(error, "smtp_code", "")
    return f"{type(error).__name__} {code}".strip()
