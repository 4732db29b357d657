"""What stands in a line of a list below the title; an officer leaves out what they don't need."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from huiyin.kernel.text import N_


class Fact(StrEnum):
    """The facts, in the order in which they stand."""

    KIND = "kind"
    CHANNEL = "channel"
    CATEGORY = "category"
    PLACE = "place"
    UNIT = "unit"
    HANDLER = "handler"
    RECEIVED = "received"
    AGE = "age"


_LABELS = {
    Fact.KIND: N_("种类"),
    Fact.CHANNEL: N_("渠道"),
    Fact.CATEGORY: N_("类别"),
    Fact.PLACE: N_("地点"),
    Fact.UNIT: N_("承办单位"),
    Fact.HANDLER: N_("承办人"),
    Fact.RECEIVED: N_("收到的日期"),
    Fact.AGE: N_("收到多少天了"),
}


@dataclass(frozen=True, slots=True)
class FactChoice:
    """One fact and whether lines show it."""

    value: str
    label: str
    is_shown: bool


def fact_choices(hidden: Collection[str]) -> tuple[FactChoice, ...]:
    """All facts, to choose from."""
    return tuple(FactChoice(fact.value, _(label), fact not in hidden) for fact, label in _LABELS.items())


def hidden_without(shown: Iterable[str]) -> frozenset[str]:
    """What is left out when these alone are shown."""
    return frozenset(fact.value for fact in Fact) - set(shown)
