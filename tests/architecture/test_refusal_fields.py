"""A refusal stands beside its field only where a form has a field of that name; else it stands above all fields."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from django.forms import Form
from django.urls import get_resolver

import huiyin
from huiyin.kernel.errors import BadInput

_Base = TypeVar("_Base")
_SOURCE = Path(huiyin.__file__).parent
# The functions that refuse with the field that they are given; `TextTooLong` and `LineTooLong` come from the first.
_REFUSING = frozenset({"checked_text", "_check_day", "DayOutOfRange", "BookingLimitReached"})
_ELSEWHERE = {
    "assisting_ids": "desk/tasks/giving.py leads it to the first assisting unit",
    "due": "a column of the list of tasks; its refusal stands in the report, line by line",
    "grades": "the portal's form wants both grades itself",
    "milestones": "several pairs of fields, of which the refusal doesn't know which",
    "measures": "several pairs of fields, of which the refusal doesn't know which",
    "opinions": "a pair of fields for each request, whose form refuses what is missing or too long itself",
    "turns": "a field for each leader; a plan's form says it above them all",
    "steps": "`configure` gives the field to the forms of an answer",
}


def _classes(base: type[_Base]) -> Iterator[type[_Base]]:
    """Of the program alone: which tests have been loaded, with classes of their own, differs from run to run."""
    for derived in base.__subclasses__():
        if derived.__module__.startswith("huiyin."):
            yield derived
        yield from _classes(derived)


@pytest.fixture(scope="module")
def named() -> dict[str, str]:
    """The fields that refusals name, with where."""
    # Every screen's modules, and with them all services, are loaded by its addresses.
    assert get_resolver().url_patterns
    found = {refusal.field: refusal.__name__ for refusal in _classes(BadInput)}
    for path in _SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if 'field="' in text:
            found |= {name: f"{path.relative_to(_SOURCE)}:{line}" for name, line in _literals(ast.parse(text))}
    found.pop("")
    return found


def _literals(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in _REFUSING:
            for keyword in call.keywords:
                if keyword.arg == "field" and isinstance(keyword.value, ast.Constant):
                    yield str(keyword.value.value), call.lineno


def test_every_field_of_a_refusal_is_one_of_a_form(named: dict[str, str]) -> None:
    fields = {name for form in _classes(Form) for name in form.base_fields}
    assert len(named) >= 60, "hardly a refusal names a field: has their form changed?"
    strangers = {name: where for name, where in named.items() if name not in fields}
    assert strangers.keys() == _ELSEWHERE.keys(), strangers
