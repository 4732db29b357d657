"""Others nearby read only what its petitioner wants them to, and never of anybody who is accused or barred."""

from datetime import timedelta
from typing import Any

import pytest
from tests.cast import Cast

from huiyin.kernel.actor import petitioner, system
from huiyin.kernel.positions import Datum, Position
from huiyin.ledger.services import ledger_verify
from huiyin.matters.closing.services import matter_close
from huiyin.matters.core.errors import MoveNotAllowed
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import Kind
from huiyin.matters.core.selectors.page import matter_page_of_petitioner
from huiyin.matters.models import Matter
from huiyin.matters.publication.errors import PublishedTitleMissing, PublishingAgreed, PublishingNotAgreed
from huiyin.matters.publication.rules import may_be_published
from huiyin.matters.publication.selectors import NearbyMatter, matters_nearby
from huiyin.matters.publication.services import publish, publishing_agree, publishing_stop
from huiyin.matters.register.services.register import Registered
from huiyin.matters.respondents.services.naming import bar_add
from huiyin.matters.withdrawal.services import matter_withdraw
from huiyin.orgs.rules import Respondents

pytestmark = pytest.mark.both_databases

HERE = Position(30_590_000, 114_300_000, Datum.WGS84)
# Some 100 metres north; some 300 metres east.
NEAR = Position(30_590_900, 114_300_000, Datum.WGS84)
FAR = Position(30_590_000, 114_303_130, Datum.WGS84)
TITLE = "小区电梯停运"


def _filed(cast: Cast, **given: Any) -> Registered:
    return cast.file(position=HERE, place="云水小区 3 幢", area_id=cast.areas["town"], **given)


def _agree(cast: Cast, filed: Registered) -> None:
    publishing_agree(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, at=cast.at)


def _publish(cast: Cast, filed: Registered) -> None:
    _agree(cast, filed)
    publish(actor=cast.actor("registrar"), matter_id=filed.matter_id, title=TITLE, at=cast.at)


def _found(cast: Cast, position: Position | None = HERE, place: str = "", area: str = "") -> list[NearbyMatter]:
    area_id = cast.areas[area] if area else None
    return matters_nearby(position=position, place=place, area_id=area_id, at=cast.at)


def test_nothing_is_shown_until_the_petitioner_agrees_and_a_registrar_has_looked(cast: Cast) -> None:
    filed = _filed(cast)
    assert _found(cast) == []
    with pytest.raises(MoveNotAllowed):
        publish(actor=cast.actor("registrar"), matter_id=filed.matter_id, title=TITLE, at=cast.at)
    _agree(cast, filed)
    assert _found(cast) == []
    with pytest.raises(PublishedTitleMissing):
        publish(actor=cast.actor("registrar"), matter_id=filed.matter_id, title=" ", at=cast.at)
    publish(actor=cast.actor("registrar"), matter_id=filed.matter_id, title=TITLE, at=cast.at)
    (shown,) = _found(cast)
    assert (shown.title, shown.state_label) == (TITLE, "已登记")
    assert ledger_verify().problems == []


def test_what_is_shown_says_neither_who_nor_where_exactly(cast: Cast) -> None:
    filed = _filed(cast)
    _publish(cast, filed)
    (shown,) = _found(cast)
    for private in (filed.number, "3 幢", "30.59", cast.matter(filed).text, cast.matter(filed).title):
        assert private not in repr(shown)


def test_near_is_two_hundred_metres_or_the_same_words_in_the_same_area(cast: Cast) -> None:
    _publish(cast, _filed(cast))
    assert len(_found(cast, NEAR)) == 1
    assert _found(cast, FAR) == []
    assert len(_found(cast, None, " 云水小区 3 幢 ", "town")) == 1
    assert _found(cast, None, "云水小区 4 幢", "town") == []
    assert _found(cast, None, "云水小区 3 幢") == []
    assert _found(cast, None) == []


def test_withdrawn_consent_ends_publication_and_new_consent_needs_a_new_check(cast: Cast) -> None:
    filed = _filed(cast)
    _publish(cast, filed)
    with pytest.raises(PublishingAgreed):
        _agree(cast, filed)
    publishing_stop(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, at=cast.at)
    assert _found(cast) == []
    with pytest.raises(PublishingNotAgreed):
        publishing_stop(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, at=cast.at)
    with pytest.raises(PublishingNotAgreed):
        publish(actor=cast.actor("registrar"), matter_id=filed.matter_id, title=TITLE, at=cast.at)
    _agree(cast, filed)
    assert _found(cast) == []
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    assert page.publication.is_agreed and page.publication.title == ""


@pytest.mark.parametrize("named", ["unit", "text", "officer", "accusation"])
def test_where_somebody_is_accused_or_barred_there_is_no_choice_to_publish(cast: Cast, named: str) -> None:
    given: dict[str, dict[str, Any]] = {
        "unit": {
            "respondent_text": "云渡县教育局",
            "respondents": Respondents(unit_ids=frozenset({cast.units["education"]})),
        },
        "text": {"respondent_text": "物业公司"},
        "officer": {"respondents": Respondents(officer_ids=frozenset({cast.officers["housing_leader"]}))},
        "accusation": {"kind": Kind.ACCUSATION},
    }
    filed = _filed(cast, **given[named])
    with pytest.raises(MoveNotAllowed):
        _agree(cast, filed)
    assert not matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at).can("agree_publishing")


def test_whom_the_petitioner_bars_later_ends_the_showing(cast: Cast) -> None:
    filed = _filed(cast)
    _publish(cast, filed)
    bar_add(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, text="云渡县教育局", at=cast.at)
    assert _found(cast) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": Kind.ACCUSATION},
        {"respondents_settled": False},
        {"respondent_text": "物业公司"},
        {"respondent_unit_id": "education"},
        {"respondent_officer_id": "housing_leader"},
        {"parts": Part.PUBLICATIONS | Part.RESPONDENTS},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_publication_facts_are_checked_again_when_shown(cast: Cast, changed: dict[str, Any]) -> None:
    """Whatever was published, and by whichever way the matter became one that is about somebody."""
    filed = _filed(cast)
    _publish(cast, filed)
    assert len(_found(cast)) == 1
    known = {**cast.units, **cast.officers}
    values = {name: known[value] if name.endswith("_id") else value for name, value in changed.items()}
    Matter.objects.filter(pk=filed.matter_id).update(**values)
    assert _found(cast) == []


def test_a_sealed_matter_has_no_choice_to_publish(cast: Cast) -> None:
    filed = cast.file()
    matter = cast.matter(filed)
    matter.is_sealed = True
    assert not may_be_published(matter)


def test_after_the_answer_it_is_shown_for_ninety_days_and_what_was_withdrawn_never(cast: Cast) -> None:
    answered, withdrawn = _filed(cast), _filed(cast)
    _publish(cast, answered)
    _publish(cast, withdrawn)
    assert len(_found(cast)) == 2
    matter_withdraw(actor=petitioner(withdrawn.matter_id), matter_id=withdrawn.matter_id, at=cast.at)
    cast.answer(answered)
    (shown,) = _found(cast)
    assert shown.state_label == "已答复"
    cast.later(days=91)
    assert _found(cast) == []


def test_nearby_matters_cost_one_statement(cast: Cast, django_assert_num_queries: object) -> None:
    for _ in range(3):
        _publish(cast, _filed(cast))
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(_found(cast)) == 3
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert _found(cast, None, "云水小区 3 幢") == []


def test_consent_can_be_withdrawn_after_the_matter_is_closed(cast: Cast) -> None:
    filed = _filed(cast)
    _publish(cast, filed)
    cast.answer(filed)
    matter_close(actor=system("tick"), matter_id=filed.matter_id, at=cast.later(days=45))
    assert len(_found(cast)) == 1
    publishing_stop(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, at=cast.at + timedelta(hours=1))
    assert _found(cast) == []
