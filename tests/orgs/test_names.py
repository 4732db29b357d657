"""The names of a county with six towns, as people use them: which units each means. No database."""

from collections.abc import Collection
from dataclasses import dataclass

import pytest

from huiyin.orgs.naming import UnitNames, fold, folded_signs
from huiyin.orgs.rules import UnitKind
from huiyin.orgs.selectors.name_index import NameIndex

_TOWNS = {
    "ford": ("柳溪渡镇", ("杨树湾村", "老槐塘村", "柳溪社区", "李村")),
    "bridge": ("石桥埠镇", ("半坡桥村", "埠头社区")),
    "lake": ("望湖坪镇", ("芦花滩村",)),
    "bay": ("南浦湾镇", ("南浦新村",)),
    "ridge": ("青禾岭乡", ("茶亭岭村",)),
    "pine": ("松风坳乡", ("竹影冲村",)),
}
_COUNTY = "清河湾县"
# key: name, short name, kind, aliases, key of the unit above
_BUREAUS: dict[str, tuple[str, str, UnitKind, tuple[str, ...], str]] = {
    "office": ("清河湾县信访局", "县信访局", UnitKind.OFFICE, (), "county"),
    "commission": ("清河湾县纪委监委", "县纪委监委", UnitKind.COMMISSION, (), "county"),
    "housing": ("清河湾县住房和城乡建设局", "县住建局", UnitKind.BUREAU, ("房管局",), "county"),
    "labour": ("清河湾县人力资源和社会保障局", "", UnitKind.BUREAU, (), "county"),
    "civil": ("清河湾县民政局", "县民政局", UnitKind.BUREAU, (), "county"),
    "health": ("清河湾县卫生健康局", "县卫健局", UnitKind.BUREAU, (), "county"),
    "market": ("清河湾县市场监督管理局", "县市场监管局", UnitKind.BUREAU, ("工商局",), "county"),
    "streets": ("清河湾县城市管理局", "", UnitKind.BUREAU, (), "county"),
    "police": ("清河湾县公安局", "县公安局", UnitKind.BUREAU, (), "county"),
    "traffic": ("清河湾县公安局交通警察大队", "", UnitKind.STATION, (), "police"),
    "water": ("清河湾县清波供水有限公司", "清波供水", UnitKind.COMPANY, ("自来水公司",), "county"),
    "hospital": ("清河湾县人民医院", "", UnitKind.HOSPITAL, (), "health"),
    "court": ("清河湾县人民法院", "", UnitKind.COURT, (), ""),
}


class NamedUnits:
    """Rows under their keys, with ids and paths as the tree would give them."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}
        self.rows: list[UnitNames] = []
        self._paths: dict[str, str] = {"": "/"}

    def add(self, key: str, name: str, kind: UnitKind, above: str, **more: object) -> None:
        self.ids[key] = len(self.ids) + 1
        self._paths[key] = f"{self._paths[above]}{self.ids[key]}/"
        given = {"short_name": "", "aliases": (), "area": _COUNTY, "independent": False, "is_active": True, **more}
        self.rows.append(UnitNames(id=self.ids[key], path=self._paths[key], name=name, kind=kind, **given))  # type: ignore[arg-type]


def _county() -> NamedUnits:
    rows = NamedUnits()
    rows.add("county", "清河湾县人民政府", UnitKind.COUNTY, "", short_name="县政府")
    for key, (name, short, kind, aliases, above) in _BUREAUS.items():
        rows.add(key, name, kind, above, short_name=short, aliases=aliases, independent=key == "commission")
    for key, (town, villages) in _TOWNS.items():
        rows.add(key, f"{town}人民政府", UnitKind.TOWN, "county", short_name=town, area=town)
        for index, village in enumerate(villages):
            rows.add(f"{key}{index}", village, UnitKind.VILLAGE, key, area=village)
        for part, name, part_kind in (
            ("station", "综合检查站", UnitKind.STATION), ("school", "中心小学", UnitKind.SCHOOL),
            ("clinic", "卫生院", UnitKind.HOSPITAL),
        ):  # fmt: skip
            rows.add(f"{key}-{part}", f"{town}{name}", part_kind, key, area=town)
    return rows


def _district() -> NamedUnits:
    """A district with streets and police stations; two counties beside it that have bureaus of the same names."""
    rows = NamedUnits()
    rows.add("district", "望江区人民政府", UnitKind.COUNTY, "", area="望江区")
    rows.add("police", "云海市公安局望江分局", UnitKind.BUREAU, "district", area="望江区", short_name="望江公安分局")
    for key, name in (("north", "北岸"), ("south", "南岸")):
        rows.add(key, f"{name}街道办事处", UnitKind.TOWN, "district", area=f"{name}街道")
        rows.add(f"{key}-police", f"{name}派出所", UnitKind.STATION, "police", area=f"{name}街道")
    rows.add("quay", "码头社区居民委员会", UnitKind.VILLAGE, "north", area="码头社区")
    rows.add("mill", "磨坊村村民委员会", UnitKind.VILLAGE, "south", area="磨坊村")
    for key, place in (("district", "望江区"), ("east", "东陵县"), ("west", "西陵县"), ("far", "远山县")):
        if key != "district":
            rows.add(key, f"{place}人民政府", UnitKind.COUNTY, "", area=place)
        rows.add(f"{key}-schools", f"{place}教育局", UnitKind.BUREAU, key, area=place)
    return rows


def _company() -> NamedUnits:
    """An organisation that is no place."""
    rows = NamedUnits()
    rows.add("firm", "启明机械集团有限公司", UnitKind.COMPANY, "", area="", short_name="启明集团")
    rows.add("money", "启明机械集团有限公司财务部", UnitKind.OTHER, "firm", area="", aliases=("Finance Office",))
    rows.add("works", "第一车间", UnitKind.OTHER, "firm", area="")
    return rows


@dataclass(frozen=True)
class Place:
    """Rows with their index."""

    rows: NamedUnits
    index: NameIndex

    def meant(self, text: str, readers: Collection[str] = ()) -> set[str]:
        """The keys of the units that a text means."""
        spans = self.index.find(fold(text), [self.rows.ids[key] for key in readers])
        found = {pk for span in spans for pk in span.unit_ids}
        return {key for key, pk in self.rows.ids.items() if pk in found}


COUNTY, DISTRICT, COMPANY = (Place(made, NameIndex(made.rows)) for made in (_county(), _district(), _company()))
SPELLINGS = {
    "清河湾县住建局": "housing",
    "住建局": "housing",
    "清河湾住建局": "housing",
    "住房和城乡建设局": "housing",
    "房管局": "housing",
    "县房管局": "housing",
    "信访局": "office",
    "清河湾县信访局": "office",
    "人社局": "labour",
    "县人社局": "labour",
    "社保局": "labour",
    "人力资源和社会保障局": "labour",
    "民政局的": "civil",
    "民政局": "civil",
    "卫健委": "health",
    "卫生局": "health",
    "城管局": "streets",
    "城管": "streets",
    "县城管": "streets",
    "市场监管局": "market",
    "工商局": "market",
    "清河湾县市监局": "market",
    "公安局": "police",
    "公安局局长": "police",
    "公安局交警队": "traffic",
    "县公安局交警队": "traffic",
    "县公安局的交警大队": "traffic",
    "交警": "traffic",
    "清河湾县公安局交通警察大队": "traffic",
    "县交警队": "traffic",
    "公安局、交警队": "police traffic",
    "公安局局长和交警队": "police traffic",
    "自来水公司": "water",
    "清波供水": "water",
    "清波供水公司": "water",
    "县医院": "hospital",
    "人民医院": "hospital",
    "县人民医院院长": "hospital",
    "法院": "court",
    "县法院": "court",
    "柳溪渡镇政府": "ford",
    "柳溪渡镇人民政府": "ford",
    "柳溪渡镇": "ford",
    "柳溪渡政府": "ford",
    "柳溪渡镇镇长": "ford",
    "柳溪渡镇长": "ford",
    "清河湾县柳溪渡镇政府": "ford",
    "柳溪渡的镇长": "ford",
    "青禾岭乡乡长": "ridge",
    "杨树湾村": "ford0",
    "杨树湾村委会": "ford0",
    "杨树湾村民委员会": "ford0",
    "柳溪渡镇杨树湾村": "ford0",
    "杨树湾的村支书": "ford0",
    "杨树湾村支书": "ford0",
    "李村的村支书": "ford3",
    "李村村委会": "ford3",
    "李村委会": "ford3",
    "李村的村长": "ford3",
    "柳溪社区": "ford2",
    "柳溪居委会": "ford2",
    "柳溪社区居委会主任": "ford2",
    "南浦新村": "bay0",
    "柳溪渡镇中心小学": "ford-school",
    "柳溪渡中心小学": "ford-school",
    "柳溪渡镇的中心小学校长": "ford-school",
    "石桥埠镇卫生院": "bridge-clinic",
    "石桥埠卫生院": "bridge-clinic",
    "住建局和信访局": "housing office",
    "住建局、城管局": "housing streets",
    "住建局,城管局;信访局": "housing streets office",
    "县政府": "county",
    "清河湾县人民政府": "county",
    "县长": "county",
    "副县长": "county",
    "县委书记": "county",
    "清河湾县县长": "county",
    "县纪委": "commission",
    "纪委监委": "commission",
    "監委": "commission",
    "柳溪渡鎮政府": "ford",
    "ｘ住建局": "housing",
    "“县住建局”": "housing",
    "县 住 建 局": "housing",
    # One of several: few are all meant, many are nobody, unless the place before says which.
    "乡长": "ridge pine",
    "乡政府": "ridge pine",
    "镇长": "",
    "镇政府": "",
    "中心小学": "",
    "村支书": "",
    "村委会": "",
    "居委会": "ford2 bridge1",
    "卫生院": "",
    "柳溪渡镇的村支书": "ford",
    # Places that only say where something is, other people's offices, what only lies beside one.
    "柳溪渡镇云水小区": "",
    "柳溪渡镇的物业公司": "",
    "杨树湾村村民": "",
    "清河湾县柳溪渡镇云水小区物业": "",
    "市住建局": "",
    "市中级人民法院": "",
    "省公安厅": "",
    "城市住建局": "housing",
    "住建局门口的饭店": "",
    "物业公司": "",
    "政府": "",
    "医院": "",
    "小学": "",
    "村民": "",
    "领导": "",
}


_ELSEWHERE = {
    "望江区政府": "district",
    "区政府": "district",
    "区长": "district",
    "望江区领导": "district",
    "北岸街道": "north",
    "北岸街道办": "north",
    "北岸街道办事处": "north",
    "北岸街道办主任": "north",
    "北岸街道党工委书记": "north",
    "街道办": "north south",
    "街道书记": "north south",
    "望江区北岸街道": "north",
    "北岸街道新建小区": "",
    "望江公安分局": "police",
    "北岸派出所": "north-police",
    "北岸派出所所长": "north-police",
    "望江公安分局北岸派出所": "north-police",
    "北岸街道派出所": "north-police",
    "派出所": "north-police south-police",
    "码头社区": "quay",
    "码头社区居委会": "quay",
    "码头居委会": "quay",
    "北岸街道码头社区": "quay",
    "社区书记": "quay",
    "磨坊村": "mill",
    "磨坊村委会": "mill",
    "磨坊村村委会": "mill",
    "磨坊村民委员会": "mill",
    "磨坊村支书": "mill",
    "磨坊村二组组长": "mill",
    "村干部": "mill",
    "区教育局": "district-schools",
    "东陵县教育局": "east-schools",
    "东陵教育局": "east-schools",
    "县教育局": "east-schools west-schools far-schools",
    "教育局": "",
    "望江区和东陵县教育局": "east-schools",
    "县长": "east west far",
    "东陵县长": "east",
    "东陵县": "east",
}
_FIRM = {
    "财务部": "money",
    "启明集团财务部": "money",
    "启明机械集团财务部": "money",
    "集团": "",
    "启明集团": "firm",
    "启明集团、财务部": "firm money",
    "第一车间主任": "works",
    "finance office": "money",
    "FINANCE  OFFICE": "money",
}


@pytest.mark.parametrize("text", SPELLINGS)
def test_a_name_means_its_unit(text: str) -> None:
    assert COUNTY.meant(text) == set(SPELLINGS[text].split())


def test_other_sorts_of_places_and_of_organisations() -> None:
    for place, wanted in ((DISTRICT, _ELSEWHERE), (COMPANY, _FIRM)):
        wrong = {text: place.meant(text) for text, keys in wanted.items() if place.meant(text) != set(keys.split())}
        assert not wrong


def test_a_name_of_many_means_who_would_read_it() -> None:
    assert DISTRICT.meant("教育局", readers=["east-schools"]) == {"east-schools"}
    assert DISTRICT.meant("教育局", readers=["police"]) == set()
    assert DISTRICT.meant("东陵县教育局", readers=["west-schools"]) == {"east-schools"}


def test_a_text_is_folded_whole_as_it_is_sign_by_sign() -> None:
    for text in (*SPELLINGS, *_FIRM, "Ａé，ß①½㎡—_·•’ \t\nー한국어 áb", "縣長（代）:“王”!?…", "a" * 5 + "、。"):
        assert fold(text) == "".join(sign for sign, _ in folded_signs(text)), text
