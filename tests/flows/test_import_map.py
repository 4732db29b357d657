"""A map that can't be used is refused, and the refusal names the key."""

from pathlib import Path

import pytest

from huiyin.intake.importing.errors import MapInvalid
from huiyin.intake.importing.mapping import BETWEEN, map_parse
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
        ('external_id = "编号"', "", "columns.external_id"),
        ('name = "old-desk"', 'name = "old-desk"\nid_from = "row"', "columns.external_id"),
        ('received_at = "时间"', "", "columns.received_at"),
        ('name = "old-desk"', 'name = "old-desk"\nheader = 0', "source.header"),
        ('name = "old-desk"', 'name = "old-desk"\nheader_lines = 3', "source.header_lines"),
        ('name = "old-desk"', 'name = "old-desk"\ndelimiter = ",,"', "source.delimiter"),
        ('name = "old-desk"', 'name = "old-desk"\nfill_down = ["text"]', "source.fill_down"),
        ('name = "old-desk"', 'name = "old-desk"\nfill_down = ["place"]', "source.fill_down"),
        ('"%Y/%m/%d"]', '"serial"]', "formats.received_at"),
        ("[kind]", '[extract]\nreceived_at = "("\n[kind]', "extract.received_at"),
        ("[kind]", '[extract]\nplace = "x"\n[kind]', "extract.place"),
        ("[kind]", '[join]\nplace = "x"\n[kind]', "join.place"),
        ("[kind]", '[state]\ncolumn = "状态"\nvalues = { "已办结" = "done" }\n[kind]', "state.已办结"),
        ("[kind]", '[category]\nvalues = { "路灯" = 3 }\n[kind]', "category.values"),
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


def test_the_map_of_the_documentation_can_be_used_and_shows_every_key() -> None:
    page = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")
    text = page.split("```toml\n")[1].split("```")[0]
    plain = set(BETWEEN) - {"reply_days"}
    assert all(f"\n{key} = " in text for key in (*plain, "id_from", "fill_down", "empty", "records"))
    with pytest.raises(MapInvalid):  # an id by two ways
        map_parse(text, file="import.md")
    plan = map_parse(
        "\n".join(line for line in text.splitlines() if not line.startswith("id_from")), file="import.md"
    )
    assert set(plan.columns) == plain
