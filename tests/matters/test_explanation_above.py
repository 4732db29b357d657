"""Explanation meetings beside everything else: the unit above, whom it is about, no gate, a seal."""

from datetime import date

import pytest
from django.apps import apps
from django.core.serializers import serialize
from tests.cast import PASSPHRASE, SEED, WHO, Cast
from tests.matters.above import staff_above
from tests.matters.explaining import (
    UNCLEAR,
    answer_invitation,
    ask,
    clocks_of,
    day_of,
    fix,
    held,
    last_of,
    notified,
    page_of,
)

from huiyin.clocks.models import Clock
from huiyin.flows.clock_round import clock_round
from huiyin.flows.web_filing import Secrecy, web_filing_register
from huiyin.kernel.actor import Role, petitioner, system
from huiyin.kernel.ids import new_token
from huiyin.matters.closing.services import matter_close
from huiyin.matters.core.errors import MatterNotFound
from huiyin.matters.core.rules.states import Action, Kind, State
from huiyin.matters.core.selectors.page import matter_page_for
from huiyin.matters.explanation.errors import (
    ExplanationOfficersRequired,
    InvitationGoneConflict,
    InvitationReasonRequired,
    UnitAboveInvalid,
)
from huiyin.matters.explanation.services.arrange import (
    PointDraft,
    explanation_fix,
)
from huiyin.matters.explanation.services.wish import (
    explanation_offer,
)
from huiyin.matters.register.services.register import Registered
from huiyin.matters.respondents.services.naming import matter_name_respondent
from huiyin.matters.review.rules import ReviewLevel
from huiyin.matters.review.services.review import review_ask
from huiyin.matters.seal.rules import SEALED_TEXT
from huiyin.matters.seal.services import matter_open_seal
from huiyin.matters.withdrawal.services import matter_withdraw
from huiyin.orgs.services import PostPlan, post_create
from huiyin.tasks.models import Task
from huiyin.tasks.selectors.gate import visible_to as tasks_visible_to


@pytest.fixture
def answered(cast: Cast) -> Registered:
    filed = cast.file()
    cast.answer(filed)
    return filed


def test_the_unit_above_is_asked_sees_the_matter_and_answers(cast: Cast, answered: Registered) -> None:
    staff_above(cast)
    post_create(
        plan=PostPlan(cast.units["county"], Role.REGISTRAR, "收文", cast.officers["nobody"]), actor=SEED, at=cast.at
    )
    ask(cast, answered)
    with pytest.raises(MatterNotFound):
        matter_page_for(actor=cast.actor("nobody"), number=answered.number, at=cast.at)
    fix(cast, answered, invite_above=True)
    assert notified(cast, "explanation_invited") == {"mayor", "nobody"}
    page = matter_page_for(actor=cast.actor("nobody"), number=answered.number, at=cast.at)
    assert page.can(Action.ANSWER_INVITATION) and not page.can(Action.FIX_EXPLANATION)
    for name in ("housing_leader", "approver"):
        with pytest.raises(InvitationGoneConflict):
            answer_invitation(cast, answered, name, comes=True)
    with pytest.raises(InvitationReasonRequired):
        answer_invitation(cast, answered, "nobody", comes=False)
    answer_invitation(cast, answered, "nobody", comes=False, reason="当天有会")
    assert notified(cast, "invitation_answered") == {"handler"}
    assert (last_of(cast, answered).above_comes, last_of(cast, answered).above_reason) == (False, "当天有会")
    with pytest.raises(MatterNotFound):
        matter_page_for(actor=cast.actor("nobody"), number=answered.number, at=cast.at)
    # For another day it is asked anew; for the same day its word stands.
    fix(cast, answered, days=5, invite_above=True)
    assert last_of(cast, answered).waits_for_above
    answer_invitation(cast, answered, "mayor", comes=True)
    with pytest.raises(InvitationGoneConflict):
        answer_invitation(cast, answered, "nobody", comes=False, reason="晚了一步")
    fix(cast, answered, days=5, invite_above=True, place="县政府")
    assert last_of(cast, answered).above_comes
    fix(cast, answered, days=5)
    assert last_of(cast, answered).above_unit == ""


def test_whom_it_is_about_learns_nothing(cast: Cast) -> None:
    filed = cast.file(respondent_officer_id=cast.officers["handler_two"])
    cast.answer(filed)
    held(cast, filed, points=(PointDraft("公布", date(2026, 3, 20)),))
    barred = cast.actor("handler_two")
    task = Task.objects.get()
    assert not tasks_visible_to(barred).filter(pk=task.pk).exists()
    assert "handler_two" not in notified(cast, "task_given") | notified(cast, "explanation_fixed")
    with pytest.raises(ExplanationOfficersRequired):
        ask(cast, filed)
        fix(cast, filed, officer_ids=[cast.officers["handler_two"]])
    for step in (
        lambda: matter_page_for(actor=barred, number=filed.number, at=cast.at),
        lambda: fix(cast, filed, by="handler_two"),
        lambda: answer_invitation(cast, filed, "handler_two", comes=True),
    ):
        with pytest.raises(MatterNotFound):
            step()


def test_no_unit_above_that_is_barred(cast: Cast) -> None:
    # Of the county's office nothing stands above but the county, whose leader the matter is about.
    filed = cast.file()
    pk = filed.matter_id
    matter_name_respondent(
        actor=cast.actor("registrar"), matter_id=pk, unit_id=None, officer_id=cast.officers["mayor"], text="江望舒",
        at=cast.at,
    )  # fmt: skip
    lead = cast.matter(filed).lead_unit_id
    assert lead == cast.units["commission"]
    holder = cast.actor("commission_registrar")
    ask(cast, filed, holder, way="visit")
    day = day_of(cast, officer_ids=[cast.officers["commission_registrar"]], invite_above=True)
    with pytest.raises(UnitAboveInvalid):
        explanation_fix(actor=holder, matter_id=pk, day=day, at=cast.at)


def test_a_meeting_stops_no_clock_and_no_review(cast: Cast, answered: Registered) -> None:
    """While one is being arranged the matter is rated, reviewed, closed as ever; its wish stays owed."""
    staff_above(cast)
    before = {row.code: row.due_at for row in Clock.objects.filter(subject_id=answered.matter_id)}
    ask(cast, answered)
    after = {row.code: row.due_at for row in Clock.objects.filter(subject_id=answered.matter_id)}
    assert before.items() <= after.items()
    page = page_of(cast, answered)
    assert page.can(Action.RATE) and page.can(Action.ASK_REVIEW)
    matter_close(actor=system("tick"), matter_id=answered.matter_id, at=cast.at)
    assert clocks_of(answered)[0][2] == ""
    cast.at = cast.later(days=25)
    clock_round(at=cast.at)
    assert "handler" in notified(cast, "matter_late")
    fix(cast, answered)
    review_ask(
        actor=petitioner(answered.matter_id), matter_id=answered.matter_id, level=ReviewLevel.REVIEW,
        grounds="没有说明", late_reason="出差", via="web", at=cast.at,
    )  # fmt: skip
    assert cast.matter(answered).state == State.UNDER_REVIEW and last_of(cast, answered).is_open


def test_a_withdrawn_matter_ends_its_meeting(cast: Cast) -> None:
    filed = cast.file()
    ask(cast, filed, cast.actor("registrar"), way="phone")
    matter_withdraw(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, at=cast.at)
    assert not last_of(cast, filed).is_open and clocks_of(filed)[0][2] == "void"


def test_of_a_sealed_matter_the_petitioners_words_lie_under_the_seal(cast: Cast) -> None:
    cast.seal_keys("registrar", "office_approver")
    filed = web_filing_register(
        kind=Kind.CLAIM, text="多收了费用。", requests=["退费"], identity=WHO, token=new_token(), at=cast.at,
        category_id=cast.categories["T111"], secrecy=Secrecy.SEALED,
    )  # fmt: skip
    pk, registrar = filed.matter_id, cast.actor("registrar")
    explanation_offer(actor=registrar, matter_id=pk, note="收费怎么算", at=cast.at)
    ask(cast, filed)
    assert last_of(cast, filed).unclear == SEALED_TEXT
    stored = "".join(
        serialize("json", model._default_manager.all(), ensure_ascii=False) for model in apps.get_models()
    )
    assert UNCLEAR not in stored
    found = matter_open_seal(actor=registrar, matter_id=pk, passphrase=PASSPHRASE, purpose="准备说明会", at=cast.at)
    assert UNCLEAR in found.messages.values()
