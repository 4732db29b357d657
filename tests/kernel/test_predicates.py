"""Joined predicates answer as their parts do."""

from itertools import product

from huiyin.kernel.predicates import Predicate


@Predicate
def is_even(number: int) -> bool:
    """Divisible by two."""
    return number % 2 == 0


@Predicate
def is_small(number: int) -> bool:
    """Below ten."""
    return number < 10


def test_joined_predicates_answer_as_their_parts_do() -> None:
    for even, small in product((False, True), repeat=2):
        number = (0 if even else 1) + (0 if small else 10)
        assert (is_even(number), is_small(number)) == (even, small)
        assert (is_even | is_small)(number) == (even or small)
        assert (is_even & is_small)(number) == (even and small)
        assert (~is_even)(number) != even
        assert (is_even & ~(is_small | ~is_even))(number) == (even and not small)


def test_the_second_is_not_asked_when_the_first_decides() -> None:
    asked: list[int] = []

    @Predicate
    def remembers(number: int) -> bool:
        asked.append(number)
        return True

    assert not (is_even & remembers)(1)
    assert (is_even | remembers)(2)
    assert asked == []


def test_a_predicate_keeps_its_sentence() -> None:
    assert is_even.__doc__ == "Divisible by two."
