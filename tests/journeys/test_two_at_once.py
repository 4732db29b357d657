"""Two people, or one impatient one, in the same instant. On PostgreSQL with real connections; on SQLite a write
transaction is alone by construction (`BEGIN IMMEDIATE`), which the tests of the command hold with processes."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from huiyin.kernel.actor import Actor, petitioner
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.ids import new_token
from huiyin.kernel.time import office_day
from huiyin.ledger.models import Entry
from huiyin.matters.acceptance.services import matter_accept, matter_decline
from huiyin.matters.core.errors import MatterChanged, MoveNotOpen
from huiyin.matters.explanation.services.wish import explanation_ask
from huiyin.matters.field_visit.services import field_visit_correct, field_visit_record
from huiyin.matters.instruction.errors import InstructionGone, ReportGone
from huiyin.matters.instruction.rules import Issuer, ReportKind, SendWay
from huiyin.matters.instruction.services.instruct import InstructionDraft, matter_instruct
from huiyin.matters.instruction.services.report import report_approve, report_draft, report_return, report_send
from huiyin.matters.joint.errors import PickUpUsed
from huiyin.matters.joint.selectors.hand_out import hand_out
from huiyin.matters.joint.selectors.signing import speaker_by_code
from huiyin.matters.joint.services import signing
from huiyin.matters.joint.services.proposing import list_open, representatives_propose
from huiyin.matters.joint.services.signing import JointCode, list_sign, representative_pick_up
from huiyin.matters.models import CoSigner, ExplanationMeeting, FieldVisit, InstructionReport, Matter
from huiyin.matters.register.services.register import Registered
from huiyin.matters.withdrawal.services import matter_withdraw
from huiyin.vault.services import IdentityDraft
from tests.cast import Cast, make_cast
from tests.matters.moves_on_the_spot import WISH, visit_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="threads share one in-memory database on SQLite"),
]


@pytest.fixture
def live() -> Cast:
    """The county, committed."""
    return make_cast()


def _at_once(*doings: Callable[[], object]) -> list[object]:
    """Run all of them in the same instant; gives results and refusals in order."""
    start = Barrier(len(doings))

    def run(doing: Callable[[], object]) -> object:
        start.wait()
        try:
            return doing()
        except HuiyinError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(doings)) as pool:
        return list(pool.map(run, doings))


def test_one_form_sent_eight_times_at_once_is_one_matter(live: Cast) -> None:
    token = new_token()
    receipts = _at_once(*[lambda: live.file(token=token)] * 8)
    assert len({(receipt.number, receipt.code) for receipt in receipts}) == 1  # type: ignore[attr-defined]
    assert sum(receipt.is_new for receipt in receipts) == 1  # type: ignore[attr-defined]
    assert Matter.objects.count() == 1
    assert Entry.objects.filter(kind="matters.matter.registered").count() == 1


def test_one_signature_sent_eight_times_at_once_counts_once(live: Cast) -> None:
    filed = live.file()
    list_open(actor=live.petitioner(filed), matter_id=filed.matter_id, at=live.at)
    code, token = hand_out(matter_id=filed.matter_id).list_code, new_token()
    person = IdentityDraft(name="甲某", phone="19900001111")

    def sign(own: str) -> object:
        return list_sign(code=code, person=person, token=own, wants_news=False, network="192.0.2.1", at=live.at)

    assert len({given.code for given in _at_once(*[lambda: sign(token)] * 8)}) == 1  # type: ignore[attr-defined]
    assert CoSigner.objects.count() == 1
    # In eight windows it is eight receipts of one person.
    _at_once(*[lambda: sign(new_token())] * 8)
    assert sorted(CoSigner.objects.values_list("position", flat=True)) == list(range(1, 10))
    joint = hand_out(matter_id=filed.matter_id).joint
    assert joint and joint.count == 1


@pytest.mark.parametrize(("is_one_form", "receipts"), [(True, 4), (False, 1)])
def test_of_four_presses_on_a_representatives_link_one_form_gets_the_code(
    live: Cast, is_one_form: bool, receipts: int
) -> None:
    filed = live.file()
    representatives_propose(
        actor=live.petitioner(filed),
        matter_id=filed.matter_id,
        people=[IdentityDraft(name="甲某", phone="19900001111")],
        at=live.at,
    )
    [speaker] = hand_out(matter_id=filed.matter_id).speakers
    form = new_token()
    done = _at_once(
        *[lambda: representative_pick_up(code=speaker.code, token=form if is_one_form else new_token(), at=live.at)]
        * 4
    )
    given = [code for code in done if isinstance(code, JointCode)]
    assert len(given) == receipts and len({code.code for code in given}) == 1
    assert all(isinstance(code, JointCode | PickUpUsed) for code in done)


def test_a_press_that_comes_between_two_looks_of_the_same_form_takes_nothing_away(
    live: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one that was first has used the link up before the other one has the matter's lock."""
    filed = live.file()
    people = [IdentityDraft(name="甲某", phone="19900001111")]
    representatives_propose(actor=live.petitioner(filed), matter_id=filed.matter_id, people=people, at=live.at)
    [speaker] = hand_out(matter_id=filed.matter_id).speakers
    form, look, first = new_token(), speaker_by_code, list[object]()

    def look_too_late(code: str) -> object:
        monkeypatch.setattr(signing, "speaker_by_code", look)
        first.extend(_at_once(lambda: representative_pick_up(code=speaker.code, token=form, at=live.at)))
        return look(code)

    monkeypatch.setattr(signing, "speaker_by_code", look_too_late)
    assert [representative_pick_up(code=speaker.code, token=form, at=live.at)] == first


@pytest.mark.parametrize("sees_versions", [True, False])
def test_of_two_officers_one_decides_and_the_other_is_refused(live: Cast, sees_versions: bool) -> None:
    filed = live.file()
    seen = live.matter(filed).version if sees_versions else None
    registrar, approver = live.actor("registrar"), live.actor("office_approver")
    done = _at_once(
        lambda: matter_accept(actor=registrar, matter_id=filed.matter_id, at=live.at, seen=seen),
        lambda: matter_decline(
            actor=approver, matter_id=filed.matter_id, ground="pending", explanation="", at=live.at, seen=seen
        ),
    )
    refused = [refusal for refusal in done if refusal is not None]
    assert len(refused) == 1
    assert isinstance(refused[0], MatterChanged if sees_versions else MoveNotOpen)
    assert live.matter(filed).version == 2
    assert _steps(filed) == 2


def test_withdrawing_while_it_is_accepted_leaves_one_order_of_things(live: Cast) -> None:
    filed = live.file()
    registrar = live.actor("registrar")
    who = live.petitioner(filed)
    done = _at_once(
        lambda: matter_accept(actor=registrar, matter_id=filed.matter_id, at=live.at),
        lambda: matter_withdraw(actor=who, matter_id=filed.matter_id, at=live.at),
    )
    assert done[1] is None
    assert live.matter(filed).state == "withdrawn"
    assert _steps(filed) == (3 if done[0] is None else 2)


def _steps(filed: Registered) -> int:
    """The entries of a matter's steps; what a letter brings with it, such as its unit's series, is none."""
    entries = Entry.objects.filter(subject=f"matter:{filed.matter_id}")
    return entries.exclude(kind__startswith="documents.").count()


def test_of_two_who_correct_a_visit_at_once_one_reads_that_it_was_corrected(live: Cast) -> None:
    filed = live.file()
    live.to_handler(filed)
    handler, approver = live.actor("handler"), live.actor("approver")
    pk, at = filed.matter_id, live.at
    field_visit_record(actor=handler, matter_id=pk, visit=visit_of(handler, live), at=at)

    def correct(actor: Actor) -> None:
        field_visit_correct(
            actor=actor, matter_id=pk, position=1, reason="楼号写错", visit=visit_of(actor, live), at=at
        )

    made = _at_once(partial(correct, handler), partial(correct, approver))
    assert sorted(type(result).__name__ for result in made) == ["FieldVisitCorrectedConflict", "NoneType"]
    assert FieldVisit.objects.filter(matter=pk).count() == 2


def test_a_wish_pressed_twice_and_written_down_at_once_is_one_meeting(live: Cast) -> None:
    filed = live.file()
    live.answer(filed)
    pk, at = filed.matter_id, live.at

    def wish(actor: Actor, way: str) -> None:
        explanation_ask(actor=actor, matter_id=pk, wish=WISH, way=way, at=at)

    person, handler = petitioner(pk), live.actor("handler")
    made = _at_once(*[partial(wish, person, "web")] * 3, partial(wish, handler, "phone"))
    assert sum(result is None for result in made) == 1
    assert ExplanationMeeting.objects.filter(matter=pk).count() == 1


def test_of_two_who_judge_a_report_to_those_above_one_is_refused(live: Cast) -> None:
    filed = live.file()
    live.to_handler(filed)
    day = office_day(live.at)
    known: dict[str, Any] = {"matter_id": filed.matter_id, "at": live.at}
    draft = InstructionDraft(Issuer.BODY, "云州市信访局", "请报告结果。", day)
    matter_instruct(actor=live.actor("registrar"), draft=draft, **known)
    report_draft(actor=live.actor("handler"), position=1, kind=ReportKind.FINAL, text="已修好。", **known)
    results = _at_once(
        lambda: report_approve(actor=live.actor("approver"), position=1, **known),
        lambda: report_return(actor=live.actor("housing_leader"), position=1, reason="写明日期。", **known),
    )
    assert sum(isinstance(result, ReportGone) for result in results) == 1
    row = InstructionReport.objects.get()
    assert (row.approved_at is None) != (row.returned_at is None)
    if row.approved_at is None:
        return
    ways = [SendWay.PAPER, SendWay.POST]
    results = _at_once(
        *(
            partial(report_send, actor=live.actor("registrar"), position=1, sent_on=day, way=way, **known)
            for way in ways
        )
    )
    assert sum(isinstance(result, InstructionGone) for result in results) == 1
