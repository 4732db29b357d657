"""What the petitioner reads of the route of a claim."""

from collections.abc import Mapping

from django.utils.translation import gettext


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


def _followed(first: str, second: str) -> str:
    """One sentence after the other: some languages want a space between them."""
    return gettext("%(first)s%(second)s") % {"first": first, "second": second}
