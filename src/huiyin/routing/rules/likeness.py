"""How alike two matters are: the same subject at the same place, told by the rare pairs of characters they share.

Nothing of a person goes into it. docs/routing.md has the figures behind the numbers here.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from huiyin.kernel.text import query_tokens

# What comes after this many characters rarely tells which matter it is, and costs time.
TEXT_LENGTH = 800
# Fewer texts than this are too few to count in: the rest is taken to be without the token.
_FEWEST_TEXTS = 400
# Pairs that stand in letters about anything; counted as usual also where there are few letters to count in.
_USUAL_TEXT = (
    "我们 你们 他们 自己 大家 没有 不是 就是 可以 这个 那个 这样 什么 怎么 为什 因为 所以 但是 而且 如果 "
    "已经 现在 一直 多次 至今 目前 希望 请求 要求 反映 投诉 举报 咨询 建议 解决 处理 问题 情况 有关 相关 "
    "部门 领导 政府 单位 公司 小区 业主 居民 村民 群众 老百 百姓 生活 影响 严重 进行 时间 时候 今年 去年 "
    "年月 月日 号楼 附近 地方 路口 您好 尊敬 敬的 感谢 谢谢 恳请 尽快 及时 给予 回复 答复 电话 联系 工作 "
    "人员 管理 物业 开发 发商 导致 造成 不能 无法 需要 应该 还是"
)
# Between the weight of a token in one text and that of one in none.
_ONCE_OR_NEVER = 1.0
_USUAL = frozenset(_USUAL_TEXT.split())
_OF_USUAL = 0.2
# Fewer telling pairs in common are chance. Counted, not weighed: when many write about one thing at once, its own
# words become less rare, and just then they must still be recognised.
_LEAST_SHARED, _TELLING = 6, 0.5
# The title counts once more: it names the subject.
_TITLE_SHARE = 0.3
# Somebody still typing is compared by what is there, somebody brief isn't held against a long letter.
_OWN_SHARE = 0.65
_PLACE_SHARE = 0.25
# Places are known and have next to nothing in common: alike perhaps, but not the same.
_ELSEWHERE, _ELSEWHERE_FACTOR = 0.15, 0.7


@dataclass(frozen=True, slots=True)
class Rarity:
    """How much it says that two matters share a token: `weights` of those known, `unseen` for all others.

    High for what hardly any other matter has; 0 for what stands in every second one.
    """

    weights: dict[str, float]
    unseen: float

    def weight(self, token: str) -> float:
        """Of one token."""
        return self.weights.get(token, self.unseen)

    def total(self, tokens: Iterable[str]) -> float:
        """Of all of them."""
        weights, unseen = self.weights, self.unseen
        return sum([weights.get(token, unseen) for token in tokens])

    def rarest(self, tokens: Iterable[str], count: int) -> list[str]:
        """So many of the tokens, the rarest first; the usual ones are never among them."""
        ranked = sorted(
            (-self.weight(token), place, token)
            for place, token in enumerate(tokens)
            if token not in _USUAL and not token.endswith("*")
        )
        return [token for _, _, token in ranked[:count]]


@dataclass(frozen=True, slots=True)
class Profile:
    """A matter as it is compared: its tokens."""

    title: frozenset[str]
    text: frozenset[str]
    place: frozenset[str]


def rarity_of(texts: Sequence[str]) -> Rarity:
    """Count in how many of the texts each token stands."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(query_tokens(text[:TEXT_LENGTH]))
    most = max(len(texts), _FEWEST_TEXTS) + 2
    weights = {token: max(0.0, math.log(most / (count + 0.5) / 2)) for token, count in counts.items() if count > 1}
    # Most tokens stand in one text: they would make up two thirds of what is kept, and weigh as those in none do.
    return Rarity(weights=weights | dict.fromkeys(_USUAL, _OF_USUAL), unseen=math.log(most / _ONCE_OR_NEVER / 2))


def profile_of(*, title: str, text: str, place: str) -> Profile:
    """What of a matter is compared."""
    return Profile(
        title=frozenset(query_tokens(title)),
        text=frozenset(query_tokens(f"{title}\n{text[:TEXT_LENGTH]}")),
        place=frozenset(query_tokens(place)),
    )


def likeness(profile: Profile, other: Profile, *, rarity: Rarity) -> float:
    """0 (nothing in common) to 1 (the same words at the same place); the order of the two hardly matters."""
    shared = profile.text & other.text
    if sum(rarity.weight(token) >= _TELLING for token in shared) < _LEAST_SHARED:
        return 0.0
    common = rarity.total(shared)
    found = _both_ways(common, rarity.total(profile.text), rarity.total(other.text))
    if profile.title and other.title:
        titles = rarity.total(profile.title & other.title)
        of_titles = _both_ways(titles, rarity.total(profile.title), rarity.total(other.title))
        found = (1 - _TITLE_SHARE) * found + _TITLE_SHARE * of_titles
    return min(1.0, _with_place(found, profile.place, other.place, rarity))


def _both_ways(common: float, first: float, other: float) -> float:
    """The share of the smaller text that the other has too, tempered by the share of the larger one."""
    if not first or not other:
        return 0.0
    return _OWN_SHARE * common / min(first, other) + (1 - _OWN_SHARE) * common / max(first, other)


def _with_place(found: float, place: frozenset[str], other: frozenset[str], rarity: Rarity) -> float:
    if not place or not other:
        return found
    smaller = min(rarity.total(place), rarity.total(other))
    near = rarity.total(place & other) / smaller if smaller else 0.0
    if near < _ELSEWHERE:
        return found * _ELSEWHERE_FACTOR
    return (1 - _PLACE_SHARE) * found + _PLACE_SHARE * near
