"""Visits on the spot: who writes them, what nobody can alter, and what the petitioner reads of them."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.apps import apps
from django.core.serializers import serialize
from tests.cast import PASSPHRASE, WHO, Cast
from tests.matters.drafting import keep, key_of
from tests.matters.handing import ask as ask_help
from tests.matters.handing import seen_by

from huiyin.documents.letters import content_text
from huiyin.flows.matter_file import matter_file_bag
from huiyin.flows.record_papers import field_visit_paper
from huiyin.flows.web_filing import Secrecy, web_filing_register
from huiyin.kernel.actor import system
from huiyin.kernel.errors import BadInput
from huiyin.kernel.ids import new_token
from huiyin.kernel.time import office_day
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.closing.services import matter_close
from huiyin.matters.core.errors import MatterNotFound, MoveNotAllowed, MoveNotOpen
from huiyin.matters.core.rules.states import Action, Kind
from huiyin.matters.core.selectors.page import matter_page_for, matter_page_of_petitioner
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.delivery.services import reply_serve
from huiyin.matters.drafts.errors import MoveDraftNotKept
from huiyin.matters.drafts.services.files import move_draft_file_add
from huiyin.matters.field_visit.errors import (
    FieldVisitCorrectedConflict,
    FieldVisitFindingsRequired,
    FieldVisitNoneConflict,
    FieldVisitNotAllowed,
    FieldVisitOfficersRequired,
    FieldVisitPlaceRequired,
    FieldVisitReadOutInvalid,
    FieldVisitReasonRequired,
    FieldVisitTimeInvalid,
    FieldVisitWishesInvalid,
)
from huiyin.matters.field_visit.selectors import visitors_for_page
from huiyin.matters.field_visit.services import FieldVisitDraft, field_visit_correct, field_visit_record
from huiyin.matters.models import Attachment, FieldVisit
from huiyin.matters.recusal.services import matter_recuse
from huiyin.matters.register.services.register import Registered
from huiyin.matters.reply.services.reply import reply_approve
from huiyin.matters.respondents.services.naming import matter_name_respondent
from huiyin.matters.seal.rules import SEALED_TEXT
from huiyin.matters.seal.services import matter_open_seal
from huiyin.matters.search.selectors.search import matter_search_for
from huiyin.matters.search.services.rebuild import search_rebuild

WISHES, FINDINGS, PROPOSAL = "希望先退多收的", "公告栏没有收费标准，物业拿出了合同。", "请物业补公示并退款"


@pytest.fixture
def filed(cast: Cast) -> Registered:
    found = cast.file()
    cast.to_handler(found)
    return found


def _visit(cast: Cast, *officers: str, **given: Any) -> FieldVisitDraft:
    draft = FieldVisitDraft(
        visited_at=cast.at - timedelta(hours=1), place="云渡路3号院", met_petitioner=True, findings=FINDINGS,
        officer_ids=[cast.officers[name] for name in officers or ("handler",)], proposal=PROPOSAL, wishes=WISHES,
    )  # fmt: skip
    return replace(draft, **given)


def _record(cast: Cast, filed: Registered, by: str = "handler", **given: Any) -> None:
    visit = _visit(cast, *given.pop("officers", (by,)), **given)
    field_visit_record(actor=cast.actor(by), matter_id=filed.matter_id, visit=visit, at=cast.at)


def _correct(cast: Cast, filed: Registered, position: int, by: str = "handler", reason: str = "楼号写错") -> None:
    field_visit_correct(
        actor=cast.actor(by), matter_id=filed.matter_id, position=position, reason=reason,
        visit=_visit(cast, by, place="云渡路5号院"), at=cast.at,
    )  # fmt: skip


def _petitioners(cast: Cast, filed: Registered) -> MatterView:
    return matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)


def test_staff_read_all_and_the_petitioner_that_it_took_place(cast: Cast, filed: Registered) -> None:
    cast.later(days=1)
    _record(cast, filed, officers=("handler", "handler_two"))
    (visit,) = matter_page_for(actor=cast.actor("approver"), number=filed.number, at=cast.at).field_visits
    assert (visit.findings, visit.proposal, visit.wishes, visit.names, visit.writer) == (
        FINDINGS, PROPOSAL, WISHES, ("沈秋白", "方予安"), "沈秋白",
    )  # fmt: skip
    page = _petitioners(cast, filed)
    assert "云渡县住房和城乡建设局的人 2026年3月3日 到现场走访" in page.events[-1].sentence
    shown = repr(page)
    for inside in (FINDINGS, PROPOSAL, WISHES, "沈秋白", "方予安", "云渡路3号院"):
        assert inside not in shown, inside
    # Once their words were read to them, they read these words and still nothing of what was found.
    _record(cast, filed, was_read_out=True)
    page = _petitioners(cast, filed)
    assert [each.wishes for each in page.field_visits] == ["", WISHES]
    assert FINDINGS not in repr(page) and "云渡路3号院" not in repr(page)
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"visited_at": timedelta(minutes=1)}, FieldVisitTimeInvalid),
        ({"visited_at": timedelta(days=-2)}, FieldVisitTimeInvalid),
        ({"place": " \u200b"}, FieldVisitPlaceRequired),
        ({"officer_ids": []}, FieldVisitOfficersRequired),
        ({"met_petitioner": False}, FieldVisitWishesInvalid),
        ({"wishes": "", "was_read_out": True}, FieldVisitReadOutInvalid),
        ({"findings": "\n"}, FieldVisitFindingsRequired),
    ],
)
def test_what_cannot_be_written(
    cast: Cast, filed: Registered, given: dict[str, Any], refusal: type[BadInput]
) -> None:
    if isinstance(moved := given.get("visited_at"), timedelta):
        given = {"visited_at": cast.at + moved}
    with pytest.raises(refusal):
        _record(cast, filed, **given)
    assert not FieldVisit.objects.exists()


def test_only_officers_of_the_unit_went_and_none_whom_it_is_about(cast: Cast, filed: Registered) -> None:
    with pytest.raises(FieldVisitOfficersRequired):
        _record(cast, filed, officers=("handler", "education_handler"))
    pk, at = filed.matter_id, cast.at
    officer = cast.officers["handler_two"]
    matter_recuse(actor=cast.actor("approver"), matter_id=pk, officer_id=officer, reason="有利害关系", at=at)
    found = visitors_for_page(actor=cast.actor("handler"), matter_id=pk, on=office_day(at)).officers
    names = [name for _id, name in found]
    # Whoever writes stands on top, ready-chosen.
    assert names[0] == "沈秋白" and "田小禾" in names and "方予安" not in names
    with pytest.raises(FieldVisitOfficersRequired):
        _record(cast, filed, officers=("handler_two",))


def test_a_barred_officer_neither_reads_nor_went(cast: Cast, filed: Registered) -> None:
    _record(cast, filed)
    pk = filed.matter_id
    matter_name_respondent(
        actor=cast.actor("approver"), matter_id=pk, unit_id=None, officer_id=cast.officers["handler_two"],
        text="方予安", at=cast.at,
    )  # fmt: skip
    found = visitors_for_page(actor=cast.actor("handler"), matter_id=pk, on=office_day(cast.at)).officers
    assert cast.officers["handler_two"] not in {key for key, _name in found}
    barred = cast.actor("handler_two")
    with pytest.raises(MatterNotFound):
        matter_page_for(actor=barred, number=filed.number, at=cast.at)
    with pytest.raises(MatterNotFound):
        field_visit_record(actor=barred, matter_id=pk, visit=_visit(cast, "handler_two"), at=cast.at)
    assert matter_search_for(actor=barred, text="公告栏没有收费标准") == []


def test_a_unit_that_helps_writes_its_own(cast: Cast, filed: Registered) -> None:
    ask_help(cast, filed, "education")
    _record(cast, filed, by="education_registrar")
    row = FieldVisit.objects.get()
    assert row.unit_id == cast.units["education"]
    assert "云渡县教育局的人" in _petitioners(cast, filed).events[-1].sentence
    # Each unit corrects what is its own; the office that only received the matter has none to write.
    with pytest.raises(FieldVisitNoneConflict):
        _correct(cast, filed, 1)
    assert seen_by(cast, filed, "registrar")
    with pytest.raises(FieldVisitNotAllowed):
        _record(cast, filed, by="registrar")
    page = matter_page_for(actor=cast.actor("registrar"), number=filed.number, at=cast.at)
    assert not page.can(Action.RECORD_FIELD_VISIT) and not page.can(Action.CORRECT_FIELD_VISIT)
    assert matter_page_for(actor=cast.actor("education_registrar"), number=filed.number, at=cast.at).can(
        Action.CORRECT_FIELD_VISIT
    )


def test_strangers_and_the_petitioner_write_none(cast: Cast, filed: Registered) -> None:
    with pytest.raises(MatterNotFound):
        _record(cast, filed, by="town_registrar")
    with pytest.raises(MoveNotAllowed):
        field_visit_record(actor=cast.petitioner(filed), matter_id=filed.matter_id, visit=_visit(cast), at=cast.at)


def test_a_mistake_is_corrected_by_another_record_once(cast: Cast, filed: Registered) -> None:
    _record(cast, filed, was_read_out=True)
    before = FieldVisit.objects.values().get()
    with pytest.raises(FieldVisitReasonRequired):
        _correct(cast, filed, 1, reason=" ")
    _correct(cast, filed, 1)
    first, second = matter_page_for(actor=cast.actor("handler"), number=filed.number, at=cast.at).field_visits
    assert (first.corrected_by, second.corrects, second.reason) == (2, 1, "楼号写错")
    assert FieldVisit.objects.filter(position=1).values().get() == before
    # Two at once: the later one reads that it was corrected, and goes on from there.
    with pytest.raises(FieldVisitCorrectedConflict):
        _correct(cast, filed, 1)
    _correct(cast, filed, 2)
    (shown,) = _petitioners(cast, filed).field_visits
    assert shown.position == 3
    # Also after it was closed, where no new visit is written any more.
    cast.draft(filed)
    reply_approve(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)
    reply_serve(actor=cast.actor("handler"), matter_id=filed.matter_id, at=cast.at)
    matter_close(actor=system("tick"), matter_id=filed.matter_id, at=cast.at)
    _correct(cast, filed, 3)
    with pytest.raises(MoveNotOpen):
        _record(cast, filed)
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


def test_photos_lie_with_the_draft_and_stay_inside(cast: Cast, filed: Registered) -> None:
    actor = cast.actor("handler")
    kept = keep(cast, filed, actor, "停", action=Action.RECORD_FIELD_VISIT, field="findings")
    move_draft_file_add(
        actor=actor, draft_id=key_of(kept), content=BytesIO(b"measured"), name="公告栏.txt", at=cast.at
    )
    field_visit_record(actor=actor, matter_id=filed.matter_id, visit=_visit(cast), draft_id=key_of(kept), at=cast.at)
    row = Attachment.objects.get()
    assert (row.is_public, row.field_visit_id) == (False, FieldVisit.objects.get().pk)
    assert _petitioners(cast, filed).attachments == ()
    page = matter_page_for(actor=actor, number=filed.number, at=cast.at)
    paper = content_text(field_visit_paper(matter=page, visit=page.field_visits[0]))
    assert all(word in paper for word in ("公告栏.txt", FINDINGS, "沈秋白", "云渡路3号院"))
    files: dict[str, bytes] = {}
    matter_file_bag(
        actor=actor, number=filed.number, at=cast.at, put=lambda name, source: files.update({name: b"".join(source)})
    )
    assert FINDINGS in files["data/matter.json"].decode()


def test_its_words_find_the_matter_also_after_the_index_was_made_anew(cast: Cast, filed: Registered) -> None:
    _record(cast, filed)
    for _ in range(2):
        found = matter_search_for(actor=cast.actor("approver"), text="公告栏没有收费标准")
        assert [row.number for row in found] == [filed.number]
        search_rebuild(at=cast.at)


def test_of_a_sealed_matter_the_words_lie_under_the_seal(cast: Cast) -> None:
    cast.seal_keys("registrar", "office_approver")
    filed = web_filing_register(
        kind=Kind.CLAIM, text="多收了费用。", requests=["退费"], identity=WHO, token=new_token(), at=cast.at,
        category_id=cast.categories["T111"], secrecy=Secrecy.SEALED,
    )  # fmt: skip
    registrar = cast.actor("registrar")
    with pytest.raises(MoveDraftNotKept):
        keep(cast, filed, "registrar", "停", action=Action.RECORD_FIELD_VISIT, field="findings")
    field_visit_record(
        actor=registrar, matter_id=filed.matter_id, visit=_visit(cast, "registrar", was_read_out=True), at=cast.at
    )
    row = FieldVisit.objects.get()
    assert (row.place, row.findings, row.wishes, row.was_read_out) == (SEALED_TEXT, SEALED_TEXT, SEALED_TEXT, False)
    stored = "".join(
        serialize("json", model._default_manager.all(), ensure_ascii=False) for model in apps.get_models()
    )
    assert FINDINGS not in stored and WISHES not in stored and "云渡路3号院" not in stored
    found = matter_open_seal(
        actor=registrar, matter_id=filed.matter_id, passphrase=PASSPHRASE, purpose="看走访记录", at=cast.at
    )
    (words,) = found.messages.values()
    assert all(text in words for text in (FINDINGS, WISHES, PROPOSAL, "云渡路3号院"))
    assert matter_search_for(actor=registrar, text="公告栏没有收费标准") == []
