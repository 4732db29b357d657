"""The leader's signature under an approved reply: only where the house wants it, and never waited for in vain."""

from typing import Any

import pytest
from tests.cast import SEED, Cast

from huiyin.kernel.actor import Role
from huiyin.kernel.time import office_day
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.core.errors import MoveNotAllowed
from huiyin.matters.delivery.errors import SignatureMissing
from huiyin.matters.delivery.services import reply_post, reply_serve
from huiyin.matters.models import Reply
from huiyin.matters.register.services.register import Registered
from huiyin.matters.reply.errors import OwnDraft, SignedAlready
from huiyin.matters.reply.services.reply import reply_approve
from huiyin.matters.reply.services.sign import reply_sign
from huiyin.notices.models import Notice
from huiyin.orgs.services import PostPlan, posts_create


@pytest.fixture
def filed(cast: Cast, settings: Any) -> Registered:
    """Approved, in a house where leaders sign."""
    settings.HUIYIN_SIGNED_BY_LEADER = True
    found = cast.file()
    cast.to_handler(found)
    cast.draft(found)
    _approve(cast, found)
    return found


def _approve(cast: Cast, filed: Registered) -> None:
    reply_approve(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)


def _serve(cast: Cast, filed: Registered) -> None:
    reply_serve(actor=cast.actor("handler"), matter_id=filed.matter_id, at=cast.at)


def test_nothing_leaves_before_it_is_signed(cast: Cast, filed: Registered) -> None:
    notices = Notice.objects.filter(template="approval_waiting", officer_id=cast.officers["housing_leader"])
    assert notices.exists()
    with pytest.raises(SignatureMissing):
        _serve(cast, filed)
    with pytest.raises(SignatureMissing):
        reply_post(actor=cast.actor("handler"), matter_id=filed.matter_id, posted_on=office_day(cast.at), at=cast.at)
    for who in ("approver", "handler", "mayor"):
        with pytest.raises(MoveNotAllowed):
            reply_sign(actor=cast.actor(who), matter_id=filed.matter_id, at=cast.at)
    reply_sign(actor=cast.actor("housing_leader"), matter_id=filed.matter_id, at=cast.at)
    with pytest.raises(SignedAlready):
        reply_sign(actor=cast.actor("housing_leader"), matter_id=filed.matter_id, at=cast.at)
    _serve(cast, filed)
    assert Reply.objects.get().signer_id == cast.officers["housing_leader"]
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


def test_no_one_signs_their_own_draft_and_nothing_waits_for_that(cast: Cast, settings: Any) -> None:
    settings.HUIYIN_SIGNED_BY_LEADER = True
    posts_create(
        plans=[PostPlan(cast.units["housing"], Role.HANDLER, "承办人", cast.officers["housing_leader"])],
        actor=SEED, at=cast.at,
    )  # fmt: skip
    filed = cast.file()
    cast.to_handler(filed, handler="housing_leader")
    cast.draft(filed, drafter="housing_leader")
    _approve(cast, filed)
    with pytest.raises(OwnDraft):
        reply_sign(actor=cast.actor("housing_leader"), matter_id=filed.matter_id, at=cast.at)
    reply_serve(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)


def test_without_the_setting_no_one_is_asked(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    cast.draft(filed)
    _approve(cast, filed)
    with pytest.raises(MoveNotAllowed):
        reply_sign(actor=cast.actor("housing_leader"), matter_id=filed.matter_id, at=cast.at)
    _serve(cast, filed)
