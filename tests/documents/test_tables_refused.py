"""Tables as text: what a spreadsheet program would start when it opens one is refused by name."""

from io import BytesIO
from pathlib import Path

import pytest
from tests.documents.conftest import AT, left_behind
from tests.documents.test_strip import _kept

from huiyin.documents.errors import FileHasMacros, FileReachesOut, FileRefused
from huiyin.documents.services import file_store

pytestmark = pytest.mark.django_db

TABLES = [
    ('ID;PWXL;N;E\nC;X1;Y1;EEXEC("calc")\nE\n', FileHasMacros),
    ("  ID;P\r\nP;PGeneral\r\n", FileHasMacros),
    ("姓名,电话\n=cmd|'/c calc'!A0,1\n", FileReachesOut),
    ("a;\"@SUM(1+1)*cmd|'/c calc'!A0\"\n", FileReachesOut),
    ("x\n" * 150_000 + "+MSEXCEL|'\\..\\calc.exe'!A1", FileReachesOut),
]


@pytest.mark.parametrize(("text", "refusal"), TABLES)
def test_a_table_that_would_start_something_is_refused_by_name(
    folder: Path, text: str, refusal: type[FileRefused]
) -> None:
    for encoding in ("utf-8", "gb18030", "utf-16"):
        with pytest.raises(refusal) as refused:
            file_store(content=BytesIO(text.encode(encoding)), name="表.csv", at=AT)
        assert type(refused.value) is refusal
    assert left_behind(folder) == []


@pytest.mark.parametrize(
    "text",
    [
        "ID;Place;Person\n1;北街;谷小满\n",
        "ID;P\n1;2\n",
        "日期,金额\n2026-01-02,-35.5\n2026-01-03,+8\n=A1+B1,3\n",
        "a,b|c!\n- 一项 | 另一项,d\n",
    ],
)
def test_an_honest_table_is_kept(folder: Path, text: str) -> None:
    assert _kept(text.encode(), "表.csv") == text.encode()
