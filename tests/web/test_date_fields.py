"""Days that are typed: no year that can only be a slip of the pen, wherever a form asks for one."""

import ast
from datetime import date
from pathlib import Path

import pytest
from django import forms

import huiyin
from huiyin.web.date_fields import DayField, MomentField
from huiyin.web.forms import PlainForm


class _DateForm(PlainForm):
    day = DayField(required=False)
    moment = MomentField(required=False)


@pytest.mark.parametrize("year", ["0001", "1899", "2201", "9999"])
def test_a_year_out_of_range_is_refused_beside_its_field(year: str) -> None:
    form = _DateForm({"day": f"{year}-12-31", "moment": f"{year}-01-01T09:00"})
    assert not form.is_valid()
    message = f"请核对年份：写的是 {int(year)} 年。"
    assert form.errors == {"day": [message], "moment": [message]}


def test_a_day_in_range_and_an_empty_optional_field_are_valid() -> None:
    form = _DateForm({"day": "2026-12-30", "moment": "2200-12-31T23:59"})
    assert form.is_valid() and form.cleaned_data["day"] == date(2026, 12, 30)
    assert _DateForm({}).is_valid()
    assert _DateForm({"day": "30.12."}).errors == {"day": ["请写成 2026-12-30 这样的日期。"]}


def test_every_form_uses_day_and_moment_fields() -> None:
    """Django's own take the first and the last day of the calendar, before and after which there is none."""
    root = Path(huiyin.__file__).parent
    bare = [
        f"{path.relative_to(root)}:{node.lineno}"
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in {"DateField", "DateTimeField"}
        and isinstance(node.value, ast.Name)
        and node.value.id == forms.__name__.rpartition(".")[2]
    ]
    assert [place for place in bare if not place.startswith(("web/date_fields.py", "web/forms.py"))] == []
