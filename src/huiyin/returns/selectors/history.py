"""Who began, revised and ended a scheme: when, why, from which slot on, what it was and what it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from huiyin.kernel.text import N_
from huiyin.orgs.selectors import unit_names
from huiyin.returns.models import Scheme, SchemeRevision
from huiyin.returns.rules.revisions import Value, values_of
from huiyin.returns.selectors.people import people_named
from huiyin.returns.selectors.wording import VALUE_LABELS, value_text

_BEGUN, _REVISED, _ENDED = N_("开始"), N_("修订"), N_("结束")


@dataclass(frozen=True, slots=True)
class ChangedValue:
    """One value that a revision changed; "" where there was none, or is none."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that was done with a scheme. `first_due_at`: the first slot by the new rules.

    `added` and `dropped` are units.
    """

    label: str
    at: datetime
    by: str
    reason: str
    first_due_at: datetime | None = None
    changed: tuple[ChangedValue, ...] = ()
    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


def scheme_history(scheme: Scheme) -> tuple[HistoryLine, ...]:
    """The newest first. One statement, and two more for names."""
    revisions = list(SchemeRevision.objects.filter(scheme=scheme).order_by("version"))
    names = _units_named(revisions)
    people = people_named([scheme.begun_by, scheme.ended_by, *(row.by for row in revisions)])
    lines = [HistoryLine(gettext(_BEGUN), scheme.begun_at, people.get(scheme.begun_by, ""), "")]
    lines += [_revised(row, people.get(row.by, ""), names) for row in revisions]
    if scheme.ended_at is not None:
        ended_by = people.get(scheme.ended_by, "")
        lines.append(HistoryLine(gettext(_ENDED), scheme.ended_at, ended_by, scheme.end_reason))
    return tuple(reversed(lines))


def changed_values(before: Mapping[str, Value], after: Mapping[str, Value]) -> tuple[ChangedValue, ...]:
    """What a revision changes besides units, in the order in which a scheme is shown."""
    return tuple(
        ChangedValue(gettext(label), value_text(name, before[name]), value_text(name, after[name]))
        for name, label in VALUE_LABELS.items()
        if name in before
    )


def _revised(row: SchemeRevision, by: str, names: Mapping[int, str]) -> HistoryLine:
    before, after = values_of(row.before_text), values_of(row.after_text)
    was, will = _unit_ids(before), _unit_ids(after)
    return HistoryLine(
        label=gettext(_REVISED),
        at=row.at,
        by=by,
        reason=row.reason,
        first_due_at=row.first_due_at,
        changed=changed_values(before, after),
        added=tuple(names[unit_id] for unit_id in will if unit_id not in was),
        dropped=tuple(names[unit_id] for unit_id in was if unit_id not in will),
    )


def _units_named(revisions: Iterable[SchemeRevision]) -> dict[int, str]:
    texts = [text for row in revisions for text in (row.before_text, row.after_text)]
    found = {unit_id for text in texts for unit_id in _unit_ids(values_of(text))}
    return unit_names(unit_ids=found) if found else {}


def _unit_ids(values: Mapping[str, Value]) -> list[int]:
    unit_ids = values.get("unit_ids")
    return [int(unit_id) for unit_id in unit_ids] if isinstance(unit_ids, list) else []
