"""归类: what was registered is corrected, on record, and read by the petitioner."""

import json
from datetime import timedelta
from typing import Any

import pytest
from tests.cast import WHO, Cast
from tests.matters.above import ask, staff_above
from tests.matters.classifying import corrected

from huiyin.clocks.selectors import clock_views
from huiyin.documents.models import Letter
from huiyin.flows.web_filing import Secrecy, web_filing_register
from huiyin.kernel.ids import new_token
from huiyin.kernel.time import office_day
from huiyin.ledger.models import Entry
from huiyin.matters.acceptance.services import matter_accept
from huiyin.matters.classification.errors import (
    AreaUnknown,
    CategoryUnknown,
    ClassifiedMerged,
    CorrectionUnexplained,
    KindNotYours,
    KindSettled,
    NothingCorrected,
    WordsSealed,
)
from huiyin.matters.classification.services.classify import matter_classify
from huiyin.matters.core.errors import MatterNotFound, MoveNotAllowed, MoveNotOpen
from huiyin.matters.core.rules.states import Kind, Procedure, State
from huiyin.matters.core.selectors.page import matter_page_of_petitioner
from huiyin.matters.extension.services import extension_ask
from huiyin.matters.linking.services.merge import matter_merge
from huiyin.matters.models import Event, ExtensionAsk
from huiyin.matters.register.services.register import Registered
from huiyin.matters.reply.services.reply import reply_return
from huiyin.matters.search.selectors.search import matter_search_for
from huiyin.notices.models import Notice

pytestmark = pytest.mark.django_db


def _classify(cast: Cast, filed: Registered, by: str = "registrar", reason: str = "登记时选错", **given: Any) -> None:
    matter_classify(
        actor=cast.actor(by), matter_id=filed.matter_id, corrected=corrected(filed.matter_id, **given),
        reason=reason, at=cast.at,
    )  # fmt: skip


def test_everything_that_was_registered_can_be_corrected(cast: Cast) -> None:
    filed = cast.file()
    _classify(
        cast, filed, kind=Kind.SUGGESTION, category_id=cast.categories["T121"], area_id=cast.areas["county"],
        place="云水小区南门", title="水质发黄",
    )  # fmt: skip
    matter = cast.matter(filed)
    assert (matter.kind, matter.category_id, matter.area_id, matter.place, matter.title, matter.state) == (
        "suggestion", cast.categories["T121"], cast.areas["county"], "云水小区南门", "水质发黄", State.REGISTERED,
    )  # fmt: skip
    _classify(cast, filed, category_id=None, area_id=None, place="", title="")
    matter = cast.matter(filed)
    assert (matter.category_id, matter.area_id, matter.place, matter.title) == (None, None, "", "水质发黄")


def test_the_petitioner_reads_what_was_changed_and_why(cast: Cast) -> None:
    filed = cast.file()
    _classify(cast, filed, kind=Kind.INQUIRY, category_id=cast.categories["T121"], reason="您问的是水质怎么检测。")
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    sentence = page.events[-1].sentence
    assert "云渡县信访局更正了登记的内容：种类由“申诉求决”改为“咨询”" in sentence
    assert "类别由“住房建设 / 物业管理 / 物业收费”改为“住房建设 / 供水 / 水质”" in sentence
    assert "原因：您问的是水质怎么检测。" in sentence and "标题" not in sentence
    assert Notice.objects.filter(dedupe=f"news:{filed.matter_id}:{cast.matter(filed).version}").exists()


def test_each_correction_is_an_entry(cast: Cast) -> None:
    filed = cast.file()
    for title in ("一", "二"):
        _classify(cast, filed, title=title)
    entries = Entry.objects.filter(subject=f"matter:{filed.matter_id}", kind="matters.matter.classified")
    assert entries.count() == 2
    facts = json.loads(Event.objects.filter(matter_id=filed.matter_id).latest("version").facts_text)
    assert (facts["title_before"], facts["title"]) == ("一", "二")


def test_what_must_be_given(cast: Cast) -> None:
    filed = cast.file()
    with pytest.raises(NothingCorrected):
        _classify(cast, filed)
    with pytest.raises(CorrectionUnexplained):
        _classify(cast, filed, title="别的", reason=" ")
    with pytest.raises(CategoryUnknown):
        _classify(cast, filed, category_id=999_999)
    with pytest.raises(AreaUnknown):
        _classify(cast, filed, area_id=999_999)


def test_another_kind_plans_the_clocks_from_the_day_of_acceptance(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    accepted_on = office_day(cast.at)
    cast.later(days=3)
    _classify(cast, filed, by="housing_registrar", kind=Kind.INQUIRY)
    running = {
        clock.code: clock for clock in clock_views(subject_id=filed.matter_id, at=cast.at) if not clock.stopped_at
    }
    assert "answer" not in running and running["answer_promise"].due_on == accepted_on + timedelta(days=7)
    assert cast.matter(filed).next_due_at == min(clock.due_at for clock in running.values())
    _classify(cast, filed, by="approver", kind=Kind.CLAIM)
    running = {
        clock.code: clock for clock in clock_views(subject_id=filed.matter_id, at=cast.at) if not clock.stopped_at
    }
    assert office_day(running["answer"].started_at) == accepted_on


def test_who_is_held_to_the_time_doesnt_choose_the_kind(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    with pytest.raises(KindNotYours):
        _classify(cast, filed, by="handler", kind=Kind.INQUIRY)
    _classify(cast, filed, by="handler", category_id=cast.categories["T121"])
    with pytest.raises(MatterNotFound):
        _classify(cast, filed, by="education_registrar", title="别的")


def test_the_kind_stands_once_an_answer_is_drafted(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    cast.draft(filed)
    with pytest.raises(KindSettled):
        _classify(cast, filed, by="approver", kind=Kind.INQUIRY)
    _classify(cast, filed, by="approver", category_id=cast.categories["T121"])
    reply_return(actor=cast.actor("approver"), matter_id=filed.matter_id, reason="种类不对", at=cast.at)
    _classify(cast, filed, by="approver", kind=Kind.INQUIRY)
    answered = cast.file()
    cast.answer(answered)
    with pytest.raises(KindSettled):
        _classify(cast, answered, by="approver", kind=Kind.SUGGESTION)
    letters = set(Letter.objects.values_list("pk", "sha256"))
    _classify(cast, answered, by="approver", category_id=cast.categories["T121"])
    assert set(Letter.objects.values_list("pk", "sha256")) == letters


def test_an_accusation_isnt_handled_simply_and_a_bar_stays(cast: Cast) -> None:
    filed = cast.file(respondent_text="教育局", respondent_unit_id=cast.units["education"])
    matter_accept(
        actor=cast.actor("registrar"), matter_id=filed.matter_id, procedure=Procedure.SIMPLE, reason="事实清楚",
        at=cast.at,
    )  # fmt: skip
    _classify(cast, filed, kind=Kind.ACCUSATION)
    matter = cast.matter(filed)
    assert matter.procedure == Procedure.ORDINARY
    running = {clock.code for clock in clock_views(subject_id=filed.matter_id, at=cast.at) if not clock.stopped_at}
    assert "simple_answer" not in running and running
    for kind in (Kind.SUGGESTION, Kind.CLAIM):
        _classify(cast, filed, kind=kind)
        assert cast.matter(filed).respondent_unit_id == cast.units["education"]


def test_more_time_that_was_asked_for_lapses_with_the_claim(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    extension_ask(actor=cast.actor("handler"), matter_id=filed.matter_id, days=10, reason="要检测", at=cast.at)
    _classify(cast, filed, by="approver", kind=Kind.INQUIRY)
    assert ExtensionAsk.objects.get(matter_id=filed.matter_id).granted is False


def test_found_by_the_new_words_and_not_by_the_old(cast: Cast) -> None:
    filed, other = cast.file(title="燕子巢穴"), cast.file(title="燕子巢穴")
    _classify(cast, filed, title="蜂窝清理")
    actor = cast.actor("registrar")
    assert [row.number for row in matter_search_for(actor=actor, text="蜂窝清理")] == [filed.number]
    assert [row.number for row in matter_search_for(actor=actor, text="燕子巢穴")] == [other.number]


def test_merged_matters_stay_of_one_kind_and_category(cast: Cast) -> None:
    leading, merged = cast.file(), cast.file()
    for filed in (leading, merged):
        cast.to_handler(filed)
    matter_merge(
        actor=cast.actor("approver"), matter_id=merged.matter_id, into=leading.number, reason="同一件事",
        at=cast.at,
    )  # fmt: skip
    for filed in (leading, merged):
        with pytest.raises(ClassifiedMerged):
            _classify(cast, filed, by="approver", kind=Kind.INQUIRY)
        with pytest.raises(ClassifiedMerged):
            _classify(cast, filed, by="approver", category_id=cast.categories["T121"])
        _classify(cast, filed, by="approver", title="电梯")


def test_of_a_sealed_matter_only_what_lies_outside_the_seal(cast: Cast) -> None:
    reader = "registrar"
    cast.seal_keys(reader, "office_approver")
    filed = web_filing_register(
        kind=Kind.ACCUSATION, text="发放补助时收取好处费。", requests=["退给各户"], identity=WHO, token=new_token(),
        at=cast.at, secrecy=Secrecy.SEALED,
    )  # fmt: skip
    with pytest.raises(WordsSealed):
        _classify(cast, filed, by=reader, title="别的")
    with pytest.raises(WordsSealed):
        _classify(cast, filed, by=reader, place="别处")
    _classify(cast, filed, by=reader, kind=Kind.SUGGESTION, category_id=cast.categories["T211"])
    assert cast.matter(filed).category_id == cast.categories["T211"]


def test_not_while_a_unit_above_decides(cast: Cast) -> None:
    staff_above(cast)
    filed = cast.file()
    cast.answer(filed)
    ask(cast, filed)
    with pytest.raises((MoveNotOpen, MoveNotAllowed)):
        _classify(cast, filed, by="approver", title="别的")
