"""Mail addresses as people type them, and the one spelling that is kept. Pure.

One address, in the characters that every mail server takes (the pattern of HTML's own field): never a list, a
name in brackets or a line break, with which a letter would reach somebody else.
"""

import re
import unicodedata

from app.core.errors import Invalid
from app.core.msgid import N_

LENGTH_MAX = 120
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
EMAIL = re.compile(rf"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@{_LABEL}(?:\.{_LABEL})+")


def normal_email(typed: str) -> str | None:
    """The one spelling of an address; None when it is none."""
    plain = unicodedata.normalize("NFKC", typed).strip()
    return plain if len(plain) <= LENGTH_MAX and EMAIL.fullmatch(plain) else None


def check_email(typed: str) -> str:
    """The one spelling; raises Invalid at `email`."""
    found = normal_email(typed)
    if found is None:
        raise Invalid(errors={"email": email_fault(typed)})
    return found


def email_fault(typed: str) -> str:
    """What is wrong with an address as typed; "" for a good one and for none."""
    if not typed.strip() or normal_email(typed) is not None:
        return ""
    return N_("邮箱不对：像 name@example.com 这样，只写一个")
