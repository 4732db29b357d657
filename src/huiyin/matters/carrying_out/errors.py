"""Refusals around what an answer promises, and the call back."""

from huiyin.kernel.errors import BadInput, Conflict


class StepsWithoutUpheld(BadInput):
    """Only what is upheld can be promised."""

    sentence = "至少支持一条诉求，才能写承诺的事。"
    field = "steps"


class StepsTooMany(BadInput):
    """More promises than an answer has room for."""

    sentence = "一份答复最多写 %(most)s 项承诺。"
    field = "steps"


class StepTextMissing(BadInput):
    """A promise says what will be done."""

    sentence = "请写明承诺做什么，并填完成日期。"
    field = "steps"


class StepDayPast(BadInput):
    """A promise is for a day to come."""

    sentence = "承诺的日期要填明天或者以后。"
    field = "steps"


class StepGone(Conflict):
    """The promise is kept already, or the answer hasn't left the house."""

    sentence = "这一项已经登记落实，或者答复还没有送达。"


class StepNoteMissing(BadInput):
    """The unit says how a promise was kept."""

    sentence = "请写明是怎么落实的，信访人会看到。"
    field = "note"


class StepsOpen(Conflict):
    """A matter waits for what its answer has promised."""

    sentence = "答复承诺的事还有 %(left)s 项没有落实，落实以后才能办结。"


class FollowUpResultMissing(BadInput):
    """A call back has one of four results."""

    sentence = "请选回访的结果。"
    field = "result"
