"""Recommendations: the petition office sends them, the unit answers in writing (条例 Art 40)."""

from uuid import UUID

import pytest
from tests.cast import SEED, Cast

from huiyin.clocks.models import Clock
from huiyin.kernel.actor import Role
from huiyin.kernel.time import office_day
from huiyin.ledger.services import checkpoint_sign, entries_sequence, ledger_verify
from huiyin.matters.core.errors import MatterNotFound, UnitBarred, UnitUnknown
from huiyin.matters.models import Recommendation
from huiyin.matters.recommendation.errors import (
    RecommendationGone,
    RecommendationMissing,
    RecommendationNotAllowed,
    RecommendationUndecided,
)
from huiyin.matters.recommendation.selectors.views import recommendation_view, recommendations_for
from huiyin.matters.recommendation.services import RecommendationDraft, recommendation_reply, recommendation_send
from huiyin.orgs.services import PostPlan, post_create


def _send(cast: Cast, name: str = "office_leader", **given: object) -> UUID:
    words = {
        "kind": "improvement",
        "to_unit_id": cast.units["housing"],
        "problem": "半年内同一小区电梯停运反映了九次。",
        "proposal": "建立电梯维保台账，每月公示。",
        **given,
    }
    return recommendation_send(actor=cast.actor(name), draft=RecommendationDraft(**words), at=cast.at)  # type: ignore[arg-type]


def _reply(
    cast: Cast, pk: UUID, name: str = "housing_leader", *, adopted: bool = True, reply: str = "下月起。"
) -> None:
    recommendation_reply(actor=cast.actor(name), recommendation_id=pk, adopted=adopted, reply=reply, at=cast.at)


@pytest.mark.parametrize("kind", ["improvement", "policy", "accountability"])
def test_it_is_sent_and_answered_in_writing(cast: Cast, kind: str) -> None:
    pk = _send(cast, kind=kind)
    row = Recommendation.objects.get()
    assert (row.due_on - office_day(cast.at)).days == 30
    shown = recommendation_view(actor=cast.actor("housing_leader"), recommendation_id=pk, at=cast.at)
    assert shown and shown.may_reply and shown.from_unit == "云渡县信访局"
    cast.later(days=3)
    _reply(cast, pk, adopted=False, reply="维保由物业负责，已转请其建立台账。")
    shown = recommendation_view(actor=cast.actor("office_approver"), recommendation_id=pk, at=cast.at)
    assert shown and (shown.adopted, shown.may_reply, shown.is_late) == (False, False, False)
    assert Clock.objects.get(subject_id=pk).outcome == "met"
    with pytest.raises(RecommendationGone):
        _reply(cast, pk)
    entries_sequence(at=cast.at)
    checkpoint_sign(at=cast.at)
    assert ledger_verify().problems == []


def test_a_waiting_one_is_listed_before_newer_answered_ones(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huiyin.matters.recommendation.selectors.views.LIST_MOST", 1)
    waiting = _send(cast)
    cast.later(days=1)
    _reply(cast, _send(cast))
    assert [view.id for view in recommendations_for(actor=cast.actor("housing_leader"), at=cast.at)] == [waiting]


@pytest.mark.parametrize("name", ["registrar", "mayor", "housing_leader", "auditor"])
def test_only_the_petition_office_signs_one(cast: Cast, name: str) -> None:
    with pytest.raises(RecommendationNotAllowed):
        _send(cast, name)


def test_only_the_unit_answers_it(cast: Cast) -> None:
    pk = _send(cast)
    for name in ("handler", "housing_registrar", "town_leader", "auditor"):
        with pytest.raises(RecommendationGone):
            _reply(cast, pk, name)
        assert recommendations_for(actor=cast.actor(name), at=cast.at) == []
    with pytest.raises(RecommendationNotAllowed):
        _reply(cast, pk, "office_approver")
    with pytest.raises(RecommendationUndecided):
        _reply(cast, pk, reply=" ")


def test_no_one_answers_their_own(cast: Cast) -> None:
    post_create(
        plan=PostPlan(cast.units["housing"], Role.LEADER, "兼任", cast.officers["office_leader"]),
        actor=SEED,
        at=cast.at,
    )
    pk = _send(cast)
    with pytest.raises(RecommendationNotAllowed):
        _reply(cast, pk, "office_leader")


def test_it_names_what_and_whom(cast: Cast) -> None:
    with pytest.raises(RecommendationMissing):
        _send(cast, proposal=" ")
    with pytest.raises(RecommendationMissing):
        _send(cast, kind="praise")
    with pytest.raises(UnitUnknown):
        _send(cast, to_unit_id=cast.units["office"])
    assert not Recommendation.objects.exists()


def test_a_matter_is_named_only_where_it_may_be(cast: Cast) -> None:
    filed = cast.file()
    hidden = cast.file(unit_id=cast.units["education"])
    about = cast.file(respondent_unit_id=cast.units["housing"])
    pk = _send(cast, number=filed.number)
    with pytest.raises(MatterNotFound):
        _send(cast, number=hidden.number)
    with pytest.raises(UnitBarred):
        _send(cast, number=about.number)
    # The unit that gets it doesn't have the matter and reads no number of it.
    seen = {
        name: recommendation_view(actor=cast.actor(name), recommendation_id=pk, at=cast.at)
        for name in ("office_leader", "housing_leader")
    }
    assert {name: row.number for name, row in seen.items() if row} == {
        "office_leader": filed.number, "housing_leader": "",
    }  # fmt: skip
