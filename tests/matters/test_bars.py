"""Who must not see a matter: several at once, added by the petitioner at any time, lifted by the petitioner alone."""

from datetime import timedelta
from typing import Any

import pytest
from tests.cast import WHO, Cast

from huiyin.flows.lift_round import lift_round
from huiyin.kernel.time import office_day
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.acceptance.services import matter_accept
from huiyin.matters.assignment.errors import HandlerUnknown
from huiyin.matters.assignment.services import matter_assign_handler, matter_assign_unit
from huiyin.matters.classification.services.classify import Classification, matter_classify
from huiyin.matters.core.errors import MatterNotFound, UnitBarred
from huiyin.matters.core.rules.states import Channel, Kind
from huiyin.matters.core.selectors.gate import matter_get_for
from huiyin.matters.core.selectors.page import matter_page_for, matter_page_of_petitioner
from huiyin.matters.core.selectors.sweep import stuck_matters
from huiyin.matters.handover.services.assist import AssistAsk, matter_ask_assist
from huiyin.matters.linking.services.split import matter_split
from huiyin.matters.lists.selectors.lists import WorkList, matter_list_for
from huiyin.matters.models import FurtherRespondent, LiftProposal, Matter
from huiyin.matters.register.services.register import Registered, matter_register
from huiyin.matters.respondents.errors import (
    BarGone,
    CodeWrong,
    LiftProposedAlready,
    NoOtherUnitAnswers,
    NotASlip,
    NothingProposed,
    PetitionerOutOfReach,
    RespondentUnsettled,
    UnitInWords,
)
from huiyin.matters.respondents.selectors.respondents import UNIT_KEY, respondents_of
from huiyin.matters.respondents.services.naming import (
    bar_add,
    bar_lift,
    bar_lift_at_counter,
    lift_object,
    lift_propose,
    matter_name_respondent,
)
from huiyin.notices.models import Notice
from huiyin.orgs.rules import Respondents


def _sees(cast: Cast, username: str, filed: Registered) -> bool:
    actor = cast.actor(username)
    listed = any(
        row.number == filed.number
        for work_list in WorkList
        for row in matter_list_for(actor=actor, work_list=work_list).rows
    )
    try:
        matter_page_for(actor=actor, number=filed.number, at=cast.at)
    except MatterNotFound:
        assert not listed
        return False
    return True


def _two(cast: Cast) -> Respondents:
    return Respondents.of([cast.units["housing"], cast.units["education"]], [cast.officers["town_leader"]])


def _registered_at_counter(cast: Cast, **given: Any) -> Registered:
    registration = cast.registration(channel=Channel.VISIT, **given)
    return matter_register(actor=cast.actor("registrar"), registration=registration, identity=WHO, at=cast.at)


def _verified(cast: Cast) -> bool:
    entries_sequence(at=cast.at)
    return ledger_verify().problems == [] and stuck_matters() == []


def test_everybody_who_is_named_is_barred(cast: Cast) -> None:
    filed = cast.file(respondents=_two(cast))
    assert respondents_of(cast.matter(filed)) == _two(cast)
    assert FurtherRespondent.objects.count() == 1
    for username in ("housing_leader", "handler", "education_registrar", "town_leader"):
        assert not _sees(cast, username, filed), username
    assert _sees(cast, "registrar", filed)
    for unit in ("housing", "education", "town", "village"):
        with pytest.raises(UnitBarred):
            matter_assign_unit(
                actor=cast.actor("registrar"), matter_id=filed.matter_id, unit_id=cast.units[unit], at=cast.at
            )


def test_a_petitioner_bars_the_unit_that_works_on_it(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    found = bar_add(actor=cast.petitioner(filed), matter_id=filed.matter_id, text="住建局的楚天阔局长", at=cast.at)
    assert cast.units["housing"] in found.unit_ids and cast.officers["housing_leader"] in found.officer_ids
    matter = cast.matter(filed)
    assert matter.lead_unit_id != cast.units["housing"] and matter.handler_id is None
    assert not any(
        _sees(cast, username, filed) for username in ("handler", "approver", "housing_leader", "housing_registrar")
    )
    assert stuck_matters() == []
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    assert {bar.name for bar in page.bars} == {"云渡县住房和城乡建设局", ""}


def test_words_that_mean_no_one_known_stop_the_matter_until_they_are_settled(cast: Cast) -> None:
    filed = cast.file()
    bar_add(actor=cast.petitioner(filed), matter_id=filed.matter_id, text="三号楼的老季", at=cast.at)
    assert not cast.matter(filed).respondents_settled
    assert Notice.objects.filter(template="petitioner_wrote", officer_id=cast.officers["registrar"]).exists()
    with pytest.raises(RespondentUnsettled):
        matter_accept(actor=cast.actor("registrar"), matter_id=filed.matter_id, at=cast.at)
    matter_name_respondent(
        actor=cast.actor("registrar"), matter_id=filed.matter_id, unit_id=None, officer_id=None, text="邻居老季",
        at=cast.at,
    )  # fmt: skip
    cast.to_handler(filed)


def test_the_only_unit_that_can_have_it_cant_be_barred(cast: Cast) -> None:
    filed = cast.file(unit_id=cast.units["commission"])
    with pytest.raises(NoOtherUnitAnswers):
        bar_add(
            actor=cast.petitioner(filed), matter_id=filed.matter_id, text="县纪委监委、县政府、信访局", at=cast.at
        )
    assert not respondents_of(cast.matter(filed))


def test_the_petitioner_lets_somebody_see_it_again(cast: Cast) -> None:
    filed = cast.file(respondents=_two(cast))
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    assert _verified(cast)
    for bar in page.bars:
        assert bar.name != "程门雪"
        bar_lift(actor=cast.petitioner(filed), matter_id=filed.matter_id, bar=bar.key, at=cast.at)
    assert not respondents_of(cast.matter(filed))
    with pytest.raises(BarGone):
        bar_lift(actor=cast.petitioner(filed), matter_id=filed.matter_id, bar=UNIT_KEY, at=cast.at)
    cast.to_handler(filed)
    assert _sees(cast, "housing_leader", filed)
    assert _verified(cast)


def test_an_officer_adds_and_never_lifts(cast: Cast) -> None:
    filed = cast.file(respondent_unit_id=cast.units["education"])
    for unit, text in (("town", "镇政府"), (None, "不在本系统里的人")):
        matter_name_respondent(
            actor=cast.actor("registrar"), matter_id=filed.matter_id,
            unit_id=cast.units[unit] if unit else None, officer_id=None, text=text, at=cast.at,
        )  # fmt: skip
    assert respondents_of(cast.matter(filed)) == Respondents.of([cast.units["education"], cast.units["town"]])


def test_an_accusation_that_bars_no_one_any_more_has_to_be_settled_anew(cast: Cast) -> None:
    filed = cast.file(kind=Kind.ACCUSATION, respondent_unit_id=cast.units["education"])
    bar_lift(actor=cast.petitioner(filed), matter_id=filed.matter_id, bar=UNIT_KEY, at=cast.at)
    with pytest.raises(RespondentUnsettled):
        matter_accept(actor=cast.actor("registrar"), matter_id=filed.matter_id, at=cast.at)


def test_at_the_counter_a_bar_is_lifted_with_the_code_alone(cast: Cast) -> None:
    filed = _registered_at_counter(cast, respondent_unit_id=cast.units["housing"])
    given: dict[str, Any] = {
        "actor": cast.actor("registrar"),
        "matter_id": filed.matter_id,
        "bar": UNIT_KEY,
        "at": cast.at,
    }
    other = cast.file()
    for code in ("", "0000-0000", other.code):
        with pytest.raises(CodeWrong):
            bar_lift_at_counter(code=code, **given)
    bar_lift_at_counter(code=filed.code, **given)
    assert not respondents_of(cast.matter(filed))
    assert Notice.objects.filter(template="matter_news", identity_id=cast.matter(filed).identity_id).exists()


def _proposed(cast: Cast) -> Registered:
    filed = _registered_at_counter(cast, respondent_unit_id=cast.units["housing"])
    lift_propose(
        actor=cast.actor("registrar"), matter_id=filed.matter_id, bar=UNIT_KEY, reason="看错了来信", at=cast.at
    )
    return filed


def test_a_slip_is_undone_after_the_petitioner_could_object(cast: Cast) -> None:
    filed = _proposed(cast)
    assert Notice.objects.filter(template="matter_news", identity_id=cast.matter(filed).identity_id).exists()
    assert lift_round(at=cast.at + timedelta(days=6)) == 0
    assert not _sees(cast, "housing_leader", filed)
    assert lift_round(at=cast.at + timedelta(days=9)) == 1
    assert not respondents_of(cast.matter(filed))
    assert LiftProposal.objects.get().is_lifted
    assert lift_round(at=cast.at + timedelta(days=10)) == 0
    assert _verified(cast)


def test_a_petitioner_who_objects_keeps_the_bar(cast: Cast) -> None:
    filed = _proposed(cast)
    [bar] = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at).bars
    assert bar.proposal == "看错了来信"
    lift_object(actor=cast.petitioner(filed), matter_id=filed.matter_id, at=cast.at)
    assert lift_round(at=cast.at + timedelta(days=30)) == 0
    assert respondents_of(cast.matter(filed)) == Respondents.of([cast.units["housing"]])
    with pytest.raises(NothingProposed):
        lift_object(actor=cast.petitioner(filed), matter_id=filed.matter_id, at=cast.at)
    # It is the petitioner's own by now: nobody asks until they miss one.
    with pytest.raises(NotASlip):
        lift_propose(
            actor=cast.actor("registrar"), matter_id=filed.matter_id, bar=UNIT_KEY, reason="再看一次", at=cast.at
        )


def test_what_the_petitioner_named_is_no_slip_and_no_one_is_asked_in_vain(cast: Cast) -> None:
    given: dict[str, Any] = {"actor": cast.actor("registrar"), "bar": UNIT_KEY, "reason": "看错了", "at": cast.at}
    own = cast.file(respondent_unit_id=cast.units["housing"])
    with pytest.raises(NotASlip):
        lift_propose(matter_id=own.matter_id, **given)
    registration = cast.registration(channel=Channel.VISIT, respondent_unit_id=cast.units["housing"])
    unseen = matter_register(actor=cast.actor("registrar"), registration=registration, identity=None, at=cast.at)
    with pytest.raises(PetitionerOutOfReach):
        lift_propose(matter_id=unseen.matter_id, **given)
    filed = _proposed(cast)
    with pytest.raises(LiftProposedAlready):
        lift_propose(matter_id=filed.matter_id, **given)


def test_an_unsettled_accusation_goes_nowhere_and_is_seen_where_it_came_in_alone(cast: Cast) -> None:
    filed = cast.file(kind=Kind.ACCUSATION, respondent_text="局里的老季")
    registrar = cast.actor("registrar")
    with pytest.raises(RespondentUnsettled):
        matter_accept(actor=registrar, matter_id=filed.matter_id, at=cast.at)
    with pytest.raises(RespondentUnsettled):
        matter_assign_unit(actor=registrar, matter_id=filed.matter_id, unit_id=cast.units["commission"], at=cast.at)
    assert _sees(cast, "registrar", filed)
    assert not any(_sees(cast, username, filed) for username in ("mayor", "handler", "auditor", "nobody"))
    matter_name_respondent(
        actor=registrar, matter_id=filed.matter_id, unit_id=cast.units["housing"], officer_id=None, text="住建局老季",
        at=cast.at,
    )  # fmt: skip
    assert _sees(cast, "mayor", filed)
    matter_accept(actor=registrar, matter_id=filed.matter_id, at=cast.at)


def test_anyone_who_gives_a_matter_to_a_unit_that_it_speaks_of_is_asked_first(cast: Cast) -> None:
    filed = cast.file(text="住建局的楚天阔局长收了开发商的礼，所以验收走过场。")
    cast.accept(filed)
    given: dict[str, Any] = {
        "actor": cast.actor("registrar"),
        "matter_id": filed.matter_id,
        "unit_id": cast.units["housing"],
    }
    with pytest.raises(UnitInWords) as refused:
        matter_assign_unit(**given, at=cast.at)
    assert {"住建局", "楚天阔"} == set(refused.value.words.split("、"))
    with pytest.raises(UnitInWords):
        matter_assign_unit(**given, confirmed=["住建局"], at=cast.at)
    matter_assign_unit(**given, confirmed=refused.value.words.split("、"), at=cast.at)


def test_so_is_anyone_who_asks_it_for_help_or_gives_it_a_part(cast: Cast) -> None:
    filed = cast.file(text="教育局收了开发商的礼，所以验收走过场。", requests=["查清", "重新验收"])
    cast.to_handler(filed)
    ask = AssistAsk(
        unit_id=cast.units["education"], question="请说明验收经过。", due_on=office_day(cast.at) + timedelta(days=7)
    )
    helping: dict[str, Any] = {"actor": cast.actor("approver"), "matter_id": filed.matter_id, "asks": [ask]}
    part: dict[str, Any] = {
        "actor": cast.actor("approver"),
        "matter_id": filed.matter_id,
        "positions": [2],
        "unit_id": cast.units["education"],
    }
    for service, given in ((matter_ask_assist, helping), (matter_split, part)):
        with pytest.raises(UnitInWords) as refused:
            service(**given, at=cast.at)
        service(**given, confirmed=[refused.value.words], at=cast.at)


def test_the_concerned_unit_may_answer_but_its_officers_names_are_asked_about(cast: Cast) -> None:
    housing: dict[str, Any] = {"concerned_unit_id": cast.units["housing"], "concerned_text": "住建局"}
    plain = cast.file(text="住建局三个月没有审批公租房。", **housing)
    cast.to_handler(plain)
    assert matter_get_for(actor=cast.actor("handler"), number=plain.number).concerned_text == "住建局"
    named = cast.file(text="住建局的楚天阔三个月没有审批公租房。", **housing)
    cast.accept(named)
    with pytest.raises(UnitInWords):
        matter_assign_unit(
            actor=cast.actor("registrar"), matter_id=named.matter_id, unit_id=cast.units["housing"], at=cast.at
        )


def test_anyone_who_is_barred_beside_the_first_isnt_given_it(cast: Cast) -> None:
    filed = cast.file(respondents=Respondents.of([cast.units["town"]], [cast.officers["handler"]]))
    bar_add(actor=cast.petitioner(filed), matter_id=filed.matter_id, text="沈秋白、钟正声", at=cast.at)
    assert Matter.objects.get(pk=filed.matter_id).parts
    cast.accept(filed)
    matter_assign_unit(
        actor=cast.actor("registrar"), matter_id=filed.matter_id, unit_id=cast.units["housing"],
        confirmed=["沈秋白"], at=cast.at,
    )  # fmt: skip
    with pytest.raises(HandlerUnknown):
        matter_assign_handler(
            actor=cast.actor("approver"), matter_id=filed.matter_id, officer_id=cast.officers["handler"], at=cast.at
        )


def test_what_turns_out_to_be_an_accusation_bars_the_unit_that_it_concerned(cast: Cast) -> None:
    filed = cast.file(concerned_text="住建局", concerned_unit_id=cast.units["housing"])
    cast.to_handler(filed)
    assert _sees(cast, "handler", filed)
    matter_classify(
        actor=cast.actor("housing_registrar"), matter_id=filed.matter_id, at=cast.at, reason="反映的是违纪",
        corrected=Classification(
            Kind.ACCUSATION, cast.categories["T111"], cast.areas["town"], "云渡县柳荫镇云水小区", ""
        ),
    )  # fmt: skip
    assert respondents_of(cast.matter(filed)) == Respondents.of([cast.units["housing"]])
    assert not any(_sees(cast, username, filed) for username in ("handler", "housing_registrar", "housing_leader"))
    assert cast.matter(filed).concerned_unit_id is None and _verified(cast)
