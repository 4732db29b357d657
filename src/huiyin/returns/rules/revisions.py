"""What a revision changes of a scheme: the plan before and after, as rows hold both."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date

from huiyin.returns.rules.errors import SchemeChangeRequired
from huiyin.returns.rules.plans import SchemePlan
from huiyin.returns.rules.timetable import Covers, OffDays, Rhythm

Value = str | int | list[int] | list[str] | None
# What a revision leaves alone: another receiver, or another first day, would be another scheme.
_FIXED = frozenset({"receiving_unit_id", "begins_on"})
# These tell nobody to report something else, or at another time.
_WORDS = frozenset({"name", "document", "reason"})


@dataclass(frozen=True, slots=True)
class SchemeChange:
    """Everything of a scheme that a revision may change, as it is to be from now on."""

    name: str
    reason: str
    unit_ids: tuple[int, ...]
    field_codes: tuple[str, ...]
    rhythm: Rhythm
    times: str
    ends_on: date | None
    weekday: int | None
    month_day: int | None
    second_month_day: int | None
    off_days: OffDays
    covers: Covers
    document: str

    def of(self, plan: SchemePlan) -> SchemePlan:
        """That plan with this change."""
        found = replace(plan, **{field.name: getattr(self, field.name) for field in fields(self)})
        # In which order fields were ticked changes nothing.
        same_fields = set(found.field_codes) == set(plan.field_codes)
        return replace(found, field_codes=plan.field_codes) if same_fields else found


@dataclass(frozen=True, slots=True)
class PlanDifference:
    """What differs between two plans: names of values, each before and after."""

    before: Mapping[str, Value]
    after: Mapping[str, Value]

    @classmethod
    def of(cls, before: SchemePlan, after: SchemePlan) -> "PlanDifference":
        """Of two plans of the same scheme. Raises SchemeChangeRequired where nothing differs."""
        was, will = _values(before), _values(after)
        changed = [name for name in was if was[name] != will[name]]
        if not changed:
            raise SchemeChangeRequired
        return cls({name: was[name] for name in changed}, {name: will[name] for name in changed})

    @property
    def changes_owed(self) -> bool:
        """Whether what is owed changes, or when, for units that owed it before as well."""
        return bool(self.before.keys() - _WORDS - {"unit_ids", "ends_on"})


def values_text(values: Mapping[str, Value]) -> str:
    """Values as a row holds them."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True)


def values_of(text: str) -> dict[str, Value]:
    """The values that a row holds."""
    return dict(json.loads(text))


def _values(plan: SchemePlan) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for field in fields(plan):
        if field.name not in _FIXED:
            found[field.name] = _plain(getattr(plan, field.name))
    # Neither does the order of units.
    return found | {"unit_ids": sorted(plan.unit_ids)}


def _plain(value: object) -> Value:
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value  # type: ignore[return-value]
