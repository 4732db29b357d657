"""The Chinese fonts that letters are printed with."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from huiyin.documents.errors import FontMissing
from huiyin.kernel.text import N_

# In the order we like them: our own build, then what Linux, macOS and Windows bring along.
_SERIF = (
    "Noto Serif SC", "Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN", "Songti SC", "STSong",
    "SimSun", "AR PL UMing CN",
)  # fmt: skip
_SANS = (
    "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "PingFang SC", "Heiti SC",
    "Microsoft YaHei", "SimHei", "WenQuanYi Zen Hei",
)  # fmt: skip
# The faces that GB/T 9704-2012 names, under the names that they go by. HUIYIN_FONT_… comes before them.
_FACES = {
    "xiaobiaosong": (
        "方正小标宋简体", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋_GBK", "FZXiaoBiaoSong-B05GBK",
    ),
    "fangsong": (
        "FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "FZFangSong-Z02S", "FZFangSong-Z02",
    ),
    "kaiti": (
        "KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "Kaiti SC", "FZKai-Z03S", "FZKai-Z03",
        "LXGW WenKai",
    ),
    "heiti": ("SimHei", "黑体", "STHeiti", "FZHei-B01S", "FZHei-B01"),
    "songti": ("SimSun", "宋体", "NSimSun", "STSong", "Songti SC"),
}  # fmt: skip
ROLE_LABELS = {
    "xiaobiaosong": N_("小标宋体（标志、标题）"),
    "fangsong": N_("仿宋体（正文）"),
    "kaiti": N_("楷体（第二层标题）"),
    "heiti": N_("黑体（第一层标题、附件）"),
    "songti": N_("宋体（页码、核验码）"),
}


@dataclass(frozen=True, slots=True)
class RoleFont:
    """The family that stands for a face; `is_substitute` where none with that face is at hand."""

    family: str
    weight: str = "regular"
    is_substitute: bool = False


@dataclass(frozen=True, slots=True)
class FontChoice:
    """The families for text and for headings of the plain layout, and those for each role of GB/T 9704-2012."""

    serif: str
    sans: str
    roles: Mapping[str, RoleFont]

    @property
    def substitutes(self) -> dict[str, str]:
        """The roles whose face isn't at hand, with the family that stands in."""
        return {role: font.family for role, font in self.roles.items() if font.is_substitute}


def built_fonts_folder() -> Path:
    """Where the front-end build puts the fonts that ship with Huiyin."""
    return Path(settings.PACKAGE) / "web" / "static" / "built" / "fonts"


def choose_fonts(families: Collection[str], wishes: Mapping[str, Sequence[str]] | None = None) -> FontChoice:
    """The best of the families at hand; `wishes` are families by role that come before all others.

    Raises FontMissing when none of them can write Chinese.
    """
    serif = next((family for family in _SERIF if family in families), None)
    sans = next((family for family in _SANS if family in families), None)
    found = serif or sans
    if found is None:
        raise FontMissing
    roles = {}
    for role, faces in _FACES.items():
        named = (*(wishes or {}).get(role, ()), *faces)
        face = next((family for family in named if family in families), None)
        roles[role] = RoleFont(face) if face else _instead(role, serif, sans, found)
    return FontChoice(serif=found, sans=sans or found, roles=roles)


def _instead(role: str, serif: str | None, sans: str | None, found: str) -> RoleFont:
    """Noto Serif is a 宋体 and Noto Sans a 黑体; for the other faces no free complete font comes along."""
    if role == "songti":
        return RoleFont(found, is_substitute=serif is None)
    if role == "heiti":
        return RoleFont(sans or found, "bold", is_substitute=sans is None)
    return RoleFont(found, "bold" if role == "xiaobiaosong" else "regular", is_substitute=True)


def choice_text(choice: FontChoice) -> bytes:
    """The choice as it goes from one process to the other."""
    return json.dumps(asdict(choice), ensure_ascii=False).encode()


def choice_read(text: bytes) -> FontChoice:
    """The choice again."""
    given = json.loads(text)
    return FontChoice(
        given["serif"], given["sans"], {role: RoleFont(**font) for role, font in given["roles"].items()}
    )
