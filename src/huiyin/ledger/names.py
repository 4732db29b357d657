"""What entries and the things that they are about are called, for the records' page.

Each context names its own once (`AppConfig.ready`). Names are source texts: of entries for `pgettext(ENTRY, …)`, of
subjects for `gettext`.
"""

from collections.abc import Mapping

# The context of entries' names: what a step is called on its button is another word in English.
ENTRY = "经过"

_ENTRIES: dict[str, str] = {}
_SUBJECTS: dict[str, str] = {}


def entry_names_register(names: Mapping[str, str]) -> None:
    """From now on entries of these kinds have these names."""
    _ENTRIES.update(names)


def subject_names_register(names: Mapping[str, str]) -> None:
    """From now on references of these kinds have these names."""
    _SUBJECTS.update(names)


def entry_name(kind: str) -> str:
    """The name of a kind of entry; "" where no context has named it."""
    return _ENTRIES.get(kind, "")


def entry_kinds() -> dict[str, tuple[str, ...]]:
    """By each name the kinds of entries that are called so, as they were registered."""
    kinds: dict[str, tuple[str, ...]] = {}
    for kind, name in _ENTRIES.items():
        kinds[name] = (*kinds.get(name, ()), kind)
    return kinds


def subject_name(kind: str) -> str:
    """The name of a kind of reference; "" where no context has named it."""
    return _SUBJECTS.get(kind, "")
