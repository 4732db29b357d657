"""Refusals around the first answer: accepted, declined, or led elsewhere."""

from huiyin.kernel.errors import BadInput


class GroundUnknown(BadInput):
    """The ground isn't one of the rulebook's."""

    sentence = "请选一条理由，信访人会看到它和所依据的条款。"
    field = "ground"


class RouteMissing(BadInput):
    """A redirect must say where to go."""

    sentence = "请写明信访人接下来该去哪里、怎么办。"
    field = "route"


class RouteUnknown(BadInput):
    """Only a claim has a route, and only two of them go on here."""

    sentence = "请选按哪条途径办理。"
    field = "way"


class BodyMissing(BadInput):
    """Which body handles it isn't said."""

    sentence = "请写明由哪个机关或者单位处理。"
    field = "body"


class DeadlineMissing(BadInput):
    """How long that body has isn't said."""

    sentence = "请写明那个机关的期限，或者提出申请的期限。"
    field = "deadline"


class RemedyMissing(BadInput):
    """What can be done against its decision isn't said."""

    sentence = "请写明不服它的决定可以怎么办。"
    field = "remedy"


class NoAuthorityThere(BadInput):
    """An accusation goes only to who has authority over the accused (条例 Arts 22, 30)."""

    sentence = "检举控告只能交给对被反映的人或者单位有权处理的机关：纪检监察机关，或者它的上级。"
    field = "unit"
