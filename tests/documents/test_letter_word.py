"""Letters as Word documents: every field arrives, and a template is checked before anybody relies on it."""

import dataclasses
import sys
import zipfile
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from docx import Document
from tests.documents.conftest import AT
from tests.documents.samples import many_entries, office

from huiyin.documents.errors import TemplateFieldMissing, TemplateFieldUnknown, TemplateRefused
from huiyin.documents.letters import (
    Item,
    LetterContent,
    Line,
    Section,
    default_template,
    letter_docx,
    word,
    word_filling,
)
from huiyin.documents.letters.word_filling import template_check
from huiyin.documents.selectors import template_for, template_views
from huiyin.documents.services.letters import template_add, template_drop
from huiyin.kernel.actor import petitioner, system
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.ids import new_id
from huiyin.ledger.services import entries_sequence, ledger_verify

SEED = system("seed")
NEEDED = ("{{ 标题 }}", "{{ 文号 }}", "{{ 单位 }}", "{{ 日期 }}", "{{ 正文 }}")
LETTER = LetterContent(
    code="reply",
    title="信访处理意见书",
    unit="云渡县信访局",
    issued_on=date(2026, 12, 30),
    number="云渡信访信复〔2026〕12号",
    matter="2026112148310927",
    addressee="您好",
    opening="我们已经办理完毕。",
    fields=(Line("事项", "楼道照明"), Line("空的", "")),
    sections=(
        Section("意见", items=tuple(Item(f"第{number}条<&>{{{{ 1 }}}}", "支持", "修好。") for number in range(20))),
    ),
    remedy="可以申请复查。",
    article="《信访工作条例》第三十二条",
    signatures=("主持人",),
)


def words(document: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(document)).paragraphs)


def template(*paragraphs: str) -> bytes:
    document, buffer = Document(), BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(buffer)
    return buffer.getvalue()


def with_entry(document: bytes, name: str, content: bytes) -> bytes:
    buffer = BytesIO(document)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def changed(document: bytes, name: str, old: bytes, new: bytes) -> bytes:
    source, buffer = zipfile.ZipFile(BytesIO(document)), BytesIO()
    with source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            target.writestr(entry.filename, content.replace(old, new, 1) if entry.filename == name else content)
    return buffer.getvalue()


def outside_by_single_quotes(document: bytes) -> bytes:
    """A template elsewhere, as XML may be written just as well: other quotes, other spaces, a prefix."""
    link = b"<Relationship  Id='rId99'\n Type='http://x/attachedTemplate' TargetMode = 'External' Target='http://x.invalid/'/>"
    return changed(document, "word/_rels/document.xml.rels", b"</Relationships>", link + b"</Relationships>")


def with_entities(document: bytes) -> bytes:
    """A billion letters."""
    names = "abcdefghi"
    entities = "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise(names))
    head = f'<!DOCTYPE x [<!ENTITY a "xxxxxxxxxx">{entities}]><w:document '.encode()
    bomb = changed(document, "word/document.xml", b"<w:document ", head)
    return changed(bomb, "word/document.xml", b"<w:body>", b"<w:body><w:p><w:r><w:t>&i;</w:t></w:r></w:p>")


NESTED = (
    *(f"{{%p for 部分{number} in 各部分 %}}" for number in range(10)),
    "{{ 部分1.标题 }}",
    *("{%p endfor %}" for _ in range(10)),
)


def test_every_field_arrives_as_it_was_written() -> None:
    text = words(letter_docx(LETTER, sha256="9f86d081884c7d65" * 4))
    for expected in (
        "信访处理意见书", "云渡信访信复〔2026〕12号", "云渡县信访局", "2026年12月30日", "您好：", "事项：楼道照明",
        "20. 第19条<&>{{ 1 }}", "意见：支持", "可以申请复查。", "第三十二条", "9F86 D081 884C 7D65", "主持人：",
    ):  # fmt: skip
        assert expected in text
    assert "空的" not in text


def test_what_no_document_may_hold_stops_no_letter() -> None:
    """It was typed before it was refused, and letters that are out stay as they are."""
    typed = dataclasses.replace(
        LETTER,
        opening="前\x0b\uffff后",
        sections=(Section("意\ufffe见", items=(Item("一\x00条", "支持", "修\ud800好"),)),),
    )
    printed = words(letter_docx(typed, sha256="0" * 64))
    assert "前后" in printed and "意见" in printed and "1. 一条" in printed and "修好" in printed


def test_an_office_writes_its_own_order() -> None:
    own = template(
        "{{ 单位 }}文件 {{ 文号 }}", "{{ 标题 }} {{ 日期 }}",
        "{%p for 部分 in 各部分 %}", "【{{ 部分.标题 }}】{{ 部分.正文 }}", "{%p endfor %}",
    )  # fmt: skip
    template_check(own)
    assert "【意见】1. 第0条<&>{{ 1 }}" in words(letter_docx(LETTER, template=own))


def test_our_own_template_passes_its_own_check() -> None:
    template_check(default_template())


def test_unknown_and_missing_fields_are_named() -> None:
    with pytest.raises(TemplateFieldUnknown) as unknown:
        template_check(template(*NEEDED, "{{ 姓名 }}", "{{ 电话 }}"))
    assert unknown.value.params == {"names": "姓名、电话"}
    with pytest.raises(TemplateFieldMissing) as missing:
        template_check(template("{{ 标题 }}", "{{ 单位 }}", "{{ 日期 }}"))
    assert missing.value.params == {"names": "文号、正文"}


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"no document",
        template(*NEEDED, "{{ 标题"),
        template(*NEEDED, "{% for x in 正文 %}"),
        template(*NEEDED, "{{ 标题.__class__.__mro__ }}"),
        template(*NEEDED, "{{ 标题 * 99999999 }}"),
        template(*NEEDED, "{{ 标题.x }}"),
        with_entry(template(*NEEDED), "word/big.bin", b"0" * (21 << 20)),
        with_entry(
            template(*NEEDED),
            "word/_rels/settings.xml.rels",
            b'<Relationships><Relationship Id="r" Type="x/attachedTemplate" Target="http://x.invalid/" '
            b'TargetMode="External"/></Relationships>',
        ),
        outside_by_single_quotes(template(*NEEDED)),
        with_entities(template(*NEEDED)),
        template(*NEEDED, *NESTED),
        template(*NEEDED, "{% for sign in 标题 %}{{ sign }}{% endfor %}"),
    ],
    ids=[
        "empty", "text", "open", "loop", "inside", "huge", "attribute", "mountain", "outside", "single quotes",
        "entities", "nested", "other loop",
    ],
)  # fmt: skip
def test_what_can_not_be_filled_in_or_might_do_harm_is_refused(bad: bytes) -> None:
    with pytest.raises(TemplateRefused):
        template_check(bad)


def test_why_it_is_refused_is_reported_in_words() -> None:
    for bad, message in (
        (outside_by_single_quotes(template(*NEEDED)), "模板引用了外部文件"),
        (template(*NEEDED, *NESTED), "循环不能套在一起"),
        (with_entry(template(*NEEDED), "word/big.bin", b"0" * (21 << 20)), "解压以后太大"),
        (many_entries(20_000), "里面的部分太多"),
    ):
        with pytest.raises(TemplateRefused) as refused:
            template_check(bad)
        assert message in str(refused.value.params["reason"])


@pytest.mark.parametrize(
    ("limit", "value"), [("_PROGRAM", (sys.executable, "-c", "import time; time.sleep(60)")), ("_MEGABYTES", 40)]
)
def test_one_that_takes_too_much_time_or_memory_is_ended(
    limit: str, value: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also one that was taken in before there was a limit: the letter then says so."""
    monkeypatch.setattr(word_filling, "_SECONDS", 1)
    monkeypatch.setattr(word_filling, limit, value)
    with pytest.raises(TemplateRefused) as refused:
        letter_docx(LETTER, template=template(*NEEDED))
    assert "太大或者太复杂" in str(refused.value.params["reason"])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("[Content_Types].xml", "<Types/>"),
        ("[Content_Types].xml", "<?xml version='1.0'?><Types xmlns='http://x'></Types>"),
        ("_rels/.rels", "<"),
        ("_rels/.rels", "<Relationships/>"),
        ("word/document.xml", "<root/>"),
        ("word/document.xml", ""),
        ("word/document.xml", "<w>" * 300),
        ("word/styles.xml", "<?xml version='9'?>"),
    ],
)
def test_what_only_looks_like_a_document_is_refused(name: str, content: str) -> None:
    """The library that reads it fails in many ways."""
    changed = BytesIO()
    with zipfile.ZipFile(BytesIO(default_template())) as ours, zipfile.ZipFile(changed, "w") as archive:
        for member in ours.namelist():
            archive.writestr(member, content if member == name else ours.read(member))
    for bad in (changed.getvalue(), office(parts={name: content})):
        with pytest.raises((TemplateRefused, TemplateFieldMissing)):
            word.check(bad)


def test_no_function_runs_in_a_template() -> None:
    with pytest.raises(TemplateRefused):
        template_check(template(*NEEDED, "{{ range(9) }}"))


@pytest.mark.django_db
def test_the_newest_template_is_used_and_can_be_withdrawn(folder: Path) -> None:
    for code, text in (("", "甲"), ("reply", "乙"), ("reply", "丙")):
        _add(code, (*NEEDED, text))
    assert [view.code for view in template_views()] == ["", "reply"]
    assert "丙" in words(template_for(code="reply") or b"")
    assert "甲" in words(template_for(code="final") or b"")
    template_drop(code="reply", actor=SEED, at=AT)
    template_drop(code="", actor=SEED, at=AT)
    assert template_for(code="reply") is None
    entries_sequence(at=AT)
    assert ledger_verify().problems == []


@pytest.mark.django_db
def test_only_administrators_change_templates(folder: Path) -> None:
    with pytest.raises(NotAllowed):
        template_add(content=BytesIO(template(*NEEDED)), name="x.docx", code="", actor=petitioner(new_id()), at=AT)
    with pytest.raises(NotAllowed):
        template_drop(code="", actor=petitioner(new_id()), at=AT)


def _add(code: str, paragraphs: Sequence[str]) -> None:
    template_add(content=BytesIO(template(*paragraphs)), name="x.docx", code=code, actor=SEED, at=AT)
