"""Choosing a unit by typing a part of its name; without scripts the same choice comes after one press."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from huiyin.kernel.text import clean_line, shorten
from huiyin.orgs.errors import UnitNameAmbiguous, UnitNameUnknown
from huiyin.orgs.selectors import UnitView, unit_by_name, unit_names, unit_search, unit_views
from huiyin.web.forms import row_id

_SHOWN = 8
_TEXT_MAX = 80


@dataclass(frozen=True, slots=True)
class UnitOption:
    """One unit to choose; `above` is the name of the unit above it, `is_suggested` what the categories say."""

    id: int
    name: str
    above: str = ""
    is_suggested: bool = False


def unit_options(*, text: str, limit: int = _SHOWN) -> tuple[UnitOption, ...]:
    """Open units with the text in a name."""
    return _options(unit_search(text=shorten(clean_line(text), _TEXT_MAX), limit=limit))


def _options(units: Iterable[UnitView]) -> tuple[UnitOption, ...]:
    found = list(units)
    above = unit_names(unit_ids=[unit.parent_id for unit in found if unit.parent_id is not None]) if found else {}
    return tuple(UnitOption(unit.id, unit.name, above.get(unit.parent_id or 0, "")) for unit in found)


class UnitPicker(forms.Widget):
    """A line to type in and the units that fit below it."""

    template_name = "desk/matter/unit_picker.html"
    use_fieldset = True
    options: tuple[UnitOption, ...] = ()

    def value_from_datadict(self, data: Mapping[str, Any], files: object, name: str) -> tuple[str, str]:
        """The id of the chosen unit and the typed text, either may be empty."""
        return data.get(name) or "", data.get(f"{name}_text") or ""

    def value_omitted_from_data(self, data: Mapping[str, Any], files: object, name: str) -> bool:
        """Whether neither was sent."""
        return name not in data and f"{name}_text" not in data

    def id_for_label(self, id_: str) -> str:
        """The line to type in."""
        return id_

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What was typed and chosen, with the options."""
        # The value is a pair, which Django would write out as one text.
        context = super().get_context(name, None, attrs)
        # A pair when it was sent, the id alone where a form was filled in from a row.
        chosen, text = value if isinstance(value, tuple) else (str(value or ""), "")
        context["widget"] |= {"options": self.options, "chosen": chosen, "text": text}
        return context


class UnitField(forms.Field):
    """Gives the unit's id, or None. What was typed alone counts only where one open unit is called just so."""

    widget = UnitPicker

    def offer(self, options: tuple[UnitOption, ...]) -> None:
        """Show these to choose from before anything was typed."""
        self._picker().options = options

    def clean(self, value: tuple[str, str] | None) -> int | None:
        """The chosen unit. Raises ValidationError, with what fits offered below the line."""
        chosen, text = value or ("", "")
        unit_id = row_id(chosen)
        if unit_id is not None:
            return self._known(unit_id, text)
        typed = clean_line(text)
        if not typed:
            if self.required:
                raise forms.ValidationError(_("请选一个单位，输入名称里的两个字就能找到。"))
            return None
        self.offer(unit_options(text=typed))
        # Two units may have one short name: then a person says which is meant.
        with suppress(UnitNameUnknown, UnitNameAmbiguous):
            return unit_by_name(text=typed).id
        if not self._picker().options:
            raise forms.ValidationError(_("没有找到名称里有这几个字的单位，请换个说法。"))
        raise forms.ValidationError(_("请从下面选一个单位。"))

    def _known(self, unit_id: int, text: str) -> int:
        """Keep the chosen unit among the options, should the page come back."""
        found = unit_views(unit_ids=[unit_id])
        if unit_id not in found:
            raise forms.ValidationError(_("请从下面选一个单位。"))
        others = (option for option in unit_options(text=text) if option.id != unit_id)
        self.offer((*_options(found.values()), *others))
        return unit_id

    def _picker(self) -> UnitPicker:
        if not isinstance(self.widget, UnitPicker):
            raise TypeError(type(self.widget).__name__)
        return self.widget
