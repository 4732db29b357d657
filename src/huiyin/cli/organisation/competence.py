"""`huiyin competence`: which unit a category in an area belongs to."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import click

from huiyin.cli.organisation.asking import ACTOR, area_id_of, ask, begin, category_id_of, say, unit_found, yes_option
from huiyin.orgs.consequences import of_competence_set
from huiyin.orgs.errors import CompetenceNotThere
from huiyin.orgs.selectors import CompetenceView, competence_views
from huiyin.orgs.services import CompetencePlan, competence_drop, competence_set

P = ParamSpec("P")
R = TypeVar("R")


def _options(command: Callable[P, R]) -> Callable[P, R]:
    """What it is said for; neither of them stands for every category in every area."""
    category = click.option(
        "--category", default="", help="类别的代码，不写就是所有类别。 Its code; every one without."
    )
    area = click.option("--area", default="", help="地方的代码，不写就是所有地方。 Its code; every one without.")
    return category(area(command))


@click.group()
def competence() -> None:
    """归口：哪一类、哪个地方的事项归哪个单位。 Which unit is competent for what."""


@competence.command("list")
def competence_list() -> None:
    """列出归口设定。 All that was said about competence."""
    begin()
    for known in competence_views():
        click.echo(f"{known.category or '所有类别'}\t{known.area or '所有地方'}\t{known.unit}")


@competence.command("set")
@click.argument("which", metavar="UNIT")
@_options
@yes_option
def competence_set_command(which: str, category: str, area: str, yes: bool) -> None:
    """设定归口单位，换掉原来的。 Say which unit is competent, in place of what was said before."""
    at = begin()
    found = unit_found(which)
    plan = CompetencePlan(found.id, category_id_of(category), area_id_of(area))
    known = _known(plan.category_id, plan.area_id)
    ask(of_competence_set(plan), yes=yes)
    if known is None or known.unit_id != found.id:
        competence_set(plan=plan, actor=ACTOR, at=at)
    say(f"已设定归口 {found.name}，从现在起按它建议。", changed=known is None or known.unit_id != found.id)


@competence.command("drop")
@_options
def competence_drop_command(category: str, area: str) -> None:
    """取消归口设定，按更宽的设定建议。 Take back what was said; wider ones hold again."""
    at = begin()
    known = _known(category_id_of(category), area_id_of(area))
    if known is None:
        raise CompetenceNotThere
    competence_drop(competence_id=known.id, actor=ACTOR, at=at)
    click.echo(f"已取消：{known.unit} 不再是归口单位。")


def _known(category_id: int | None, area_id: int | None) -> CompetenceView | None:
    wanted = (category_id, area_id)
    return next((known for known in competence_views() if (known.category_id, known.area_id) == wanted), None)
