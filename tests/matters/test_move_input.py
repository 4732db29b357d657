"""What is missing or unknown in a step is refused by its name."""

import pytest
from tests.cast import Cast

from huiyin.kernel.actor import petitioner
from huiyin.matters.acceptance.errors import GroundUnknown, RouteMissing
from huiyin.matters.acceptance.services import matter_decline, matter_redirect
from huiyin.matters.assignment.errors import HandlerUnknown
from huiyin.matters.assignment.services import matter_assign_handler, matter_assign_unit
from huiyin.matters.core.errors import UnitUnknown
from huiyin.matters.messages.errors import MessageMissing
from huiyin.matters.messages.services.work import matter_note
from huiyin.matters.rating.errors import GradeMissing
from huiyin.matters.rating.services import matter_rate
from huiyin.matters.reply.errors import BasisMissing, FactsMissing, OpinionMissing, ReasonMissing
from huiyin.matters.reply.services.reply import reply_draft, reply_return


def test_each_refusal_of_input_has_its_name(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    actor, pk, at = cast.actor("handler"), filed.matter_id, cast.at
    opinions = cast.opinions(filed)
    with pytest.raises(FactsMissing):
        reply_draft(actor=actor, matter_id=pk, facts=" ", opinions=opinions, basis="条例", at=at)
    with pytest.raises(BasisMissing):
        reply_draft(actor=actor, matter_id=pk, facts="属实", opinions=opinions, basis="", at=at)
    opinions.popitem()
    with pytest.raises(OpinionMissing):
        reply_draft(actor=actor, matter_id=pk, facts="属实", opinions=opinions, basis="条例", at=at)
    with pytest.raises(MessageMissing):
        matter_note(actor=actor, matter_id=pk, body="\u200b \n", at=at)
    with pytest.raises(HandlerUnknown):
        matter_assign_handler(
            actor=cast.actor("approver"), matter_id=pk, officer_id=cast.officers["education_handler"], at=at
        )
    with pytest.raises(UnitUnknown):
        matter_assign_unit(actor=cast.actor("approver"), matter_id=pk, unit_id=cast.units["housing"], at=at)
    fresh = cast.file()
    with pytest.raises(GroundUnknown):
        matter_decline(
            actor=cast.actor("registrar"), matter_id=fresh.matter_id, ground="other_unit", explanation="", at=at
        )
    with pytest.raises(RouteMissing):
        matter_redirect(
            actor=cast.actor("registrar"), matter_id=fresh.matter_id, ground="other_unit", route="", at=at
        )
    drafted = cast.file()
    cast.to_handler(drafted)
    cast.draft(drafted)
    with pytest.raises(ReasonMissing):
        reply_return(actor=cast.actor("approver"), matter_id=drafted.matter_id, reason="", at=at)
    served = cast.file()
    cast.answer(served)
    with pytest.raises(GradeMissing):
        matter_rate(
            actor=petitioner(served.matter_id), matter_id=served.matter_id, of_office="good", of_unit="",
            words="", at=at,
        )  # fmt: skip
