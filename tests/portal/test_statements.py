"""The number of SQL statements that a citizen's clicks cost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.matters.models import Matter
from huiyin.matters.register.services.register import Registered
from tests.cast import Cast
from tests.portal.walker import KIND, WHERE, Citizen

pytestmark = pytest.mark.both_databases

# Of those of sending four are the draft's own: reading it; ending the token before this one, with which nobody may
# come any more; emptying it; and the row under the receipt's own token, so that no token of before leads there.
# Whoever is named costs two statements: the names of units, and the officers whose names stand in the text. The
# second is asked where a unit was found too: an officer beside it is barred as well.
# Two more ask how many matters came from that network, and count this one.
# One of the status page asks whether the code that opened it still does: a lost one is replaced at the counter, and
# whoever holds it is outside with their next click. Another asks whether the pass was ended on some other page.
SEND, SEND_WITH_EVERYTHING, STATUS, HOME = 14, 18, 13, 0


def _counted(captured: CaptureQueriesContext) -> list[str]:
    # On PostgreSQL one that is sent together with others has no text.
    return [str(query["sql"])[:120] for query in captured if "SAVEPOINT" not in str(query["sql"])]


def test_sending(cast: Cast) -> None:
    citizen = Citizen()
    citizen.write()
    with CaptureQueriesContext(connection) as captured:
        assert citizen.send().status_code == 302
    assert len(_counted(captured)) == SEND, "\n".join(_counted(captured))


def test_sending_from_the_page_that_was_shown(cast: Cast) -> None:
    citizen = Citizen()
    citizen.write()
    citizen.page("/file/check/")
    with CaptureQueriesContext(connection) as captured:
        assert citizen.send().status_code == 302
    assert len(_counted(captured)) == SEND, "\n".join(_counted(captured))


def test_sending_with_files_category_area_and_respondent(cast: Cast) -> None:
    citizen = Citizen()
    citizen.write(requests=("一", "二", "三"), about="云渡县教育局")
    citizen.press("files", files=[SimpleUploadedFile(f"{number}.txt", b"x") for number in range(3)])
    citizen.press("where", **{**WHERE, "area": str(cast.areas["town"])})
    citizen.press("kind", **{**KIND, "category": str(cast.categories["T111"])})
    with CaptureQueriesContext(connection) as captured:
        assert citizen.send().status_code == 302
    assert len(_counted(captured)) <= SEND_WITH_EVERYTHING, "\n".join(_counted(captured))


def test_the_status_page(cast: Cast) -> None:
    citizen = Citizen()
    number, code = citizen.file(requests=tuple(f"第{number}条" for number in range(1, 20)))
    matter = Matter.objects.get()
    cast.at = matter.received_at
    cast.answer(Registered(matter.pk, number, code, is_new=True))
    for _ in range(3):
        citizen.look_up(number, code)
        citizen.client.post("/status/message/", {"body": "补充"})
    with CaptureQueriesContext(connection) as captured:
        citizen.page("/status/")
    assert len(_counted(captured)) <= STATUS, "\n".join(_counted(captured))


def test_the_first_page_asks_the_database_nothing(db: None) -> None:
    with CaptureQueriesContext(connection) as captured:
        Citizen().page("/")
    assert len(captured) == HOME
