"""Attachments stand in the order in which they were sent: on every page, in parts, in the archive."""

from collections.abc import Iterable
from io import BytesIO

import pytest
from tests.cast import Cast
from tests.documents.conftest import heic_photo

from huiyin.documents.services import file_store
from huiyin.flows.matter_file import matter_file_bag
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.core.selectors.page import matter_page_for, matter_page_of_petitioner
from huiyin.matters.linking.services.split import matter_split
from huiyin.matters.messages.services.work import attachment_add
from huiyin.matters.models import Attachment
from huiyin.matters.register.services.register import Registered

# Neither by name nor by anything else would they come in this order.
NAMES = ("十二.txt", "IMG_2.txt", "b.txt", "说明.txt", "IMG_10.txt", "a.txt", "尾.txt", "É.txt", "0.txt", "中.txt")


@pytest.fixture
def filed(cast: Cast) -> Registered:
    ids = [file_store(content=BytesIO(name.encode()), name=name, at=cast.at).pk for name in NAMES]
    return cast.file(file_ids=tuple(ids), requests=("修好电梯", "公示收支", "换物业"))


def _on_the_desk(cast: Cast, registered: Registered, who: str = "registrar") -> tuple[str, ...]:
    page = matter_page_for(actor=cast.actor(who), number=registered.number, at=cast.at)
    return tuple(attachment.name for attachment in page.attachments)


def test_everybody_sees_them_as_they_were_sent(cast: Cast, filed: Registered) -> None:
    assert _on_the_desk(cast, filed) == NAMES
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    assert tuple(attachment.name for attachment in page.attachments) == NAMES


def test_what_is_added_at_the_same_moment_comes_behind(cast: Cast, filed: Registered) -> None:
    for name in ("后一.txt", "后二.txt", "后三.txt"):
        file_id = file_store(content=BytesIO(name.encode()), name=name, at=cast.at).pk
        attachment_add(actor=cast.petitioner(filed), matter_id=filed.matter_id, file_id=file_id, at=cast.at)
    assert _on_the_desk(cast, filed) == (*NAMES, "后一.txt", "后二.txt", "后三.txt")


def test_a_part_has_them_as_the_whole_has(cast: Cast, filed: Registered) -> None:
    cast.to_handler(filed)
    part = matter_split(
        actor=cast.actor("housing_registrar"), matter_id=filed.matter_id, positions=(3,),
        unit_id=cast.units["education"], words="由教育局答复", at=cast.at,
    )  # fmt: skip
    assert _on_the_desk(cast, part, "education_registrar") == NAMES


def test_the_archive_numbers_them_as_they_were_sent(cast: Cast, filed: Registered) -> None:
    written: list[str] = []

    def put(path: str, content: Iterable[bytes]) -> None:
        written.append(path)
        assert sum(len(part) for part in content)

    matter_file_bag(actor=cast.actor("registrar"), number=filed.number, at=cast.at, put=put)
    attached = [path.rpartition("/")[2] for path in written if "/attachments/" in path]
    assert attached == [f"{index:03}-{name}" for index, name in enumerate(NAMES, start=1)]


def test_the_archive_has_a_photo_and_its_picture_under_one_number(cast: Cast) -> None:
    sent = ((b"words", "a.txt"), (heic_photo(), "IMG_0001.HEIC"), (b"words", "b.txt"))
    ids = tuple(file_store(content=BytesIO(content), name=name, at=cast.at).pk for content, name in sent)
    filed = cast.file(file_ids=ids)
    written: dict[str, bytes] = {}

    def put(path: str, content: Iterable[bytes]) -> None:
        written[path.rpartition("/")[2]] = b"".join(content)

    matter_file_bag(actor=cast.actor("registrar"), number=filed.number, at=cast.at, put=put)
    assert [name for name in written if name[:3].isdigit() and not name.endswith(".pdf")] == [
        "001-a.txt", "002-IMG_0001.heic", "002-IMG_0001.jpg", "003-b.txt",
    ]  # fmt: skip
    assert written["002-IMG_0001.jpg"].startswith(b"\xff\xd8")


def test_the_order_is_in_the_ledger(cast: Cast, filed: Registered) -> None:
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []
    first, second = Attachment.objects.order_by("position")[:2]
    Attachment.objects.filter(pk=first.pk).update(position=second.position)
    assert len(ledger_verify().problems) == 1
