"""The six routes of a claim (条例 Art 31); what is said of each stands in the rulebook."""

from enum import StrEnum


class Route(StrEnum):
    """The codes of the rulebook. The first four lead elsewhere; on the last two the matter goes on here."""

    LITIGATION = "litigation"
    ARBITRATION = "arbitration"
    PARTY_PROCEDURE = "party_procedure"
    ADMINISTRATIVE_PROCEDURE = "administrative_procedure"
    DUTY = "duty"
    OPINION = "opinion"


HERE = (Route.OPINION, Route.DUTY)
