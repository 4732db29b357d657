"""Refusals around handing files to the records office."""

from huiyin.kernel.errors import Conflict


class ArchiveOvertaken(Conflict):
    """Another worker hands this file over meanwhile."""

    sentence = "这份案卷正由另一个进程归档。"
