"""`huiyin unit`: correcting, moving and closing units."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import click

from huiyin.cli.organisation.asking import (
    ACTOR,
    area_id_of,
    ask,
    ask_once,
    begin,
    given_of,
    parent_of,
    parent_options,
    say,
    unit_found,
    yes_option,
)
from huiyin.flows.unit_changes import unit_correct, unit_relocate
from huiyin.flows.unit_closing import unit_shut
from huiyin.kernel.errors import BadInput
from huiyin.kernel.text import clean_line
from huiyin.orgs.consequences import UNIT_CLOSED, UNIT_MOVED, of_unit_revised
from huiyin.orgs.rules import UnitKind
from huiyin.orgs.selectors import UnitNode, UnitView, unit_tree, unit_view
from huiyin.orgs.services import UnitFacts


class AliasUnknown(BadInput):
    """What isn't an alias can't be dropped."""

    sentence = "“%(name)s”不是这个单位的别名。"


@click.group()
def unit() -> None:
    """单位：修改、调整上级、撤销。 Units: correcting, moving, closing."""


@unit.command("list")
def unit_list() -> None:
    """列出单位，编号在前。 All open units, each with its number."""
    begin()
    _list(unit_tree())


@unit.command("edit")
@click.argument("which", metavar="UNIT")
@click.option("--name", help="全称。 The name.")
@click.option("--short-name", help="简称。 The short name.")
@click.option("--kind", type=click.Choice([kind.value for kind in UnitKind]), help="性质。 What sort of unit it is.")
@click.option("--area", help="所在地方的代码，空的就是不限。 The code of its area; empty for none.")
@click.option("--phone", help="电话。 The telephone number.")
@click.option("--address", help="地址。 The address.")
@click.option("--intro", help="接待说明。 When and where it receives people.")
@click.option(
    "--independent/--dependent", default=None, help="是否独立，不受上级指挥。 Whether chains of command end there."
)
@click.option("--add-alias", multiple=True, help="添一个别名，可以写几次。 Another name; may be repeated.")
@click.option("--drop-alias", multiple=True, help="去掉一个别名，可以写几次。 An alias that goes; may be repeated.")
@yes_option
def unit_edit(
    which: str, yes: bool, add_alias: Sequence[str], drop_alias: Sequence[str], **options: str | bool | None
) -> None:
    """修改单位，没写的不变。 Correct a unit; what isn't given stays."""
    at = begin()
    found = unit_found(which)
    facts = replace(UnitFacts.of(found), **_given(options), aliases=_aliases(found, add_alias, drop_alias))
    ask(of_unit_revised(found, facts), yes=yes)
    unit_correct(unit_id=found.id, facts=facts, actor=ACTOR, at=at)
    revised = unit_view(unit_id=found.id)
    say(f"已修改单位 {revised.name}，马上生效。发出的文书不变。", changed=revised != found)


@unit.command("move")
@click.argument("which", metavar="UNIT")
@parent_options
@yes_option
def unit_move_command(which: str, to: str, top: bool, yes: bool) -> None:
    """调整单位的上级，下级一起过去。 Put a unit with all below it under another one."""
    at = begin()
    found = unit_found(which)
    parent_id = parent_of(to, top=top, find=unit_found)
    ask_once(UNIT_MOVED, yes=yes)
    unit_relocate(unit_id=found.id, parent_id=parent_id, actor=ACTOR, at=at)
    say(f"{found.name}的上级已调整，马上生效。", changed=found.parent_id != parent_id)


@unit.command("close")
@click.argument("which", metavar="UNIT")
@yes_option
def unit_close(which: str, yes: bool) -> None:
    """撤销单位，办过的事项和记录都还在。 Take a unit out of use, once nothing waits for it."""
    at = begin()
    found = unit_found(which)
    ask_once(UNIT_CLOSED, yes=yes)
    unit_shut(unit_id=found.id, actor=ACTOR, at=at)
    click.echo(f"单位 {found.name} 已撤销。")


def _list(nodes: Sequence[UnitNode], level: int = 0) -> None:
    for node in nodes:
        click.echo(f"{node.unit.id}\t{'　' * level}{node.unit.name}\t{node.unit.kind_label}")
        _list(node.children, level + 1)


def _given(options: dict[str, Any]) -> dict[str, Any]:
    given = given_of(options)
    if "kind" in given:
        given["kind"] = UnitKind(given["kind"])
    if "area" in given:
        given["area_id"] = area_id_of(given.pop("area"))
    return given


def _aliases(found: UnitView, added: Sequence[str], dropped: Sequence[str]) -> list[str]:
    gone = [clean_line(alias) for alias in dropped]
    for alias in gone:
        if alias not in found.aliases:
            raise AliasUnknown(name=alias)
    return [alias for alias in (*found.aliases, *added) if alias not in gone]
