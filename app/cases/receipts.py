"""The receipt number a resident keeps: ZX-261116-0427-K (prefix, day, number of the day, check letter).

The check letter is taken from the letters that are not mistaken for digits, by a weighted sum modulo
23 (a prime, above every weight), so one wrong digit and one swap of neighbours are always found.
"""

import re

LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
SHAPE = re.compile(r"^([A-Z]{1,4})(\d{6})(\d{4,6})([A-Z])$")


def check_letter(day: str, number: str) -> str:
    """The letter for a day (YYMMDD) and a number; weights differ for every position."""
    total = sum((place + 2) * int(digit) for place, digit in enumerate(day + number))
    return LETTERS[total % len(LETTERS)]


def make_receipt(prefix: str, day: str, number: int) -> str:
    """The whole receipt number of the `number`-th case of a day."""
    digits = f"{number:04d}"
    return f"{prefix}-{day}-{digits}-{check_letter(day, digits)}"


def read_receipt(typed: str) -> str | None:
    """The receipt number somebody typed, in one spelling; None when it cannot be one.

    Takes spaces, missing hyphens, lower case and full-width letters; refuses a wrong check letter.
    """
    plain = "".join(chr(ord(c) - 0xFEE0) if 0xFF01 <= ord(c) <= 0xFF5E else c for c in typed).upper()
    found = SHAPE.match(re.sub(r"[\s\-—–]", "", plain))
    if not found:
        return None
    prefix, day, number, letter = found.groups()
    return f"{prefix}-{day}-{number}-{letter}" if check_letter(day, number) == letter else None
