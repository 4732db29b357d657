"""What a unit is called in speech and writing: names brought into one form, and the forms that are made of them.

Plain Python, so that the table of spellings is tested without a database.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from huiyin.kernel.text import simplified
from huiyin.orgs.rules import UnitKind, path_ids

# Stands for every sign that parts two names.
PART = "、"
_PARTING = frozenset(",，。、;；:：/|!?！？&+\n\r")
_PARTS = re.compile(f"[{re.escape(''.join(sorted(_PARTING)))}]")
_NO_LETTER = re.compile(rf"[^\w{PART}]|_")
_PLACE_KINDS = frozenset({UnitKind.COUNTY, UnitKind.TOWN, UnitKind.VILLAGE})
_TYPE = re.compile(r"(?:街道|社区|省|市|县|区|旗|镇|乡|村)$")
_OFFICE_OF_A_PLACE = re.compile(
    r"(?:人民政府|政府|(?<=街道)办事处|(?<=村)村民委员会|(?<=村)村委会|(?<=村)民委员会|(?<=村)委会|(?<=村)委"
    r"|(?<=社区)居民委员会|(?<=社区)居委会|居民委员会|居委会)$"
)
# How offices shorten their names everywhere; what only one place says is an alias of the unit.
_SHORTER: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("住房和城乡建设局", ("住建局", "建设局")), ("住房和城乡建设委员会", ("住建委",)),
    ("人力资源和社会保障局", ("人社局", "人力资源局", "社保局")), ("发展和改革局", ("发改局",)),
    ("发展和改革委员会", ("发改委",)), ("卫生健康局", ("卫健局", "卫生局", "卫健委")),
    ("卫生健康委员会", ("卫健委", "卫健局")), ("市场监督管理局", ("市场监管局", "市监局", "工商局")),
    ("交通运输局", ("交通局",)), ("生态环境局", ("环保局", "环境局")), ("自然资源局", ("国土局", "国土资源局")),
    ("自然资源和规划局", ("自然资源局", "自规局", "资规局", "国土局")), ("农业农村局", ("农业局",)),
    ("城市管理局", ("城管局", "城管")), ("城市管理和综合执法局", ("城管局", "综合执法局", "城管")),
    ("综合行政执法局", ("综合执法局", "执法局", "城管局", "城管")), ("城市管理行政执法局", ("城管局", "城管")),
    ("文化和旅游局", ("文旅局",)), ("教育和体育局", ("教体局", "教育局")), ("应急管理局", ("应急局", "安监局")),
    ("医疗保障局", ("医保局",)), ("行政审批服务局", ("审批局",)),
    ("公安局", ("警察局",)), ("信访局", ("信访办",)), ("民政局", ("民政",)),
    ("交通警察大队", ("交警大队", "交警队", "交警")), ("交通管理大队", ("交警大队", "交警队", "交警")),
    ("交警大队", ("交警队", "交警")), ("劳动保障监察大队", ("劳动监察大队", "劳动监察")),
    ("城市管理行政执法大队", ("城管大队", "城管")), ("纪委监委", ("纪委", "监委", "纪检委")),
    ("纪律检查委员会", ("纪委", "纪检委")), ("监察委员会", ("监委",)), ("人民法院", ("法院",)),
    ("人民检察院", ("检察院",)), ("人民医院", ("医院",)), ("人民政府", ("政府",)),
    ("有限责任公司", ("公司", "")), ("股份有限公司", ("公司", "")), ("有限公司", ("公司", "")),
    ("街道办事处", ("街道办", "街道")), ("管理委员会", ("管委会",)), ("委员会", ("委",)),
)  # fmt: skip
# Without a place before them they may be anybody's.
_GENERIC = frozenset({
    "政府", "人民政府", "医院", "公司", "学校", "小学", "中学", "幼儿园", "街道", "街道办", "街道办事处", "委",
    "村委", "社区", "办公室", "建设局", "人事局", "卫生院", "村", "镇", "乡", "县", "大队", "中队", "管委会", "供水",
    "民政",
})  # fmt: skip
_VILLAGE_OFFICES = ("村委会", "村民委员会", "村委", "村两委", "村支部", "村党支部", "村支委", "村党总支")
_COMMUNITY_OFFICES = ("社区居委会", "社区居民委员会", "社区居委", "居委会", "居民委员会", "社区党支部", "社区党委")
# Titles that name the unit by the sort of its place: 镇长, 村支书.
_HEADS = {
    "县": ("长", "委书记", "领导"), "市": ("长", "委书记", "领导"), "区": ("长", "委书记", "领导"),
    "旗": ("长", "委书记", "领导"), "镇": ("长", "党委书记", "书记", "领导", "党委", "干部"),
    "乡": ("长", "党委书记", "书记", "领导", "党委", "干部"),
    "街道": ("书记", "主任", "办主任", "党工委", "干部", "领导"),
    "村": ("长", "主任", "支书", "书记", "支部书记", "党支部书记", "干部", "会计", "领导"),
    "社区": ("书记", "主任", "干部", "领导"),
}  # fmt: skip


def fold(text: str) -> str:
    """The form in which names and texts are compared: half-width, lower case, simplified, without spaces and quotes.

    What parts two names becomes `、`; brackets, dots and dashes go.
    """
    simple = simplified(unicodedata.normalize("NFKC", text).lower())
    return _NO_LETTER.sub("", _PARTS.sub(PART, simple))


def folded_signs(text: str) -> Iterator[tuple[str, int]]:
    """The same sign by sign, each with the place in the text where it comes from; for short texts."""
    for place, sign in enumerate(text):
        for character in simplified(unicodedata.normalize("NFKC", sign).lower()):
            if character in _PARTING:
                yield PART, place
            elif character.isalnum():
                yield character, place


# A county's name stands above each of its units.
folded_name = lru_cache(maxsize=8192)(fold)


@dataclass(frozen=True, slots=True)
class UnitNames:
    """A unit as far as names go; `path` as in the tree, `area` the name of its area."""

    id: int
    path: str
    name: str
    short_name: str
    aliases: tuple[str, ...]
    kind: str
    independent: bool
    is_active: bool
    area: str

    @property
    def label(self) -> str:
        """What is said back."""
        return self.short_name or self.name

    @property
    def place(self) -> str:
        """The place that the unit governs, folded; "" for all others."""
        name = folded_name(self.name)
        return _OFFICE_OF_A_PLACE.sub("", name) if self.kind in _PLACE_KINDS else ""


@dataclass(slots=True)
class Forms:
    """Every form of one unit. `bare` ones of the strong carry no place: elsewhere they are another unit's.

    `weak` forms are names of places: they mean the unit only where nothing else follows.
    """

    strong: set[str] = field(default_factory=set)
    bare: set[str] = field(default_factory=set)
    weak: set[str] = field(default_factory=set)


def forms_of(unit: UnitNames, above: Sequence[UnitNames]) -> Forms:
    """The forms of a unit; `above` are the units over it, from any order."""
    areas = (folded_name(level.area) for level in (unit, *above))
    places = {*areas, *(level.place for level in above)} - {""}
    found = Forms()
    kept = unit.place if unit.kind in _PLACE_KINDS else ""
    dropped = _prefixes(places - {kept}) | {
        folded_name(name) for level in above for name in (level.name, level.short_name)
    }
    for name in (unit.name, unit.short_name, *unit.aliases):
        whole = fold(name)
        if whole:
            _add_name(found, whole, kept, dropped - {""}, _prefixes(places))
    if kept:
        _add_place(found, kept)
    # A place's name is no sure sign of its government, even where a unit bears just that name: it may be an address.
    found.strong -= found.weak
    found.bare &= found.strong
    return found


def _add_name(found: Forms, whole: str, kept: str, dropped: set[str], prefixes: set[str]) -> None:
    found.strong.add(whole)
    if kept:
        # The name of a place is never put behind the place above it: that would be the other one's office.
        for tail in _shortened(_without(whole, dropped) | {whole}):
            if tail.startswith(kept):
                _add_office(found, kept, tail.removeprefix(kept))
            else:
                found.strong.add(tail)
        return
    for tail in _shortened(_without(whole, dropped)):
        if tail not in _GENERIC and len(tail) > 1:
            found.strong.add(tail)
            found.bare.add(tail)
        found.strong.update(prefix + tail for prefix in prefixes)


def _add_office(found: Forms, place: str, office: str) -> None:
    """The office of a place: with the whole name of the place, without its sort, with the sort alone."""
    if not office:
        found.weak.add(place)
        return
    found.strong.update((place + office, _stem(place) + office, _sort(place) + office))


def _add_place(found: Forms, place: str) -> None:
    stem, sort = _stem(place), _sort(place)
    found.weak |= {place, stem}
    if sort:
        found.weak |= {f"{sort}里", f"{sort}上"}
    found.strong.update(sort + head for head in _HEADS.get(sort, ()))
    found.strong.update(f"副{sort}长" for _ in _HEADS.get(sort, ())[:1] if sort not in ("村", "社区", "街道"))
    offices = {"村": _VILLAGE_OFFICES, "社区": _COMMUNITY_OFFICES}.get(sort, ())
    bare = place.removesuffix(sort) if sort else place
    for office in offices:
        found.strong.update((place + office, bare + office, office))


def _prefixes(places: Iterable[str]) -> set[str]:
    """A place as people put it before a name: whole, without its sort, its sort alone (县)."""
    return {part for place in places for part in (place, _stem(place), _sort(place)) if part}


def _without(name: str, dropped: Iterable[str]) -> set[str]:
    """The name, and what is left of it without the places and units before it."""
    found, new = {name}, {name}
    while new:
        new = {
            form.removeprefix(prefix)
            for form in new
            for prefix in dropped
            if form.startswith(prefix) and len(form) - len(prefix) > 1
        } - found
        found |= new
    return found


def _shortened(tails: Iterable[str]) -> set[str]:
    found, new = set(tails), set(tails)
    while new:
        new = {
            form.replace(long, short) for form in new for long, shorts in _SHORTER if long in form for short in shorts
        } - found
        found |= new
    return found - {""}


def _sort(place: str) -> str:
    """县, 镇, 村 …; "" where the name doesn't end with one."""
    sort = _TYPE.search(place)
    return sort[0] if sort and sort.start() > 0 else ""


def _stem(place: str) -> str:
    """The place without its sort, where two characters or more are left."""
    stem = place.removesuffix(_sort(place))
    return stem if len(stem) > 1 else place


def above_in(unit: UnitNames, units: dict[int, UnitNames]) -> list[UnitNames]:
    """The units over one, from the root down."""
    return [units[pk] for pk in path_ids(unit.path)[:-1] if pk in units]
