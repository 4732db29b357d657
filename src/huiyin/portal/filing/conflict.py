"""The same step was changed in two windows: both texts side by side, for the person to choose."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.utils.html import strip_tags
from django.utils.translation import gettext

from huiyin.intake.rules.draft import Change, DraftContent
from huiyin.portal.filing.choices import choices_for
from huiyin.portal.filing.step_form import StepForm
from huiyin.portal.filing.steps import FilingStep


@dataclass(frozen=True, slots=True)
class StepConflict:
    """What the draft holds where the page has something else, as pairs of (label, text).

    `is_other`: the draft is another one, and nothing of it is shown.
    """

    is_other: bool
    rows: tuple[tuple[str, str], ...] = ()


def conflict_of(
    step: FilingStep, stored: DraftContent, changes: Mapping[str, Change], *, is_other: bool
) -> StepConflict:
    """Where the draft and the page differ."""
    if is_other:
        return StepConflict(is_other=True)
    form = step.form(content=stored, choices=choices_for(step.name, stored))
    mine = step.form.data_of(stored.with_changes(changes))
    return StepConflict(is_other=False, rows=tuple(_different(form, step.form.data_of(stored), mine)))


def _different(form: StepForm, stored: Mapping[str, Any], mine: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in stored.items():
        if value == mine.get(name):
            continue
        field = form.fields.get(name)
        label = str(field.label or "") if field else ""
        yield label, _in_words(field, value) or gettext("（空着）")
    # A request that only the page has: there it is empty in the other place.
    yield from ((gettext("第 %(position)s 条") % {"position": name.rpartition("_")[2]}, gettext("（空着）"))
                for name in mine if name not in stored and mine[name])  # fmt: skip


def _in_words(field: forms.Field | None, value: object) -> str:
    if isinstance(value, bool):
        return gettext("是") if value else gettext("否")
    if isinstance(field, forms.ChoiceField):
        # Choices with a line of help are HTML (see with_help).
        names = {
            str(key): strip_tags(str(label)) for key, label in cast(Iterable[tuple[object, object]], field.choices)
        }
        return names.get(str(value), str(value))
    return str(value)
