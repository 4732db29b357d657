"""`huiyin text-modules`: sentences that are written again and again, into a file and from one."""

from pathlib import Path

import click

from huiyin.cli.readiness import demand_ready
from huiyin.cli.refusals import say_refused
from huiyin.flows.text_module_table import text_modules_csv, text_modules_import
from huiyin.kernel.actor import Actor, system
from huiyin.kernel.time import now
from huiyin.orgs.selectors import actor_for, officer_by_username

_as_option = click.option(
    "--as",
    "username",
    default="",
    help="以谁的名义，写登录名；不写就是安装本身。 The officer who acts, else the installation.",
)


@click.group("text-modules")
def text_modules() -> None:
    """常用文字：导出和导入。 Text modules: into a file, from a file."""


@text_modules.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@_as_option
def text_modules_export_command(file: Path, username: str) -> None:
    """写成 CSV，停用的也在内。 Write them into a CSV file, withdrawn ones too."""
    demand_ready()
    table = text_modules_csv(actor=_actor(username))
    file.write_text(table, encoding="utf-8", newline="")
    click.echo(f"写入 {file}。")


@text_modules.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_as_option
@click.pass_context
def text_modules_import_command(ctx: click.Context, file: Path, username: str) -> None:
    """从 CSV 或 XLSX 读入，按单位和标题认出已有的。 Read a table; a row is known again by unit and title."""
    demand_ready()
    report = text_modules_import(actor=_actor(username), path=file, at=now())
    click.echo(
        f"新增 {report.made:,} 段，修改 {report.changed:,} 段，{report.same:,} 段没有变化，"
        f"{len(report.refused):,} 行没有写入。"
    )
    say_refused(report.refused)
    if report.refused:
        ctx.exit(1)


def _actor(username: str) -> Actor:
    return actor_for(officer_id=officer_by_username(username=username).id) if username else system("text_modules")
