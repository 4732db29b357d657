"""A unit isn't closed while somebody waits for it: reports to those above, explanation meetings, talks."""

from datetime import timedelta

import pytest

from huiyin.flows.unit_closing import UnitExplains, UnitHasInstructions, UnitTalks, unit_shut
from huiyin.kernel.actor import petitioner, system
from huiyin.kernel.time import office_day
from huiyin.matters.closing.services import matter_close
from huiyin.matters.explanation.services.arrange import explanation_end
from huiyin.matters.instruction.rules import Issuer
from huiyin.matters.instruction.services.instruct import InstructionDraft, matter_instruct
from huiyin.matters.models import ExplanationMeeting, Instruction, Matter
from huiyin.matters.withdrawal.services import matter_withdraw
from huiyin.orgs.errors import UnitStillStaffed
from huiyin.orgs.models import Post
from huiyin.orgs.services import post_fill
from huiyin.supervision.talks.services import TalkDraft, talk_call, talk_cancel
from tests.cast import SEED, Cast
from tests.matters.explaining import ask

pytestmark = pytest.mark.django_db


def _close(cast: Cast, unit: str) -> None:
    unit_shut(unit_id=cast.units[unit], actor=cast.actor("administrator"), at=cast.at)


def _instruct(cast: Cast, matter: Matter, by: str) -> None:
    draft = InstructionDraft(Issuer.BODY, "云州市信访局", "请报告结果。", office_day(cast.at))
    matter_instruct(actor=cast.actor(by), matter_id=matter.pk, draft=draft, at=cast.at)


def _ended_in_the_village(cast: Cast) -> Matter:
    """A matter that the village has, and that the petitioner has taken back: of matters nothing holds the unit."""
    filed = cast.file()
    Matter.objects.filter(pk=filed.matter_id).update(lead_unit=cast.units["village"])
    matter_withdraw(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, at=cast.at)
    return Matter.objects.get(pk=filed.matter_id)


@pytest.mark.parametrize("is_of_office", [True, False])
def test_a_report_that_is_owed_above_holds_the_unit(cast: Cast, is_of_office: bool) -> None:
    """The unit that has the matter, though it has ended, and the one that took the instruction in."""
    matter = _ended_in_the_village(cast)
    _instruct(cast, matter, "registrar")
    if is_of_office:
        Instruction.objects.update(office=cast.units["village"])
        Matter.objects.filter(pk=matter.pk).update(lead_unit=cast.units["housing"])
    with pytest.raises(UnitHasInstructions):
        _close(cast, "village")
    Instruction.objects.update(reported_on=office_day(cast.at), reported_unit=cast.units["village"])
    _close(cast, "village")


def test_an_explanation_meeting_to_come_holds_the_unit(cast: Cast) -> None:
    filed = cast.file()
    cast.answer(filed)
    ask(cast, filed)
    # It goes on when the matter has ended by itself.
    matter_close(actor=system("tick"), matter_id=filed.matter_id, at=cast.later(days=40))
    Matter.objects.filter(pk=filed.matter_id).update(lead_unit=cast.units["village"])
    with pytest.raises(UnitExplains):
        _close(cast, "village")
    Matter.objects.filter(pk=filed.matter_id).update(lead_unit=cast.units["housing"])
    # The unit above that is asked to come is held, too, until it says no.
    ExplanationMeeting.objects.update(above_unit=cast.units["village"])
    with pytest.raises(UnitExplains):
        _close(cast, "village")
    explanation_end(actor=cast.actor("handler"), matter_id=filed.matter_id, reason="改为电话说明", at=cast.at)
    _close(cast, "village")


def test_a_talk_to_come_holds_both_units(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    Matter.objects.filter(pk=filed.matter_id).update(lead_unit=cast.units["village"])
    cast.later(days=61)
    draft = TalkDraft(cast.units["village"], ["unanswered"], 90, office_day(cast.at) + timedelta(days=3))
    talk = talk_call(actor=cast.actor("mayor"), draft=draft, at=cast.at)
    matter_withdraw(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, at=cast.at)
    for unit in ("village", "county"):
        with pytest.raises(UnitTalks):
            _close(cast, unit)
    talk_cancel(actor=cast.actor("mayor"), talk_id=talk, reason="已经答复", at=cast.at)
    _close(cast, "village")


def test_no_refusal_tells_an_administrator_of_an_instruction_that_is_about_them(cast: Cast) -> None:
    """As of matters: while people work in the unit it is refused for them, and only then for what is withheld."""
    commission = cast.units["commission"]
    filed = cast.file(unit_id=commission, respondent_unit_id=cast.units["office"])
    matter_withdraw(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, at=cast.at)
    _instruct(cast, Matter.objects.get(pk=filed.matter_id), "commission_registrar")
    with pytest.raises(UnitStillStaffed):
        _close(cast, "commission")
    for post_id in Post.objects.filter(unit=commission).values_list("pk", flat=True):
        post_fill(post_id=post_id, officer_id=None, actor=SEED, at=cast.at)
    with pytest.raises(UnitHasInstructions):
        _close(cast, "commission")
