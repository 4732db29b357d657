"""Only where somebody can be notified does the desk say that they are."""

from dataclasses import replace

import pytest

from huiyin.desk.matter.registry import FORMS
from huiyin.kernel.errors import HuiyinError
from huiyin.matters.core.rules.states import Action, State
from huiyin.matters.messages.selectors.recipients import petitioner_is_notified
from huiyin.matters.moves import MOVES
from huiyin.notices.models import Notice
from huiyin.vault.services import IdentityDraft
from tests.cast import WHO, Cast
from tests.desk.conftest import Desk
from tests.desk.hands import Hand
from tests.matters.test_moves import DOINGS, _bring_to

HEARS, HEARS_NOT = "信访人会收到通知", "没有留下能收通知的地址"
BY_PHONE, BY_POST = replace(WHO, email=""), replace(WHO, email="", phone="")
# Made possible by another step first; their services are looked at in the tests of their own.
_NEEDS_MORE = {
    Action.ANSWER_REFERRAL, Action.CANCEL_HEARING, Action.EXTEND_GRANT, Action.SPLIT, Action.STEP_DONE,
    Action.ACKNOWLEDGE, Action.ANNOUNCE_HEARING, Action.LIFT_BAR_AT_COUNTER, Action.PROPOSE_LIFT, Action.SEND_BACK,
    Action.FIX_EXPLANATION, Action.ANSWER_INVITATION, Action.HOLD_EXPLANATION, Action.END_EXPLANATION,
}  # fmt: skip


@pytest.mark.parametrize(
    ("identity", "message"), [(WHO, HEARS), (BY_PHONE, HEARS), (BY_POST, HEARS_NOT), (None, HEARS_NOT)]
)
def test_accepting_says_whether_the_petitioner_is_notified(
    cast: Cast, desk: Desk, identity: IdentityDraft | None, message: str
) -> None:
    filed = cast.file(identity=identity)
    assert petitioner_is_notified(matter_id=filed.matter_id) is (message == HEARS)
    page = Hand(desk("registrar")).do(filed, "accept").text
    assert f"已受理。{message}" in page.replace("信访人没有", "没有")
    other = HEARS_NOT if message == HEARS else HEARS
    assert other not in page


def test_no_form_says_so_by_itself() -> None:
    for form in FORMS.values():
        for sentence in (form.done, form.warning, form.about):
            assert "通知了信访人" not in sentence and "告知了信访人" not in sentence, form
            others = sentence.replace("审批人会收到通知", "")
            assert "会收到通知" not in others or "能通知到的" in others or "承办单位会收到通知" in others, form


def _promised() -> list[Action]:
    return sorted({form.action for form in FORMS.values() if form.notifies} - _NEEDS_MORE)


@pytest.mark.parametrize("action", _promised())
def test_a_form_that_says_so_really_notifies(cast: Cast, action: Action) -> None:
    """In the first state in which somebody of the cast can make the step."""
    for state in State:
        if (state, action) not in MOVES:
            continue
        filed = _bring_to(cast, state)
        for username in ("registrar", "housing_registrar", "handler", "approver", "mayor", "reviewer"):
            before = Notice.objects.filter(identity_id__isnull=False).count()
            try:
                DOINGS[action](cast, cast.actor(username), filed.matter_id)
            except HuiyinError:
                continue
            assert Notice.objects.filter(identity_id__isnull=False).count() == before + 1
            return
    pytest.fail(f"nobody could make {action}")
