"""Drafts: sealed under the token, merged step by step, sent once, gone in time."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import override_settings

from huiyin.documents.errors import FileEmpty
from huiyin.documents.models import StoredFile
from huiyin.intake.errors import DraftChanged, DraftMoved, DraftSent
from huiyin.intake.models import Draft
from huiyin.intake.rules.draft import (
    DRAFT_LONGEST,
    DraftContent,
    DraftMarks,
    DraftState,
    PageSeen,
    digest_of,
    draft_from_bytes,
    draft_to_bytes,
)
from huiyin.intake.rules.tokens import draft_id
from huiyin.intake.selectors import draft_read
from huiyin.intake.services import (
    draft_arrived,
    draft_discard,
    draft_file_add,
    draft_file_remove,
    draft_mark_sent,
    draft_renew,
    draft_save,
    drafts_sweep,
    receipt_renew,
)
from huiyin.kernel.ids import new_id, new_token
from huiyin.matters.register.errors import FilesTooMany
from huiyin.vault.errors import DraftUnreadable

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def _content(token: str, at: datetime = AT) -> DraftContent:
    view = draft_read(token=token, at=at)
    assert view is not None
    return view.content


def test_each_step_adds_to_what_is_there() -> None:
    token = draft_save(token="", changes={"text": "电梯停了😀"}, at=AT)
    assert draft_save(token=token, changes={"requests": ("修好", "")}, at=AT) == token
    assert (_content(token).text, _content(token).requests) == ("电梯停了😀", ("修好", ""))


def test_everything_survives_the_way_into_bytes_and_back() -> None:
    content = DraftContent(
        kind="claim", text="\x00甲\ud800", area_id=7, requests=("一", "二"), who="named", name="纪"
    )
    state = DraftState(content, DraftMarks("abc", {"what": "p"}))
    assert draft_from_bytes(draft_to_bytes(state)) == state
    assert "甲" not in repr(content)


def test_only_fields_of_a_step_can_be_typed() -> None:
    for name in ("files", "matter_id"):
        with pytest.raises(TypeError):
            draft_save(token="", changes={name: ""}, at=AT)
    assert len(fields(DraftContent)) == 31


def test_the_database_alone_cannot_read_a_draft() -> None:
    token = draft_save(token="", changes={"text": "电梯停了", "name": "纪北辰"}, at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM intake_draft")
        row = b"".join(bytes(str(value), "utf-8") if not isinstance(value, bytes | memoryview) else bytes(value)
                       for value in cursor.fetchone())  # fmt: skip
    for secret in ("电梯", "纪北辰", token):
        assert secret.encode() not in row
    assert draft_read(token=token[:-1] + "x", at=AT) is None
    Draft.objects.create(
        id=draft_id("other"),
        blob=Draft.objects.get().blob,
        created_at=AT,
        updated_at=AT,
        expires_at=AT + timedelta(1),
    )
    with pytest.raises(DraftUnreadable):
        draft_read(token="other", at=AT)


def test_a_token_whose_draft_is_gone_is_never_used_again() -> None:
    token = draft_save(token="", changes={"text": "一"}, at=AT)
    draft_discard(token=token, at=AT)
    assert draft_save(token=token, changes={"text": "二"}, at=AT) != token
    assert draft_save(token="chosen by somebody", changes={}, at=AT) != "chosen by somebody"


def test_a_sent_draft_is_empty_and_takes_nothing_more() -> None:
    token, matter_id = draft_save(token="", changes={"text": "一"}, at=AT), new_id()
    receipt = new_token()
    draft_mark_sent(token=token, matter_id=matter_id, receipt=receipt, may_come_again=True, at=AT)
    for secret in (token, receipt):
        view = draft_read(token=secret, at=AT)
        assert view is not None
        assert (view.matter_id, view.content, view.receipt_token) == (matter_id, DraftContent(), token)
        with pytest.raises(DraftSent):
            draft_save(token=secret, changes={"text": "二"}, at=AT)
        assert draft_read(token=secret, at=AT + timedelta(minutes=15)) is None


def test_a_sent_drafts_own_token_opens_nothing_where_others_may_know_it() -> None:
    token, receipt = draft_save(token="", changes={"text": "一"}, at=AT), new_token()
    draft_mark_sent(token=token, matter_id=new_id(), receipt=receipt, may_come_again=False, at=AT)
    for come in (lambda: draft_read(token=token, at=AT), lambda: draft_save(token=token, changes={}, at=AT)):
        with pytest.raises(DraftMoved):
            come()
    assert draft_read(token=receipt, at=AT) is not None


def test_a_receipt_under_another_token_lives_no_longer() -> None:
    token, receipt, again = draft_save(token="", changes={"text": "一"}, at=AT), new_token(), new_token()
    draft_mark_sent(token=token, matter_id=new_id(), receipt=receipt, may_come_again=True, at=AT)
    later = AT + timedelta(minutes=14)
    view = draft_read(token=receipt, at=later)
    assert view is not None
    receipt_renew(token=receipt, view=view, receipt=again, at=later)
    renewed = draft_read(token=again, at=later)
    assert renewed is not None
    assert (renewed.receipt_token, renewed.matter_id) == (token, view.matter_id)
    assert draft_read(token=again, at=AT + timedelta(minutes=15)) is None


def test_anyone_who_knew_the_token_before_a_name_was_typed_reads_no_name() -> None:
    planted = draft_save(token="", changes={"text": "一"}, at=AT)
    token = draft_save(token=planted, changes={"name": "纪北辰"}, at=AT)
    assert token != planted
    assert _content(token).name == "纪北辰"
    assert _content(planted).name == ""


def test_an_old_token_works_until_the_new_one_has_come_and_no_longer() -> None:
    """The answer that brings the new one may be lost on the way."""
    old = draft_save(token="", changes={"text": "一"}, at=AT)
    new = draft_renew(token=old, step="check", page="p", at=AT)
    assert _content(old).text == _content(new).text == "一"
    view = draft_read(token=new, at=AT)
    assert view is not None
    draft_arrived(token=new, view=view, at=AT)
    with pytest.raises(DraftMoved):
        draft_read(token=old, at=AT)
    with pytest.raises(DraftMoved):
        draft_save(token=old, changes={"text": "二"}, at=AT)
    draft_discard(token=old, at=AT)
    assert _content(new).text == "一"


def test_renewed_drafts_expire_after_thirty_days() -> None:
    token, at = draft_save(token="", changes={"text": "一"}, at=AT), AT
    while at < AT + DRAFT_LONGEST - timedelta(days=3):
        at += timedelta(days=3)
        token = draft_save(
            token=draft_renew(token=token, step="check", page="p", at=at), changes={"text": "二"}, at=at
        )
    view = draft_read(token=token, at=at)
    assert view is not None and view.expires_at == AT + DRAFT_LONGEST
    assert draft_read(token=token, at=AT + DRAFT_LONGEST) is None


def _seen(token: str, page: str, at: datetime = AT) -> PageSeen:
    view = draft_read(token=token, at=at)
    state = view.state if view else DraftState()
    return PageSeen("what", page, state.marks.lineage, digest_of(state.content, {"text"}))


def test_of_two_pages_the_later_shows_what_the_other_has_kept() -> None:
    token = draft_save(token="", changes={"text": "一"}, at=AT)
    first, second = _seen(token, "A"), _seen(token, "B")
    draft_save(token=token, changes={"text": "甲"}, seen=first, at=AT)
    with pytest.raises(DraftChanged) as refused:
        draft_save(token=token, changes={"text": "乙"}, seen=second, at=AT)
    assert not refused.value.is_other
    assert _content(token).text == "甲"
    draft_save(token=token, changes={"text": "甲"}, seen=second, at=AT)  # the same words are no quarrel
    draft_save(token=token, changes={"text": "甲乙"}, seen=_seen(token, "B2"), at=AT)
    assert _content(token).text == "甲乙"


def test_a_page_that_kept_its_words_itself_may_keep_more() -> None:
    """Autosave, and the way back with the browser's own button."""
    page = _seen("", "A")
    token = draft_save(token="", changes={"text": "一"}, seen=page, at=AT)
    for text in ("一二", "一二三"):
        assert draft_save(token=token, changes={"text": text}, seen=page, at=AT) == token
    assert _content(token).text == "一二三"


def test_a_page_of_a_draft_that_was_cleared_writes_into_no_other_one() -> None:
    cleared = draft_save(token="", changes={"text": "一"}, at=AT)
    page = _seen(cleared, "A")
    draft_discard(token=cleared, at=AT)
    token = draft_save(token="", changes={"place": "另一个人的"}, at=AT)
    with pytest.raises(DraftChanged) as refused:
        draft_save(token=token, changes={"text": "一"}, seen=page, at=AT)
    assert refused.value.is_other
    assert _content(token).text == ""


def test_a_draft_lives_for_a_week_after_the_last_key_and_a_month_at_most() -> None:
    token = draft_save(token="", changes={"text": "一"}, at=AT)
    assert draft_read(token=token, at=AT + timedelta(days=7)) is None
    for days in (6, 12, 18, 24, 29):
        assert draft_save(token=token, changes={"text": "一"}, at=AT + timedelta(days=days)) == token
    assert draft_read(token=token, at=AT + timedelta(days=30)) is None


def test_the_sweep_takes_what_has_expired_and_nothing_else() -> None:
    old = draft_save(token="", changes={"text": "一"}, at=AT)
    young = draft_save(token="", changes={"text": "二"}, at=AT + timedelta(days=3))
    assert drafts_sweep(at=AT + timedelta(days=7)) == 1
    assert not Draft.objects.filter(pk=draft_id(old)).exists()
    assert draft_read(token=young, at=AT + timedelta(days=7)) is not None


def test_files_are_stored_at_once_and_listed_in_the_draft() -> None:
    token = draft_file_add(token="", content=BytesIO("甲".encode()), name="说明.txt", at=AT)
    draft_save(token=token, changes={"text": "一"}, at=AT)
    (file,) = _content(token).files
    assert (file.name, file.size) == ("说明.txt", 3)
    assert StoredFile.objects.get().pk == file.id
    draft_file_remove(token=token, file_id=file.id, at=AT)
    assert (_content(token).files, _content(token).text) == ((), "一")


def test_a_refused_file_changes_nothing() -> None:
    token = draft_save(token="", changes={"text": "一"}, at=AT)
    with pytest.raises(FileEmpty):
        draft_file_add(token=token, content=BytesIO(b""), name="空.txt", at=AT)
    assert _content(token).files == ()


@override_settings(HUIYIN_FILES_PER_MATTER=2)
def test_one_file_too_many_is_not_even_stored() -> None:
    token = ""
    for _ in range(settings.HUIYIN_FILES_PER_MATTER):
        token = draft_file_add(token=token, content=BytesIO(b"x"), name="一.txt", at=AT)
    with pytest.raises(FilesTooMany):
        draft_file_add(token=token, content=BytesIO(b"x"), name="二.txt", at=AT)
    assert StoredFile.objects.count() == 2
