"""What auditors and administrators read: places in the ledger, openings, notices. Never what a matter says."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.flows.records import notices_page, openings_page
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.time import office_day
from huiyin.ledger.models import Entry
from huiyin.ledger.services import checkpoint_sign, entries_sequence
from huiyin.matters.delivery.rules import ServiceMethod
from huiyin.matters.delivery.services import reply_serve
from huiyin.matters.identity.services import matter_open_identity
from huiyin.matters.respondents.services.naming import matter_name_respondent
from huiyin.notices.selectors import notices_failed
from huiyin.vault.services import OpeningRecord
from tests.cast import WHO, Cast
from tests.desk.conftest import Desk

SECRET = "这句话只有经办人员能看"


def _sequence(cast: Cast) -> None:
    entries_sequence(at=cast.at)
    checkpoint_sign(at=cast.at)


def test_the_ledger_shows_places_and_the_checkpoint_and_no_content(cast: Cast, desk: Desk) -> None:
    filed = cast.file(text=SECRET, title=SECRET)
    cast.accept(filed)
    _sequence(cast)
    for who in ("auditor", "administrator"):
        page = desk(who).get("/desk/records/").text
        assert "matters.matter.accepted" in page and "穆清和" in page and f"事项 {filed.matter_id}" in page
        assert "huiyin.invalid/ledger" in page
        assert SECRET not in page and WHO.name not in page and filed.number not in page


def test_the_ledger_is_read_to_its_beginning_page_by_page(cast: Cast, desk: Desk) -> None:
    for _ in range(40):
        cast.file()
    _sequence(cast)
    client, address, seen = desk("auditor"), "/desk/records/", []
    statements = set()
    client.get(address)  # the first page of a session is also noted in it
    while address:
        with CaptureQueriesContext(connection) as captured:
            page = client.get(address).text
        statements.add(len(captured))
        lines = re.findall(r"<tr><td.*?</tr>", page, re.DOTALL)
        seen.append(len(lines))
        following = re.search(r'href="(/desk/records/\?before=[^"]+)"', page)
        address = following[1] if following else ""
    assert sum(seen) == Entry.objects.exclude(kind__startswith="security.").count() > 90
    assert set(seen[:-1]) == {50}, "every page but the last is full"
    assert max(statements) <= 9
    assert desk("auditor").get("/desk/records/?before=nonsense").status_code == 200


def test_an_empty_ledger_says_what_would_be_here(cast: Cast, desk: Desk) -> None:
    assert "台账里还没有记录" in desk("auditor").get("/desk/records/").text


def test_openings_name_the_officer_to_auditors_alone(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    matter_open_identity(
        actor=cast.actor("registrar"), matter_id=filed.matter_id, purpose="约信访人到现场一起查看", at=cast.at
    )
    page = desk("auditor").get("/desk/records/openings/").text
    shown = f"{filed.number[:8]}-{filed.number[8:12]}-{filed.number[12:]}"
    assert all(word in page for word in ("穆清和", "云渡县信访局", "约信访人到现场一起查看", shown))
    assert WHO.name not in page
    assert "身份信息查看" not in desk("administrator").get("/desk/records/").text
    assert "identity_id" not in OpeningRecord.__slots__  # nothing to put one person's matters together by
    assert len(openings_page(actor=cast.actor("auditor"), after=None, limit=9)) == 1
    for who in ("administrator", "registrar", "office_leader"):
        with pytest.raises(NotAllowed):
            openings_page(actor=cast.actor(who), after=None, limit=9)


def test_an_auditor_reads_nothing_of_a_matter_about_the_auditor(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    actor = cast.actor("office_leader")
    matter_open_identity(actor=actor, matter_id=filed.matter_id, purpose="核实举报的钟某", at=cast.at)
    matter_name_respondent(
        actor=actor, matter_id=filed.matter_id, unit_id=None, officer_id=cast.officers["auditor"], text="", at=cast.at
    )
    page = desk("auditor").get("/desk/records/openings/").text
    assert "核实举报的钟某" not in page and "还没有人查看过身份信息" in page


def test_the_outbox_says_what_became_of_a_notice_and_nothing_else(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    page = desk("auditor").get("/desk/records/outbox/").text
    assert "告诉信访人：已登记" in page and "等待发送" in page
    assert filed.number not in page and filed.number[:8] + "-" not in page


def test_a_notice_that_was_given_up_goes_out_again(cast: Cast, desk: Desk) -> None:
    cast.file()
    notice = notices_page(actor=cast.actor("administrator"), after=None, limit=9)[0]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE notices_notice SET state = 'failed', next_try_at = NULL, last_error = 'SMTPDataError 554'"
        )
    assert "再发一次" not in desk("auditor").get("/desk/records/outbox/").text.split("</thead>")[1]
    page = desk("administrator").get("/desk/records/outbox/").text
    assert "没有发出去" in page and "服务器不接受这封邮件（554）" in page
    assert "服务器不接受这封邮件（554）" in desk("auditor").get("/desk/records/outbox/").text
    again = f"/desk/records/outbox/{notice.id}/again/"
    assert "已放回待发" in desk("administrator").post(again, follow=True).text
    assert notices_failed() == []
    assert desk("administrator").post(again).status_code == 409


def test_steps_that_were_dated_back_are_listed_for_the_auditor(cast: Cast, desk: Desk) -> None:
    filed = cast.approved_simply()
    handed = office_day(cast.at)
    cast.later(days=30)
    reply_serve(
        actor=cast.actor("handler"), matter_id=filed.matter_id, method=ServiceMethod.IN_PERSON, served_on=handed,
        late_reason="回执上周才找到", at=cast.at,
    )  # fmt: skip
    page = desk("auditor").get("/desk/records/late/").text
    assert "回执上周才找到" in page and handed.isoformat() in page
    assert desk("administrator").get("/desk/records/late/").status_code == 403
