"""`huiyin area`: what an area is called, its code, and where it lies."""

import click

from huiyin.cli.organisation.asking import ACTOR, ask_once, begin, parent_of, parent_options, say, yes_option
from huiyin.orgs.consequences import AREA_MOVED
from huiyin.orgs.selectors import AreaView, area_by_code, area_tree, area_view, areas_depth_first
from huiyin.orgs.services import area_move, area_revise


@click.group()
def area() -> None:
    """地方：修改、调整上级。 Areas: correcting and moving."""


@area.command("list")
def area_list() -> None:
    """列出地方，代码在前。 All areas, each with its code."""
    begin()
    for area in areas_depth_first(area_tree()):
        click.echo(f"{area.code}\t{area.trail}")


@area.command("edit")
@click.argument("which", metavar="CODE")
@click.option("--name", help="名称。 The name.")
@click.option("--code", help="新的代码。 The new code.")
def area_edit(which: str, name: str | None, code: str | None) -> None:
    """修改地方，没写的不变。 Correct an area; what isn't given stays."""
    at = begin()
    found = area_by_code(code=which)
    new_name, new_code = found.name if name is None else name, found.code if code is None else code
    area_revise(area_id=found.id, name=new_name, code=new_code, actor=ACTOR, at=at)
    revised = area_view(area_id=found.id)
    say(f"已修改地方 {revised.code} {revised.trail}。", changed=revised != found)


@area.command("move")
@click.argument("which", metavar="CODE")
@parent_options
@yes_option
def area_move_command(which: str, to: str, top: bool, yes: bool) -> None:
    """调整地方的上级，它里面的一起过去。 Put an area with all in it into another one."""
    at = begin()
    found = area_by_code(code=which)
    parent_id = parent_of(to, top=top, find=_find)
    ask_once(AREA_MOVED, yes=yes)
    area_move(area_id=found.id, parent_id=parent_id, actor=ACTOR, at=at)
    moved = area_view(area_id=found.id)
    say(f"上级已调整：{moved.code} {moved.trail}。", changed=moved != found)


def _find(code: str) -> AreaView:
    return area_by_code(code=code)
