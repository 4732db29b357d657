"""A map that can't be used is refused, and the refusal names the key."""

from pathlib import Path

import pytest

from huiyin.intake.importing.errors import MapInvalid
from huiyin.intake.importing.mapping import map_parse
from tests.flows.tables import MAP

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('name = "old-desk"', "", "source.name"),
        ('name = "old-desk"', f'name = "{"长" * 41}"', "source.name"),
        ('name = "old-desk"', 'name = "old-desk"\nzone = "Mars/Olympus"', "source.zone"),
        ('text = "内容"', "", "columns.text"),
        ('text = "内容"', 'text = "内容"\ntxet = "内容"', "columns.txet"),
        ('reply_at = "答复时间"', "", "columns.reply"),
        ('reply_at = "答复时间"', 'reply_at = "答复时间"\nreply_days = "x"', "columns.reply_days"),
        ('received_at = ["%Y-%m-%d %H:%M", "%Y/%m/%d"]', "", "formats.received_at"),
        ('"%Y/%m/%d"]', '"%m/%d"]', "formats.received_at"),
        ('default = "claim"', 'default = "plea"', "kind.default"),
        ('default = "claim"', "", "kind.default"),
        ('"电话" = "call"', '"电话" = "phone"', "channel.电话"),
        ('"电话" = "call"', '"电话" = 3', "channel.values"),
        ("[kind]", "[kin]", "kind.default"),
        ("[kind]", "[surplus]\n[kind]", "surplus"),
        ("[source]", "[source", "-"),
    ],
)
def test_a_wrong_key_is_named(old: str, new: str, key: str) -> None:
    assert old in MAP
    with pytest.raises(MapInvalid) as refused:
        map_parse(MAP.replace(old, new, 1), file="map.toml")
    assert refused.value.params["key"] == key
    assert "map.toml" in str(refused.value)


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "import-maps").glob("*.toml")), ids=lambda path: path.stem)
def test_the_maps_that_come_with_it_can_be_used(path: Path) -> None:
    assert map_parse(path.read_text(encoding="utf-8"), file=path.name).origin
