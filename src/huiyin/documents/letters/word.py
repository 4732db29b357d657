"""A letter as a Word document, from the office's own template or from ours.

A template is text with fields in it: `{{ 文号 }}`. Whoever uploads one is an administrator, but still no code of
theirs may run here: fields are all that a template can name. What is called from outside, `word_filling`, does all of
this in a process of its own.
"""

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from io import BytesIO
from typing import Any

from docxtpl import DocxTemplate, Listing
from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import SecurityError, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from huiyin.documents.errors import (
    FileHasMacros,
    FileReachesOut,
    FileRefused,
    TemplateFieldMissing,
    TemplateFieldUnknown,
    TemplateRefused,
)
from huiyin.documents.letters.content import Item, LetterContent, Line, Section
from huiyin.documents.letters.printing import chinese_date
from huiyin.documents.letters.word_fields import FIELDS
from huiyin.documents.rules.letters import check_mark
from huiyin.documents.rules.office import check_office
from huiyin.documents.rules.office_xml import read_part
from huiyin.documents.rules.xml_budget import XmlBudget
from huiyin.kernel.archives import has_too_many_entries
from huiyin.kernel.text import xml_text
from huiyin.kernel.xml_parts import declares_a_type

_NEEDED = ("标题", "文号", "单位", "日期")
_BODY = ("正文", "各部分")
_MOST_BYTES = 20 << 20
# What the libraries raise at a document that only looks like one.
_BROKEN = (
    ValueError, LookupError, AttributeError, TypeError, SyntaxError, RuntimeError, EOFError, zlib.error,
    zipfile.BadZipFile,
)  # fmt: skip
_PARAGRAPH = "\a"
_LINE = "_" * 12
_MANY_PARTS = "它里面的部分太多。"
_OUTSIDE = "模板引用了外部文件，请去掉。"
_NOT_IN_A_TEMPLATE = (nodes.Call, nodes.Filter, nodes.Mul, nodes.Pow, nodes.Mod, nodes.Add, nodes.Concat, nodes.Macro)
_LOOP_OVER = "各部分"
_SAMPLE = LetterContent(
    code="reply",
    title="信访处理意见书",
    unit="云渡县信访局",
    issued_on=date(2026, 12, 30),
    number="云渡信访信复〔2026〕12号",
    matter="2026112148310927",
    addressee="您好",
    opening="您提出的事项，我们已经办理完毕。",
    fields=(Line("事项", "楼道照明"),),
    # With signs that XML and the fields' own language would take for theirs.
    sections=(Section("对各项诉求的意见", "", (Item("修好楼道灯。", "支持", "已经修好 <&> {{ 1 }}。"),)),),
    remedy="可以申请复查。",
    article="《信访工作条例》第三十二条",
)


class _FieldEnvironment(SandboxedEnvironment):
    """Fields, loops and conditions; no functions, and nothing that could fill the memory."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        loops = list(tree.find_all(nodes.For))
        if (
            next(tree.find_all(_NOT_IN_A_TEMPLATE), None) is not None
            or any(next(loop.find_all(nodes.For), None) for loop in loops)
            or any(not isinstance(loop.iter, nodes.Name) or loop.iter.name != _LOOP_OVER for loop in loops)
        ):
            raise SecurityError(f"里面只能有字段、条件（if）和对“{_LOOP_OVER}”的循环（for），循环不能套在一起。")
        return tree


def fill(content: LetterContent, *, sha256: str, template: bytes) -> bytes:
    """The letter filled into a template. Raises TemplateRefused when the template can't be filled in."""
    document = _opened(template)
    try:
        document.render(_values(_fit_for_xml(content), sha256), jinja_env=_environment())
        buffer = BytesIO()
        document.save(buffer)
    except (TemplateError, *_BROKEN) as error:
        raise TemplateRefused(reason=str(error)[:200]) from error
    return buffer.getvalue()


def check(template: bytes) -> None:
    """Fill it in with a sample. Raises TemplateFieldUnknown, TemplateFieldMissing, TemplateRefused."""
    try:
        names = _opened(template).get_undeclared_template_variables(_environment())
    except (TemplateError, *_BROKEN) as error:
        raise TemplateRefused(reason=str(error)[:200]) from error
    if unknown := sorted(names - set(FIELDS)):
        raise TemplateFieldUnknown(names="、".join(unknown))
    missing = [name for name in _NEEDED if name not in names]
    if not names.intersection(_BODY):
        missing.append("正文")
    if missing:
        raise TemplateFieldMissing(names="、".join(missing))
    # A template may have known fields only and still break when they are filled in.
    fill(_SAMPLE, sha256="0" * 64, template=template)


def _fit_for_xml(value: Any) -> Any:
    """The same content; it was kept as JSON, which holds what XML doesn't."""
    match value:
        case str():
            return xml_text(value)
        case tuple():
            return tuple(_fit_for_xml(part) for part in value)
        case LetterContent() | Section() | Item() | Line():
            return replace(value, **{field.name: _fit_for_xml(getattr(value, field.name)) for field in fields(value)})
        case _:
            return value


def _values(content: LetterContent, sha256: str) -> dict[str, object]:
    parts = [{"标题": part.heading, "正文": Listing("\n".join(_section(part)))} for part in _sections(content)]
    return {
        "标题": content.title,
        "文号": content.number,
        "单位": content.unit,
        "日期": chinese_date(content.issued_on),
        "称呼": f"{content.addressee}：" if content.addressee else "",
        "正文": Listing(_PARAGRAPH.join(_body(content))),
        "各部分": parts,
        "依据": f"本文书依据{content.article}作出。" if content.article else "",
        "事项编号": content.matter,
        "核验码": check_mark(sha256) if sha256 else "",
    }


def _sections(content: LetterContent) -> tuple[Section, ...]:
    remedy = (Section("如果您不同意", content.remedy),) if content.remedy else ()
    return (*content.sections, *remedy)


def _body(content: LetterContent) -> Iterator[str]:
    if content.opening:
        yield content.opening
    yield from (f"{line.label}：{line.value}" for line in content.fields if line.value)
    for part in _sections(content):
        yield part.heading
        yield from _section(part)
    yield from (f"{name}：{_LINE}　日期：{_LINE}" for name in content.signatures)


def _section(part: Section) -> Iterator[str]:
    yield from (line for line in part.text.split("\n") if line.strip())
    for place, item in enumerate(part.items, start=1):
        yield f"{place}. {item.text}"
        if item.verdict:
            yield f"意见：{item.verdict}"
        if item.words:
            yield item.words
    yield from ("　".join(row) for row in part.table)


def _environment() -> SandboxedEnvironment:
    environment = _FieldEnvironment(undefined=StrictUndefined, autoescape=True)
    # Jinja brings functions of its own, such as range and lipsum.
    environment.globals.clear()
    return environment


def _opened(template: bytes) -> DocxTemplate:
    _refuse_dangers(template)
    document = DocxTemplate(BytesIO(template))
    try:
        document.init_docx()
    except _BROKEN as error:
        raise TemplateRefused(reason="") from error
    return document


def _refuse_dangers(template: bytes) -> None:
    """What unpacks into a mountain, and what fetches something from elsewhere when a colleague opens it."""
    try:
        # Before the library reads the directory, each entry of which costs memory.
        if has_too_many_entries(BytesIO(template)):
            raise TemplateRefused(reason=_MANY_PARTS)
        with zipfile.ZipFile(BytesIO(template)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_BYTES:
                raise TemplateRefused(reason="它解压以后太大。")
            if declares_a_type(archive):
                raise TemplateRefused(reason="")
            check_office(archive)
            for name in archive.namelist():
                if name.lower().endswith(".rels"):
                    read_part(archive, name, XmlBudget(), _refuse_outside)
    except TemplateRefused:
        raise
    except FileReachesOut as error:
        raise TemplateRefused(reason=_OUTSIDE) from error
    except FileHasMacros as error:
        raise TemplateRefused(reason="里面有宏，请去掉。") from error
    except (FileRefused, *_BROKEN) as error:
        raise TemplateRefused(reason="") from error


def _refuse_outside(element: str, given: dict[str, str]) -> None:
    """Of what lies elsewhere only an address that a person follows: pictures too would tell who opens a letter."""
    is_outside = element == "Relationship" and given.get("TargetMode", "").strip().lower() == "external"
    if is_outside and not given.get("Type", "").endswith("/hyperlink"):
        raise TemplateRefused(reason=_OUTSIDE)
