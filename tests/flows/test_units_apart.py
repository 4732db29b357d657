"""Changing the tree of units lets nobody see more by their own word alone."""

import pytest

from huiyin.kernel.actor import Role
from huiyin.matters.core.errors import MatterNotFound
from huiyin.matters.core.selectors.gate import matter_get_for
from huiyin.orgs.grant_errors import (
    IndependenceNotAllowed,
    OwnReachNotAllowed,
)
from huiyin.orgs.rules import UnitKind
from huiyin.orgs.selectors import unit_view
from huiyin.orgs.services import (
    PostPlan,
    UnitFacts,
    UnitPlan,
    post_create,
    unit_move,
    unit_revise,
    units_create,
)
from tests.cast import SEED, Cast


def test_moving_units_never_widens_ones_own_view(cast: Cast) -> None:
    """An administrator who leads something can't put the commission under it, or end that it stands apart."""
    filed = cast.file(unit_id=cast.units["commission"])
    plan = PostPlan(cast.units["county"], Role.LEADER, "副县长", cast.officers["administrator"])
    post_create(plan=plan, actor=SEED, at=cast.at)
    commission, administrator = unit_view(unit_id=cast.units["commission"]), cast.actor("administrator")
    facts = UnitFacts(name=commission.name, kind=UnitKind.COMMISSION, independent=False)
    with pytest.raises(IndependenceNotAllowed):
        unit_revise(unit_id=commission.id, facts=facts, actor=administrator, at=cast.at)
    with pytest.raises(MatterNotFound):
        matter_get_for(actor=cast.actor("administrator"), matter_id=filed.matter_id)


def test_no_administrator_alone_ends_that_a_unit_stands_apart(cast: Cast) -> None:
    """Its leaders' superiors would command it, and they, not its own people, would then agree to posts in it."""
    commission, administrator = unit_view(unit_id=cast.units["commission"]), cast.actor("administrator")
    plans = [UnitPlan("信访室", UnitKind.BUREAU)]
    under = units_create(plans=plans, parent_id=commission.id, actor=SEED, at=cast.at)[0].pk
    facts = UnitFacts(name=commission.name, kind=UnitKind.COMMISSION, independent=False)
    cast.file()
    with pytest.raises(IndependenceNotAllowed):
        unit_revise(unit_id=commission.id, facts=facts, actor=administrator, at=cast.at)
    for elsewhere in (cast.units["county"], None):
        with pytest.raises(IndependenceNotAllowed):
            unit_move(unit_id=under, parent_id=elsewhere, actor=administrator, at=cast.at)
    assert unit_view(unit_id=commission.id).independent
    assert unit_view(unit_id=under).parent_id == commission.id
    unit_revise(unit_id=commission.id, facts=facts, actor=SEED, at=cast.at)
    assert not unit_view(unit_id=commission.id).independent


def test_an_officer_may_not_move_a_unit_below_their_own(cast: Cast) -> None:
    cast.file()
    plan = PostPlan(cast.units["education"], Role.LEADER, "局长", cast.officers["administrator"])
    post_create(plan=plan, actor=SEED, at=cast.at)
    housing, education = cast.units["housing"], cast.units["education"]
    with pytest.raises(OwnReachNotAllowed):
        unit_move(unit_id=housing, parent_id=education, actor=cast.actor("administrator"), at=cast.at)
    post_create(
        plan=PostPlan(cast.units["office"], Role.ADMINISTRATOR, "管理员", cast.officers["nobody"]),
        actor=SEED, at=cast.at,
    )  # fmt: skip
    unit_move(unit_id=housing, parent_id=education, actor=cast.actor("nobody"), at=cast.at)
