"""Refusals around jobs."""

from huiyin.kernel.errors import Conflict, NotThere
from huiyin.kernel.text import N_


class JobsFull(Conflict):
    """The officer waits for %(most)s things already."""

    sentence = N_("您已经有 %(most)s 个任务在做，请等做完一个再来。")


class JobOutdated(Conflict):
    """Of what the file says something, the officer may not see all any more."""

    sentence = "做好以后，里面有的事项已经不在您这里了。请重新导出。"


class JobNotThere(NotThere):
    """No such job of this officer's, or its day is over."""

    sentence = N_("这个任务已经不在了。做好的文件只保留一天，可以重新做一次。")


class JobLost(Conflict):
    """The job was dropped, or another worker has it: what this one made is nobody's."""

    sentence = N_("这个任务已经不在了。")
