"""The whole file of a matter: as one PDF to read, and as a BagIt archive for the records office.

Who brought the matter isn't in it: that stays in the vault. What is sealed stays encrypted.
"""

import hashlib
import json
import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import override
from pypdf import PdfReader, PdfWriter

from huiyin.documents.letters import Item, LetterContent, Line, Section, letter_pdf
from huiyin.documents.rules.bag import Put, bag_write
from huiyin.documents.rules.names import NAME_LENGTH
from huiyin.documents.selectors import FileView, LetterView, file_view, file_views
from huiyin.documents.services import file_open
from huiyin.documents.services.archive import archive_record
from huiyin.documents.services.letters import letter_print
from huiyin.flows.record_papers import record_sections, records_described
from huiyin.kernel.actor import Actor
from huiyin.kernel.heavy import heavy_work
from huiyin.kernel.refs import Ref
from huiyin.kernel.time import OFFICE_ZONE, office_day
from huiyin.ledger.selectors import entries_of, proofs_of
from huiyin.matters.core.selectors.page import matter_page_for
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.sponsor.selectors.ending import SponsorEndView

_UNSAFE = re.compile(r"[\\/:*?\"<>|\s]+")
_ENTRIES = 5000


@dataclass(frozen=True, slots=True)
class _Case:
    page: MatterView
    letters: tuple[tuple[LetterView, FileView], ...]
    files: tuple[FileView, ...]


def matter_file_pdf(*, actor: Actor, number: str, at: datetime) -> bytes:
    """Cover, what happened, all letters as they went out, and the list of attachments with their hashes.

    The export is in the ledger. Raises MatterNotFound, FontMissing, StorageFull.
    """
    case = _case(actor, number, at)
    content = _joined(case, at)
    manifest = hashlib.sha256(content).hexdigest()
    archive_record(subject=Ref("matter", case.page.id), manifest=manifest, actor=actor.ref, at=at)
    return content


def matter_file_bag(
    *, actor: Actor, number: str, at: datetime, put: Put, place: Callable[[], None] | None = None
) -> str:
    """Write it as a BagIt archive through `put`, with attachments and ledger entries; gives the manifest's hash.

    The export is in the ledger once all is written. `place` puts what was written where it belongs; it is called in
    the transaction of the entry, as its last step, so there is no entry where it fails.
    Raises MatterNotFound, FileMissing, FontMissing, StorageFull.
    """
    case = _case(actor, number, at)
    info = {
        "Source-Organization": case.page.lead_unit,
        "External-Identifier": case.page.number,
        "Bagging-Date": f"{office_day(at):%Y-%m-%d}",
        "Bag-Software-Agent": "huiyin",
    }
    manifest = bag_write(put=put, payload=_payload(case, at), info=info)
    with transaction.atomic():
        archive_record(subject=Ref("matter", case.page.id), manifest=manifest, actor=actor.ref, at=at)
        if place is not None:
            place()
    return manifest


def _case(actor: Actor, number: str, at: datetime) -> _Case:
    # For the records and for others to read: not in the language of whoever happens to export it.
    with override(settings.LANGUAGE_CODE):
        page = matter_page_for(actor=actor, number=number, at=at)
    prints = [letter_print(letter_id=letter.id, at=at) for letter in page.letters]
    views = {view.id: view for view in file_views(file_ids=prints)}
    return _Case(
        page=page,
        letters=tuple((letter, views[file_id]) for letter, file_id in zip(page.letters, prints, strict=True)),
        files=tuple(file_views(file_ids=[attachment.file_id for attachment in page.attachments])),
    )


def _joined(case: _Case, at: datetime) -> bytes:
    cover = letter_pdf(_cover(case, at))
    # Three times the size of all letters together.
    with heavy_work:
        writer = PdfWriter()
        writer.append(PdfReader(BytesIO(cover)))
        for _letter, view in case.letters:
            with file_open(file_id=view.id) as file:
                writer.append(PdfReader(BytesIO(file.read())))
        buffer = BytesIO()
        writer.write(buffer)
        return buffer.getvalue()


def _payload(case: _Case, at: datetime) -> Iterator[tuple[str, BinaryIO]]:
    yield "case.pdf", BytesIO(_joined(case, at))
    yield "matter.json", BytesIO(_json(_described(case.page)))
    proofs = proofs_of(subject=Ref("matter", case.page.id), limit=_ENTRIES)
    yield "ledger.json", BytesIO(_json(_entries(case.page.id, proofs)))
    for seq, proof in proofs.items():
        yield _proof_name(seq), BytesIO(proof.as_file().encode())
    for place, (letter, view) in enumerate(case.letters, start=1):
        # Numbered, so that two of one name don't take each other's place; letters stand in their order by it.
        yield f"letters/{place:03}-{_safe(letter.number)}.pdf", file_open(file_id=view.id)
    for place, view in enumerate(case.files, start=1):
        yield f"attachments/{place:03}-{_safe(view.name)}", file_open(file_id=view.id)
        # A HEIC photo goes in as it came, and beside it the picture of it that can be opened anywhere.
        if view.picture_id:
            picture = file_view(file_id=view.picture_id)
            yield f"attachments/{place:03}-{_safe(picture.name)}", file_open(file_id=picture.id)


def _cover(case: _Case, at: datetime) -> LetterContent:
    page = case.page
    return LetterContent(
        code="case_file",
        title="信访事项案卷",
        unit=page.lead_unit,
        issued_on=office_day(at),
        matter=page.number,
        fields=(
            Line("事项", page.title),
            Line("类别", page.kind_label),
            Line("方式", page.channel_label),
            Line("收到", _moment(page.received_at)),
            Line("接收单位", page.received_unit),
            Line("承办单位", page.lead_unit),
            Line("状态", page.state_label),
            Line("办结", _moment(page.closed_at)),
        ),
        sections=tuple(part for part in _sections(case) if part.text or part.items or len(part.table) > 1),
    )


def _sections(case: _Case) -> Iterator[Section]:
    page = case.page
    yield Section("反映的事项", text=page.text)
    yield Section("诉求", items=tuple(Item(request.text) for request in page.requests))
    steps = tuple(
        (_moment(event.at), "\n".join(filter(None, (event.name, event.detail))), event.office)
        for event in page.events
    )
    yield Section("经过", table=(("时间", "步骤", "单位"), *steps))
    messages = tuple((_moment(message.at), message.body, message.office) for message in page.messages)
    yield Section("往来和记录", table=(("时间", "内容", "单位"), *messages))
    yield from record_sections(page)
    yield from _carried(page)
    letters = tuple(
        (letter.number, f"{letter.title}，{_moment(letter.issued_at)}", view.sha256) for letter, view in case.letters
    )
    yield Section("文书目录", table=(("文号", "文书", "SHA-256"), *letters))
    files = tuple((str(place), view.name, view.sha256) for place, view in enumerate(case.files, start=1))
    yield Section("附件目录", table=(("序号", "名称", "SHA-256"), *files))
    yield Section("说明", text="信访人的身份信息另存于保密库，不收入案卷。密封的内容和附件保持加密。")


def _carried(page: MatterView) -> Iterator[Section]:
    """Who answered for it in person, and the four questions that the end of that answered."""
    for end in page.rows_of(SponsorEndView):
        answers = tuple((question, text, shown) for question, text, shown in end.answers)
        heading = f"领导包案：{end.office}，{_moment(end.ended_at)}结束"
        yield Section(heading, text=end.plan, table=(("四个不放过", "情况", "凭什么"), *answers))


def _described(page: MatterView) -> dict[str, object]:
    return records_described(page) | {
        "number": page.number,
        "kind": page.kind,
        "channel": page.channel,
        "state": page.state,
        "title": page.title,
        "text": page.text,
        "requests": [request.text for request in page.requests],
        "received_at": page.received_at,
        "accepted_at": page.accepted_at,
        "served_at": page.served_at,
        "closed_at": page.closed_at,
        "received_unit": page.received_unit,
        "lead_unit": page.lead_unit,
        "events": [
            {"at": event.at, "kind": event.kind, "office": event.office, "article": event.article}
            for event in page.events
        ],
        "clocks": [
            {"code": clock.code, "started_at": clock.started_at, "due_at": clock.due_at} for clock in page.clocks
        ],
    }


def _entries(matter_id: UUID, proofs: Container[int]) -> list[dict[str, object]]:
    """What the ledger has about the matter, each with the file that proves it: checked without this installation.

    `proof` is null for what was so new that no checkpoint included it yet.
    """
    found = entries_of(subject=Ref("matter", matter_id), limit=_ENTRIES)
    return [
        {
            "seq": entry.seq,
            "kind": entry.kind,
            "at": entry.at,
            "proof": _proof_name(entry.seq) if entry.seq and entry.seq in proofs else None,
        }
        for entry in found
    ]


def _proof_name(seq: int) -> str:
    return f"proofs/{seq}.tlog-proof"


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, default=_instant).encode()


def _instant(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value))


def _safe(name: str) -> str:
    return _UNSAFE.sub("_", name).strip("._")[-NAME_LENGTH:] or "file"


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}" if at else ""
