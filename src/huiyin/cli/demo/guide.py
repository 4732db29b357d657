"""What the console says at every start: addresses, accounts, receipts, and what to try first."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click
from django.conf import settings
from rich.console import Console
from rich.table import Table

from huiyin.cli.demo.county import PASSPHRASE, PASSWORD
from huiyin.cli.demo.heroes import heroes_shown
from huiyin.cli.demo.people import Staff, roll
from huiyin.cli.demo.publishing import NEARBY_PLACE, NEARBY_TOWN
from huiyin.cli.demo.receptions import SHOWN_BOOKING
from huiyin.cli.demo.seed import SEED
from huiyin.cli.demo.source import read, rng_of
from huiyin.kernel.actor import Role
from huiyin.kernel.ids import format_matter_number, format_receipt_code
from huiyin.kernel.time import now
from huiyin.matters.receipt.selectors import matter_id_by_token, receipt_view
from huiyin.orgs.rules import ROLE_LABELS
from huiyin.reception.services import booked_before

# One account for each role, and those of the walks.
_SHOWN = (
    "registrar", "approver", "housing.registrar", "housing.handler", "housing.handler2", "housing.approver",
    "housing.leader",
    "county.leader", "commission.handler", "ford.registrar", "reviewer", "ford-1.mediator", "market.inspector",
    "auditor", "administrator",
)  # fmt: skip
_WIDTH = 110
_WALKS = """
先试这三条路：

一、作为群众提交一件事
    打开 {address}/ ，点“反映一件事”，不用注册。记下查询码，再用它查进度。
    也可以直接用上面的回执：查看答复、打分、补充情况。
    在“在什么地方”那一页写 {place} ，选 {town} ，点“看看附近有没有人反映过”，有几件可看；也可以在地图上指。

二、把它办完
    1. 用 registrar 登录 {address}/desk/ ，打开新来的事项，受理，交给住建局。
    2. 用 housing.approver 登录，指定承办人 housing.handler。
    3. 用 housing.handler 登录，记一笔，起草答复。
    4. 再用 housing.approver 批准；起草的人自己不能批准。回到 housing.handler 送达。
    用 housing.leader 登录，找不到反映局长的那一件：被反映的人看不到。

    几件一起办：用 registrar 在“本单位全部”里打勾，一次交给一个单位；常用的筛选在清单上方，导出在“我的任务”里。

    密封的那一件（见上面的回执），只有信访局能看的人用密封口令打开；看是谁提交的，要两位一起。

    用 housing.registrar 登录，在“报告”里报一期；用 county.leader 看汇总，谁没有报。

    到 {address}/reception/ 约一次领导接访；用 registrar 登录，在“接访”里看名单、公布接访日。

三、核对台账
    用 auditor 登录，看台账和查看身份的记录。另开一个终端运行：
    {verify}
    它从头重算每一条记录；数据库里改动任何一处，它会指出是哪一条。
"""


def guide_show(*, address: str) -> None:
    """Print it all."""
    console = Console()
    console = Console(width=max(console.width, _WIDTH))
    click.echo(f"\n演示县：{read('county')['name']}（人名、地名、事情都是虚构的）")
    click.echo(f"群众的页面：{address}/\n工作人员的页面：{address}/desk/\n")
    console.print(_accounts())
    console.print(_receipts())
    if booked := booked_before(token=SHOWN_BOOKING):
        click.echo(f"一个接访预约的预约码（{address}/reception/booking/）：{format_receipt_code(booked.code)}")
    click.echo(_WALKS.format(address=address, place=NEARBY_PLACE, town=NEARBY_TOWN.name, verify=_command("verify")))


def accounts_shown() -> Iterator[Staff]:
    """The accounts that the console names."""
    by_username = {staff.username: staff for staff in roll(rng_of(SEED, "officers")).staff}
    return (by_username[username] for username in _SHOWN)


def _command(name: str) -> str:
    """How to run another command on this demo from the folder that we are in."""
    here, program = Path.cwd(), Path(sys.executable).with_name("huiyin")
    shown = program.relative_to(here) if program.is_relative_to(here) else program
    var = "" if here / "var" == settings.HUIYIN_VAR else f"HUIYIN_VAR={settings.HUIYIN_VAR} "
    return f"{var}{shown} {name}"


def _accounts() -> Table:
    table = Table(
        "账号",
        "姓名",
        "职位",
        "角色",
        title=f"账号（密码都是 {PASSWORD}，密封口令都是 {PASSPHRASE}）",
        title_justify="left",
    )
    for staff in accounts_shown():
        table.add_row(staff.username, staff.name, staff.title, ROLE_LABELS[Role(staff.role)])
    return table


def _receipts() -> Table:
    table = Table("编号", "查询码", "这件事", title="几张回执", title_justify="left")
    for hero in heroes_shown():
        matter_id = matter_id_by_token(token=hero.token)
        if matter_id is not None:
            receipt = receipt_view(matter_id=matter_id, token=hero.token, at=now())
            table.add_row(format_matter_number(receipt.number), format_receipt_code(receipt.code), hero.shown)
    return table
