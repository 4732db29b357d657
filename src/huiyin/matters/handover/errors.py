"""Refusals on the way from unit to unit."""

from huiyin.kernel.errors import BadInput, Conflict, NotAllowed


class ReportDayMissing(BadInput):
    """Assigned with a report back, but by no day."""

    sentence = "要求报告办理结果的，请写明哪一天以前报告。"
    field = "due_on"


class ReportDayUnasked(BadInput):
    """A day for the report of a matter that is forwarded: no report comes back, so the day would mean nothing."""

    sentence = "转送不用报告办理结果，请删去日期；要求报告的，请选“交办”。"
    field = "due_on"


class ObjectionOpen(Conflict):
    """The unit has objected: until that is decided the matter stays where it is."""

    sentence = "这件事项的异议还没有结果，现在不能转给别的单位。请等结果，其间照常办理。"


class ObjectionNotOpen(Conflict):
    """There is no hand-over to object to, or the objection was made or decided before."""

    sentence = "现在没有可以提出或者答复的异议。"


class ObjectionTooLate(Conflict):
    """The time to object is over (条例 Art 23)."""

    sentence = "提出异议的期限（收到后 %(length)s）已经过了，由现在的单位办理。"


class ObjectionUnreasoned(BadInput):
    """Detailed reasons are what the article asks for."""

    sentence = "请写明详细理由（至少 10 个字），说明为什么不属于本单位职权范围。"
    field = "reasons"


class DecisionUnreasoned(BadInput):
    """A decision between units without its reason."""

    sentence = "请写明理由，有关单位会看到。"
    field = "reasons"


class NotTheDecider(NotAllowed):
    """Another unit has to decide, or the officer has taken part before."""

    sentence = "这一步要由转来的单位或者上级单位里没有参与过的人决定。"


class DisputeNotOpen(Conflict):
    """The sender can still answer, or the superior has decided before."""

    sentence = "现在没有可以提请或者裁定的争议：先提出异议，对方不同意或者过期没有答复，才能提请上级裁定。"


class OutcomeMissing(BadInput):
    """Who is to have it isn't said."""

    sentence = "请选由谁负责。"
    field = "outcome"


class ReportNotAsked(Conflict):
    """Nobody waits for a report."""

    sentence = "这件事项没有要求报告办理结果，或者已经报告过。"


class ReportMissing(BadInput):
    """A report without words."""

    sentence = "请写明办理结果。"
    field = "report"


class AssistMissing(BadInput):
    """Nobody is asked."""

    sentence = "请选一个协办单位。"
    field = "unit"


class AssistUnasked(BadInput):
    """A unit is asked to help, but not with what."""

    sentence = "请写明要协办单位做什么。"
    field = "question"


class AssistOpenAlready(BadInput):
    """That unit helps already."""

    sentence = "这个单位已经在协办。"
    field = "unit"


class AssistNotThere(NotAllowed):
    """The officer's unit wasn't asked, has answered, or isn't needed any more."""

    sentence = "您的单位现在没有要答复的协办。"


class ContributionMissing(BadInput):
    """An answer without words."""

    sentence = "请写明协办结果。"
    field = "contribution"
