"""How it is said that a leader has read or written: for staff alone."""

from huiyin.kernel.text import NP_
from huiyin.matters.core.rules.wording import EventWordings
from huiyin.matters.reading.rules import READ_KIND

READING: EventWordings = {
    READ_KIND: (NP_("经过", "领导阅"), ""),
    "matters.remark.made": (NP_("经过", "领导批示"), ""),
}
