"""Which rows hold files: a file that one of them holds is nobody's draft, and no sweep takes it."""

from collections.abc import Iterator

from django.db.models import Exists, Model, OuterRef

_HOLDERS: list[tuple[type[Model], str]] = []


def file_holder_register(model: type[Model], field: str) -> None:
    """From now on rows of this model hold the file that `field` names."""
    _HOLDERS.append((model, field))


def file_is_held() -> Iterator[Exists]:
    """For a query of files: each way in which one of them may be held."""
    for model, field in _HOLDERS:
        yield Exists(model._default_manager.filter(**{field: OuterRef("pk")}))
