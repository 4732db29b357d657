"""Base forms leave verbs to each form: one that doesn't say them can't be made, and none on a page misses any."""

from abc import abstractmethod
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import get_resolver

from huiyin.desk.matter.forms import MoveForm
from huiyin.desk.organisation.acting import ArrangeForm
from huiyin.desk.seal_key.forms import SealKeyForm
from huiyin.portal.filing.step_form import StepForm
from huiyin.web.forms import AbstractFormType, PlainForm

_BASES: dict[type[Any], set[str]] = {
    MoveForm: {"execute"},
    ArrangeForm: {"execute"},
    SealKeyForm: {"execute"},
    StepForm: {"is_right", "data_of", "typed"},
}


def _leaves(base: type[Any]) -> Iterator[type[Any]]:
    for form in base.__subclasses__():
        yield from _leaves(form) if form.__subclasses__() else [form]


@pytest.mark.parametrize("base", list(_BASES))
def test_every_form_says_what_its_base_leaves_to_it(base: type[Any]) -> None:
    # Every screen's modules are loaded by its addresses.
    assert get_resolver().url_patterns
    assert base.__abstractmethods__ == _BASES[base]
    forms = list(_leaves(base))
    assert len(forms) >= 3
    assert {form.__name__: set(form.__abstractmethods__) for form in forms if form.__abstractmethods__} == {}


class _FormWithoutVerb(PlainForm, metaclass=AbstractFormType):
    @abstractmethod
    def execute(self) -> None:
        """Left to each."""


def test_a_form_that_misses_its_verb_is_not_made() -> None:
    form: type[Any] = _FormWithoutVerb
    with pytest.raises(TypeError, match="execute"):
        form()
