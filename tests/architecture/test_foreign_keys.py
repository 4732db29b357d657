"""A string such as "matters.Matter" is no import, so import-linter can't see a foreign key that points up."""

import tomllib
from itertools import chain
from pathlib import Path

from django.apps import apps
from django.db.models import Model

ROOT = Path(__file__).resolve().parents[2]


def _layers() -> dict[str, int]:
    """Each context's height, as the first import contract has it; the kernel is 0."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lines = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    return {name.strip(" ()"): height for height, line in enumerate(reversed(lines)) for name in line.split("|")}


def _context(model: type[Model]) -> str | None:
    """The context that a model belongs to; None for a model of a library, which lies below all of ours."""
    parts = model.__module__.split(".")
    return parts[1] if parts[0] == "huiyin" else None


def _relations() -> list[tuple[type[Model], str, type[Model]]]:
    """Every foreign key, one-to-one and many-to-many that a model of ours declares: from, name, to."""
    return [
        (model, field.name, field.related_model)
        for model in apps.get_models(include_auto_created=True)
        for field in chain(model._meta.local_fields, model._meta.local_many_to_many)
        if isinstance(field.related_model, type) and _context(model)
    ]


def test_every_relation_stays_in_its_context_or_points_down() -> None:
    layers = _layers()
    wrong = [
        f"{model._meta.label}.{name} points to {target._meta.label}"
        for model, name, target in _relations()
        if (here := _context(model)) != (there := _context(target)) and here and there
        if layers[there] >= layers[here]
    ]
    assert not wrong, "\n".join(wrong)


def test_the_walk_sees_relations_at_all() -> None:
    assert any(_context(model) == "matters" for model, _, _ in _relations())
