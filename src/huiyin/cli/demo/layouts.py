"""What the county's letters look like: some units write after GB/T 9704, the others plain."""

from datetime import datetime

from huiyin.cli.demo.county import SEED, County
from huiyin.documents.rules.layouts import LayoutChoice, LetterLayout
from huiyin.documents.services.letters import layout_set

# By the key of the unit.
_CHOICES = {
    "county": LayoutChoice(LetterLayout.OFFICIAL, stamp_mm=45),
    "housing": LayoutChoice(LetterLayout.OFFICIAL, two_sided=True),
    "office": LayoutChoice(LetterLayout.LETTER, {"supervision": LetterLayout.OFFICIAL}),
}


def layouts_choose(county: County, *, at: datetime) -> None:
    """Before the first letter is issued."""
    for key, choice in _CHOICES.items():
        layout_set(unit_id=county.units[key], choice=choice, actor=SEED, at=at)
