"""Two questions instead of one: who may answer, and who must not see it; changed at any time afterwards."""

import pytest
from django.test import Client

from huiyin.matters.models import Matter
from huiyin.matters.respondents.selectors.respondents import respondents_of
from huiyin.orgs.rules import NO_RESPONDENTS, Respondents
from tests.cast import Cast
from tests.portal.walker import KIND, WHAT, Citizen

HOUSING = "云渡县住房和城乡建设局"


def _write(about: dict[str, str], kind: str = "claim") -> Citizen:
    citizen = Citizen()
    citizen.write()
    citizen.press("what", **WHAT)
    citizen.press("kind", **{**KIND, "kind": kind})
    citizen.press("about", **about)
    return citizen


def _sent(about: dict[str, str], kind: str = "claim") -> tuple[Citizen, Matter]:
    citizen = _write(about, kind)
    assert citizen.send().status_code == 302
    return citizen, Matter.objects.get()


def test_a_claim_names_the_unit_that_may_answer(cast: Cast) -> None:
    citizen, matter = _sent({"concerned": "住建局", "hide": "nobody"})
    assert matter.concerned_unit_id == cast.units["housing"]
    assert respondents_of(matter) == NO_RESPONDENTS and matter.respondents_settled
    assert f"已认出：{HOUSING}。它可以看到这件事" in citizen.page("/receipt/")


def test_a_claim_can_be_kept_from_the_unit_it_concerns(cast: Cast) -> None:
    citizen = _write({"concerned": "住建局", "hide": "concerned"})
    assert "住建局，它和下属看不到这件事。" in citizen.page("/file/check/")
    citizen.send()
    matter = Matter.objects.get()
    assert matter.concerned_unit_id is None
    assert respondents_of(matter) == Respondents.of([cast.units["housing"]])
    assert f"{HOUSING}，它和下属看不到" in citizen.page("/receipt/")


def test_a_claim_can_be_kept_from_somebody_else_while_the_unit_answers(cast: Cast) -> None:
    _citizen, matter = _sent({"concerned": "住建局", "hide": "others", "respondent": "教育局"})
    assert matter.concerned_unit_id == cast.units["housing"]
    assert respondents_of(matter) == Respondents.of([cast.units["education"]])


@pytest.mark.parametrize(
    ("about", "message"),
    [
        ({"concerned": "", "hide": "concerned"}, "请写下是哪个单位"),
        ({"concerned": "住建局", "hide": "others", "respondent": " "}, "请写下对谁保密"),
        ({"concerned": "住建局", "hide": "everybody"}, "请从列出的选项里选一项"),
    ],
)
def test_a_choice_that_names_no_one_is_asked_again(cast: Cast, about: dict[str, str], message: str) -> None:
    citizen = _write({})
    answer = citizen.press("about", **about)
    assert answer.status_code == 422 and message in answer.text
    assert citizen.send().headers["Location"].startswith("/file/about/")


def test_anyone_whom_an_accusation_names_is_its_respondent_whatever_is_chosen(cast: Cast) -> None:
    about = {"concerned": "住建局", "respondent": "楚天阔", "hide": "nobody"}
    citizen = _write(about, "accusation")
    page = citizen.page("/file/about/")
    assert "反映的是哪个单位" in page and "要不要对谁保密" not in page
    citizen.send()
    matter = Matter.objects.get()
    both = Respondents.of([cast.units["housing"]], [cast.officers["housing_leader"]])
    assert both <= respondents_of(matter) and matter.respondents_settled
    receipt = citizen.page("/receipt/")
    assert "已认出 1 名工作人员" in receipt and "楚天阔" not in receipt


def test_what_wasnt_recognised_is_shown_before_and_after(cast: Cast) -> None:
    citizen = _write({"concerned": "住建局", "respondent": "老季"}, "accusation")
    assert "没有认出：“老季”" in citizen.page("/file/check/")
    citizen.send()
    assert "核对清楚以前不转给任何单位" in citizen.page("/receipt/")
    assert not Matter.objects.get().respondents_settled


def _looking(citizen: Citizen) -> Citizen:
    citizen.look_up(*citizen.receipt())
    return citizen


def test_a_bar_is_added_and_lifted_on_the_status_page(cast: Cast) -> None:
    citizen, matter = _sent({"concerned": "住建局"})
    _looking(citizen)
    assert "现在没有对谁保密" in citizen.page("/status/")
    added = citizen.client.post("/status/bars/", {"text": "住建局"}, follow=True)
    assert "住建局，它和下属看不到这件事。" in added.content.decode()
    assert respondents_of(Matter.objects.get()) == Respondents.of([cast.units["housing"]])
    assert f"{HOUSING}和它的下属" in citizen.page("/status/")
    assert "看过的收不回来" in citizen.page("/status/bars/unit/")
    assert respondents_of(Matter.objects.get())
    citizen.client.post("/status/bars/unit/")
    assert not respondents_of(Matter.objects.get())
    assert citizen.client.get("/status/bars/unit/").status_code == 404
    assert citizen.client.post("/status/bars/", {"text": "\u3000"}).status_code == 422
    assert Client().post("/status/bars/unit/").headers["Location"].startswith("/lookup/")
    assert matter.pk == Matter.objects.get().pk
