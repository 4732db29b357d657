"""Base forms leave some verbs to each form; Django's forms can't be abstract classes, so this holds them to it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import get_resolver

from huiyin.desk.matter_detail.forms import MoveForm
from huiyin.desk.organisation.acting import ArrangeForm
from huiyin.desk.seal_key.forms import SealKeyForm
from huiyin.portal.filing.forms import StepForm

_LEFT_TO_EACH: dict[type[Any], tuple[str, ...]] = {
    MoveForm: ("make",),
    ArrangeForm: ("make",),
    SealKeyForm: ("make",),
    StepForm: ("is_right", "data_of", "typed"),
}


def _leaves(base: type[Any]) -> Iterator[type[Any]]:
    for form in base.__subclasses__():
        yield from _leaves(form) if form.__subclasses__() else [form]


@pytest.mark.parametrize("base", list(_LEFT_TO_EACH))
def test_every_form_says_itself_what_its_base_leaves_to_it(base: type[Any]) -> None:
    # Every screen's modules are loaded by its addresses.
    assert get_resolver().url_patterns
    forms = list(_leaves(base))
    assert len(forms) >= 3
    for form in forms:
        for name in _LEFT_TO_EACH[base]:
            own = next(vars(one)[name] for one in form.__mro__ if name in vars(one))
            assert own is not vars(base)[name], f"{form.__name__}.{name}"
