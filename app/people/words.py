"""The closed lists of the set-up."""

from enum import StrEnum


class Setting(StrEnum):
    """What of a street's set-up a change changed."""

    STREET = "street"
    GRIDS = "grids"
    CATEGORY = "category"
    DEPARTMENT = "department"
    UNIT = "unit"
    ESTATE = "estate"
    PLACE = "place"
    PERSON = "person"
    CALENDAR = "calendar"
    REPLY = "reply"
    DUTY = "duty"
    LEAVE = "leave"
    HAND_OVER = "hand_over"
    RESPONSIBILITY = "responsibility"
    REASON = "reason"
    STAGE = "stage"
    DEVICE = "device"
