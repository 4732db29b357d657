"""Refusals around late matters and the petitioner's reminder."""

from huiyin.kernel.errors import Conflict, NotReady


class NotLate(Conflict):
    """Nothing that is owed to the petitioner is late."""

    sentence = "这件事项没有超期，现在不用催办。期限写在这一页上。"


class UrgedLately(Conflict):
    """Once in so many days as the rulebook says."""

    sentence = "您已经催办过了，%(day)s起可以再催。"


class NoLeaderToUrge(NotReady):
    """Neither the unit nor one above has anybody who may hear of the matter."""

    sentence = "现在没有可以收催办的负责人。请打承办单位的电话，或者到信访部门反映。"
