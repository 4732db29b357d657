"""A letter's content as the layouts after GB/T 9704-2012 want it: pieces in their order, attachments, the note."""

from collections.abc import Iterator
from typing import Any

from huiyin.documents.letters.content import Item, LetterContent, Line, Section
from huiyin.documents.rules.layouts import LetterLayout
from huiyin.documents.rules.titles import title_lines

# 7.3.6: what stands in brackets below the date.
_IN_THE_NOTE = "联系电话"
# A name that is longer stands in two lines: in red it would be smaller than the title, below it would reach the edge.
_MARK_WIDEST, _NAME_WIDEST = 18, 22
_DIGITS = "〇一二三四五六七八九"
_REMEDY = "如果您不同意"

Piece = dict[str, Any]


def standard_letter(content: LetterContent) -> dict[str, Any]:
    """What `grid.typ` prints besides the content itself; texts still as they were typed."""
    mark = content.unit if content.layout == LetterLayout.LETTER else f"{content.unit}文件"
    inside = [part for part in content.sections if not (part.attached or part.listed)]
    if content.remedy:
        inside.append(Section(_REMEDY, content.remedy))
    return {
        "mark_lines": title_lines(mark, widest=_MARK_WIDEST),
        "unit_lines": title_lines(content.unit, widest=_NAME_WIDEST),
        "title_lines": title_lines(content.title, words=(content.unit,)),
        "body": [*_opening(content), *_sections(inside), *_ending(content)],
        "attachments": [
            {"title": part.heading, "title_lines": title_lines(part.heading), "body": list(_inside(part))}
            for part in content.sections
            if part.attached
        ],
        # They come behind those that are printed: a number in the list is the one on the page.
        "enclosures": [item.text for part in content.sections if part.listed for item in part.items],
        "note": next((f"（{line.label}：{line.value}）" for line in content.fields if _is_note(line)), ""),
    }


def _is_note(line: Line) -> bool:
    return line.label == _IN_THE_NOTE and bool(line.value)


def _opening(content: LetterContent) -> Iterator[Piece]:
    if content.addressee:
        yield {"kind": "flush", "text": f"{content.addressee.rstrip('：')}："}
    yield from _texts(content.opening)
    for line in content.fields:
        if line.value and not _is_note(line):
            yield from _texts(f"{line.label}：{line.value}")


def _sections(parts: list[Section]) -> Iterator[Piece]:
    for number, part in enumerate(parts, start=1):
        yield {"kind": "heading", "text": f"{chinese_number(number)}、{part.heading}"}
        yield from _inside(part)


def _inside(part: Section) -> Iterator[Piece]:
    yield from _texts(part.text)
    for number, item in enumerate(part.items, start=1):
        yield from _item(number, item)
    if len(part.table) > 1:
        yield {"kind": "table", "rows": part.table}


def _item(number: int, item: Item) -> Iterator[Piece]:
    """Points that are answered are of the second level, （一） in 楷体; those that are only listed stand as 1."""
    if not (item.verdict or item.words):
        yield from _texts(f"{number}. {item.text}")
        return
    for piece in _texts(f"（{chinese_number(number)}）{item.text}"):
        yield piece | {"kind": "kai"}
    verdict = f"意见：{item.verdict}。" if item.verdict else ""
    yield from _texts(f"{verdict}{item.words}")


def _ending(content: LetterContent) -> Iterator[Piece]:
    if content.article:
        yield {"kind": "text", "text": f"本文书依据{content.article}作出。"}
    if content.signatures:
        yield {"kind": "sign", "names": content.signatures}


def _texts(text: str) -> Iterator[Piece]:
    """One paragraph a line."""
    for line in text.split("\n"):
        if line.strip():
            yield {"kind": "text", "text": line.strip()}


def chinese_number(number: int) -> str:
    """一 to 九十九, as parts are counted."""
    tens, ones = divmod(number, 10)
    before = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return before + (_DIGITS[ones] if ones else "")
