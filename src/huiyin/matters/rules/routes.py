"""The six routes of a claim (条例 Art 31); what is said of each stands in the rulebook."""

from enum import StrEnum

from huiyin.kernel.errors import BadInput


class Route(StrEnum):
    """The codes of the rulebook. The first four lead elsewhere; on the last two the matter goes on here."""

    LITIGATION = "litigation"
    ARBITRATION = "arbitration"
    PARTY_PROCEDURE = "party_procedure"
    ADMINISTRATIVE_PROCEDURE = "administrative_procedure"
    DUTY = "duty"
    OPINION = "opinion"


HERE = (Route.OPINION, Route.DUTY)


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
