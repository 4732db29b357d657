"""The grounds on which a matter isn't accepted, as officers choose and petitioners read them."""

from dataclasses import dataclass
from typing import Literal

from huiyin.clocks.loading import rulebook
from huiyin.clocks.rules.rulebook import GroundRule, Outcome

Decision = Literal["decline", "redirect"]
# Declining has two forms, 不予受理 and 不再受理, each with its own letter; for the officer it is one step.
_OUTCOMES: dict[str, tuple[Outcome, ...]] = {
    "decline": (Outcome.DECLINE, Outcome.FINAL),
    "redirect": (Outcome.REDIRECT,),
}


@dataclass(frozen=True, slots=True)
class GroundView:
    """One ground. `outcome` is decline, final or redirect and names the letter too.

    All texts are source texts, to be stored as they are and translated where they are shown.
    """

    code: str
    outcome: str
    name: str
    article: str
    sentence: str


def ground_view(*, decision: Decision, code: str) -> GroundView | None:
    """A ground of this decision by its code; None when the rulebook has none."""
    rule = rulebook().ground(code)
    return _view(rule) if rule and rule.outcome in _OUTCOMES[decision] else None


def grounds_for(*, decision: Decision, kind: str) -> list[GroundView]:
    """The grounds that may be chosen for a matter of this kind."""
    rules = (rule for outcome in _OUTCOMES[decision] for rule in rulebook().grounds_for(outcome=outcome, kind=kind))
    return [_view(rule) for rule in rules]


def _view(rule: GroundRule) -> GroundView:
    return GroundView(
        code=rule.code, outcome=rule.outcome.value, name=rule.name, article=rule.article, sentence=rule.sentence
    )
