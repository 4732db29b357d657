"""Each step that owes a letter leaves one, numbered and in the ledger; the others leave none."""

from datetime import date, timedelta

import pytest
from tests.cast import Cast
from tests.matters.above import DECISION, answer_at_station, ask, decide, staff_above, to_recheck

from huiyin.clocks.selectors import rulebook
from huiyin.documents.letters import LetterContent, content_read
from huiyin.documents.models import Letter, LetterCounter
from huiyin.documents.rules.letters import NUMBERED, TO_PETITIONER, LetterCode
from huiyin.kernel.time import office_day
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.acceptance.services import matter_accept
from huiyin.matters.assignment.services import matter_assign_unit
from huiyin.matters.core.errors import MatterChanged, MoveNotOpen
from huiyin.matters.core.selectors.page import matter_page_for, matter_page_of_petitioner
from huiyin.matters.extension.services import extension_ask, extension_grant
from huiyin.matters.handover.rules import HandoverMode
from huiyin.matters.handover.services.handover import matter_object, matter_report_back
from huiyin.matters.recommendation.rules import RecommendationKind
from huiyin.matters.recommendation.services import RecommendationDraft, recommendation_send
from huiyin.matters.register.services.register import Registered
from huiyin.matters.review.rules import ReviewLevel, ReviewOutcome
from huiyin.matters.review.services.hearing import HearingDraft, HearingRecord, hearing_announce, hearing_record
from huiyin.matters.review.services.review import review_take
from huiyin.supervision.services import matter_supervise

WORDS = "理由写在这里，一共十几个字。"


def codes(filed: Registered | None = None) -> list[str]:
    found = Letter.objects.order_by("issued_at", "id")
    if filed:
        found = found.filter(subject=f"matter:{filed.matter_id}")
    return list(found.values_list("code", flat=True))


def content(code: str) -> LetterContent:
    return content_read(Letter.objects.filter(code=code).latest("id").content)


def words(letter: LetterContent) -> str:
    texts = [letter.opening, letter.remedy, *(f"{field.label}{field.value}" for field in letter.fields)]
    for part in letter.sections:
        texts += [part.text, *(f"{item.text}{item.verdict}{item.words}" for item in part.items)]
    return "\n".join(texts)


def in_order() -> None:
    """Numbers without a gap, and everything in the ledger as it was written."""
    for counter in LetterCounter.objects.all():
        serials = Letter.objects.filter(word=counter.word, year=counter.year).order_by("serial")
        assert list(serials.values_list("serial", flat=True)) == list(range(1, counter.last + 1))
    entries_sequence(at=Letter.objects.latest("issued_at").issued_at)
    assert ledger_verify().problems == []


def test_the_main_road(cast: Cast) -> None:
    filed = cast.file(requests=("修好电梯", "公布维修记录"))
    assert codes() == []
    cast.answer(filed)
    assert codes(filed) == ["acceptance", "forward", "reply"]
    accepted, answer = content("acceptance"), content("reply")
    assert accepted.number == "信访局信告〔2026〕1号"
    assert "答复期限2026年5月6日" in words(accepted)
    assert ("修好电梯" in words(accepted), "公布维修记录支持" in words(answer)) == (True, True)
    assert (answer.unit, answer.title) == ("云渡县住房和城乡建设局", "信访处理意见书")
    assert "30 天内" in answer.remedy
    in_order()


def test_no_letter_names_who_filed(cast: Cast) -> None:
    cast.answer(cast.file())
    for letter in Letter.objects.all():
        assert "谷小满" not in letter.content
        assert "19900001234" not in letter.content


def test_a_step_that_is_refused_leaves_no_letter(cast: Cast) -> None:
    filed = cast.file()
    cast.accept(filed)
    with pytest.raises((MoveNotOpen, MatterChanged)):
        matter_accept(actor=cast.actor("registrar"), matter_id=filed.matter_id, at=cast.at)
    assert codes() == ["acceptance"]
    in_order()


def test_both_sides_see_theirs(cast: Cast) -> None:
    filed = cast.file()
    cast.answer(filed)
    inside = matter_page_for(actor=cast.actor("handler"), number=filed.number, at=cast.at).letters
    outside = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at).letters
    assert [letter.code for letter in inside] == ["acceptance", "forward", "reply"]
    assert [letter.code for letter in outside] == ["acceptance", "reply"]


def test_between_units(cast: Cast) -> None:
    filed = cast.file()
    cast.accept(filed)
    matter_assign_unit(
        actor=cast.actor("registrar"), matter_id=filed.matter_id, unit_id=cast.units["housing"], at=cast.at,
        mode=HandoverMode.ASSIGN, report_due_on=date(2026, 3, 20), words="请核实收费依据",
    )  # fmt: skip
    matter_object(actor=cast.actor("housing_registrar"), matter_id=filed.matter_id, reasons=WORDS, at=cast.at)
    assert codes(filed) == ["acceptance", "assign", "objection"]
    assign, objection = content("assign"), content("objection")
    assert (assign.unit, assign.addressee) == ("云渡县信访局", "云渡县住房和城乡建设局")
    assert ("2026年3月20日" in assign.opening, "请核实收费依据" in words(assign)) == (True, True)
    assert (objection.unit, objection.addressee) == ("云渡县住房和城乡建设局", "云渡县信访局")
    assert WORDS in words(objection)
    in_order()


def test_a_closing_report(cast: Cast) -> None:
    filed = cast.file()
    cast.accept(filed)
    matter_assign_unit(
        actor=cast.actor("registrar"), matter_id=filed.matter_id, unit_id=cast.units["housing"], at=cast.at,
        mode=HandoverMode.ASSIGN, report_due_on=date(2026, 3, 20), words="",
    )  # fmt: skip
    matter_report_back(actor=cast.actor("approver"), matter_id=filed.matter_id, report=WORDS, at=cast.at)
    assert codes(filed)[-1] == "closing_report"
    assert WORDS in words(content("closing_report"))
    in_order()


def test_more_time(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    extension_ask(actor=cast.actor("handler"), matter_id=filed.matter_id, days=20, reason=WORDS, at=cast.at)
    assert "extension" not in codes(filed)
    extension_grant(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)
    letter = content("extension")
    assert "延长20日" in letter.opening
    assert "答复期限2026年5月" in words(letter)
    assert WORDS in words(letter)
    in_order()


@pytest.mark.parametrize("outcome", [ReviewOutcome.UPHELD, ReviewOutcome.CHANGED])
def test_review_and_recheck(cast: Cast, outcome: str) -> None:
    staff_above(cast)
    filed = cast.file()
    to_recheck(cast, filed)
    decide(cast, filed, "reviewer", ReviewLevel.RECHECK, outcome)
    assert codes(filed)[-2:] == ["review", "recheck"]
    review, recheck = content("review"), content("recheck")
    assert (review.unit, recheck.unit) == ("云渡县住房和城乡建设局", "云渡县人民政府")
    assert (review.number, recheck.number) == ("住建局复查〔2026〕1号", "县政府复核〔2026〕1号")
    assert DECISION.opinion in words(review)
    assert ("复核" in review.remedy, "不再受理" in words(recheck)) == (True, True)
    in_order()


def test_a_hearing_above_is_in_the_name_of_who_holds_it(cast: Cast) -> None:
    staff_above(cast)
    filed = cast.file()
    answer_at_station(cast, filed)
    ask(cast, filed)
    actor = cast.actor("bureau_reviewer")
    review_take(actor=actor, matter_id=filed.matter_id, level=ReviewLevel.REVIEW, at=cast.at)
    hearing_announce(
        actor=actor, matter_id=filed.matter_id, at=cast.at,
        hearing=HearingDraft(
            held_at=cast.at + timedelta(days=8), place="二楼听证室", chair_id=cast.officers["housing_leader"],
            members="律师一人", about="收费是否公示",
        ),
    )  # fmt: skip
    cast.at += timedelta(days=9)
    record = HearingRecord(
        ended_on=office_day(cast.at - timedelta(days=1)), participants="信访人", minutes="各自陈述。",
        opinion="没有公示。",
    )  # fmt: skip
    hearing_record(actor=actor, matter_id=filed.matter_id, record=record, at=cast.at)
    assert codes(filed)[-2:] == ["hearing_notice", "hearing_minutes"]
    notice, minutes = content("hearing_notice"), content("hearing_minutes")
    assert (notice.unit, notice.number) == ("云渡县住房和城乡建设局", "住建局信听〔2026〕1号")
    assert ("二楼听证室" in words(notice), "没有公示。" in words(minutes)) == (True, True)
    assert minutes.signatures == ("主持人", "记录人", "申请人")
    in_order()


def test_a_demand_and_a_recommendation(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    due_on = office_day(cast.at) + timedelta(days=7)
    actor = cast.actor("registrar")
    matter_supervise(actor=actor, matter_id=filed.matter_id, demand=WORDS, due_on=due_on, at=cast.at)
    draft = RecommendationDraft(
        kind=RecommendationKind.POLICY, to_unit_id=cast.units["housing"], problem="收费没有标准", proposal=WORDS
    )
    recommendation_send(actor=cast.actor("office_leader"), draft=draft, at=cast.at)
    assert codes()[-2:] == ["supervision", "recommendation"]
    assert WORDS in words(content("supervision"))
    assert "完善政策建议" in words(content("recommendation"))
    assert content("recommendation").matter == ""
    in_order()


def test_every_numbered_letter_has_its_rule_in_the_rulebook() -> None:
    kinds = ("claim", "suggestion")
    for code in NUMBERED:
        assert any(rulebook().letter(code=code, kind=kind) for kind in kinds), code
    assert TO_PETITIONER.isdisjoint({LetterCode.FORWARD, LetterCode.ASSIGN, LetterCode.SUPERVISION})
