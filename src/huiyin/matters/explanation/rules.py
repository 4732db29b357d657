"""The words and limits of an explanation meeting."""

from datetime import date
from enum import StrEnum

from huiyin.kernel.text import N_

LAWYER_MAX = 100
POINTS_MOST = 10
# From so many changes on the page names the telephone: a day is found sooner by talking. Nobody is refused another.
CHANGES_BEFORE_A_CALL = 2
AGREED_POINT = "agreed_point"


class WishWay(StrEnum):
    """How the petitioner said that they want a meeting."""

    WEB = "web"
    PHONE = "phone"
    VISIT = "visit"


# What staff can write down for somebody; on the web people say it themselves.
RECORDED_WAYS = (WishWay.PHONE, WishWay.VISIT)
WISH_LABELS = {WishWay.WEB: N_("在网上"), WishWay.PHONE: N_("在电话里"), WishWay.VISIT: N_("当面")}


class EndedBy(StrEnum):
    """Who said that there will be no meeting."""

    PETITIONER = "petitioner"
    OFFICE = "office"


class AgreedBy(StrEnum):
    """Who does what was agreed. Of the unit's own points each becomes a task."""

    UNIT = "unit"
    ABOVE = "above"
    PETITIONER = "petitioner"


AGREED_BY_LABELS = {
    AgreedBy.UNIT: N_("承办单位"), AgreedBy.ABOVE: N_("上一级单位"), AgreedBy.PETITIONER: N_("信访人"),
}  # fmt: skip
COMES_LABELS = {True: N_("参加"), False: N_("不参加")}
# Why a meeting falls away with its matter.
NEEDLESS = N_("事项已经撤回，不再开说明会。")


def is_past(on: date, today: date) -> bool:
    """Whether a day that something is agreed for leaves no time to do it."""
    return on <= today
