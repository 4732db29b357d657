"""Refusals around giving a matter to a unit and to a handler."""

from huiyin.kernel.errors import BadInput


class HandlerUnknown(BadInput):
    """The officer holds no handler's post in the lead unit, or is barred."""

    sentence = "请在本单位的承办人中选一位。"
    field = "handler"
