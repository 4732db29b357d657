"""Refusals around looking back."""

from huiyin.kernel.errors import BadInput, Conflict, NotAllowed


class LookBackGroundless(Conflict):
    """There is no ground, or each has been looked back at."""

    sentence = "这件事项没有要回头看的情形，或者已经看过了。"


class LookBackSealed(Conflict):
    """Of a sealed matter nothing that says what it is about stands outside the seal."""

    sentence = "密封的事项不在这里写回头看：没有密封口令的人也看得到。"


class GroundChosenMissing(BadInput):
    """Which of the grounds."""

    sentence = "请选为什么回头看；已经看过的，不再看一次。"
    field = "ground"


class FailedStepMissing(BadInput):
    """A look-back names one step of the matter."""

    sentence = "请从经过里选一步：哪一步没有做到位。"
    field = "step"


class OwnStep(NotAllowed):
    """Nobody looks back at their own step, and no unit at itself alone."""

    sentence = "由上级单位来看：不看自己办的那一步，也不只由出问题的单位自己看。"


class LookBackWordsMissing(BadInput):
    """Why, what changes, and what follows from it."""

    sentence = "原因、怎么改、结论都要写。"
    field = "why"


class LookBackGone(Conflict):
    """No such look-back."""

    sentence = "没有这一次回头看。"


class NotTheirPost(NotAllowed):
    """The statement is that of who was at the post."""

    sentence = "由当时在这个岗位上的人作说明。"


class StatementEmpty(BadInput):
    """A statement says something."""

    sentence = "请写说明。"
    field = "text"
