"""An answer's files lie with its draft, are approved with it, and are the petitioner's to read once it is served."""

from collections.abc import Iterable
from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
from tests.cast import Cast
from tests.matters.drafting import keep, key_of
from tests.matters.moves_link import requests_asked
from tests.matters.test_link import _merged

from huiyin.documents.errors import FileEmpty
from huiyin.documents.letters import content_read
from huiyin.documents.models import Letter, StoredFile
from huiyin.documents.storage import path_of
from huiyin.flows.drafts_round import drafts_round
from huiyin.flows.matter_file import matter_file_bag
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.page import matter_page_for, matter_page_of_petitioner
from huiyin.matters.delivery.services import reply_serve
from huiyin.matters.drafts.errors import DraftTakesNoFiles, MoveDraftNotFound
from huiyin.matters.drafts.rules import DraftSeen
from huiyin.matters.drafts.selectors import move_drafts_on
from huiyin.matters.drafts.services.files import move_draft_file_add, move_draft_file_remove
from huiyin.matters.drafts.services.handing import move_draft_hand
from huiyin.matters.drafts.services.keeping import move_draft_clear, move_draft_sent, move_drafts_sweep
from huiyin.matters.letters.services.preview import LetterTyped, letter_preview
from huiyin.matters.models import Attachment, MoveDraft, Reply
from huiyin.matters.register.errors import FilesTooMany
from huiyin.matters.register.services.register import Registered
from huiyin.matters.reply.services.reply import OpinionDraft, reply_approve, reply_draft, reply_recall, reply_return


@pytest.fixture
def filed(cast: Cast) -> Registered:
    found = cast.file()
    cast.to_handler(found)
    return found


def _add(cast: Cast, seen: DraftSeen, name: str, by: str = "handler", content: bytes = b"measured") -> None:
    move_draft_file_add(actor=cast.actor(by), draft_id=key_of(seen), content=BytesIO(content), name=name, at=cast.at)


def _names(cast: Cast, filed: Registered, by: str = "handler") -> list[str]:
    drafts = move_drafts_on(actor=cast.actor(by), matter_id=filed.matter_id)
    return [file.name for draft in drafts for file in draft.files]


def _hand_in(cast: Cast, filed: Registered, seen: DraftSeen | None = None, keep_files: tuple[UUID, ...] = ()) -> None:
    handler, opinions = cast.actor("handler"), requests_asked(filed.matter_id)
    shown = seen or DraftSeen("none")
    with move_draft_sent(actor=handler, matter_id=filed.matter_id, action=Action.DRAFT, seen=shown):
        reply_draft(
            actor=handler, matter_id=filed.matter_id, facts="属实", basis="条例", draft_id=shown.id,
            opinions={request.pk: OpinionDraft("explained", "说明") for request in opinions},
            keep_files=keep_files, at=cast.at,
        )  # fmt: skip


def _annexes(cast: Cast, filed: Registered, by: str) -> list[str]:
    reply = matter_page_for(actor=cast.actor(by), number=filed.number, at=cast.at).reply
    return [file.name for file in reply.files] if reply else []


def _public(cast: Cast, filed: Registered) -> tuple[list[str], list[str]]:
    """What the petitioner sees: all files, and those of the answer."""
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    return [file.name for file in page.attachments], [file.name for file in page.reply.files] if page.reply else []


def _is_verified(cast: Cast) -> bool:
    entries_sequence(at=cast.at)
    return ledger_verify().problems == []


def test_files_go_with_the_draft_to_the_approver_and_with_the_answer_to_the_petitioner(
    cast: Cast, filed: Registered
) -> None:
    seen = keep(cast, filed, "handler", "查明")
    for name in ("检测报告.txt", "照片.txt"):
        _add(cast, seen, name)
    assert _names(cast, filed) == ["检测报告.txt", "照片.txt"] and not Attachment.objects.exists()
    _hand_in(cast, filed, seen)
    assert not MoveDraft.objects.exists()
    assert _annexes(cast, filed, "approver") == ["检测报告.txt", "照片.txt"]
    assert _public(cast, filed) == ([], [])
    reply_approve(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)
    assert _public(cast, filed) == ([], [])
    reply_serve(actor=cast.actor("handler"), matter_id=filed.matter_id, at=cast.at)
    assert _public(cast, filed) == (["检测报告.txt", "照片.txt"],) * 2
    letter = content_read(Letter.objects.get(code="reply").content)
    (listed,) = [part for part in letter.sections if part.listed]
    assert (listed.heading, [item.text for item in listed.items]) == ("附件", ["检测报告", "照片"])
    assert _is_verified(cast)


def test_a_file_that_is_refused_removed_or_cleared_leaves_nothing(cast: Cast, filed: Registered) -> None:
    seen = keep(cast, filed, "handler", "查明")
    with pytest.raises(FileEmpty):
        _add(cast, seen, "空.txt", content=b"")
    for name in ("一.txt", "二.txt"):
        _add(cast, seen, name)
    first, second = StoredFile.objects.order_by("pk")
    with pytest.raises(MoveDraftNotFound):
        move_draft_file_remove(actor=cast.actor("approver"), draft_id=key_of(seen), file_id=first.pk)
    move_draft_file_remove(actor=cast.actor("handler"), draft_id=key_of(seen), file_id=first.pk)
    assert _names(cast, filed) == ["二.txt"] and not path_of(first.pk).exists()
    move_draft_clear(actor=cast.actor("handler"), draft_id=key_of(seen))
    assert not StoredFile.objects.exists() and not path_of(second.pk).exists()


def test_only_answers_take_files_and_no_more_than_a_matter_holds(
    cast: Cast, filed: Registered, settings: pytest.FixtureRequest
) -> None:
    note = keep(cast, filed, "handler", "记录", action=Action.NOTE, field="body")
    with pytest.raises(DraftTakesNoFiles):
        _add(cast, note, "一.txt")
    settings.HUIYIN_FILES_PER_MATTER = 1  # type: ignore[attr-defined]
    seen = keep(cast, filed, "handler", "查明")
    _add(cast, seen, "一.txt")
    with pytest.raises(FilesTooMany):
        _add(cast, seen, "二.txt")
    assert StoredFile.objects.count() == 1


@pytest.mark.parametrize("how", ["returned", "recalled"])
def test_what_comes_back_keeps_its_files_as_far_as_they_are_wanted(cast: Cast, filed: Registered, how: str) -> None:
    seen = keep(cast, filed, "handler", "查明")
    for name in ("留.txt", "不留.txt"):
        _add(cast, seen, name)
    _hand_in(cast, filed, seen)
    if how == "returned":
        reply_return(actor=cast.actor("approver"), matter_id=filed.matter_id, reason="补充", at=cast.at)
    else:
        reply_recall(actor=cast.actor("handler"), matter_id=filed.matter_id, at=cast.at)
    assert _annexes(cast, filed, "handler") == ["留.txt", "不留.txt"]
    again = keep(cast, filed, "handler", "再查明", seen=DraftSeen("again"))
    _add(cast, again, "新.txt")
    kept = StoredFile.objects.get(name="留.txt").pk
    _hand_in(cast, filed, again, keep_files=(kept,))
    assert _annexes(cast, filed, "approver") == ["留.txt", "新.txt"]
    reply_approve(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)
    reply_serve(actor=cast.actor("handler"), matter_id=filed.matter_id, at=cast.at)
    assert _public(cast, filed)[0] == ["留.txt", "新.txt"]
    assert _is_verified(cast)


def test_no_file_of_anything_else_is_kept_as_one_of_a_round_before(cast: Cast, filed: Registered) -> None:
    seen = keep(cast, filed, "handler", "查明")
    _add(cast, seen, "自己的.txt")
    _hand_in(cast, filed, seen)
    other = cast.file()
    cast.to_handler(other)
    _hand_in(cast, other, keep_files=(StoredFile.objects.get().pk,))
    assert _annexes(cast, other, "handler") == []


def test_matters_that_are_answered_along_get_the_files_too(cast: Cast) -> None:
    leader, led = _merged(cast)
    seen = keep(cast, leader, "handler", "查明")
    _add(cast, seen, "报告.txt")
    _hand_in(cast, leader, seen)
    reply_recall(actor=cast.actor("handler"), matter_id=leader.matter_id, at=cast.at)
    _hand_in(cast, leader, keep_files=(StoredFile.objects.get().pk,))
    reply_approve(actor=cast.actor("approver"), matter_id=leader.matter_id, at=cast.at)
    assert _public(cast, led) == ([], [])
    reply_serve(actor=cast.actor("handler"), matter_id=leader.matter_id, at=cast.at)
    assert _public(cast, leader) == _public(cast, led) == (["报告.txt"], ["报告.txt"])
    assert Reply.objects.filter(files__isnull=False).distinct().count() == 2 and _is_verified(cast)


def test_a_file_goes_along_with_a_draft_that_is_handed_over(cast: Cast, filed: Registered) -> None:
    seen = keep(cast, filed, "handler", "查明")
    _add(cast, seen, "报告.txt")
    move_draft_hand(
        actor=cast.actor("handler"), draft_id=key_of(seen), officer_id=cast.officers["approver"], at=cast.at
    )
    assert _names(cast, filed, "approver") == ["报告.txt"] and not _names(cast, filed)
    with pytest.raises(MoveDraftNotFound):
        _add(cast, seen, "再来.txt")
    _add(cast, seen, "再来.txt", by="approver")


def test_upkeep_leaves_files_of_drafts_and_takes_those_of_drafts_that_go(cast: Cast, filed: Registered) -> None:
    seen = keep(cast, filed, "handler", "查明")
    _add(cast, seen, "报告.txt")
    late = cast.at + timedelta(days=40)
    drafts_round(at=late)
    assert StoredFile.objects.count() == 1
    MoveDraft.objects.update(owner=cast.officers["education_handler"])
    assert move_drafts_sweep(at=cast.at + timedelta(days=91)) == 1
    assert not StoredFile.objects.exists()


def test_the_archive_holds_them(cast: Cast, filed: Registered) -> None:
    seen = keep(cast, filed, "handler", "查明")
    _add(cast, seen, "报告.txt")
    _hand_in(cast, filed, seen)
    reply_approve(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)
    reply_serve(actor=cast.actor("handler"), matter_id=filed.matter_id, at=cast.at)
    paths: dict[str, bytes] = {}

    def put(path: str, content: Iterable[bytes]) -> None:
        paths[path] = b"".join(content)

    matter_file_bag(actor=cast.actor("handler"), number=filed.number, at=cast.at, put=put)
    (path,) = [path for path in paths if path.endswith("报告.txt")]
    assert path.startswith("data/attachments/") and paths[path] == b"measured"


def test_a_preview_lists_what_lies_with_the_draft(cast: Cast, filed: Registered) -> None:
    seen = keep(cast, filed, "handler", "属实")
    _add(cast, seen, "测量记录.txt")
    content = letter_preview(
        actor=cast.actor("handler"), matter_id=filed.matter_id, action=Action.DRAFT, typed=LetterTyped(facts="属实"),
        at=cast.at,
    )  # fmt: skip
    annexes = next(section for section in content.sections if section.heading == "附件")
    assert [item.text for item in annexes.items] == ["测量记录"]
