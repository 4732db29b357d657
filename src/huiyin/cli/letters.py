"""What letters are printed with on this machine."""

import click
from rich.console import Console
from rich.table import Table

from huiyin.documents.fonts import ROLE_LABELS
from huiyin.documents.letters.press import the_press
from huiyin.documents.selectors import series_views
from huiyin.kernel.errors import NotReady


def say_which_fonts_lack() -> None:
    """What stands in for the faces of GB/T 9704, where a unit's letters are laid out after it; nothing elsewhere."""
    if not any(series.choice.follows_standard for series in series_views()):
        return
    try:
        instead = the_press().fonts().substitutes
    except NotReady as refusal:
        click.echo(str(refusal), err=True)
        return
    finally:
        the_press().end()
    if instead:
        shown = "；".join(f"{ROLE_LABELS[role]}用 {family}" for role, family in instead.items())
        click.echo(f"打印文书的字体不全，这些用别的代替：{shown}。")


@click.group()
def letters() -> None:
    """文书的打印。 How letters are printed."""


@letters.command("fonts")
def fonts_command() -> None:
    """列出文书用的字体，缺的用什么代替。 The fonts of letters, and what stands in for those missing."""
    try:
        chosen = the_press().fonts()
    finally:
        the_press().end()
    table = Table("用处 Role", "字体 Font", "", show_lines=False)
    for role, font in chosen.roles.items():
        table.add_row(ROLE_LABELS[role], font.family, "代替 substitute" if font.is_substitute else "")
    # Wide enough that no name is cut, also when the output goes into a file.
    console = Console()
    Console(width=max(console.width, 100)).print(table)
    if chosen.substitutes:
        click.echo("没有的字体装上以后，或者用 HUIYIN_FONT_ 开头的设定写明，就不再代替（docs/letters.md）。")
