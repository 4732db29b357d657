"""Everything that an officer can see of the desk, taken down so that two moments can be compared letter by letter."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection
from django.test import Client
from django.urls import reverse

from huiyin.desk.matter.registry import FORMS
from huiyin.kernel.ids import format_matter_number
from huiyin.matters.lists.selectors.lists import WorkList

SECRET = "举报供水工程验收造假收受回扣"
_CHANGING = re.compile(
    r'(?<=name="csrfmiddlewaretoken" value=")\w+|(?<=value=")[\w-]{43}(?:\.0\.)?(?=")|"X-CSRFToken": "\w+"'
    # What leads to an entry's proof is encrypted anew each time, too.
    r'|(?<=name="entry" value=")[\w=-]+'
)
# The signed tree covers whatever is in the ledger and is published for everybody; sealed matters aren't on the page
# either, so its size says nothing about any one matter. Where the next page begins is encrypted anew each time.
_PUBLISHED = re.compile(r'<section class="sheet checkpoint".*?</section>|(?<=\?before=)[\w=-]+', re.DOTALL)
_TELLING = ("Location", "Content-Type", "Content-Disposition", "HX-Retarget", "HX-Redirect", "Retry-After", "ETag",
           "Last-Modified", "Cache-Control", "Allow", "Vary")  # fmt: skip
# So much that no other matter begins with it by chance.
_BEGINNING = 15
_HTMX = {"HX-Request": "true"}
_PLACES = (
    "home", "jobs", "supervision", "call_backs", "calls", "sponsored", "recommendations", "reception",
    "owned", "owned_batches", "plan_periods", "look_backs", "causes", "causes_table",
    "leave", "organisation_letters",
)  # fmt: skip

Seen = dict[str, tuple[int, str, tuple[tuple[str, str], ...]]]


def seen_by(client: Client, number: str, attachment_id: UUID, moves: Collection[str] = FORMS) -> Seen:
    """Status, text and telling headers of every answer, the number itself replaced.

    `moves` are pressed blindly, and whoever presses any tries every other way in, too; others open pages alone.
    """
    found: Seen = {}
    answers = _asked(client, number, attachment_id, moves)
    while True:
        statements: list[str] = []
        with connection.execute_wrapper(partial(_note_statement, statements)):
            name, answer = next(answers, ("", None))
        if not name:
            return found
        status, text, headers = _noted(answer, number, attachment_id)
        # What is kept for a while makes the first of some pages cost more: a search is always made anew.
        cost = str(len(statements)) if name.startswith("search") else ""
        found[name] = status, text, (*headers, ("statements", cost))


def _note_statement(
    statements: list[str], execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    statements.append(sql)
    return execute(sql, params, many, context)


def _asked(client: Client, number: str, attachment_id: UUID, moves: Collection[str]) -> Iterator[tuple[str, Any]]:
    for name, address in _pages(number, attachment_id):
        yield name, client.get(address)
    if moves:
        yield from _tried(client, number, attachment_id, moves)


def _tried(client: Client, number: str, attachment_id: UUID, moves: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """Other methods, parts of pages, every move, several at once, exports, and what registering looks up."""
    for name, address in _addresses(number, attachment_id):
        yield f"part {name}", client.get(address, headers=_HTMX)
        yield f"head {name}", client.head(address)
        yield f"options {name}", client.options(address)
    for code in moves:
        address = reverse("desk:matter_move", args=[number, code])
        yield f"move {code}", client.post(address, {"seen": "1", "body": "x", "purpose": "看看是谁"})
    yield "move form", client.get(reverse("desk:matter_move", args=[number, "note"]), {"seen": "1"}, headers=_HTMX)
    yield "move part", client.post(reverse("desk:matter_move", args=[number, "note"]), {"seen": "1"}, headers=_HTMX)
    for do, field in (("assign_handler", "handler"), ("assign_unit", "unit")):
        picked = {"do": do, "pick": f"{number}.1"}
        for work_list in (WorkList.ARRIVALS.value, WorkList.UNIT.value):
            address = reverse("desk:work_list_bulk", args=[work_list])
            yield f"bulk {work_list} {do}", client.get(address, picked)
            yield f"bulk done {work_list} {do}", client.post(address, {**picked, field: "1"})
    typed = {"text": SECRET, "title": SECRET[:20], "place": "云渡县柳荫镇云水小区", "channel": "letter", "token": "t"}
    for name in ("matter_whole", "matter_archive"):
        yield f"export {name}", client.post(reverse(f"desk:{name}", args=[number]))
    yield "suggest", client.post(reverse("desk:register_suggest"), typed, headers=_HTMX)
    yield "look", client.post(reverse("desk:register"), {**typed, "look": "1"})


def _pages(number: str, attachment_id: UUID) -> Iterator[tuple[str, str]]:
    for name in (
        *_PLACES,
        "receipt",
        "receipt_download",
        "register",
        "records",
        "records_openings",
        "records_late",
        "records_outbox",
    ):
        yield name, reverse(f"desk:{name}")
    for work_list in WorkList:
        yield work_list.value, reverse("desk:work_list", args=[work_list.value])
    yield "narrowed", f"{reverse('desk:work_list', args=[WorkList.UNIT.value])}?kind=claim&channel=web"
    parts = {
        "number": number,
        "dashes": format_matter_number(number),
        "day": number[:8],
        "beginning": number[:_BEGINNING],
    }
    for shown, text in (*parts.items(), *((text, text) for text in (SECRET, SECRET[:2], "回扣", "云水"))):
        yield f"search {shown}", reverse("desk:search") + f"?q={text}"
    yield "matter opened", reverse("desk:matter", args=[number]) + "?move=note"
    yield "matter dashes", reverse("desk:matter", args=[format_matter_number(number)])
    yield "move", reverse("desk:matter_move", args=[number, "note"])
    yield from _addresses(number, attachment_id)


def _addresses(number: str, attachment_id: UUID) -> Iterator[tuple[str, str]]:
    yield "matter", reverse("desk:matter", args=[number])
    yield "file", reverse("desk:matter_file", args=[number, attachment_id])
    yield "picture", reverse("desk:matter_picture", args=[number, attachment_id])
    yield "reply", reverse("desk:matter_reply_pdf", args=[number])
    for name in ("letters", "letter_registration", "matter_whole", "matter_archive"):
        yield name, reverse(f"desk:{name}", args=[number])
    for name in ("letter_pdf", "letter_word", "letter_receipt", "letter_ofd"):
        yield name, reverse(f"desk:{name}", args=[number, attachment_id])


def _noted(answer: Any, number: str, attachment_id: UUID) -> tuple[int, str, tuple[tuple[str, str], ...]]:
    text = b"".join(answer) if answer.streaming else answer.content
    headers = tuple((name, _plain(answer.headers.get(name, ""), number, attachment_id)) for name in _TELLING)
    return answer.status_code, _plain(text.decode(errors="replace"), number, attachment_id), headers


def _plain(text: str, number: str, attachment_id: UUID) -> str:
    for form in (number, format_matter_number(number)):
        text = text.replace(form, "NUMBER")
    text = text.replace(number[:_BEGINNING], "PREFIX").replace(str(attachment_id), "FILE")
    return _PUBLISHED.sub("", _CHANGING.sub("", text))
