"""How letters are laid out, and which choices a unit has."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from huiyin.kernel.text import N_

# 国发〔1999〕25号 has 42 mm for bureaus and towns, 45 mm for counties, more above; company stamps begin at 38.
STAMP_MM = 42
STAMP_MM_LEAST, STAMP_MM_MOST = 30, 60


class LetterLayout(StrEnum):
    """`official` (red head) and `letter` (信函) after GB/T 9704-2012; `plain` is Huiyin's own."""

    PLAIN = "plain"
    OFFICIAL = "official"
    LETTER = "letter"


LAYOUT_LABELS = {
    LetterLayout.PLAIN: N_("简版"),
    LetterLayout.OFFICIAL: N_("红头文件"),
    LetterLayout.LETTER: N_("信函"),
}


@dataclass(frozen=True, slots=True)
class LayoutChoice:
    """What a unit's letters look like from now on; `by_code` for kinds of letters that look otherwise."""

    layout: LetterLayout = LetterLayout.PLAIN
    by_code: Mapping[str, LetterLayout] = field(default_factory=dict)
    stamp_mm: int = STAMP_MM
    two_sided: bool = False
    stamped_by_server: bool = False

    @property
    def follows_standard(self) -> bool:
        """Whether any of its letters is laid out after GB/T 9704, and so needs the standard's faces."""
        return any(layout is not LetterLayout.PLAIN for layout in (self.layout, *self.by_code.values()))

    def layout_of(self, code: str) -> LetterLayout:
        """The layout of one kind of letter."""
        return self.by_code.get(code, self.layout)
