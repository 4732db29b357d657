"""What the petitioner reads of the route of a claim."""

from collections.abc import Mapping

from django.utils.translation import gettext


def route_said(facts: Mapping[str, object]) -> str:
    """What the step's facts say of route, body, its deadline and remedy, as sentences; "" when there is none."""
    said = gettext(str(facts["way"])) if facts.get("way") else ""
    if facts.get("body"):
        named = {key: str(facts.get(key) or "—") for key in ("body", "deadline", "remedy")}
        said += gettext("处理的机关：%(body)s。它的期限：%(deadline)s。不服它的决定：%(remedy)s。") % named
    return said
