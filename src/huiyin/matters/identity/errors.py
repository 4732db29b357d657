"""Refusals around opening who filed."""

from huiyin.kernel.errors import NotThere


class IdentityNotFound(NotThere):
    """The petitioner stayed anonymous."""

    sentence = "信访人没有留下身份信息。"
