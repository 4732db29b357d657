"""Referrals to aid schemes: nothing leaves before the petitioner agrees; the answer is told and followed up."""

from datetime import date, timedelta

import pytest
from tests.cast import SEED, Cast
from tests.matters.above import ask as ask_review
from tests.matters.above import staff_above

from huiyin.clocks.models import Clock
from huiyin.clocks.selectors import ClockView
from huiyin.documents.selectors import letter_content
from huiyin.flows.clock_round import clock_round
from huiyin.flows.web_filing import Secrecy, web_filing_register
from huiyin.kernel.actor import Actor, petitioner
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.ids import new_token
from huiyin.kernel.time import office_day
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.assistance.errors import (
    ConsentGone,
    ConsentNoteMissing,
    ConsentWayUnknown,
    FollowUpGone,
    FollowUpWordsMissing,
    ReferralAnswerMissing,
    ReferralBodyMissing,
    ReferralDayWrong,
    ReferralResultMissing,
    ReferralStuck,
    ReferralThere,
    ReferralUnanswered,
    ReferralWhyMissing,
    SchemeMissing,
)
from huiyin.matters.assistance.services import (
    ReferralDraft,
    referral_agree,
    referral_answer,
    referral_ask,
    referral_decline,
    referral_follow_up,
)
from huiyin.matters.closing.services import matter_close
from huiyin.matters.core.errors import MoveNotAllowed, UnitBarred, UnitUnknown
from huiyin.matters.core.rules.states import Action, Kind, State
from huiyin.matters.core.selectors.page import matter_page_for, matter_page_of_petitioner
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.models import Referral
from huiyin.matters.rating.services import matter_rate
from huiyin.matters.register.services.register import Registered
from huiyin.matters.respondents.services.naming import matter_name_respondent
from huiyin.notices.models import Notice
from huiyin.orgs.selectors import posts_of_officer
from huiyin.orgs.services import post_fill

pytestmark = pytest.mark.django_db
SCHEME, WHY = "临时救助", "家里主要劳动力住院，三个月没有收入。"
DRAFT = ReferralDraft(scheme=SCHEME, why=WHY, to_body="云渡县慈善会")


def _asked(cast: Cast, draft: ReferralDraft = DRAFT) -> Registered:
    filed = cast.file()
    cast.to_handler(filed)
    _ask(cast, filed, draft)
    return filed


def _ask(cast: Cast, filed: Registered, draft: ReferralDraft = DRAFT, by: str = "handler") -> None:
    referral_ask(actor=cast.actor(by), matter_id=filed.matter_id, referral=draft, at=cast.at)


def _agree(cast: Cast, filed: Registered, actor: Actor | None = None, *, way: str = "web", note: str = "") -> None:
    referral_agree(
        actor=actor or petitioner(filed.matter_id),
        matter_id=filed.matter_id,
        position=1,
        way=way,
        note=note,
        at=cast.at,
    )


def _answer(
    cast: Cast,
    filed: Registered,
    *,
    granted: bool | None = True,
    words: str = "每月六百元",
    on: date | None = None,
) -> None:
    referral_answer(
        actor=cast.actor("handler"), matter_id=filed.matter_id, position=1, granted=granted, answer=words,
        answered_on=on or office_day(cast.at), at=cast.at,
    )  # fmt: skip


def _page(cast: Cast, filed: Registered) -> MatterView:
    return matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)


def _letters(cast: Cast, filed: Registered) -> list[str]:
    """Those of a referral, whole."""
    letters = [letter for letter in _page(cast, filed).letters if letter.code == "referral"]
    return [repr(letter_content(letter_id=letter.id)) for letter in letters]


def _clocks(cast: Cast, filed: Registered) -> dict[str, ClockView]:
    return {clock.code: clock for clock in _page(cast, filed).clocks if clock.code.startswith("referral")}


def test_nothing_leaves_before_the_petitioner_agrees(cast: Cast) -> None:
    filed = _asked(cast)
    before = _page(cast, filed)
    assert (before.referrals[0].scheme, before.referrals[0].why, before.referrals[0].waits_for_consent) == (
        SCHEME, WHY, True,
    )  # fmt: skip
    assert _letters(cast, filed) == []
    assert _clocks(cast, filed) == {}
    with pytest.raises(ReferralUnanswered):
        _answer(cast, filed)
    _agree(cast, filed)
    (letter,) = _letters(cast, filed)
    # The scheme reads what the petitioner has read, and not a word of what the matter is about.
    assert "云渡县慈善会" in letter
    assert WHY in letter
    assert "物业" not in letter
    assert "谷小满" not in letter
    assert _clocks(cast, filed)["referral"].due_on == office_day(cast.at) + timedelta(days=30)
    with pytest.raises(ConsentGone):
        _agree(cast, filed)
    with pytest.raises(ConsentGone):
        referral_decline(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, position=1, at=cast.at)


def test_anyone_who_says_no_is_left_in_peace(cast: Cast) -> None:
    filed = _asked(cast)
    state = cast.matter(filed).state
    referral_decline(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, position=1, at=cast.at)
    page = _page(cast, filed)
    assert (_letters(cast, filed), _clocks(cast, filed), page.state) == ([], {}, state)
    assert any("什么都没有转出" in event.sentence for event in page.events)
    with pytest.raises(ConsentGone):
        _agree(cast, filed)
    _ask(cast, filed)  # times change: they may be asked again
    assert [referral.position for referral in _page(cast, filed).referrals] == [1, 2]


def test_what_was_declared_on_paper_is_recorded_and_notified(cast: Cast) -> None:
    filed = _asked(cast)
    handler = cast.actor("handler")
    with pytest.raises(ConsentWayUnknown):
        _agree(cast, filed, handler, way="web", note="说同意")
    with pytest.raises(ConsentNoteMissing):
        _agree(cast, filed, handler, way="phone", note=" ")
    notices = Notice.objects.filter(template="matter_news").count()
    _agree(cast, filed, handler, way="phone", note="3月2日来电，本人说同意")
    page = _page(cast, filed)
    assert (page.referrals[0].consent_label, page.referrals[0].consent_note) == ("在电话里", "3月2日来电，本人说同意")
    assert any("您在电话里同意转介" in event.sentence for event in page.events)
    assert Notice.objects.filter(template="matter_news").count() == notices + 1


def test_the_answer_is_shown_with_its_day_and_followed_up(cast: Cast) -> None:
    filed = _asked(cast)
    cast.later(days=1)
    _agree(cast, filed)
    cast.later(days=10)
    for wrong in (office_day(cast.at) + timedelta(days=1), office_day(cast.at) - timedelta(days=11)):
        with pytest.raises(ReferralDayWrong):
            _answer(cast, filed, on=wrong)
    with pytest.raises(ReferralResultMissing):
        _answer(cast, filed, granted=None)
    with pytest.raises(ReferralAnswerMissing):
        _answer(cast, filed, words=" ")
    handler = cast.actor("handler")
    with pytest.raises(FollowUpGone):
        referral_follow_up(actor=handler, matter_id=filed.matter_id, position=1, words="收到了", at=cast.at)
    _answer(cast, filed, on=office_day(cast.at) - timedelta(days=2))
    found = _page(cast, filed)
    assert (found.referrals[0].granted_label, found.referrals[0].answer) == ("给予救助", "每月六百元")
    assert any("云渡县慈善会答复了临时救助的申请：给予救助" in event.sentence for event in found.events)
    clocks = _clocks(cast, filed)
    assert (clocks["referral"].outcome, clocks["referral_follow_up"].stopped_at) == ("met", None)
    with pytest.raises(FollowUpWordsMissing):
        referral_follow_up(actor=handler, matter_id=filed.matter_id, position=1, words="", at=cast.at)
    referral_follow_up(actor=handler, matter_id=filed.matter_id, position=1, words="第一个月的已经收到", at=cast.at)
    assert _clocks(cast, filed)["referral_follow_up"].outcome == "met"
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


def test_two_referrals_have_a_clock_each(cast: Cast) -> None:
    filed = _asked(cast)
    _ask(cast, filed, ReferralDraft(scheme="医疗救助", why=WHY, to_unit_id=cast.units["town"]))
    for position in (1, 2):
        referral_agree(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, position=position, at=cast.at)
    _answer(cast, filed)
    running = [clock.stopped_at for clock in _page(cast, filed).clocks if clock.code == "referral"]
    assert sorted(stopped is None for stopped in running) == [False, True]
    assert "柳荫镇人民政府" in _letters(cast, filed)[1]


def test_who_may_and_what_must_be_given(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    for username in ("housing_leader", "mayor", "registrar"):
        with pytest.raises(MoveNotAllowed):
            _ask(cast, filed, by=username)
    refused: list[tuple[ReferralDraft, type[HuiyinError]]] = [
        (ReferralDraft(" ", WHY, to_body="慈善会"), SchemeMissing),
        (ReferralDraft(SCHEME, WHY), ReferralBodyMissing),
        (ReferralDraft(SCHEME, WHY, cast.units["town"], "慈善会"), ReferralBodyMissing),
        (ReferralDraft(SCHEME, " ", to_body="慈善会"), ReferralWhyMissing),
        (ReferralDraft(SCHEME, WHY, 999_999), UnitUnknown),
    ]
    for draft, error in refused:
        with pytest.raises(error):
            _ask(cast, filed, draft)
    _ask(cast, filed)
    with pytest.raises(ReferralThere):
        _ask(cast, filed)
    assert Referral.objects.count() == 1


def test_whom_the_matter_is_about_never_gets_it(cast: Cast) -> None:
    to_town = ReferralDraft(SCHEME, WHY, to_unit_id=cast.units["town"])
    filed = _asked(cast, to_town)
    matter_name_respondent(
        actor=cast.actor("approver"), matter_id=filed.matter_id, unit_id=cast.units["town"], officer_id=None,
        text="", at=cast.at,
    )  # fmt: skip
    with pytest.raises(ReferralStuck):
        _agree(cast, filed)
    assert _letters(cast, filed) == []
    with pytest.raises(UnitBarred):
        _ask(cast, filed, ReferralDraft("医疗救助", WHY, to_unit_id=cast.units["village"]))
    for written in ("柳荫镇人民政府", "上柳村"):
        with pytest.raises(UnitBarred):
            _ask(cast, filed, ReferralDraft("医疗救助", WHY, to_body=written))
    _ask(cast, filed, ReferralDraft("医疗救助", WHY, to_body="云渡县慈善会"))


def _closed_and_referred(cast: Cast) -> Registered:
    filed = cast.file()
    cast.answer(filed)
    matter_rate(
        actor=petitioner(filed.matter_id), matter_id=filed.matter_id, of_office="satisfied", of_unit="satisfied",
        words="", at=cast.at,
    )  # fmt: skip
    matter_close(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)
    _ask(cast, filed)
    _agree(cast, filed)
    return filed


def _reminded(cast: Cast, filed: Registered) -> set[str]:
    """Who is told when the time for the answer is nearly over."""
    cast.later(days=29)
    clock_round(at=cast.at)
    clock = Clock.objects.get(subject_id=filed.matter_id, code="referral")
    notified = Notice.objects.filter(dedupe__startswith=f"signal:{clock.pk}:").values_list("officer_id", flat=True)
    names = {officer_id: name for name, officer_id in cast.officers.items()}
    return {names[officer_id] for officer_id in notified if officer_id is not None}


def test_help_is_there_after_closing_and_its_clock_still_reminds(cast: Cast) -> None:
    filed = _closed_and_referred(cast)
    assert cast.matter(filed).state == State.CLOSED
    assert _reminded(cast, filed) == {"handler"}
    _answer(cast, filed, granted=False, words="收入超过标准")
    page = matter_page_for(actor=cast.actor("handler"), number=filed.number, at=cast.at)
    assert (page.state, page.referrals[0].granted_label) == (State.CLOSED, "没有给予救助")


def test_nothing_waits_for_a_handler_who_has_left(cast: Cast) -> None:
    filed = _closed_and_referred(cast)
    for post in posts_of_officer(officer_id=cast.officers["handler"]):
        post_fill(post_id=post.id, officer_id=None, actor=SEED, at=cast.at)
    assert _reminded(cast, filed) == {"housing_registrar", "approver", "drafting_approver"}


def test_while_a_unit_above_decides_the_unit_itself_is_reminded(cast: Cast) -> None:
    staff_above(cast)
    filed = cast.file()
    cast.answer(filed)
    _ask(cast, filed)
    _agree(cast, filed)
    ask_review(cast, filed)
    assert _reminded(cast, filed) == {"handler"}


def test_a_sealed_matter_is_referred_to_no_one(cast: Cast) -> None:
    """What is sealed never stands in a letter to somebody else."""
    cast.seal_keys("registrar", "office_approver")
    filed = web_filing_register(
        kind=Kind.CLAIM, text="工资三个月没有发", requests=["发工资"], identity=None, token=new_token(), at=cast.at,
        secrecy=Secrecy.SEALED,
    )  # fmt: skip
    page = matter_page_for(actor=cast.actor("registrar"), number=filed.number, at=cast.at)
    assert page.seal
    assert not page.can(Action.REFER_ASSISTANCE)
    with pytest.raises(MoveNotAllowed):
        _ask(cast, filed, by="registrar")
