"""What is offered to whom, in which order, in one statement."""

import pytest
from pytest_django import DjangoAssertNumQueries

from huiyin.text_modules.rules.places import TextPlace
from huiyin.text_modules.selectors import text_modules_for, texts_offered
from huiyin.text_modules.services import text_module_withdraw
from tests.cast import Cast
from tests.text_modules.samples import make

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def _titles(cast: Cast, username: str = "handler", category: str | None = "T111") -> list[str]:
    found = texts_offered(
        actor=cast.actor(username), category_id=cast.categories[category] if category else None,
        places=[TextPlace.ANSWER],
    )  # fmt: skip
    return [text.title for text in found]


def test_what_fits_comes_first_and_the_nearest_unit_before_those_above(cast: Cast) -> None:
    make(cast, "县里通用", unit="county", by="mayor")
    make(cast, "县里物业", unit="county", by="mayor", category_id=cast.categories["T11"])
    make(cast, "局里通用")
    make(cast, "局里住房", category_id=cast.categories["T1"])
    make(cast, "局里物业", category_id=cast.categories["T11"])
    make(cast, "局里供水", category_id=cast.categories["T12"])
    make(cast, "只记录", places=(TextPlace.NOTE,))
    make(cast, "教育局的", unit="education", by="mayor")
    assert _titles(cast) == ["局里物业", "县里物业", "局里住房", "局里通用", "县里通用"]
    assert _titles(cast, category=None) == ["局里通用", "县里通用"]
    assert _titles(cast, "education_handler") == ["县里物业", "教育局的", "县里通用"]
    # The chain ends at a unit that stands apart, and watching or arranging is no work in a unit.
    for username in ("commission_handler", "auditor", "administrator", "nobody"):
        assert _titles(cast, username) == []


def test_a_withdrawn_one_is_offered_no_longer(cast: Cast) -> None:
    module, leader = make(cast), cast.actor("housing_leader")
    text_module_withdraw(actor=leader, module_id=module.pk, at=cast.at, seen=1)
    assert _titles(cast) == []
    assert text_modules_for(actor=leader) == []
    assert [view.title for view in text_modules_for(actor=leader, withdrawn=True)] == ["已经转办"]


def test_it_takes_one_statement(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(12):
        make(cast, f"第 {number} 段", category_id=cast.categories["T1"] if number % 2 else None)
    actor = cast.actor("handler")
    with django_assert_num_queries(1):
        found = texts_offered(actor=actor, category_id=cast.categories["T111"], places=list(TextPlace))
    assert len(found) == 12


def test_the_list_is_searched_and_narrowed(cast: Cast) -> None:
    make(cast, "物业收费", category_id=cast.categories["T11"], article="《物业管理条例》第六条")
    make(cast, "供水", category_id=cast.categories["T12"])
    make(cast, "通用")
    reader = cast.actor("handler")

    def titles(words: str = "", category: str | None = None) -> list[str]:
        found = text_modules_for(
            actor=reader, words=words, category_id=cast.categories[category] if category else None
        )
        return [view.title for view in found]

    assert set(titles()) == {"物业收费", "供水", "通用"}
    assert titles("条例 物业") == ["物业收费"]
    # Meant for all of 物业管理, so for its part as well.
    assert titles(category="T111") == ["物业收费"]
