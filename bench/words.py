"""Texts as long as real ones, from a fixed vocabulary in which few words are common and most are rare."""

import random
from functools import cache
from itertools import accumulate

_SIGNS = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去"
    "法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正"
    "业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东"
    "声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山"
    "金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉"
    "格望觉术领共确传师观清今切院让识候带导争运笔修坏楼灯桥管水费车停房租校班补贴欠薪噪音尘土垃圾井盖公园坡道电梯物业供暖燃气宽带信号"
)
_VOCABULARY = 4000
_SENTENCE = 12


@cache
def vocabulary() -> tuple[str, ...]:
    """Words of two characters, the most frequent first."""
    chance = random.Random(2026)
    signs = sorted(set(_SIGNS))
    words: dict[str, None] = {}
    while len(words) < _VOCABULARY:
        words["".join(chance.choices(signs, k=2))] = None
    return tuple(words)


@cache
def _weights() -> tuple[float, ...]:
    """Zipf's law: the n-th word is n times as rare as the first."""
    return tuple(accumulate(1 / (number + 4) for number in range(_VOCABULARY)))


def text(chance: random.Random, *, characters: int = 250) -> str:
    """A text of about so many characters, in sentences."""
    words = chance.choices(vocabulary(), cum_weights=_weights(), k=characters // 2)
    return "".join(
        word + ("。" if index % _SENTENCE == 0 else "，" if index % 4 == 0 else "")
        for index, word in enumerate(words, start=1)
    )
