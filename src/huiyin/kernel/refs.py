"""What something is about, as one text: `matter:018f…`. Ledger, vault, letters and files name their subjects so.

Each context registers the kinds that it owns once (`AppConfig.ready`). The ledger refuses an entry of a kind that
nobody owns: nothing is written down about a thing that no reader will find.
"""

from collections.abc import Iterable
from typing import Self


class RefInvalid(ValueError):
    """The text is no reference, or its kind is nobody's."""


class Ref(str):
    """A kind and a key. It is the text itself: what stores texts stores it."""

    __slots__ = ()

    def __new__(cls, kind: str, key: object) -> Self:
        """`key` is the row's key, or a name where there is no row. Raises RefInvalid."""
        # "None" is what the key of a row is as text before it was saved.
        if not kind or ":" in kind or str(key) in {"", "None"}:
            raise RefInvalid(f"{kind}:{key} is no reference")
        return super().__new__(cls, f"{kind}:{key}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """The reference that a stored text is. Raises RefInvalid."""
        kind, _colon, key = text.partition(":")
        return cls(kind, key)

    def __reduce__(self) -> tuple[type[Self], tuple[str, str]]:
        """Pickles know a text by its one argument; this one has two."""
        return type(self), (self.kind, self.key)

    @property
    def kind(self) -> str:
        """Its kind: the word before the colon."""
        return self.partition(":")[0]

    @property
    def key(self) -> str:
        """Its key as text."""
        return self.partition(":")[2]


_KINDS: set[str] = set()


def ref_kinds_register(kinds: Iterable[str]) -> None:
    """From now on somebody owns references of these kinds."""
    _KINDS.update(kinds)


def ref_kinds() -> frozenset[str]:
    """The kinds that contexts own."""
    return frozenset(_KINDS)


def check_owned(ref: Ref) -> None:
    """Raises RefInvalid for a reference of a kind that no context has registered."""
    if ref.kind not in _KINDS:
        raise RefInvalid(f"no context owns references of the kind {ref.kind!r}")
