"""On which line of a TOML file a key stands: the reader of TOML itself doesn't tell."""

import re
from collections import Counter
from collections.abc import Iterator

_HIDDEN = re.compile(
    r'"""[\s\S]*?"""|\'\'\'[\s\S]*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*',
)
_LIST_TABLE = re.compile(r"\s*\[\[\s*([\w-]+)\s*\]\]")
_TABLE = re.compile(r"\s*\[\s*([\w-]+)\s*\]")
_KEY = re.compile(r"\s*([\w-]+)\s*=")


class Lines:
    """The lines of one file by path: `version`, `clock[2]`, `clock[2].amount`; each is counted from 1."""

    def __init__(self, text: str) -> None:
        """`text` is the whole file, TOML that can be read."""
        self._lines: dict[str, int] = {}
        for path, line in _paths(text):
            self._lines.setdefault(path, line)

    def of(self, path: str) -> int:
        """The line of a key; of its table where it is missing; 1 where there is no such table either."""
        table = path.rpartition(".")[0]
        for known in (path, table, path.partition("[")[0]):
            if known in self._lines:
                return self._lines[known]
        return 1


def _paths(text: str) -> Iterator[tuple[str, int]]:
    count: Counter[str] = Counter()
    table = ""
    depth = 0
    for number, line in enumerate(_HIDDEN.sub(_blank, text).split("\n"), 1):
        if depth == 0 and (head := _LIST_TABLE.match(line)):
            count[head[1]] += 1
            table = f"{head[1]}[{count[head[1]]}]"
            yield table, number
            yield head[1], number
        elif depth == 0 and (head := _TABLE.match(line)):
            table = head[1]
            yield table, number
        else:
            if depth == 0 and (key := _KEY.match(line)):
                yield ".".join(filter(None, (table, key[1]))), number
            depth += sum((sign in "[{") - (sign in "]}") for sign in line)


def _blank(found: re.Match[str]) -> str:
    """What a text or a remark says can't be mistaken for TOML; the lines stay as many."""
    return '"' + "\n" * found[0].count("\n")
