"""Controls that are written without a template are what Django's templates give."""

import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from huiyin.web.forms import ComponentRenderer

_ODD = "\"><b>&'</b>\n二"
_GROUPS = [("", "请选择"), ("甲&乙", [("1", _ODD), ("2", "乙")]), ("3", "丙")]


class _ControlsForm(forms.Form):
    text = forms.CharField(widget=forms.TextInput(attrs={"placeholder": _ODD, "disabled": True, "hidden": False}))
    secret = forms.CharField(widget=forms.HiddenInput)
    number = forms.IntegerField()
    mail = forms.EmailField(required=False)
    password = forms.CharField(widget=forms.PasswordInput)
    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    tick = forms.BooleanField(required=False)
    file = forms.FileField()
    bare_file = forms.FileField(widget=forms.FileInput)
    long = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}))
    choice = forms.ChoiceField(choices=_GROUPS)
    radio = forms.ChoiceField(choices=_GROUPS, widget=forms.RadioSelect(attrs={"class": "wide"}))
    ticks = forms.MultipleChoiceField(choices=_GROUPS, widget=forms.CheckboxSelectMultiple)


@pytest.mark.parametrize("name", _ControlsForm.base_fields)
@pytest.mark.parametrize(
    "data", [None, {}, dict.fromkeys(_ControlsForm.base_fields, _ODD), {"choice": "2", "ticks": ["1", "3"]}]
)
def test_same_as_the_template(name: str, data: dict[str, object] | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huiyin.web.forms._with_class", lambda _name, widget: widget["attrs"])
    ours = str(_ControlsForm(data, renderer=ComponentRenderer())[name])
    theirs = str(_ControlsForm(data, renderer=DjangoTemplates())[name])
    assert _tight(ours) == _tight(theirs)


def test_a_file_of_before_is_left_to_its_template() -> None:
    class Before:
        url = "/file/1"

        def __str__(self) -> str:
            return "照片.jpg"

    assert 'href="/file/1"' in str(_ControlsForm(initial={"file": Before()}, renderer=ComponentRenderer())["file"])


def _tight(text: str) -> str:
    return re.sub(r">\s+", ">", re.sub(r"\s+<", "<", text))


def test_a_line_break_at_the_beginning_stays() -> None:
    written = str(_ControlsForm({"long": "\n甲 "}, renderer=ComponentRenderer())["long"])
    assert written.endswith(">\n\n甲 </textarea>")
