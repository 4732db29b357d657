"""Predicates that are joined with `|`, `&` and `~`, so that rights read as a table."""

from collections.abc import Callable
from typing import Generic, TypeVarTuple

Facts = TypeVarTuple("Facts")


class Predicate(Generic[*Facts]):
    """A yes-or-no question about its arguments. As a decorator it makes one of a function that answers."""

    def __init__(self, answer: Callable[[*Facts], bool]) -> None:
        self.answer = answer
        self.__doc__ = answer.__doc__

    def __call__(self, *facts: *Facts) -> bool:
        return self.answer(*facts)

    def __or__(self, other: "Predicate[*Facts]") -> "Predicate[*Facts]":
        first, second = self.answer, other.answer
        return Predicate(lambda *facts: first(*facts) or second(*facts))

    def __and__(self, other: "Predicate[*Facts]") -> "Predicate[*Facts]":
        first, second = self.answer, other.answer
        return Predicate(lambda *facts: first(*facts) and second(*facts))

    def __invert__(self) -> "Predicate[*Facts]":
        answer = self.answer
        return Predicate(lambda *facts: not answer(*facts))
