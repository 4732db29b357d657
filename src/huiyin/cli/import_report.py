"""What an import says of the file it has read."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from huiyin.intake.importing.cells import SourceFacts
from huiyin.intake.importing.mapping import ImportMap
from huiyin.intake.importing.rejects import private_file, rejects_path
from huiyin.kernel.cells import csv_write
from huiyin.kernel.text import clean_line, shorten
from huiyin.matters.core.rules.labels import CHANNEL_LABELS, KIND_LABELS
from huiyin.matters.register.services.rows import Filing

_MARKS = {",": "逗号", "\t": "制表符", ";": "分号", "|": "竖线"}
_TEXT_SHOWN = 30


def understood(facts: SourceFacts) -> str:
    """How the file was read: encoding, separator, sheet, line of the header."""
    parts = [facts.sort]
    if facts.encoding:
        parts.append(f"编码 {facts.encoding}")
    if facts.delimiter:
        parts.append(f"分隔符是{_MARKS.get(facts.delimiter, facts.delimiter)}")
    if facts.sheet:
        parts.append(f"读的是表“{facts.sheet}”")
    if facts.other_sheets:
        parts.append(f"没有读的表：{'、'.join(facts.other_sheets)}")
    if facts.header_at:
        parts.append(f"表头在第 {facts.header_at} 行{'起的两行' if facts.header_lines == 2 else ''}")
    return f"文件：{'，'.join(parts)}。"


def sample_lines(filing: Filing, plan: ImportMap) -> Iterator[tuple[str, str]]:
    """How the first row was understood; of who filed only that something was read, and its beginning."""
    row, person = filing.registration, filing.identity
    yield "编号", row.external_id
    yield "收到", f"{row.received_at.astimezone(plan.zone):%Y-%m-%d %H:%M}"
    yield "类别", KIND_LABELS[row.kind]
    yield "渠道", CHANNEL_LABELS[row.channel]
    yield "标题", shorten(row.title, _TEXT_SHOWN)
    yield "内容", shorten(clean_line(row.text), _TEXT_SHOWN)
    for name, text in (("地点", row.place), ("涉及单位", row.concerned_text), ("被反映方", row.respondent_text)):
        if text:
            yield name, shorten(text, _TEXT_SHOWN)
    if row.answer:
        yield "答复", f"{row.answer.at.astimezone(plan.zone):%Y-%m-%d %H:%M}"
    yield "状态", f"{row.closed_at.astimezone(plan.zone):%Y-%m-%d %H:%M} 已办结" if row.closed_at else "办理中"
    if person:
        for name, text in (
            ("姓名", person.name),
            ("电话", person.phone),
            ("邮箱", person.email),
            ("住址", person.address),
        ):
            if text:
                yield name, f"{text[:1]}…（{len(text)} 字）"


def unknown_categories_write(source: Path, counts: Mapping[str, int]) -> Path:
    """All names that no category has, with how many rows have them, the most first. Gives the file's path."""
    path, file = private_file(rejects_path(source, kind="categories"))
    with file:
        most_first = sorted((-count, name) for name, count in counts.items())
        csv_write(file, [["分类", "行数"], *([name, -count] for count, name in most_first)])
    return path
