"""`huiyin org`: the whole organisation as one workbook: empty, as it stands, checked, written."""

from pathlib import Path

import click

from huiyin.cli.organisation.asking import begin, yes_option
from huiyin.flows.organisation.category_sets import CategorySet
from huiyin.flows.organisation.reading import organisation_book_read
from huiyin.flows.organisation.results import (
    ROW_STATE_LABELS,
    OrganisationReport,
    RowResult,
    RowState,
    SheetResult,
)
from huiyin.flows.organisation.workbook import organisation_export, organisation_form
from huiyin.flows.organisation.writing import organisation_check, organisation_import, organisation_import_at_once
from huiyin.kernel.actor import Actor
from huiyin.orgs.grant_rules import CODE_LASTS
from huiyin.orgs.selectors import actor_for, officer_by_username
from huiyin.web.refusals import sentence_of

_file = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
_new_file = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
# An administrator and not the system: what takes a second person takes one here, too.
_as_option = click.option("--as", "username", required=True, help="以哪位管理员的名义，写登录名。 The administrator.")


@click.group()
def org() -> None:
    """整个单位一个工作簿：空表、检查、写入、导出。 The organisation as a workbook."""


@org.command("form")
@_new_file
@click.option(
    "--categories",
    type=click.Choice([which.value for which in CategorySet]),
    help="类别先填上现成的一套。 With a ready-made set of categories.",
)
def org_form(file: Path, categories: str | None) -> None:
    """写一个空表，里面有说明和例子。 Write the empty workbook."""
    file.write_bytes(organisation_form(categories=CategorySet(categories) if categories else None))
    click.echo(f"空表写入 {file}。")


@org.command("export")
@_new_file
@_as_option
def org_export(file: Path, username: str) -> None:
    """导出现在的全部，原样导入什么也不会改。 Write all there is into a workbook."""
    begin()
    file.write_bytes(organisation_export(actor=_actor(username)))
    click.echo(f"现在的全部写入 {file}。")


@org.command("check")
@_file
@_as_option
@click.pass_context
def org_check(ctx: click.Context, file: Path, username: str) -> None:
    """逐行检查，什么也不写。 Say what each row would change; nothing is written."""
    at = begin()
    report = organisation_check(book=organisation_book_read(path=file), actor=_actor(username), at=at)
    _say(report)
    if report.is_wrong:
        ctx.exit(1)


@org.command("import")
@_file
@_as_option
@yes_option
@click.pass_context
def org_import(ctx: click.Context, file: Path, username: str, yes: bool) -> None:
    """检查，问过以后一次全部写入；有一行不对就都不写。 Check, ask, write all of it or nothing."""
    at, actor = begin(), _actor(username)
    # Read once: what is written is what was checked, whatever becomes of the file meanwhile.
    book = organisation_book_read(path=file)
    # Nobody reads the check in between: trying it first would be the same work twice.
    report = (organisation_import_at_once if yes else organisation_check)(book=book, actor=actor, at=at)
    _say(report)
    if report.is_wrong:
        click.echo("请在文件里改好，再来一次；什么都没有写入。", err=True)
        ctx.exit(1)
    if not report.writes:
        return
    for ask in report.asks:
        click.echo(ask)
    if not yes:
        click.confirm(f"写入 {report.writes:,} 行", abort=True)
        report = organisation_import(book=book, digest=report.digest, actor=actor, at=begin())
    _say_written(report)


def _say_written(written: OrganisationReport) -> None:
    click.echo(f"已写入 {written.writes:,} 行。")
    for account in written.codes:
        click.echo(f"{account.username}\t{account.name}\t{account.code}")
    if written.codes:
        click.echo(f"以上开通码只显示这一次，{CODE_LASTS.days} 天内有效：请当面交给每个人。")
    if written.mailed:
        click.echo(f"{written.mailed:,} 位会收到一次性链接。")
    if written.handed:
        click.echo(f"{written.handed:,} 位的开通码由单位负责人或监督员当面转交。")


def _say(report: OrganisationReport) -> None:
    """The sums of each sheet, then its rows, but for those that change nothing."""
    for sheet in report.sheets:
        _say_sheet(sheet)
    click.echo(f"SHA-256 {report.sha256}")


def _say_sheet(sheet: SheetResult) -> None:
    if sheet.problem:
        click.echo(f"{sheet.title}：{sentence_of(sheet.problem)}", err=True)
        return
    sums = "，".join(f"{ROW_STATE_LABELS[state]} {sheet.count(state):,}" for state in RowState)
    click.echo(f"{sheet.title}：{sums}")
    if sheet.examples:
        click.echo(f"  例子 {sheet.examples:,} 行，跳过了。")
    if sheet.unused:
        click.echo(f"  没有读的列：{'、'.join(sheet.unused)}")
    for row in sheet.rows:
        _say_row(row)


def _say_row(row: RowResult) -> None:
    outcome = row.outcome
    if outcome.refusal:
        click.echo(f"  第 {row.number} 行 {row.name}：{sentence_of(outcome.refusal)}", err=True)
        return
    parts = [f"{change.column}：{change.before} → {change.after}" for change in outcome.changes] + [*outcome.notes]
    if outcome.state is not RowState.SAME or parts:
        click.echo(f"  第 {row.number} 行 {ROW_STATE_LABELS[outcome.state]} {row.name}　{'；'.join(parts)}".rstrip())


def _actor(username: str) -> Actor:
    return actor_for(officer_id=officer_by_username(username=username).id)
