"""Refusals around visits on the spot."""

from huiyin.kernel.errors import BadInput, Conflict, NotAllowed


class FieldVisitNotAllowed(NotAllowed):
    """Neither of the unit that has the matter nor of one that helps with it."""

    sentence = "走访由承办单位或者协办单位记，您的职位不能记这件事项的走访。"


class FieldVisitTimeRequired(BadInput):
    """No day and time."""

    sentence = "请写明哪天几点去的。"
    field = "visited_at"


class FieldVisitTimeInvalid(BadInput):
    """A day that hasn't come yet, or one before the matter came."""

    sentence = "走访时间不能晚于现在，也不能早于收到事项的那天。"
    field = "visited_at"


class FieldVisitPlaceRequired(BadInput):
    """Nobody can look at a place that isn't named."""

    sentence = "请写明去了哪里。"
    field = "place"


class FieldVisitOfficersRequired(BadInput):
    """Nobody went, or somebody who may not."""

    sentence = "请选去走访的人，至少一位；只能选本单位不用回避的同事。"
    field = "officers"


class FieldVisitWishesInvalid(BadInput):
    """Words of somebody who wasn't met."""

    sentence = "没有见到信访人，就没有信访人当面说的话。请改选，或者清空这一栏。"
    field = "wishes"


class FieldVisitReadOutInvalid(BadInput):
    """Read out to somebody who wasn't met, or nothing to read out."""

    sentence = "当面记下了信访人的话，才谈得上读给信访人听过。"
    field = "was_read_out"


class FieldVisitFindingsRequired(BadInput):
    """A visit without anything seen or heard."""

    sentence = "请写明看到、听到了什么。"
    field = "findings"


class FieldVisitReasonRequired(BadInput):
    """A record is corrected for a reason."""

    sentence = "请写明为什么更正。"
    field = "reason"


class FieldVisitNoneConflict(Conflict):
    """Nothing of this unit's that could be corrected."""

    sentence = "您的单位在这件事项里没有可以更正的走访记录。"


class FieldVisitCorrectedConflict(Conflict):
    """Somebody else has corrected the same one meanwhile, or it isn't this unit's."""

    sentence = "这份走访记录已经有人更正，或者不是您的单位记的。请看过最新的那一份再改。"
