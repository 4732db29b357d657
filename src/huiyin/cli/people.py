"""The first administrator of an installation; everybody else is made by that one, on the desk."""

import click
from django.db import transaction

from huiyin.cli.organisation.asking import unit_found
from huiyin.cli.readiness import demand_ready, say_what_lacks
from huiyin.kernel.actor import Actor, Role, system
from huiyin.kernel.time import now
from huiyin.orgs.rules import UnitKind
from huiyin.orgs.selectors import unit_tree
from huiyin.orgs.services import OfficerPlan, PostPlan, UnitPlan, officer_create, post_create, unit_create

_INSTALL = system("install")
_TITLE = "系统管理员"


@click.command("admin-create")
@click.argument("username")
@click.option("--name", prompt="姓名", help="姓名。 The person's name.")
@click.option("--email", default="", help="邮箱。 E-mail address.")
@click.option("--unit", prompt="单位", help="任职的单位；还没有单位时会新建。 The unit; made when there is none yet.")
@click.option(
    "--unit-kind", type=click.Choice([kind.value for kind in UnitKind]), default=UnitKind.OFFICE.value,
    show_default=True, help="新建单位的类别。 What sort of unit is made.",
)  # fmt: skip
@click.password_option(
    prompt="密码", confirmation_prompt="再输一次", help="密码，不写会询问。 Asked for when left out."
)
def admin_create(username: str, name: str, email: str, unit: str, unit_kind: str, password: str) -> None:
    """建立第一个管理员账号。 Make the first administrator."""
    demand_ready()
    at = now()
    with transaction.atomic():
        unit_id = _unit(unit, UnitKind(unit_kind), _INSTALL)
        plan = OfficerPlan(username=username, display_name=name, email=email, password=password)
        officer = officer_create(plan=plan, actor=_INSTALL, at=at)
        post = PostPlan(unit_id=unit_id, role=Role.ADMINISTRATOR, title=_TITLE, officer_id=officer.pk)
        post_create(plan=post, actor=_INSTALL, at=at)
    click.echo(f"已建立管理员 {officer.username}（{officer.display_name}），现在可以登录。")
    say_what_lacks()


def _unit(name: str, kind: UnitKind, actor: Actor) -> int:
    if not unit_tree():
        return unit_create(plan=UnitPlan(name, kind), parent_id=None, actor=actor, at=now()).pk
    return unit_found(name).id
