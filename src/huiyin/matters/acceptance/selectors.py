"""What the petitioner reads of the route of a claim, and staff of a ground."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext

from huiyin.clocks.selectors import rulebook
from huiyin.kernel.time import office_day


def with_route(sentence: str, facts: Mapping[str, object]) -> str:
    """A step's sentence, and behind it what its facts say of route, body, its deadline and remedy."""
    if sentence and facts.get("way"):
        # Stored as the rulebook words it; only here is the reader's language known.
        sentence = _followed(sentence, gettext(str(facts["way"])))
    if sentence and facts.get("body"):
        named = {key: str(facts.get(key) or "—") for key in ("body", "deadline", "remedy")}
        about_body = gettext("处理的机关：%(body)s。它的期限：%(deadline)s。不服它的决定：%(remedy)s。") % named
        sentence = _followed(sentence, about_body)
    return sentence


def ground_for_staff(facts: Mapping[str, object], at: datetime) -> str:
    """The ground of a refusal by its name: its sentence speaks to the petitioner. "" where there is none."""
    ground = rulebook(office_day(at)).ground(str(facts.get("ground_code", "")))
    return gettext(ground.name) if ground else str(facts.get("ground", ""))


def _followed(first: str, second: str) -> str:
    """One sentence after the other: some languages want a space between them."""
    return gettext("%(first)s%(second)s") % {"first": first, "second": second}
