"""The demo's folder: nothing of anybody else's is touched, and its map can be read by the site."""

import math
from pathlib import Path

import pytest

from huiyin.cli.demo.folder import DemoFolder, DemoRunning, FolderTaken, Progress
from huiyin.cli.demo.geography import MAP_NAME, map_file_make, position_of
from huiyin.cli.demo.people import towns
from huiyin.web.tile_file import read_tile_file


def test_an_installation_that_is_no_demo_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "huiyin.sqlite3").write_text("dear")
    for action in (DemoFolder(tmp_path).demand_ours, DemoFolder(tmp_path).empty):
        with pytest.raises(FolderTaken):
            action()
    assert (tmp_path / "huiyin.sqlite3").read_text() == "dear"


def test_emptying_removes_what_the_demo_made_and_nothing_else(tmp_path: Path) -> None:
    folder = DemoFolder(tmp_path)
    folder.mark(Progress.READY)
    for name in ("huiyin.sqlite3", "huiyin.sqlite3-wal", MAP_NAME, "mine.txt"):
        (tmp_path / name).write_text("x")
    for name in ("files", "keys", "outbox", "calendars"):
        (tmp_path / name).mkdir()
    folder.empty()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["calendars", "mine.txt"]
    folder.demand_ours()


@pytest.mark.parametrize("content", ["", "[]", '{"huiyin_demo": "else"}', "{", "\x00"])
def test_a_marker_that_is_none_protects_the_folder(tmp_path: Path, content: str) -> None:
    (tmp_path / "demo.json").write_text(content)
    (tmp_path / "keys").mkdir()
    with pytest.raises(FolderTaken):
        DemoFolder(tmp_path).empty()


def test_two_processes_never_have_one_demo(tmp_path: Path) -> None:
    with DemoFolder(tmp_path / "var").lock(), pytest.raises(DemoRunning), DemoFolder(tmp_path / "var").lock():
        pass
    with DemoFolder(tmp_path / "var").lock():
        pass


def test_every_town_and_village_lies_on_the_map(tmp_path: Path) -> None:
    path = tmp_path / MAP_NAME
    map_file_make(path)
    file = read_tile_file(path)
    assert file.attribution and file.view is not None
    areas = [key for town in towns() for key in (town.key, *(village for village, _name in town.villages))]
    for area in areas:
        column, row = tile_of(*position_of(f"{area} 1 号", area).degrees, file.deepest)
        found = file.tile(zoom=file.deepest, column=column, row=row)
        assert found is not None and found.media_type == "image/png", area
    before = path.stat().st_mtime_ns
    map_file_make(path)
    assert path.stat().st_mtime_ns == before and [found.name for found in tmp_path.iterdir()] == [MAP_NAME]


def tile_of(latitude: float, longitude: float, zoom: int) -> tuple[int, int]:
    """Which tile of Web Mercator has a place."""
    count = 1 << zoom
    north = math.asinh(math.tan(math.radians(latitude)))
    return int((longitude + 180) / 360 * count), int((1 - north / math.pi) / 2 * count)
