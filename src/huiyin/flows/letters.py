"""A letter as somebody fetches it: its print, a Word document, or a form that is filled in on the spot."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from huiyin.documents.letters import Item, LetterContent, Line, Section, letter_docx, letter_pdf
from huiyin.documents.letters.printing import chinese_date
from huiyin.documents.rules.letters import TITLES, LetterCode
from huiyin.documents.selectors import (
    LetterView,
    file_view,
    letter_content,
    letter_headers,
    template_for,
)
from huiyin.documents.services import file_open
from huiyin.documents.services.letters import letter_print
from huiyin.kernel.time import office_day
from huiyin.matters.core.selectors.views import MatterView


@dataclass(frozen=True, slots=True)
class Fetched:
    """A content with the headers that go with it."""

    content: BinaryIO
    headers: dict[str, str]


def letter_file(*, letter: LetterView, at: datetime) -> Fetched:
    """The PDF of a letter that the caller was shown. Raises FileMissing, FontMissing, StorageFull."""
    file_id = letter_print(letter_id=letter.id, at=at)
    return Fetched(content=file_open(file_id=file_id), headers=letter_headers(file_view(file_id=file_id)))


def letter_word(*, letter: LetterView) -> bytes:
    """The same words in the office's template, else in ours. Raises TemplateRefused."""
    content = letter_content(letter_id=letter.id)
    return letter_docx(content, sha256=letter.sha256, template=template_for(code=letter.code))


def service_receipt_pdf(*, matter: MatterView, letter: LetterView, at: datetime) -> bytes:
    """送达回证 for a letter: to be filled in and signed where it is handed over. Raises FontMissing."""
    content = LetterContent(
        code=LetterCode.SERVICE_RECEIPT.value,
        title=TITLES[LetterCode.SERVICE_RECEIPT],
        unit=matter.lead_unit,
        issued_on=office_day(at),
        number=letter.number,
        matter=matter.number,
        fields=(
            Line("送达的文书", f"{letter.title}　{letter.number}"),
            Line("文书日期", chinese_date(office_day(letter.issued_at))),
            Line("送达方式", "□ 当面　□ 邮寄　□ 网上　□ 其他"),
            Line("送达地点", "_" * 30),
            Line("备注", "_" * 30),
        ),
        signatures=("受送达人", "代收人", "送达人"),
    )
    return letter_pdf(content)


def registration_form_pdf(*, matter: MatterView, at: datetime) -> bytes:
    """信访登记表 (条例 Art 22): what was registered; the name stays in the vault. Raises FontMissing."""
    content = LetterContent(
        code=LetterCode.REGISTRATION.value,
        title=TITLES[LetterCode.REGISTRATION],
        unit=matter.received_unit,
        issued_on=office_day(at),
        matter=matter.number,
        fields=tuple(_registered(matter)),
        sections=tuple(part for part in _brought(matter) if part.text or part.items),
        article="《信访工作条例》第二十二条",
    )
    return letter_pdf(content)


def _registered(matter: MatterView) -> Iterator[Line]:
    yield Line("事项", matter.title)
    yield Line("类别", matter.kind_label)
    yield Line("归口分类", matter.category)
    yield Line("方式", matter.channel_label)
    yield Line("收到", chinese_date(office_day(matter.received_at)))
    yield Line("信访人", "没有留下身份信息" if matter.anonymous else "身份信息在保密库，查看要写明用途")
    yield Line("地点", "，".join(filter(None, (matter.area, matter.place))))
    yield Line("被反映方", matter.respondent)
    yield Line("登记单位", matter.received_unit)
    yield Line("主办单位", matter.lead_unit)


def _brought(matter: MatterView) -> Iterator[Section]:
    yield Section("反映的事项", text=matter.text)
    yield Section("诉求", items=tuple(Item(request.text) for request in matter.requests))
    yield Section("附件", items=tuple(Item(attachment.name) for attachment in matter.attachments))
