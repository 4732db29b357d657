"""What each key does. A link or a button that has one says so by `aria-keyshortcuts`, and desk.js presses it."""

from dataclasses import dataclass

from huiyin.kernel.text import N_


@dataclass(frozen=True, slots=True)
class Shortcut:
    """Keys and what they do (a source text); any one of `keys` does it."""

    keys: tuple[str, ...]
    label: str


@dataclass(frozen=True, slots=True)
class ShortcutGroup:
    """The keys of one kind of page."""

    title: str
    shortcuts: tuple[Shortcut, ...]


# What stands in no menu of places; `desk/frame.html` has them.
BELL_KEY, DRAFTS_KEY = "i", "c"

SHORTCUT_GROUPS = (
    ShortcutGroup(
        N_("在清单里"),
        (
            Shortcut(("j", "k"), N_("下一行、上一行")),
            Shortcut(("Enter",), N_("打开")),
            Shortcut(("x",), N_("选中或不选这一行")),
        ),
    ),
    ShortcutGroup(
        N_("在事项页"),
        (
            Shortcut(("j", "k"), N_("清单里的下一件、上一件")),
            Shortcut(("u",), N_("回到清单")),
            Shortcut(
                (
                    "1",
                    "…",
                    "9",
                ),
                N_("打开右边的第几项"),
            ),
            Shortcut(("Esc",), N_("收起打开的一项")),
        ),
    ),
    ShortcutGroup(
        N_("到处都行"),
        (
            Shortcut(("/",), N_("查找")),
            Shortcut((BELL_KEY,), N_("我的通知")),
            Shortcut((DRAFTS_KEY,), N_("我的草稿")),
            Shortcut(("Ctrl Enter",), N_("提交正在填的表")),
            Shortcut(("?",), N_("看这一页")),
        ),
    ),
)
