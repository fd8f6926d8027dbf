"""Telephone numbers as people type them, and the one spelling that is kept. Pure.

Mobile: 11 digits, 13812345678. Landline: area code and number, 02169123456. Nothing else is taken: a
number without area code, an extension or a service line cannot be called back from everywhere.
"""

import re

from app.core.errors import Invalid
from app.core.msgid import N_

MOBILE = re.compile(r"1[3-9][0-9]{9}")
# Two-digit areas (010, 02x) have 8 digits, the others 7 or 8.
LANDLINE = re.compile(r"0(10|2[0-9])[0-9]{8}|0[3-9][0-9]{2}[0-9]{7,8}")
_COUNTRY = re.compile(r"^(?:(?:\+|00)86|86(?=1[0-9]{10}$))")
_NATIONAL = re.compile(r"0|1[3-9]")
_BETWEEN = re.compile(r"[\s().\-\u2010-\u2015\u2212\u00b7\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_FROM_FULL = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def normal_phone(typed: str) -> str | None:
    """The one spelling of a number, digits only; None when it is no Chinese mobile or landline."""
    digits = _digits(typed)
    return digits if MOBILE.fullmatch(digits) or LANDLINE.fullmatch(digits) else None


def check_phone(typed: str) -> str:
    """The one spelling; raises Invalid at `phone`, saying what is wrong and how to mend it."""
    found = normal_phone(typed)
    if found is None:
        raise Invalid(errors={"phone": phone_fault(typed)})
    return found


def phone_fault(typed: str) -> str:
    """What is wrong with a number that `normal_phone` does not take."""
    digits = _digits(typed)
    if not (digits.isascii() and digits.isdigit()):
        return N_("只填数字：手机号是 11 位，座机请带区号")
    if digits.startswith("1") and len(digits) == 11:
        return N_("号码不对：手机号以 13 到 19 开头")
    if digits.startswith("1") and len(digits) == 10:
        return N_("少一位：手机号是 11 位")
    if digits.startswith("1") and len(digits) == 12:
        return N_("多一位：手机号是 11 位")
    return N_("位数不对：手机号是 11 位，座机请带区号")


def last_four(normal: str) -> str:
    """The digits that a resident tracks with."""
    return normal[-4:]


def mask_phone(normal: str) -> str:
    """138****5678; 021****3456."""
    return f"{normal[:3]}****{normal[-4:]}"


def mask_name(name: str) -> str:
    """王**, however long the name is."""
    return f"{name.strip()[:1]}**" if name.strip() else ""


def split_contact(text: str) -> tuple[str, str | None]:
    """Name and number out of one cell ("王女士 138-1234-5678"); the number None when there is none."""
    for found in re.finditer(r"[+\d０-９（(][\d０-９\s()（）.\-－—]{5,}[\d０-９]", text):
        if (phone := normal_phone(found.group())) is not None:
            rest = text[: found.start()] + text[found.end() :]
            return rest.strip(" \t\r\n,，;；:：/|、()（）"), phone
    return text.strip(), None


def _digits(typed: str) -> str:
    plain = _BETWEEN.sub("", typed.translate(_FROM_FULL))
    national = _COUNTRY.sub("", plain)
    # +86 21 … leaves out the zero that a call inside the country begins with.
    return national if national == plain or _NATIONAL.match(national) else f"0{national}"
