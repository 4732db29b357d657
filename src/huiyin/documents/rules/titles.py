"""Where a long title breaks: into a trapezium or a diamond, and never within a word (GB/T 9704-2012, 7.3.1)."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

# What titles and names of offices are made of. A line ends behind one of these, never within.
_WORDS = re.compile(
    "信访工作|信访事项|处理意见书|复查意见书|复核意见书|意见书|告知书|通知书|建议书|转介函|交办函|督办函|异议函|转送单|"
    "笔录|报告|受理|不予|不再|延期|听证|办结|救助|答复|信访|处理|复查|复核|关于|情况|问题|请示|批复|通知|工作|事务|"
    "人民政府|委员会|办公室|联席会议|领导小组|接待中心|办事处|街道|社区|住房|城乡|建设|人力|资源|社会|保障|自然|规划|"
    "农业|农村|交通|运输|应急|市场|监督|管理|卫生|健康|教育|公安|民政|"
    r"[A-Za-z0-9][A-Za-z0-9.,:/%\-]*|[《〈“‘（〔][^》〉”’）〕]{1,12}[》〉”’）〕]"
)
# A line ends well behind these.
_AFTER = frozenset("的和与及、，》”）")
_NEVER_FIRST = frozenset("、，。；：》”’）〕〉？！%的和与及")
_NEVER_LAST = frozenset("《“‘（〔〈")
_MOST_LINES = 5
# No title of ours is longer, and trying all ways takes long.
_LONGEST = 100


def title_lines(title: str, *, widest: int = 19, words: Sequence[str] = ()) -> list[str]:
    """The title in lines of at most so many characters; `words` are names that stay whole, such as the unit's.

    A title that fits stays in one line. Where no shape is found (it has no place to break, or is longer than any
    title), its lines are as full as they can be.
    """
    if width(title) <= widest:
        return [title]
    places = list(_places(title, words))
    least = -(-int(width(title)) // widest)
    for count in range(least, _MOST_LINES + 1 if len(title) <= _LONGEST else least):
        if fitting := list(_shapes(title, places, count, widest)):
            return min(fitting, key=_badness)
    return _full(title, widest)


def width(text: str) -> float:
    """In characters; Latin letters and digits are half as wide."""
    return sum(1 if ord(character) > 0x2E7F else 0.5 for character in text)


def _places(title: str, words: Sequence[str]) -> Iterator[int]:
    inside: set[int] = set()
    for match in _WORDS.finditer(title):
        inside.update(range(match.start() + 1, match.end()))
    for name in words:
        for match in re.finditer(re.escape(name), title):
            inside.update(range(match.start() + 1, match.end()))
    for place in range(2, len(title) - 1):
        if place not in inside and title[place] not in _NEVER_FIRST and title[place - 1] not in _NEVER_LAST:
            yield place


def _shapes(text: str, places: Sequence[int], count: int, widest: int) -> Iterator[list[str]]:
    """All ways to have it in so many lines, none too wide; `places` count from the beginning of the text."""
    if count == 1:
        if width(text) <= widest:
            yield [text]
        return
    for place in places:
        line, rest = text[:place], text[place:]
        if width(line) > widest:
            return
        if width(rest) <= widest * (count - 1):
            behind = [other - place for other in places if other > place]
            yield from ([line, *lines] for lines in _shapes(rest, behind, count - 1, widest))


def _badness(lines: Sequence[str]) -> tuple[float, float]:
    """Neither a rectangle nor an hourglass; a line ends behind 的 or a mark; no line much shorter than the next."""
    widths = [width(line) for line in lines]
    steps = [after - before for before, after in pairwise(widths)]
    shape = sum(3 for step in steps if step == 0) + 8 * sum(
        1 for first, second in pairwise(steps) if first < 0 < second
    )
    ends = sum(0 if line[-1] in _AFTER else 2 for line in lines[:-1])
    # A step of some two characters makes a trapezium; half a line makes a flag.
    uneven = sum(max(0.0, abs(step) - 4) for step in steps)
    return shape + ends + uneven, max(widths) - min(widths)


def _full(title: str, widest: int) -> list[str]:
    lines, line = [], ""
    for character in title:
        if width(line + character) > widest:
            lines.append(line)
            line = ""
        line += character
    return [*lines, line]
