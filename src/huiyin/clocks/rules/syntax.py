"""What is wrong with a file that isn't TOML: one sentence for each line, as far as one can go on after it."""

import re
import tomllib
from collections.abc import Iterator

_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_MOST = 50
# What the reader of TOML says of it, and what we say.
_REASONS = (
    ("Cannot overwrite", "同一项写了两次"),
    ("Cannot declare", "同一张表写了两次"),
    ("Cannot mutate", "这一项前面已经写成别的样子"),
    ("Unclosed array", "列表没有用 ] 收尾"),
    ("Unterminated string", "文字没有用引号收尾"),
    ("Illegal character", "文字没有用引号收尾，或者有不能用的字符"),
    ("Expected '='", "名称后面要有等号"),
    ("Expected ']", "表头没有用 ] 收尾"),
    ("Expected newline", "一行只写一项"),
    ("Invalid statement", "看不出写的是哪一项"),
    ("Invalid initial character", "名称只用字母、数字、- 和 _"),
    ("Invalid value", "等号后面不是文字、数字、日期、true、false 或者列表；文字要加引号"),
    ("Unescaped", "反斜杠要写成 \\\\"),
)


def syntax_faults(text: str) -> Iterator[tuple[int, str]]:
    """Line and reason of each place where the file isn't TOML; nothing for one that is.

    After a line that is wrong by itself the rest is read without it. After anything else, such as a list that was
    never closed, what follows can't be told from its consequences, and the first such place is the last one given.
    """
    lines = text.split("\n")
    for _ in range(_MOST):
        try:
            tomllib.loads("\n".join(lines))
        except tomllib.TOMLDecodeError as error:
            seen, reason = _where(str(error), len(lines))
            # What is written twice is right by itself: only the reader's place says which line is one too many.
            line = seen if reason.startswith(("同一", "这一项前面")) else _culprit(lines, seen)
            yield line, reason
            if line != seen:
                return
            # Emptied and not taken out, so that the lines after it keep their numbers.
            lines[line - 1] = ""
        else:
            return


def _where(message: str, last: int) -> tuple[int, str]:
    place = _PLACE.search(message)
    line = int(place[1]) if place and place[1] else last
    reason = next((ours for theirs, ours in _REASONS if message.startswith(theirs)), _PLACE.sub("", message))
    return line, reason


def _culprit(lines: list[str], seen: int) -> int:
    """The nearest line, from where the reader stopped backwards, that is wrong by itself."""
    for number in range(min(seen, len(lines)), 0, -1):
        try:
            tomllib.loads(lines[number - 1])
        except tomllib.TOMLDecodeError:
            return number
    return seen
