"""The six routes of a claim, and where an accusation may go (条例 Arts 22, 30, 31)."""

from typing import Any

import pytest
from tests.cast import Cast

from huiyin.matters.acceptance.errors import (
    BodyMissing,
    DeadlineMissing,
    GroundUnknown,
    NoAuthorityThere,
    RemedyMissing,
    RouteUnknown,
)
from huiyin.matters.acceptance.rules import Route
from huiyin.matters.acceptance.services import matter_accept, matter_redirect
from huiyin.matters.assignment.services import matter_assign_unit
from huiyin.matters.core.rules.states import Kind, State
from huiyin.matters.core.selectors.page import matter_page_for, matter_page_of_petitioner
from huiyin.matters.models import Event
from huiyin.matters.register.services.register import Registered

BODY = {"body": "县人民法院", "deadline": "六个月内审结", "remedy": "十五日内上诉"}


def redirect(cast: Cast, filed: Registered, ground: str, **given: Any) -> None:
    matter_redirect(
        actor=cast.actor("registrar"), matter_id=filed.matter_id, ground=ground, route="带身份证和合同去。",
        at=cast.at, **given,
    )  # fmt: skip


def last_sentence(cast: Cast, filed: Registered) -> str:
    return matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at).events[-1].sentence


@pytest.mark.parametrize("ground", ["litigation", "arbitration", "party_procedure", "administrative_procedure"])
def test_four_routes_lead_elsewhere_and_name_body_deadline_and_remedy(cast: Cast, ground: str) -> None:
    filed = cast.file()
    for key, missing in (("body", BodyMissing), ("deadline", DeadlineMissing), ("remedy", RemedyMissing)):
        with pytest.raises(missing):
            redirect(cast, filed, ground, **{**BODY, key: " "})
    redirect(cast, filed, ground, **BODY)
    assert cast.matter(filed).state == State.REDIRECTED
    sentence = last_sentence(cast, filed)
    assert all(words in sentence for words in BODY.values()) and "不适用信访的答复期限" in sentence
    page = matter_page_for(actor=cast.actor("registrar"), number=filed.number, at=cast.at)
    assert "县人民法院" in page.events[-1].detail


def test_another_ground_or_kind_needs_no_body(cast: Cast) -> None:
    filed = cast.file()
    redirect(cast, filed, "other_unit")
    assert "处理的机关" not in last_sentence(cast, filed)
    asked = cast.file(kind=Kind.INQUIRY)
    redirect(cast, asked, "litigation")
    assert cast.matter(asked).state == State.REDIRECTED
    with pytest.raises(GroundUnknown):
        redirect(cast, cast.file(kind=Kind.SUGGESTION), "arbitration")


def test_a_duty_goes_on_here_with_its_own_words(cast: Cast) -> None:
    filed = cast.file()
    accept(cast, filed, Route.DUTY)
    assert "履行查处违法行为、保护权利的职责" in last_sentence(cast, filed)
    event = Event.objects.get(matter_id=filed.matter_id, kind="matters.matter.accepted")
    assert event.article.endswith("第三十一条第五项")


def test_everything_else_gets_an_opinion(cast: Cast) -> None:
    for route in (None, Route.OPINION):
        filed = cast.file()
        accept(cast, filed, route)
        assert (
            '"route_code": "opinion"'
            in Event.objects.get(matter_id=filed.matter_id, kind="matters.matter.accepted").facts_text
        )


def test_a_route_that_leads_elsewhere_or_another_kind_is_not_accepted_by_it(cast: Cast) -> None:
    with pytest.raises(RouteUnknown):
        accept(cast, cast.file(), Route.LITIGATION)
    with pytest.raises(RouteUnknown):
        accept(cast, cast.file(kind=Kind.SUGGESTION), Route.DUTY)


def accept(cast: Cast, filed: Registered, route: Route | None) -> None:
    matter_accept(actor=cast.actor("registrar"), matter_id=filed.matter_id, route=route, at=cast.at)


def test_an_accusation_goes_to_who_has_authority_over_the_accused(cast: Cast) -> None:
    filed = cast.file(kind=Kind.ACCUSATION, respondent_unit_id=cast.units["village"])
    for unit in ("education", "housing"):
        with pytest.raises(NoAuthorityThere):
            send(cast, filed, unit)
    send(cast, filed, "town")
    other = cast.file(kind=Kind.ACCUSATION, respondent_officer_id=cast.officers["handler"])
    with pytest.raises(NoAuthorityThere):
        send(cast, other, "education")
    send(cast, other, "commission")


def send(cast: Cast, filed: Registered, unit: str) -> None:
    matter_assign_unit(actor=cast.actor("registrar"), matter_id=filed.matter_id, unit_id=cast.units[unit], at=cast.at)
