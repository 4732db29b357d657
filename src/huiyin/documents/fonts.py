"""The Chinese fonts that letters are printed with."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from huiyin.documents.errors import FontMissing

# In the order we like them: our own build, then what Linux, macOS and Windows bring along.
_SERIF = (
    "Noto Serif SC", "Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN", "Songti SC", "STSong",
    "SimSun", "AR PL UMing CN",
)  # fmt: skip
_SANS = (
    "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "PingFang SC", "Heiti SC",
    "Microsoft YaHei", "SimHei", "WenQuanYi Zen Hei",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FontChoice:
    """The families for text and for headings; the same one when the machine has only one."""

    serif: str
    sans: str


def built_fonts_folder() -> Path:
    """Where the front-end build puts the fonts that ship with Huiyin."""
    return Path(settings.PACKAGE) / "web" / "static" / "built" / "fonts"


def choose_fonts(families: Collection[str]) -> FontChoice:
    """The best of the families at hand. Raises FontMissing when none of them can write Chinese."""
    serif = next((family for family in _SERIF if family in families), None)
    sans = next((family for family in _SANS if family in families), None)
    found = serif or sans
    if found is None:
        raise FontMissing
    return FontChoice(serif=found, sans=sans or found)
