"""Refusals around the cause of a matter."""

from huiyin.kernel.errors import BadInput


class CauseMissing(BadInput):
    """No cause was chosen, or none that is known."""

    sentence = "请选原因；机关方面没有原因的，选“机关方面没有原因”。"
    field = "causes"


class CauseNotAlone(BadInput):
    """That there is no cause doesn't go together with one."""

    sentence = "“机关方面没有原因”不能和别的原因一起选。"
    field = "causes"


class CauseNoteSealed(BadInput):
    """Of a sealed matter nothing that says what it is about stands outside the seal."""

    sentence = "密封事项只选原因，不写说明：说明写在这里，没有密封口令的人也看得到。"
    field = "note"
