"""Ways around a bar that don't lead anywhere: a code of one's own, a slip that isn't one, words under a seal."""

from typing import Any

import pytest
from tests.cast import SEED, WHO, Cast
from tests.matters.classifying import corrected
from tests.matters.handing import dispute, given, object_to, refuse
from tests.matters.reissuing import reissue

from huiyin.clocks.models import Clock
from huiyin.flows.lift_round import lift_round
from huiyin.flows.web_filing import Secrecy, web_filing_register
from huiyin.kernel.actor import Role
from huiyin.kernel.ids import new_token
from huiyin.matters.classification.services.classify import matter_classify
from huiyin.matters.core.rules.states import Channel, Kind
from huiyin.matters.core.selectors.gate import matter_ids_visible
from huiyin.matters.handover.services.handover import matter_settle_dispute
from huiyin.matters.linking.services.merge import matter_merge
from huiyin.matters.models import Matter
from huiyin.matters.register.services.register import Registered, matter_register
from huiyin.matters.respondents.errors import CodeYourOwn, NotASlip, RespondentUnsettled
from huiyin.matters.respondents.selectors.naming import ConcernedRole
from huiyin.matters.respondents.selectors.respondents import UNIT_KEY, respondents_of
from huiyin.matters.respondents.services.naming import (
    bar_add,
    bar_lift,
    bar_lift_at_counter,
    lift_propose,
    matter_name_respondent,
)
from huiyin.orgs.rules import Respondents
from huiyin.orgs.services import PostPlan, post_create


def _at_counter(cast: Cast, **more: Any) -> Registered:
    registration = cast.registration(channel=Channel.LETTER, **more)
    return matter_register(actor=cast.actor("registrar"), registration=registration, identity=WHO, at=cast.at)


def _lift(cast: Cast, filed: Registered, by: str, code: str, bar: str = UNIT_KEY) -> None:
    bar_lift_at_counter(actor=cast.actor(by), matter_id=filed.matter_id, bar=bar, code=code, at=cast.at)


def _propose(cast: Cast, filed: Registered, bar: str = UNIT_KEY) -> None:
    lift_propose(actor=cast.actor("registrar"), matter_id=filed.matter_id, bar=bar, reason="看错了", at=cast.at)


def _bar(cast: Cast, filed: Registered, text: str) -> None:
    bar_add(actor=cast.petitioner(filed), matter_id=filed.matter_id, text=text, at=cast.at)


def _classify(cast: Cast, filed: Registered, by: str = "registrar") -> None:
    matter_classify(
        actor=cast.actor(by), matter_id=filed.matter_id, reason="反映的是违纪", at=cast.at,
        corrected=corrected(filed.matter_id, kind=Kind.ACCUSATION),
    )  # fmt: skip


def _another_registrar(cast: Cast) -> None:
    plan = PostPlan(cast.units["office"], Role.REGISTRAR, "登记员", cast.officers["office_approver"])
    post_create(plan=plan, actor=SEED, at=cast.at)


def test_who_issued_the_code_cant_show_it(cast: Cast) -> None:
    _another_registrar(cast)
    filed = cast.file(respondent_unit_id=cast.units["housing"])
    issued = reissue(cast, cast.actor("registrar"), filed.matter_id)
    with pytest.raises(CodeYourOwn):
        _lift(cast, filed, "registrar", issued.code)
    assert respondents_of(cast.matter(filed)).unit_ids
    _lift(cast, filed, "office_approver", issued.code)


def test_nor_who_saw_it_while_registering_lifts_what_the_petitioner_barred(cast: Cast) -> None:
    _another_registrar(cast)
    filed = _at_counter(cast)
    _bar(cast, filed, "住建局")
    with pytest.raises(CodeYourOwn):
        _lift(cast, filed, "registrar", filed.code)
    _lift(cast, filed, "office_approver", filed.code)


@pytest.mark.parametrize("beside", [False, True])
def test_what_the_petitioner_bars_too_is_no_slip_any_more(cast: Cast, beside: bool) -> None:
    filed = _at_counter(cast, respondent_unit_id=cast.units["education" if beside else "housing"])
    if beside:
        matter_name_respondent(
            actor=cast.actor("registrar"), matter_id=filed.matter_id, unit_id=cast.units["housing"], officer_id=None,
            text="住建局", at=cast.at,
        )  # fmt: skip
    bar = _key(filed, cast.units["housing"])
    _propose(cast, filed, bar)
    _bar(cast, filed, "住建局")
    assert lift_round(at=cast.later(days=30)) == 0
    assert cast.units["housing"] in respondents_of(cast.matter(filed)).unit_ids
    with pytest.raises(NotASlip):
        _propose(cast, filed, bar)
    assert not _running(filed, "lift_objection")


def _key(filed: Registered, unit_id: int) -> str:
    matter = Matter.objects.get(pk=filed.matter_id)
    if matter.respondent_unit_id == unit_id:
        return UNIT_KEY
    return str(matter.further_respondents.get(unit_id=unit_id).pk.hex)


def _running(filed: Registered, code: str) -> bool:
    return Clock.objects.filter(subject_id=filed.matter_id, code=code, stopped_at__isnull=True).exists()


def test_no_one_is_reminded_of_a_slip_that_is_undone_already(cast: Cast) -> None:
    filed = _at_counter(cast, respondent_unit_id=cast.units["housing"])
    _propose(cast, filed)
    assert _running(filed, "lift_objection")
    bar_lift(actor=cast.petitioner(filed), matter_id=filed.matter_id, bar=UNIT_KEY, at=cast.at)
    assert not _running(filed, "lift_objection")


def test_anyone_who_is_recognised_is_barred_also_where_an_officer_calls_them_strangers(cast: Cast) -> None:
    filed = cast.file(kind=Kind.ACCUSATION, respondents_settled=False)
    matter_name_respondent(
        actor=cast.actor("registrar"), matter_id=filed.matter_id, unit_id=None, officer_id=None,
        text="教育局的老季", at=cast.at,
    )  # fmt: skip
    assert respondents_of(cast.matter(filed)) == Respondents.of([cast.units["education"]])


def _sealed(cast: Cast, concerned: str = "", respondent: str = "") -> Registered:
    cast.seal_keys("registrar", "office_leader")
    return web_filing_register(
        kind=Kind.CLAIM, text="三个月没有审批公租房。", requests=["审批"], identity=None, token=new_token(),
        at=cast.at, concerned_text=concerned, concerned_role=ConcernedRole.ANSWERS, respondent_text=respondent,
        secrecy=Secrecy.SEALED,
    )  # fmt: skip


def test_a_sealed_accusation_bars_the_unit_that_it_concerned(cast: Cast) -> None:
    filed = _sealed(cast, concerned="住建局", respondent="教育局")
    _classify(cast, filed)
    matter = cast.matter(filed)
    both = [cast.units["housing"], cast.units["education"]]
    assert (respondents_of(matter), matter.concerned_unit_id) == (Respondents.of(both), None)
    assert matter.respondents_settled


@pytest.mark.parametrize("named", [{"respondent": "教育局的老季"}, {"respondent": "教育局", "concerned": "那个站"}])
def test_words_under_a_seal_that_mean_no_one_known_stay_unsettled(cast: Cast, named: dict[str, str]) -> None:
    filed = _sealed(cast, **named)
    _classify(cast, filed)
    assert not cast.matter(filed).respondents_settled


def test_an_accusation_that_became_unsettled_is_seen_by_few(cast: Cast) -> None:
    """Also while it is worked on: by its unit alone, and nobody else can get it, by a merge or a dispute either."""
    filed = cast.file(text="有人收了礼。")
    cast.to_handler(filed)
    leader = cast.file()
    cast.to_handler(leader)
    assert _sees(cast, "mayor", filed)
    _classify(cast, filed, by="housing_registrar")
    assert not cast.matter(filed).respondents_settled
    assert _sees(cast, "handler", filed) and _sees(cast, "housing_registrar", filed)
    assert not _sees(cast, "mayor", filed) and not _sees(cast, "registrar", filed)
    with pytest.raises(RespondentUnsettled):
        matter_merge(
            actor=cast.actor("approver"), matter_id=filed.matter_id, into=leader.number, reason="同一件事",
            at=cast.at,
        )  # fmt: skip


def _sees(cast: Cast, who: str, filed: Registered) -> bool:
    return bool(matter_ids_visible(actor=cast.actor(who), matter_ids=[filed.matter_id]))


def test_a_dispute_gives_no_one_else_what_isnt_settled(cast: Cast) -> None:
    filed = given(cast)
    object_to(cast, filed)
    refuse(cast, filed)
    dispute(cast, filed)
    _bar(cast, filed, "三号楼的老季")
    with pytest.raises(RespondentUnsettled):
        matter_settle_dispute(
            actor=cast.actor("mayor"), matter_id=filed.matter_id, outcome="other", reasons="由教育局办更合适。",
            unit_id=cast.units["education"], at=cast.at,
        )  # fmt: skip
