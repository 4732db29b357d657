"""Files as other systems write them, with invented content, and what it takes to import one."""

import csv
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from huiyin.flows.import_file import ImportOrder
from huiyin.intake.importing.mapping import map_parse
from tests.cast import Cast

NOW = datetime(2026, 3, 20, 2, 0, tzinfo=UTC)
HEADER = ("编号", "标题", "时间", "内容", "答复", "答复时间", "类别", "来源", "姓名", "电话")
MAP = """
[source]
name = "old-desk"
[columns]
external_id = "编号"
title = "标题"
text = "内容"
received_at = "时间"
reply = "答复"
reply_at = "答复时间"
category = "类别"
name = "姓名"
phone = "电话"
[formats]
received_at = ["%Y-%m-%d %H:%M", "%Y/%m/%d"]
[kind]
default = "claim"
[channel]
column = "来源"
values = { "电话" = "call", "网站" = "web" }
"""


def good(number: int, **changed: str) -> list[str]:
    """A row that can come in, with some cells changed."""
    cells = {
        "编号": f"A{number}",
        "标题": f"第{number}号楼电梯停运",
        "时间": "2026-03-02 09:30",
        "内容": f"第{number}号楼的电梯停运已经两周，物业没有说法。",
        "来源": "电话",
        **changed,
    }
    return [cells.get(name, "") for name in HEADER]


def write(path: Path, rows: Sequence[Sequence[str]], *, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    """A CSV file with the header above."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([HEADER, *rows])
    return path


def order(cast: Cast, path: Path, *, text: str = MAP, limit: int | None = None) -> ImportOrder:
    """The order to import a file for the petition office."""
    return ImportOrder(
        path=path,
        plan=map_parse(text, file="map.toml"),
        unit_id=cast.units["office"],
        rejected_path=path.with_name("rejected.csv"),
        limit=limit,
    )


def rejected(path: Path) -> list[dict[str, str]]:
    """The rows that were refused."""
    with path.with_name("rejected.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
