"""Many matters and many files from one place: a village gets through, a flood waits, and nobody is refused."""

from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.documents.models import StoredFile
from huiyin.kernel.time import now
from huiyin.matters.models import Attachment, Matter
from tests.cast import Cast
from tests.portal.walker import Citizen

pytestmark = pytest.mark.both_databases

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
FLOOD, ELSEWHERE = "192.0.2.{}", "198.51.100.1"


@pytest.fixture(autouse=True)
def _few(settings: Any) -> None:
    """Eight an hour of a network, two of them at once; of all together no more than that."""
    settings.HUIYIN_FILINGS_OF_NETWORK = 8
    settings.HUIYIN_FILINGS = 0


def _flood(many: int) -> list[Citizen]:
    """So many people of one network press "send", each from an address of their own in it."""
    people = [Citizen(REMOTE_ADDR=FLOOD.format(number)) for number in range(1, many + 1)]
    for person in people:
        person.write()
        person.answer = person.send().headers["Location"]  # type: ignore[attr-defined]
    return people


def test_anyone_who_comes_after_many_has_a_turn_that_stays_theirs(cast: Cast) -> None:
    people = _flood(4)
    assert [person.answer for person in people] == ["/receipt/"] * 2 + ["/file/turn/"] * 2  # type: ignore[attr-defined]
    assert Matter.objects.count() == 2
    page = people[2].client.get("/file/turn/")
    assert "大约 8 分钟后轮到您" in page.content.decode()
    assert page.headers["Refresh"] == "60"
    assert people[2].send().headers["Location"] == "/file/turn/"
    # Elsewhere nobody waits, and nobody who waits is passed by those who press later.
    assert Citizen(REMOTE_ADDR=ELSEWHERE).file()
    with mock.patch("huiyin.portal.filing.sending.now", return_value=now() + timedelta(minutes=9)):
        assert "轮到您了" in people[2].page("/file/turn/")
        assert people[3].send().headers["Location"] == "/file/turn/"
        assert people[2].send().headers["Location"] == "/receipt/"
    assert people[2].receipt()[0]
    assert Matter.objects.count() == 4


def test_pressing_twice_is_counted_once(cast: Cast) -> None:
    person = Citizen(REMOTE_ADDR=FLOOD.format(1))
    person.write()
    shown = person.shown("check")
    for _ in range(2):
        assert person.client.post("/file/check/", {"page": shown}).headers["Location"] == "/receipt/"
    second = Citizen(REMOTE_ADDR=FLOOD.format(1))
    assert second.file()
    assert Matter.objects.count() == 2


def test_the_first_of_a_network_wait_for_no_one_elsewhere(cast: Cast, settings: Any) -> None:
    """All networks together are at their limit; a village that has sent nothing yet isn't touched by it."""
    settings.HUIYIN_FILINGS_OF_NETWORK, settings.HUIYIN_FILINGS = 400, 4
    answers = [person.answer for person in _flood(6)]  # type: ignore[attr-defined]
    assert answers == ["/receipt/"] * 4 + ["/file/turn/"] * 2
    for _ in range(3):
        assert Citizen(REMOTE_ADDR=ELSEWHERE).file()


def _press_with(person: Citizen, *sizes: int) -> str:
    files = [SimpleUploadedFile(f"{size}.txt", b"x" * size) for size in sizes]
    response = person.press("files", do="upload", files=files)
    return response.content.decode()


def test_files_of_a_network_have_an_end_and_texts_have_none(cast: Cast, settings: Any) -> None:
    settings.HUIYIN_UPLOADS_OF_NETWORK = 1
    person = Citizen(REMOTE_ADDR=FLOOD.format(1))
    assert "附件过几个小时凭查询码补上" in _press_with(person, 600_000, 600_000)
    assert StoredFile.objects.count() == 1
    other = Citizen(REMOTE_ADDR=FLOOD.format(2))
    assert "附件过几个小时" in _press_with(other, 600_000)
    assert "附件过几个小时" not in _press_with(Citizen(REMOTE_ADDR=ELSEWHERE), 600_000)
    # The matter itself goes through, without the file and with the one that was there.
    number, code = other.file()
    assert Attachment.objects.count() == 0
    assert person.file()
    assert Attachment.objects.count() == 1
    # And so does what is added to it later, with its own counts.
    assert other.look_up(number, code).status_code == 302
    more = {"files": [SimpleUploadedFile("后补.txt", b"x" * 600_000)]}
    assert "附件过几个小时" in other.client.post("/status/files/", more).content.decode()
    settings.HUIYIN_UPLOADS_OF_NETWORK = 4
    more = {"files": [SimpleUploadedFile("后补.txt", b"x" * 600_000)]}
    assert other.client.post("/status/files/", more).status_code == 302


def test_files_of_all_have_an_end_that_leaves_each_network_some(cast: Cast, settings: Any) -> None:
    settings.HUIYIN_UPLOADS = 1
    with mock.patch("huiyin.documents.services.uploads._FREE", 100_000):
        assert "附件过几个小时" in _press_with(Citizen(REMOTE_ADDR=FLOOD.format(1)), 900_000, 900_000)
        assert "附件过几个小时" not in _press_with(Citizen(REMOTE_ADDR=ELSEWHERE), 90_000)
        assert "附件过几个小时" in _press_with(Citizen(REMOTE_ADDR=ELSEWHERE), 200_000)


def test_a_disk_that_is_nearly_full_keeps_its_room_for_texts(cast: Cast, settings: Any) -> None:
    settings.HUIYIN_FREE_MEGABYTES = 10**9
    person = Citizen()
    assert "附件过几个小时" in _press_with(person, 10)
    assert person.file()
