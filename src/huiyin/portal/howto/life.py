"""The life of a matter and its periods as a citizen reads them, made from the tables that the software works by."""

from dataclasses import dataclass

from django.utils.translation import gettext

from huiyin.clocks.rules.rulebook import BY_HAND, Bound, ClockRule
from huiyin.clocks.selectors import days_text, rulebook
from huiyin.matters.core.rules.labels import STATE_LABELS
from huiyin.matters.core.rules.states import OPEN_STATES, REVIEW_STATES, Kind, State
from huiyin.matters.moves import MOVES
from huiyin.portal.rulebook.book import kinds_text

# Where only those go who ask for it.
_ABOVE = REVIEW_STATES | {State.REVIEWED, State.CARRYING_OUT}


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """One time limit: what, for which kinds, how long, counted from what, under which article."""

    name: str
    kinds: str
    length: str
    since: str
    article: str
    extension: str


# What units owe each other is no period of the petitioner's.
_THEIRS = frozenset({Bound.AUTHORITY, Bound.PETITIONER})


@dataclass(frozen=True, slots=True)
class KindLine:
    """One kind of matter."""

    code: str
    name: str
    help: str
    article: str


@dataclass(frozen=True, slots=True)
class EndLine:
    """A way in which a matter can end without an answer on its substance."""

    name: str
    article: str


def kind_lines() -> list[KindLine]:
    """The kinds, translated."""
    return [
        KindLine(rule.code, gettext(rule.name), gettext(rule.help), gettext(rule.article))
        for rule in rulebook().kinds
    ]


def period_lines(layer: str) -> list[PeriodLine]:
    """The time limits of matters: of the law ("statutory") or of the house ("promise")."""
    return [
        _period(rule)
        for rule in rulebook().clocks
        if rule.layer.value == layer
        and rule.bound in _THEIRS
        and rule.starts != BY_HAND
        # Recommendations, tasks and returns have clocks too, of kinds of their own.
        and set(rule.kinds) & set(Kind)
    ]


def main_stages() -> list[str]:
    """The states from registered to closed that a petitioner gets to read, in order."""
    public = {move.target for move in MOVES.values() if move.target and move.public}
    return [
        gettext(STATE_LABELS[state])
        for state in State
        if state not in _ABOVE
        # No move leads to the first state. Drafting and approving aren't public: they are the house's own business.
        and (state is State.REGISTERED or (state in public and (state in OPEN_STATES or state is State.CLOSED)))
    ]


def other_ends() -> list[EndLine]:
    """The other ways in which it can end, each with its article where the move itself has one."""
    ends = {
        move.target: move.article
        for move in MOVES.values()
        if move.target and move.target not in OPEN_STATES | {State.CLOSED, State.FINALISED}
    }
    return [
        EndLine(gettext(STATE_LABELS[state]), gettext(article) if article else "") for state, article in ends.items()
    ]


def since_text(rule: ClockRule) -> str:
    """What the period is counted from."""
    return {
        "registered": gettext("从登记算起"),
        "accepted": gettext("从受理算起"),
        "simple_chosen": gettext("从登记算起"),
        "simple_accepted": gettext("从受理算起"),
        "posted": gettext("从寄出算起"),
        "served": gettext("从您收到答复算起"),
        "review_asked": gettext("从收到您的复查申请算起"),
        "review_decided": gettext("从您收到复查意见算起"),
        "recheck_asked": gettext("从收到您的复核申请算起"),
    }.get(rule.starts, "")


def _period(rule: ClockRule) -> PeriodLine:
    extension = ""
    if rule.extend_days:
        extension = gettext("情况复杂的可以延长一次，最多 %(days)d 天，理由会告诉您（%(article)s）") % {
            "days": rule.extend_days,
            "article": gettext(rule.extend_article),
        }
    name = gettext(rule.name)
    if rule.bound is Bound.PETITIONER:
        name = gettext("您的期限：%(name)s") % {"name": name}
    return PeriodLine(
        name, kinds_text(rule.kinds), days_text(rule), since_text(rule), gettext(rule.article), extension
    )
