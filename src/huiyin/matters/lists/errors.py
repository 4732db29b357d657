"""Refusals around lists of matters."""

from huiyin.kernel.errors import Conflict


class ListTooLong(Conflict):
    """More lines than leave while somebody waits; the worker writes it down instead."""

    sentence = "这张表超过 %(most)s 行，要排队做。"
