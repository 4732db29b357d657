"""The site's own map tiles: from one file that is never written to, kept by browsers, and nothing else with them."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image
from pytest_django.fixtures import Settings

from huiyin.config.map_tiles import read_map
from huiyin.web.tile_file import TileFileUnusable, read_tile_file

Make = Callable[..., Path]


def _png(shade: int) -> bytes:
    content = BytesIO()
    Image.new("L", (256, 256), shade).save(content, "PNG")
    return content.getvalue()


NORTH, SOUTH = _png(200), _png(90)


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A file with two tiles of zoom 1: the north-west is light, the south-west dark; in a folder with odd signs."""

    def made(*, first: object = NORTH, index: bool = True, **metadata: str) -> Path:
        folder = tmp_path / "a?b #c"
        folder.mkdir(exist_ok=True)
        path = folder / "map.mbtiles"
        with closing(sqlite3.connect(path)) as database, database:
            database.execute("CREATE TABLE metadata (name text, value text)")
            database.execute("CREATE TABLE tiles (zoom_level int, tile_column int, tile_row int, tile_data blob)")
            if index:
                database.execute("CREATE UNIQUE INDEX tile ON tiles (zoom_level, tile_column, tile_row)")
            database.executemany("INSERT INTO metadata VALUES (?, ?)", list(metadata.items()))
            database.executemany("INSERT INTO tiles VALUES (1, 0, ?, ?)", [(1, first), (0, SOUTH)])
        return path

    return made


@pytest.fixture
def served(make: Make, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """It is the installation's map."""
    path = make(center="114.3,30.59,1", attribution='<a href="https://x.invalid">云渡县</a> &copy;')
    monkeypatch.setenv("HUIYIN_MAP_FILE", str(path))
    settings.HUIYIN_MAP = read_map()
    return path


def test_a_tile_comes_once_and_is_only_asked_for_again(served: Path) -> None:
    client = Client()
    answer = client.get("/tiles/1/0/0")
    assert answer.status_code == 200 and answer.content == NORTH and answer["Content-Type"] == "image/png"
    assert client.get("/tiles/1/0/1").content == SOUTH, "rows are counted from the north"
    assert answer["Cache-Control"] == "public, max-age=604800" and answer["ETag"].startswith('"')
    again = client.get("/tiles/1/0/0", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304 and again.content == b""
    assert "set-cookie" not in {name.lower() for name in answer.headers}
    assert client.head("/tiles/1/0/0").status_code == 200
    assert client.post("/tiles/1/0/0").status_code == 405


@pytest.mark.parametrize(
    "address",
    [
        "/tiles/1/1/0", "/tiles/1/0/2", "/tiles/0/0/0", "/tiles/23/0/0", "/tiles/1/0/-1", "/tiles/1/0/0.png",
        "/tiles/1/0",
        f"/tiles/1/{2**70}/0", f"/tiles/{'9' * 5000}/0/0", "/tiles/../../etc/passwd", "/tiles/1/0/..%2f..%2fkeys",
    ],
)  # fmt: skip
def test_what_isnt_in_the_file_isnt_there(served: Path, address: str) -> None:
    assert Client().get(address).status_code == 404


def test_the_file_and_its_folder_stay_as_they_were(served: Path) -> None:
    before = served.read_bytes()
    served.parent.chmod(0o500)
    served.chmod(0o400)
    try:
        assert Client().get("/tiles/1/0/0").status_code == 200
        assert [path.name for path in served.parent.iterdir()] == [served.name] and served.read_bytes() == before
    finally:
        served.parent.chmod(0o700)


def test_a_file_that_goes_away_takes_only_its_tiles(served: Path) -> None:
    served.unlink()
    assert Client().get("/tiles/1/0/0").status_code == 404
    served.write_bytes(b"no database")
    assert Client().get("/tiles/1/0/0").status_code == 404


@pytest.mark.parametrize(
    "first", [b"<svg onload=alert(1)>", b"\x1f\x8bvector", "text", None, NORTH + bytes(1024 * 1024)]
)
def test_only_pictures_of_a_bearable_size_are_served(
    make: Make, settings: Settings, monkeypatch: pytest.MonkeyPatch, first: object
) -> None:
    path = make(first=SOUTH)
    monkeypatch.setenv("HUIYIN_MAP_FILE", str(path))
    monkeypatch.setenv("HUIYIN_MAP_VIEW", "30,114,1")
    settings.HUIYIN_MAP = read_map()
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE tiles SET tile_data = ? WHERE tile_row = 1", [first])
    assert Client().get("/tiles/1/0/0").status_code == 404
    assert Client().get("/tiles/1/0/1").status_code == 200


def test_a_table_without_its_index_holds_no_request_up(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make(index=False, center="114,30,1", minzoom="1", maxzoom="1")
    found = read_tile_file(path)
    with closing(sqlite3.connect(path)) as database, database:
        database.executemany("INSERT INTO tiles VALUES (9, 1, ?, ?)", ((row, b"") for row in range(60_000)))
        database.execute("INSERT INTO tiles VALUES (8, 0, 255, ?)", [NORTH])
    assert found.tile(zoom=8, column=0, row=0) is None
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE UNIQUE INDEX tile ON tiles (zoom_level, tile_column, tile_row)")
    assert found.tile(zoom=8, column=0, row=0) is not None


@pytest.mark.django_db
def test_the_file_says_where_the_map_begins_and_whose_it_is(served: Path) -> None:
    own = read_map()
    assert own is not None and own.file is not None and own.origin == ""
    assert (own.view, own.attribution, own.zooms) == ((30.59, 114.3, 1), "云渡县 ©", (1, 1))
    assert own.tiles.format(z=1, x=2, y=3) == reverse("tile", args=[1, 2, 3])
    page = Client().get("/file/where/").content.decode()
    assert 'data-tiles="/tiles/{z}/{x}/{y}"' in page and 'data-most="1"' in page


def test_a_file_that_is_no_map_stops_the_start_and_is_named(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other.mbtiles"
    other.write_bytes(b"no database at all, but quite long enough to be one" * 40)
    for path, reason in (
        (tmp_path / "away", "找不到文件"),
        (other, "不是能读的"),
        (make(first=b"\x1f\x8b"), "矢量瓦片"),
    ):
        monkeypatch.setenv("HUIYIN_MAP_FILE", str(path))
        with pytest.raises(ValueError, match=reason) as refused:
            read_map()
        assert "HUIYIN_MAP_FILE" in str(refused.value)
    with pytest.raises(TileFileUnusable):
        read_tile_file(tmp_path)


def test_an_address_and_a_file_are_too_many(served: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIYIN_MAP_TILES", "/t/{z}/{x}/{y}.png")
    with pytest.raises(ValueError, match="只写一个"):
        read_map()


def test_without_a_file_there_are_no_tiles(settings: Settings) -> None:
    settings.HUIYIN_MAP = None
    assert Client().get("/tiles/1/0/0").status_code == 404
