"""The words of a referral to an aid scheme."""

from enum import StrEnum

from huiyin.kernel.text import N_

SCHEME_MAX = 100
BODY_MAX = 100


class ConsentWay(StrEnum):
    """How the petitioner said whether they want to be referred."""

    WEB = "web"
    PAPER = "paper"
    PHONE = "phone"


# What staff can write down for somebody; on the web people say it themselves.
RECORDED_WAYS = (ConsentWay.PAPER, ConsentWay.PHONE)
CONSENT_LABELS = {ConsentWay.WEB: N_("在网上"), ConsentWay.PAPER: N_("书面"), ConsentWay.PHONE: N_("在电话里")}
GRANTED_LABELS = {True: N_("给予救助"), False: N_("没有给予救助")}
