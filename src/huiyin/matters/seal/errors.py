"""Refusals around sealed matters."""

from huiyin.kernel.errors import BadInput, Conflict


class SealNotReadThere(BadInput):
    """Nobody in that unit could read what is sealed."""

    sentence = "那个单位还没有人能看密封的内容。请先“让一位同事也能看”，选那个单位的一位，再转交。"
    field = "unit"


class FileNotSealed(Conflict):
    """A file of a sealed matter goes under its seal before it is added."""

    sentence = "这件事项是密封的，附件要先加密。请再试一次。"
