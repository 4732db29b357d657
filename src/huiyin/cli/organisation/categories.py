"""`huiyin category`: what a category is called and found by, its code, where it stands, and whether it is offered."""

import click

from huiyin.cli.organisation.asking import (
    ACTOR,
    ask_once,
    begin,
    given_of,
    parent_of,
    parent_options,
    say,
    yes_option,
)
from huiyin.orgs.consequences import CATEGORY_CLOSED, CATEGORY_MOVED
from huiyin.orgs.selectors import (
    CategoryView,
    categories_depth_first,
    category_by_code,
    category_tree,
    category_view,
    keywords_of_categories,
)
from huiyin.orgs.services import category_close, category_move, category_revise


@click.group()
def category() -> None:
    """类别：修改、调整上级、停用。 Categories: correcting, moving, closing."""


@category.command("list")
def category_list() -> None:
    """列出类别，代码在前。 All categories in use, each with its code and the words that it is found by."""
    begin()
    words = keywords_of_categories()
    for category in categories_depth_first(category_tree()):
        click.echo(f"{category.code}\t{category.trail}\t{words.get(category.id, '')}")


@category.command("edit")
@click.argument("which", metavar="CODE")
@click.option("--name", help="名称。 The name.")
@click.option("--code", help="新的代码。 The new code.")
@click.option("--keywords", help="常用说法，用空格分开。 The words that it is found by, with spaces between.")
def category_edit(which: str, **options: str | None) -> None:
    """修改类别，没写的不变。 Correct a category; what isn't given stays."""
    at = begin()
    found = category_by_code(code=which)
    words = keywords_of_categories()[found.id]
    facts = {"name": found.name, "code": found.code, "keywords": words, **given_of(options)}
    category_revise(category_id=found.id, actor=ACTOR, at=at, **facts)
    revised, new_words = category_view(category_id=found.id), keywords_of_categories()[found.id]
    say(f"已修改类别 {revised.code} {revised.trail}。", changed=(revised, new_words) != (found, words))


@category.command("move")
@click.argument("which", metavar="CODE")
@parent_options
@yes_option
def category_move_command(which: str, to: str, top: bool, yes: bool) -> None:
    """调整类别的上级，它的下级一起过去。 Put a category with all below it under another one."""
    at = begin()
    found = category_by_code(code=which)
    parent_id = parent_of(to, top=top, find=_find)
    ask_once(CATEGORY_MOVED, yes=yes)
    category_move(category_id=found.id, parent_id=parent_id, actor=ACTOR, at=at)
    moved = category_view(category_id=found.id)
    say(f"上级已调整：{moved.code} {moved.trail}。", changed=moved != found)


@category.command("close")
@click.argument("which", metavar="CODE")
@yes_option
def category_close_command(which: str, yes: bool) -> None:
    """停用类别，已有的事项还是这一类。 Offer a category no longer; matters keep it."""
    at = begin()
    found = category_by_code(code=which)
    ask_once(CATEGORY_CLOSED, yes=yes)
    category_close(category_id=found.id, actor=ACTOR, at=at)
    click.echo(f"类别 {found.code} {found.trail} 已停用。")


def _find(code: str) -> CategoryView:
    return category_by_code(code=code)
