"""The rows of the table in test_moves for referrals to aid schemes."""

from collections.abc import Callable
from uuid import UUID

from tests.cast import Cast
from tests.matters.moves_people import STAFF

from huiyin.kernel.actor import Actor
from huiyin.kernel.time import office_day
from huiyin.matters.assistance.services import (
    ReferralDraft,
    referral_agree,
    referral_answer,
    referral_ask,
    referral_decline,
    referral_follow_up,
)
from huiyin.matters.core.rules.states import Action, State

_DRAFT = ReferralDraft(scheme="临时救助", why="家里有人住院", to_body="县慈善会")
DOINGS: dict[Action, Callable[[Cast, Actor, UUID], object]] = {
    Action.REFER_ASSISTANCE: lambda cast, actor, pk: referral_ask(
        actor=actor, matter_id=pk, referral=_DRAFT, at=cast.at
    ),
    # Of nobody's referral; with one: test_assistance.
    Action.AGREE_REFERRAL: lambda cast, actor, pk: referral_agree(
        actor=actor, matter_id=pk, position=1, way="phone", note="来电说同意", at=cast.at
    ),
    Action.DECLINE_REFERRAL: lambda cast, actor, pk: referral_decline(
        actor=actor, matter_id=pk, position=1, way="phone", note="来电说不用", at=cast.at
    ),
    Action.ANSWER_REFERRAL: lambda cast, actor, pk: referral_answer(
        actor=actor, matter_id=pk, position=1, granted=True, answer="已批准", answered_on=office_day(cast.at),
        at=cast.at,
    ),
    Action.FOLLOW_UP_REFERRAL: lambda cast, actor, pk: referral_follow_up(
        actor=actor, matter_id=pk, position=1, words="已经收到", at=cast.at
    ),
}  # fmt: skip
_OFFICE = {"registrar", "housing_registrar", "approver", "handler"}
EXPECTED: dict[Action, dict[State, set[str]]] = {
    Action.REFER_ASSISTANCE: {state: who & _OFFICE for state, who in STAFF.items()}
    | {State.CLOSED: STAFF[State.RATED] & _OFFICE},
    Action.AGREE_REFERRAL: {},
    Action.DECLINE_REFERRAL: {},
    Action.ANSWER_REFERRAL: {},
    Action.FOLLOW_UP_REFERRAL: {},
}
