"""A matter that is late: who is told, and how often its petitioner may send a reminder."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from huiyin.kernel.text import N_
from huiyin.kernel.time import office_day

URGED_KIND = "matters.matter.urged"


# The clock whose end means that nobody has taken the matter.
OWN_CLOCK = "own"


class NoticeRole(StrEnum):
    """The sort of officers in a unit that was told: who work on it or give it out, or who lead."""

    STAFF = "staff"
    LEADER = "leader"


NOTICE_ROLE_LABELS = {NoticeRole.STAFF: N_("%(unit)s的承办人员"), NoticeRole.LEADER: N_("%(unit)s负责人")}


def urge_again_on(urged_at: datetime, *, days: int) -> date:
    """The first day on which a reminder may be sent once more, `days` after the last one."""
    return office_day(urged_at) + timedelta(days=days)
