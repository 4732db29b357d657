"""A matter that is late: who is told, and how often its petitioner may send a reminder."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from huiyin.kernel.errors import Conflict, NotReady
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


class NotLate(Conflict):
    """Nothing that is owed to the petitioner is late."""

    sentence = "这件事项没有超期，现在不用催办。期限写在这一页上。"


class UrgedLately(Conflict):
    """Once in so many days as the rulebook says."""

    sentence = "您已经催办过了，%(day)s起可以再催。"


class NoLeaderToUrge(NotReady):
    """Neither the unit nor one above has anybody who may hear of the matter."""

    sentence = "现在没有可以收催办的负责人。请打承办单位的电话，或者到信访部门反映。"


def urge_again_on(urged_at: datetime, *, days: int) -> date:
    """The first day on which a reminder may be sent once more, `days` after the last one."""
    return office_day(urged_at) + timedelta(days=days)
