"""The bell shows an officer what is new to them: through the gates, and to nobody else."""

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.flows.bell import bell_for
from huiyin.kernel.ids import new_id
from huiyin.kernel.time import now
from huiyin.matters.messages.services.work import matter_note
from huiyin.matters.recusal.services import matter_recuse
from huiyin.matters.register.services.register import Registered
from huiyin.notices.bell import BELL_KEPT, OPENED_MOST, opened_of
from huiyin.notices.models import Bell, Notice
from huiyin.notices.services import NoticeDraft, bells_sweep, notices_enqueue
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.desk.hands import address

pytestmark = pytest.mark.django_db
BELL = "/desk/bell/"


def _mention(cast: Cast, *usernames: str) -> Registered:
    filed = cast.file()
    cast.to_handler(filed)
    matter_note(
        actor=cast.actor("handler"), matter_id=filed.matter_id, body="请看", at=now(),
        mentions=[cast.officers[username] for username in usernames],
    )  # fmt: skip
    return filed


def _plain(cast: Cast, who: str, count: int, *, at: datetime, path: str = "/desk/grants/") -> None:
    notices_enqueue(
        [
            NoticeDraft(
                template="post_changed",
                dedupe=f"post_changed:{at}:{number}",
                at=at + timedelta(seconds=number),
                officer_id=cast.officers[who],
                params={"path": path},
            )
            for number in range(count)
        ]
    )


def _new(client: Client) -> str:
    """What stands beside the bell."""
    panel = client.get("/desk/news/", headers={"X-Background": "1"}).text
    found = re.search(r'class="count" aria-hidden="true">([^<]*)<', panel)
    return found[1] if found else ""


def _links(text: str) -> list[str]:
    return re.findall(r'href="(/desk/bell/[0-9a-f-]{36}/)"', text)


def _see_all(client: Client, page: str) -> None:
    until = re.search(r'name="until" value="([^"]+)"', page)
    assert until, page
    assert client.post(f"{BELL}seen/", {"until": until[1]}).headers["Location"] == BELL


def test_a_mention_rings_and_leads_to_its_matter(cast: Cast, desk: Desk) -> None:
    filed = _mention(cast, "approver")
    client, other = desk("approver"), desk("housing_leader")
    page = client.get(BELL).text
    assert "有同事请您看一条内部记录" in page and _new(client) == "1" and _new(other) == ""
    (link,) = _links(page)
    # Asking whether it is there opens nothing, and somebody else's isn't there.
    assert client.head(link).status_code == 200 and _new(client) == "1"
    assert other.get(link).status_code == 404
    assert client.get(link).headers["Location"] == address(filed)
    assert _new(client) == "" and ">新<" not in client.get(BELL).text


def test_what_came_after_the_page_was_shown_stays_new(cast: Cast, desk: Desk) -> None:
    _mention(cast, "approver")
    client = desk("approver")
    page = client.get(BELL).text
    _mention(cast, "approver")
    _see_all(client, page)
    assert _new(client) == "1"
    _see_all(client, client.get(BELL).text)
    assert _new(client) == ""
    assert client.post(f"{BELL}seen/", {"until": "1~x"}).status_code == 404


def test_what_is_not_seen_any_more_is_neither_shown_nor_counted(cast: Cast, desk: Desk) -> None:
    filed, seen = _mention(cast, "approver"), _mention(cast, "approver")
    client = desk("approver")
    links = _links(client.get(BELL).text)
    assert len(links) == 2
    matter_recuse(
        actor=cast.actor("housing_leader"), matter_id=filed.matter_id, officer_id=cast.officers["approver"],
        reason="是亲戚", at=now(),
    )  # fmt: skip
    page = client.get(BELL).text
    assert seen.number[-4:] in page and filed.number[-4:] not in page
    assert _new(client) == "1"
    answers = {link: client.get(link).status_code for link in links}
    assert sorted(answers.values()) == [302, 404]


def test_many_are_shown_as_nine_and_more_and_stand_page_after_page(cast: Cast, desk: Desk) -> None:
    client = desk("nobody")
    assert client.get(BELL).status_code == 403  # without a post there is no desk
    client = desk("handler")
    _plain(cast, "handler", 60, at=now() - timedelta(hours=1))
    assert _new(client) == "9+"
    first = client.get(BELL).text
    assert len(_links(first)) == 50
    after = re.search(r'href="(/desk/bell/\?after=[^"]+)"', first)
    assert after
    rest = client.get(after[1].replace("&amp;", "&")).text
    assert len(set(_links(first)) | set(_links(rest))) == 60 and "再看" not in rest
    assert client.get(f"{BELL}?after=rubbish").status_code == 200


def test_the_panel_takes_a_fixed_number_of_statements(cast: Cast) -> None:
    _mention(cast, "approver")
    actor, counts = cast.actor("approver"), []
    for more in (0, 40):
        _plain(cast, "approver", more, at=now() + timedelta(minutes=more))
        with CaptureQueriesContext(connection) as captured:
            bell_for(actor=actor, at=now() + timedelta(hours=2))
        counts.append(len(captured))
    assert counts == [3, 3]


def test_a_digest_and_a_link_by_mail_alone_do_not_ring(cast: Cast, desk: Desk) -> None:
    common = {"at": now(), "officer_id": cast.officers["handler"]}
    notices_enqueue(
        [
            NoticeDraft(template="officer_digest", dedupe="digest", params={"count": "2"}, **common),  # type: ignore[arg-type]
            NoticeDraft(
                template="account_link",
                dedupe="link",
                params={"path": "/accounts/reset/"},
                **common,  # type: ignore[arg-type]
            ),
        ]
    )
    assert _new(desk("handler")) == "" and not _links(desk("handler").get(BELL).text)


def test_after_ninety_days_nothing_is_left_of_what_was_seen(cast: Cast, desk: Desk) -> None:
    _mention(cast, "approver")
    client = desk("approver")
    client.get(_links(client.get(BELL).text)[0])
    kept = Bell.objects.get()
    assert bells_sweep(at=now() + BELL_KEPT - timedelta(minutes=1)) == 0
    assert bells_sweep(at=kept.newest_at + BELL_KEPT) == 1 and not Bell.objects.exists()
    Notice.objects.update(created_at=now() - BELL_KEPT)
    assert _new(client) == "" and not _links(client.get(BELL).text)


def test_when_an_officer_looked_is_kept_nowhere(cast: Cast, desk: Desk) -> None:
    _plain(cast, "handler", 3, at=now() - timedelta(days=2))
    client = desk("handler")
    page = client.get(BELL).text
    client.get(_links(page)[0])
    _see_all(client, page)
    kept = Bell.objects.get()
    newest = Notice.objects.filter(template="post_changed").latest("created_at").created_at
    # Both are when notices were made, not when somebody was at the desk.
    assert kept.seen_until == kept.newest_at == newest


def test_so_many_opened_notices_are_known_and_no_more() -> None:
    opened: list[str] = []
    for _ in range(OPENED_MOST + 5):
        opened = opened_of(opened, latest := new_id())
    assert len(opened) == OPENED_MOST and opened[-1] == latest.hex
    assert len(opened_of(opened, latest)) == OPENED_MOST
