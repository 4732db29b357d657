"""Workbooks that unpack into a mountain: named by a sentence, and no process of ours takes the memory for them."""

import resource
import subprocess
import sys
import time
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from huiyin.intake.importing import sheet_source
from huiyin.intake.importing.errors import SourceUnreadable
from huiyin.intake.importing.source import OpenedSource, open_source

_PARTS = {"styles": "xl/styles.xml", "names": "xl/workbook.xml", "cells": "xl/worksheets/sheet1.xml"}
_MANY = 1_500_000


def _bomb(sort: str) -> bytes:
    """A workbook of a few kilobytes with a million and a half of something."""
    book, written, packed = Workbook(), BytesIO(), BytesIO()
    assert book.active is not None
    book.active.append(["姓名"])
    book.save(written)
    name = '<definedName name="a">1</definedName>'
    before, after = {
        "styles": ("</cellXfs>", "<xf/>" * _MANY + "</cellXfs>"),
        "names": ("</workbook>", f"<definedNames>{name * 800_000}</definedNames></workbook>"),
        "cells": ("</sheetData>", f"<row>{'<c/>' * _MANY}</row></sheetData>"),
    }[sort]
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == _PARTS[sort]:
                content = content.replace(before.encode(), after.encode())
            target.writestr(entry.filename, content)
    return packed.getvalue()


@pytest.mark.parametrize("sort", list(_PARTS))
def test_a_small_file_that_takes_all_memory_is_refused(
    sort: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_source, "_MEGABYTES", 192)
    path = tmp_path / "名单.xlsx"
    path.write_bytes(_bomb(sort))
    assert path.stat().st_size < 100_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(SourceUnreadable, match=r"名单\.xlsx：解压以后太大"), OpenedSource(open_source(path)) as _:
        pass
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


# It starts the reader itself: what a process has held at most begins with what the one held that started it.
_MOST_HELD = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdin=0, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere this is counted in other units")
def test_the_process_that_reads_it_stays_below_300_megabytes(tmp_path: Path) -> None:
    """With the limits as they are: no process of an installation takes more."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(_bomb("names"))
    limits = (str(sheet_source._MEGABYTES), str(sheet_source._SECONDS))
    command = [sys.executable, "-c", _MOST_HELD, *sheet_source._PROGRAM, "", *limits]
    with path.open("rb") as file:
        held = subprocess.run(command, stdin=file, capture_output=True, check=True, text=True).stdout
    assert 100 < int(held) / 1024 < 280


def test_twenty_thousand_rows_of_texts_are_read(tmp_path: Path) -> None:
    """As Excel writes them: the texts of all cells stand together and are held at once."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(_shared(rows=20_000, columns=5))
    source = open_source(path)
    with OpenedSource(source):
        assert len(source.header) == 5
        assert next(iter(source.rows())).cells[4] == "第9条的文字，说一件小事"


def test_a_broken_one_is_called_broken_whatever_we_hold_ourselves(tmp_path: Path) -> None:
    """Not too large: a process begins its count of memory with what the one held that started it."""
    held = b"x" * (200 << 20)
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04" + bytes(100))
    with pytest.raises(SourceUnreadable, match="不是完好的"):
        open_source(path)
    assert held


def _shared(*, rows: int, columns: int) -> bytes:
    book, written, packed = Workbook(), BytesIO(), BytesIO()
    book.save(written)
    name = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    texts = "".join(f"<si><t>第{number}条的文字，说一件小事</t></si>" for number in range(rows * columns))
    lines = "".join(
        "<row>" + "".join(f'<c t="s"><v>{row * columns + column}</v></c>' for column in range(columns)) + "</row>"
        for row in range(rows)
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    changed = {
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{name}"><sheetData>{lines}</sheetData></worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{name}">{texts}</sst>',
    }
    with (
        zipfile.ZipFile(written) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for entry in source.namelist():
            content = source.read(entry).decode()
            if entry == "[Content_Types].xml" and "sharedStrings" not in content:
                override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
                content = content.replace("</Types>", override)
            new.writestr(entry, changed.get(entry, content))
        if "xl/sharedStrings.xml" not in source.namelist():
            new.writestr("xl/sharedStrings.xml", changed["xl/sharedStrings.xml"])
    return packed.getvalue()


def test_one_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_source, "_SECONDS", 0)
    path = tmp_path / "a.xlsx"
    path.write_bytes(_bomb("cells"))
    began = time.monotonic()
    with pytest.raises(SourceUnreadable, match="太大"):
        open_source(path)
    assert time.monotonic() - began < 60


def test_a_part_that_declares_entities_is_refused(tmp_path: Path) -> None:
    book, written = Workbook(), BytesIO()
    book.save(written)
    with zipfile.ZipFile(written, "a") as archive:
        archive.writestr("xl/extra.xml", "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'a'>]><x>&a;</x>")
    path = tmp_path / "a.xlsx"
    path.write_bytes(written.getvalue())
    with pytest.raises(SourceUnreadable, match="不是完好的"):
        open_source(path)


def test_the_process_ends_with_the_source(tmp_path: Path) -> None:
    """Nothing goes on reading for somebody who has stopped."""
    book = Workbook()
    assert book.active is not None
    for number in range(20_000):
        book.active.append([f"姓名{number}"])
    book.save(tmp_path / "a.xlsx")
    source = open_source(tmp_path / "a.xlsx")
    assert isinstance(source, sheet_source.SheetSource)
    with OpenedSource(source):
        next(iter(source.rows()))
    assert source._process.returncode is not None


def test_it_sees_none_of_our_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIYIN_SMTP_PASSWORD", "geheim")
    word = "'seen' if 'HUIYIN_SMTP_PASSWORD' in os.environ else 'none'"
    script = f"import os, json; print(json.dumps({{'refused': {word}, 'there': []}}))"
    monkeypatch.setattr(sheet_source, "_PROGRAM", (sys.executable, "-c", script))
    monkeypatch.setattr(sheet_source, "_REASONS", {"none": "none", "seen": "seen"})
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK")
    with pytest.raises(SourceUnreadable, match="none"):
        open_source(path)
