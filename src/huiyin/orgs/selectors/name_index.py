"""All forms of all units' names, and where they stand in a text. Built once per state of the names."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from huiyin.orgs.naming import UnitNames, above_in, forms_of
from huiyin.orgs.rules import UnitKind, path_ids
from huiyin.orgs.selectors.actors import chain_ids

# A name that fits more units than this means none of them: the registrar asks.
FEW = 3

_OF = r"(?:的|里的|里|那里的|那里|上的)?"
_TITLE = (
    r"(?:(?:副|原|前|现任|时任|老|代理|常务|分管|主要|党委|党组|党支部|支部|党总支|党工委|办公室)*(?:局长|主任|书记|支书|村支书|村长|镇长|乡长|县长|"
    r"区长|市长|科长|处长|所长|站长|院长|校长|园长|庭长|行长|大队长|队长|股长|组长|厂长|总经理|经理|董事长|村主任|村书记|会计|文书|出纳|"
    r"一把手|一二把手|领导班子|领导|班子成员|班子|负责人|负责同志|干部|同志|工作人员|办事员|科员|民警|警察|警官|法官|检察官|老师|教师|医生|"
    r"护士|职工|员工|人员|先生|女士|们|等人|等|村干部|镇干部|乡干部|县领导|镇领导|乡领导|"
    r"村两委|两委|党政办|党委|党工委|政府|(?:[一二三四五六七八九十\d]+|村民小?)组))"
)
# What only an office does: before it the name of a place is its government.
_DOES = re.compile(
    r"不(?:作为|管|办|给|理|公开|公示|履行|处理|解决|答复|执行)|乱(?:收|作为|罚|摊派)|没(?:有)?人?(?:管|处理|解决)|拒不|拖[欠着]|"
    r"违[法规]|强[拆占征制]|贪污|私[分吞自]|截留|挪用|克扣|侵占|骗取"
)
TITLES = re.compile(rf"{_OF}{_TITLE}+")
_TITLE_BEFORE = re.compile(rf"{_TITLE}$")
_AND = re.compile(r"和|与|跟|及|同|以及|还有|并|、")
_AND_BEFORE = re.compile(r"(?:和|与|跟|及|同|以及|还有|并|、|举报|反映|投诉|控告|检举|是|的|对)$")
_PERSON_DOES = re.compile(r"[收贪打骂索吃让把叫说殴]|受贿|利用|滥用|包庇|态度|欺|威胁|长期|多次|经常|不")
_ACTS = f"{TITLES.pattern}|{_DOES.pattern}"
# Beside a unit is not the unit.
_NEARBY = re.compile(r"(?:对面|门口|旁边|隔壁|附近|门前|后面|楼下|家属院|家属区|家属楼|宿舍|边上)")
# Before a name without its place: it is the one of somewhere else.
_ELSEWHERE = re.compile(
    # 超市, 城市, 集市, 夜市, 股市, 门市 and 菜市 end like a city and are none.
    r"(?:省|(?<![超城集夜股门菜])市|自治州|州|盟|国家|全国|中央|中级|高级|最高|(?:邻|外|隔壁|别的?|其[他它]|外地)县?)的?$"
)
# Said to whoever reads it first.
_YOU = re.compile(r"[你您贵]们?(?:这个|这里的|的)?(?:单位|部门|机关|局|领导|主任|书记|负责人|工作人员|干部)")
_OF_ONLY = re.compile(r"(?:的|里的|那里的|里)?$")


@dataclass(frozen=True, slots=True)
class Meaning:
    """Whose form it is; `is_bare`: without a place in it."""

    strong: tuple[int, ...]
    weak: tuple[int, ...]
    is_bare: bool


@dataclass(frozen=True, slots=True)
class Span:
    """Units named from `start` to `end` of a folded text; `closed` is where the title behind it ends."""

    start: int
    end: int
    closed: int
    unit_ids: tuple[int, ...]


class NameIndex:
    """The forms of all units; `rows` are the units as they were read."""

    def __init__(self, rows: Sequence[UnitNames]) -> None:
        """Some milliseconds for a county, about a second for 5,000 units."""
        self.units = {row.id: row for row in rows}
        self._meanings: dict[str, Meaning] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        self._of_unit: dict[int, tuple[frozenset[str], frozenset[str]]] = {}
        strong: dict[str, list[int]] = defaultdict(list)
        weak: dict[str, list[int]] = defaultdict(list)
        bare: set[str] = set()
        for row in rows:
            forms = forms_of(row, above_in(row, self.units))
            self._of_unit[row.id] = frozenset(forms.strong), frozenset(forms.weak)
            bare |= forms.bare
            for form in forms.strong:
                strong[form].append(row.id)
            for form in forms.weak:
                weak[form].append(row.id)
        lengths: dict[str, set[int]] = defaultdict(set)
        for form in strong.keys() | weak.keys():
            # Forms are found by their first two characters; one alone would stand in every text.
            if len(form) > 1:
                self._meanings[form] = Meaning(tuple(strong.get(form, ())), tuple(weak.get(form, ())), form in bare)
                lengths[form[:2]].add(len(form))
        self._lengths = {start: tuple(sorted(found, reverse=True)) for start, found in lengths.items()}

    def chain(self, unit_id: int) -> tuple[int, ...]:
        """The unit and those that command it; empty when there is no such unit."""
        unit = self.units.get(unit_id)
        if unit is None:
            return ()
        independent = {pk for pk in path_ids(unit.path) if pk in self.units and self.units[pk].independent}
        return chain_ids(path_ids(unit.path), independent=independent)

    def line(self, unit_id: int) -> tuple[int, ...]:
        """The unit and all over it, from the root down; empty when there is no such unit."""
        return path_ids(self.units[unit_id].path) if unit_id in self.units else ()

    def is_within(self, unit_id: int, above: Collection[int]) -> bool:
        """Whether the unit is one of these or below one."""
        return unit_id in self.units and not set(path_ids(self.units[unit_id].path)).isdisjoint(above)

    def sharers(self, unit_id: int, names: Collection[str]) -> dict[str, tuple[int, ...]]:
        """For each of these folded names the open units but this one that it would mean as well."""
        found: dict[str, tuple[int, ...]] = {}
        for name in names:
            meaning = self._meanings.get(name)
            ids = {*meaning.strong, *meaning.weak} - {unit_id} if meaning else set()
            if open_ids := tuple(sorted(pk for pk in ids if self.units[pk].is_active)):
                found[name] = open_ids
        return found

    def find(self, text: str, readers: Collection[int], gaps: Collection[int] = ()) -> list[Span]:
        """The units named in a folded text, in its order.

        `readers` are units that would read it first, `gaps` the places before which there was white space.
        """
        spans: list[Span] = []
        places: list[Span] = []  # passed since the last unit: 清河湾县, 柳溪渡镇
        at = 0
        while at < len(text):
            found = self._span_at(text, at, readers, _before(text, at, [*spans[-1:], *places]))
            if found is None:
                places += self._places_at(text, at)
                at = self._end_of_elsewhere(text, at) or at + 1
                continue
            start = found.start
            if spans and _qualifies(text, spans[-1], found, gaps) and self._all_within(found, spans[-1]):
                start = spans.pop().start  # 县公安局交警队: only the one below is meant
            while before := _before(text, start, places):
                start = before.start
            spans.append(replace(found, start=start))
            at, places = found.closed, []
        return spans

    def places_in(self, text: str) -> set[int]:
        """The units whose places stand anywhere in a folded text."""
        return {pk for at in range(len(text)) for place in self._places_at(text, at) for pk in place.unit_ids}

    def is_place(self, text: str) -> bool:
        """Whether a folded text is the name of a place here."""
        meaning = self._meanings.get(text)
        return meaning is not None and bool(meaning.weak)

    def mentions(self, unit_id: int, text: str) -> list[str]:
        """The forms of one unit that stand in a folded text, without those that only stand within longer ones."""
        strong, weak = self._of_unit.get(unit_id, (frozenset(), frozenset()))
        found = [form for form in strong if form in text and self._stands_in(form, text)]
        found += [form for form in weak if form in text and re.search(f"{re.escape(form)}(?:{_ACTS})", text)]
        longest = [form for form in found if not any(form != other and form in other for other in found)]
        return sorted(longest, key=text.index)

    def _stands_in(self, form: str, text: str) -> bool:
        """Whether it stands there once without being the one of somewhere else."""
        bare = self._meanings[form].is_bare if form in self._meanings else True
        return any(not _is_elsewhere(text, match.start(), match.end(), bare)
                   for match in re.finditer(re.escape(form), text))  # fmt: skip

    def _forms_at(self, text: str, at: int) -> Iterator[tuple[int, Meaning]]:
        """The longest first: where each ends, what it means."""
        for length in self._lengths.get(text[at : at + 2], ()):
            if at + length <= len(text) and (meaning := self._meanings.get(text[at : at + length])):
                yield at + length, meaning

    def _span_at(self, text: str, at: int, readers: Collection[int], before: Span | None) -> Span | None:
        if readers and (you := _YOU.match(text, at)):
            title = TITLES.match(text, you.end())
            return Span(at, you.end(), title.end() if title else you.end(), tuple(readers))
        for end, meaning in self._forms_at(text, at):
            title = TITLES.match(text, end)
            closed = title.end() if title else end
            ids: set[int] = set()
            if not _is_elsewhere(text, at, end, meaning.is_bare):
                ids.update(meaning.strong)
            ids.update(pk for pk in meaning.weak if self._is_closed(pk, text, at, closed, end))
            if few := self._few(ids, readers, before):
                return Span(at, end, closed, few)
        return None

    def _end_of_elsewhere(self, text: str, at: int) -> int | None:
        """Where a name ends that is another one's: nothing within it is looked at (中级人民法院)."""
        for end, meaning in self._forms_at(text, at):
            if meaning.strong and _is_elsewhere(text, at, end, meaning.is_bare):
                return end
        return None

    def _is_closed(self, pk: int, text: str, at: int, closed: int, end: int) -> bool:
        """Whether the name of a place stands alone: a title behind it, or nothing that would make it a mere place."""
        if closed > end:
            return True
        if self.units[pk].kind == UnitKind.COUNTY:  # else an address would bar the whole county
            return at == 0 and end == len(text)
        rest = text[end:].removeprefix("的")
        return not rest or _AND.match(rest) is not None or _DOES.match(rest) is not None

    def _few(self, ids: set[int], readers: Collection[int], before: Span | None) -> tuple[int, ...]:
        """Those that are meant: narrowed by the place or unit before it, none where it could be anybody."""
        if len(ids) > FEW and before:
            within = {pk for pk in ids if self.is_within(pk, before.unit_ids)}
            ids = within or ids
        # Closed units are meant, too, as long as they don't make it too many.
        if len(ids) > FEW:
            ids = {pk for pk in ids if self.units[pk].is_active}
        if len(ids) > FEW:
            # In doubt whoever would read it first is meant.
            ids = ids.intersection(readers)
        return tuple(sorted(ids, key=lambda pk: (not self.units[pk].is_active, pk)))

    def _places_at(self, text: str, at: int) -> list[Span]:
        """The shorter after the longer, so that the longer is looked at last and first found from behind."""
        found = [Span(at, end, end, meaning.weak) for end, meaning in self._forms_at(text, at) if meaning.weak]
        return found[::-1]

    def _all_within(self, found: Span, before: Span) -> bool:
        return all(self.is_within(pk, before.unit_ids) for pk in found.unit_ids)


def stands_alone(text: str, start: int, end: int, spans: Sequence[Span]) -> bool:
    """Whether a short name is a word of its own: nothing but units, titles and what joins names beside it."""
    before, after = text[:start], text[end:]
    ends = {span.end for span in spans} | {span.closed for span in spans}
    left = not before or start in ends or bool(_TITLE_BEFORE.search(before) or _AND_BEFORE.search(before))
    left = left or any(_OF_ONLY.fullmatch(before, span.end) for span in spans if span.end <= start)
    followed = TITLES.match(after) or _AND.match(after) or _DOES.match(after) or _PERSON_DOES.match(after)
    return left and (not after or followed is not None or end in {span.start for span in spans})


def _is_elsewhere(text: str, start: int, end: int, bare: bool) -> bool:
    if _NEARBY.match(text, end):
        return True
    # Four characters are as many as the longest of what _ELSEWHERE looks for.
    head = text[max(0, start - 4) : start]
    return bare and _ELSEWHERE.search(head) is not None


def _before(text: str, at: int, spans: Sequence[Span]) -> Span | None:
    """The unit or place right before."""
    for span in reversed(spans):
        if span.end <= at and _OF_ONLY.fullmatch(text, span.end, at):
            return span
    return None


def _qualifies(text: str, before: Span, found: Span, gaps: Collection[int]) -> bool:
    """Whether the unit before only says whose the other one is: nothing but 的 between, no title, no space."""
    if before.closed > before.end or any(before.end <= gap <= found.start for gap in gaps):
        return False
    return before.end <= found.start and _OF_ONLY.fullmatch(text, before.end, found.start) is not None
