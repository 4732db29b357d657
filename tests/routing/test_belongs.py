"""What a matter is about and whose it is."""

from functools import partial

from huiyin.orgs.rules import Respondents
from huiyin.routing.selectors import category_suggestions, unit_suggestion
from tests.cast import Cast


def test_a_few_words_suffice_for_a_category(cast: Cast) -> None:
    found = category_suggestions(text="小区物业费又涨价了 没有公示")
    assert found[0].trail == "住房建设 / 物业管理 / 物业收费"
    assert category_suggestions(text="") == []
    assert len(category_suggestions(text="物业 供水 学区", limit=2)) == 2


def test_the_competent_unit_is_named(cast: Cast) -> None:
    actor = cast.actor("registrar")
    found = unit_suggestion(category_id=cast.categories["T211"], area_id=cast.areas["town"], actor=actor)
    assert found and (found.id, found.name) == (cast.units["education"], "云渡县教育局")
    assert unit_suggestion(category_id=None, area_id=None, actor=actor) is None


def test_a_unit_is_never_suggested_for_a_matter_about_itself(cast: Cast) -> None:
    found = unit_suggestion(
        category_id=cast.categories["T211"],
        area_id=None,
        actor=cast.actor("registrar"),
        respondents=Respondents.of([cast.units["education"]]),
    )
    assert found is None or found.id != cast.units["education"]


def test_nor_for_one_about_its_leader(cast: Cast) -> None:
    found = unit_suggestion(
        category_id=cast.categories["T111"],
        area_id=None,
        actor=cast.actor("registrar"),
        respondents=Respondents.of((), [cast.officers["housing_leader"]]),
    )
    assert found is None or found.id != cast.units["housing"]


def test_the_barred_are_notified_of_nothing(cast: Cast) -> None:
    ask = partial(unit_suggestion, category_id=cast.categories["T111"], area_id=None, actor=cast.actor("registrar"))
    assert ask(respondents=Respondents.of([cast.units["office"]])) is None
    assert ask(respondents=Respondents.of((), [cast.officers["office_leader"]])) is None
    assert ask() is not None
