"""`huiyin tasks`: what is handed down, from a file and into one, as an officer."""

from pathlib import Path

import click
from django.utils.translation import gettext

from huiyin.cli.readiness import demand_ready
from huiyin.cli.refusals import say_refused
from huiyin.flows.task_import import task_form_workbook, tasks_import
from huiyin.flows.task_sheet import task_workbook
from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.time import now
from huiyin.orgs.selectors import actor_for, officer_by_username
from huiyin.tasks.selectors.lists import ORDER_LABELS, TaskFilter, TaskList, TaskOrder, task_lists_of, tasks_all

_as_option = click.option("--as", "username", required=True, help="以谁的名义，写登录名。 The officer who acts.")


@click.group()
def tasks() -> None:
    """任务：从表格交办、导出清单、空表。 Tasks: from a list, into a list, the empty form."""


@tasks.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_as_option
@click.pass_context
def tasks_import_command(ctx: click.Context, file: Path, username: str) -> None:
    """按清单交办（CSV 或 XLSX），有误的行不办。 Give every task on a list; a number is given once."""
    demand_ready()
    report = tasks_import(actor=_actor(username), path=file, at=now())
    click.echo(f"交办了 {report.given:,} 项，{report.before:,} 行以前交办过，{len(report.refused):,} 行没有交办。")
    say_refused(report.refused)
    if report.refused:
        ctx.exit(1)


@tasks.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@_as_option
@click.option(
    "--list",
    "which",
    type=click.Choice([choice.value for choice in TaskList]),
    default=TaskList.GIVEN.value,
    show_default=True,
    help="哪一类：我的、本单位的、交办的、下级单位的。 Whose tasks.",
)
@click.option(
    "--order",
    type=click.Choice([choice.value for choice in TaskOrder]),
    default=TaskOrder.DUE.value,
    show_default=True,
    help="四清单里的哪一张：问题、任务、责任、时限。 Which of the four lists.",
)
@click.option(
    "--only",
    type=click.Choice([choice.value for choice in TaskFilter]),
    default=TaskFilter.OPEN.value,
    show_default=True,
    help="没有办完的、超期的、等交办单位的、办完的。 Which of them.",
)
def tasks_export(file: Path, username: str, which: str, order: str, only: str) -> None:
    """导出清单（XLSX）。 Write a list into a workbook."""
    demand_ready()
    actor = _actor(username)
    if TaskList(which) not in task_lists_of(actor):
        raise NotAllowed
    rows = tasks_all(actor=actor, which=TaskList(which), order=TaskOrder(order), only=TaskFilter(only), at=now())
    title = gettext(ORDER_LABELS[TaskOrder(order)])
    file.write_bytes(task_workbook(rows, order=TaskOrder(order), title=title))
    click.echo(f"{len(rows):,} 项写入 {file}。")


@tasks.command("form")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def tasks_form(file: Path) -> None:
    """写一张空表。 Write the empty form."""
    file.write_bytes(task_form_workbook())
    click.echo(f"空表写入 {file}。")


def _actor(username: str) -> Actor:
    return actor_for(officer_id=officer_by_username(username=username).id)
