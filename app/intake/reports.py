"""What a resident sends in at the public door, and what is wrong with it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from app.cases.reports import Spot
from app.core.files import Stored
from app.core.msgid import N_
from app.intake.emails import email_fault
from app.intake.phones import normal_phone, phone_fault

TEXT_MAX = 10_000
NAME_MAX = 60
PHOTOS_MAX = 4
# A key that can be guessed would show somebody else's link; a UUID has 32 characters.
FORM_KEY_MIN, FORM_KEY_MAX = 16, 64
NOWHERE = Spot()


@dataclass(frozen=True)
class ReportIn:
    """The public form. form_key: chance made with the form, so that the same form sent again is one case.

    spot: point is WGS-84 whatever came in. confidential: 不让办理的人知道我是谁. about_handlers: 我反映的
    就是负责办理的人. name, phone and email as typed, empty when not given.
    """

    form_key: str
    category_id: int | None
    text: str
    spot: Spot = NOWHERE
    pictures: tuple[Stored, ...] = ()
    name: str = ""
    phone: str = ""
    email: str = ""
    confidential: bool = False
    about_handlers: bool = False

    @property
    def reads_back(self) -> bool:
        """As of `cases.reports.Report`."""
        return self.about_handlers


@dataclass(frozen=True)
class Receipt:
    """What the resident keeps. secret: for the link, shown once; empty when that link was revoked."""

    case_id: int
    receipt: str
    secret: str


class Rules(Protocol):
    """What is asked of a category."""

    @property
    def active(self) -> bool:
        """It may be chosen."""

    @property
    def public(self) -> bool:
        """It may be chosen at the public door."""

    @property
    def contact_required(self) -> bool:
        """A phone is needed."""


def faults_of(report: ReportIn, category: Rules | None) -> Mapping[str, str]:
    """Everything wrong with a report, by field of the form; `category`: as the street's catalogue has it."""
    found = {
        "form_key": "" if FORM_KEY_MIN <= len(report.form_key) <= FORM_KEY_MAX else N_("页面旧了：请重新打开再报"),
        "category": _category_fault(category),
        "text": _text_fault(report.text),
        "place": "" if is_somewhere(report.spot) else N_("在哪里：选小区、写地址，或在图上点一下"),
        "photos": N_("照片太多：最多 4 张") if len(report.pictures) > PHOTOS_MAX else "",
        "name": N_("太长了：称呼最多 60 个字") if len(report.name) > NAME_MAX else "",
        "phone": phone_fault_of(report.phone, category),
        "email": email_fault(report.email),
    }
    return {name: fault for name, fault in found.items() if fault}


def is_somewhere(spot: Spot) -> bool:
    """True when anything says where it is; an address alone is placed by the desk."""
    return bool(spot.point or spot.estate_id or spot.place_id or spot.address.strip())


def phone_fault_of(typed: str, category: Rules | None) -> str:
    """What is wrong with a phone as typed, or with none where the category needs one; "" when nothing is."""
    if typed.strip():
        return "" if normal_phone(typed) else phone_fault(typed)
    return N_("这一类要留手机号，好联系您") if category is not None and category.contact_required else ""


def _category_fault(category: Rules | None) -> str:
    if category is None:
        return N_("请选一类；不知道就选“其他”")
    # Both alike: a staff category does not show itself at the public door.
    return "" if category.active and category.public else N_("这一类现在不能选：请另选一类")


def _text_fault(text: str) -> str:
    if not text.strip():
        return N_("说一说是什么事")
    return N_("太长了：最多一万字") if len(text) > TEXT_MAX else ""
