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
from huiyin.intake.errors import DraftSent
from huiyin.intake.models import Draft
from huiyin.intake.rules.draft import DraftContent, draft_from_bytes, draft_to_bytes
from huiyin.intake.rules.tokens import draft_id
from huiyin.intake.selectors import draft_read
from huiyin.intake.services import (
    draft_discard,
    draft_file_add,
    draft_file_remove,
    draft_mark_sent,
    draft_save,
    drafts_sweep,
)
from huiyin.kernel.ids import new_id
from huiyin.matters.rules.errors import FilesTooMany
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
    assert draft_from_bytes(draft_to_bytes(content)) == content
    assert "甲" not in repr(content)


def test_only_fields_of_a_step_can_be_typed() -> None:
    for name in ("files", "matter_id"):
        with pytest.raises(TypeError):
            draft_save(token="", changes={name: ""}, at=AT)
    assert len(fields(DraftContent)) == 15


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
    draft_mark_sent(token=token, matter_id=matter_id, at=AT)
    view = draft_read(token=token, at=AT)
    assert view is not None
    assert (view.matter_id, view.content) == (matter_id, DraftContent())
    with pytest.raises(DraftSent):
        draft_save(token=token, changes={"text": "二"}, at=AT)
    assert draft_read(token=token, at=AT + timedelta(hours=2)) is None


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
