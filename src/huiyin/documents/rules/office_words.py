"""Fields of a text and formulas of a workbook that would ask a program or another machine."""

import re

from huiyin.documents.errors import FileReachesOut, FileTypeRefused

# The words of all fields together: what no program writes, but what would fill the memory.
_FIELD_LETTERS = 1 << 20
# A field that asks a program, also spelled by the numbers of its letters.
_DDE = re.compile(r"\bDDE(?:AUTO)?\b|\bQUOTE(?:\s+\d{1,3}){3}", re.IGNORECASE)
# A field that fetches a table or a part of another document, and one that fetches from another machine.
_FETCHED = re.compile(
    r"^\s*(?:LINK|DATABASE)\b|^\s*(?:INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|RD)\b.*?(?:\\\\|//(?=[^/]))",
    re.IGNORECASE | re.MULTILINE,
)
# Pictures of a page that was copied into a document lie on the web; they are shown, and run nothing.
_WEB_PICTURE = re.compile(r"^\s*INCLUDEPICTURE\s+\"?https?://[^\\]*$", re.IGNORECASE)
_FORMULAS = {"f", "definedName", "formula1", "formula2"}
# A formula that asks a program or another machine.
_ASKS = re.compile(r"\b(?:DDE|RTD|WEBSERVICE|CALL|EXEC|REGISTER(?:\.ID)?)\s*\(|[\w.]\|'?[^'()|]*'?!", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')
_FORMULA_LETTERS = 32_768


class Formulas:
    """What cells and names of a workbook reckon; the words of one may come in many pieces."""

    def __init__(self) -> None:
        self._pieces: list[str] | None = None
        self._letters = 0

    def begin(self, element: str) -> None:
        """An element begins."""
        self._pieces, self._letters = [] if element in _FORMULAS else None, 0

    def text(self, piece: str) -> None:
        """Words, of a formula or not."""
        if self._pieces is None:
            return
        self._letters += len(piece)
        if self._letters > _FORMULA_LETTERS:
            raise FileTypeRefused
        self._pieces.append(piece)

    def end(self, _element: str) -> None:
        """An element ends. Raises FileReachesOut."""
        # What stands in quotes is words, also those that look so; a path to another table is quoted once.
        if self._pieces and _ASKS.search(_QUOTED.sub('""', "".join(self._pieces))):
            raise FileReachesOut
        self._pieces = None


class FieldCodes:
    """What the fields of a document say; the words of one may stand in many pieces."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._letters = 0
        self._is_inside = False

    def begin(self, element: str, given: dict[str, str]) -> None:
        """An element begins."""
        self._is_inside = element in {"instrText", "delInstrText"}
        if element == "fldSimple":
            self._add(given.get("instr", ""))
            self._pieces.append("\n")
        elif element == "fldChar" and given.get("fldCharType") == "begin":
            self._pieces.append("\n")

    def text(self, piece: str) -> None:
        """Words, of a field or not."""
        if self._is_inside:
            self._add(piece)

    def end(self, _element: str) -> None:
        """An element ends."""
        self._is_inside = False

    def ask_a_program(self) -> bool:
        """Whether one of them asks a program or another machine, taken one by one or all together."""
        one_by_one = "".join(self._pieces)
        together = one_by_one.replace("\n", "")
        if _DDE.search(one_by_one) or _DDE.search(together):
            return True
        lines = [line for line in one_by_one.split("\n") if not _WEB_PICTURE.match(line)]
        return any(_FETCHED.search(line) for line in (*lines, "".join(lines)))

    def _add(self, piece: str) -> None:
        self._letters += len(piece)
        if self._letters > _FIELD_LETTERS:
            raise FileTypeRefused
        self._pieces.append(piece)
