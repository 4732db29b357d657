"""Rulebooks: examining a file before it is put in force."""

from pathlib import Path

import click

from huiyin.cli.readiness import demand_ready
from huiyin.clocks.examining import Examined, rulebook_examine
from huiyin.clocks.rules.rulebook import BY_HAND, ClockRule, Rulebook
from huiyin.clocks.services.recorded import rules_accept
from huiyin.kernel.actor import system
from huiyin.kernel.time import now


@click.group()
def rulebook() -> None:
    """规则文件。 Rulebook files."""


@rulebook.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--base",
    multiple=True,
    help="内部规则收紧的是哪一份；默认为本系统启用的规则。 What a house profile tightens; may be repeated.",
)
@click.pass_context
def check(ctx: click.Context, file: Path, base: tuple[str, ...]) -> None:
    """逐条说明规则文件里的错误。 Explain everything that is wrong with a rulebook."""
    found = rulebook_examine(file, base=base)
    for fault in found.faults:
        key = "" if fault.key == "-" else f" {fault.key}"
        click.echo(f"{found.file} 第 {fault.line} 行{key}：{fault.reason}。")
    if found.faults:
        click.echo(f"有 {len(found.faults)} 处要改。", err=True)
        ctx.exit(1)
    for line in _contents(found):
        click.echo(line)


@rulebook.command()
@click.option("--reason", required=True, help="为什么改动，写进台账。 Why; it goes into the ledger.")
def accept(reason: str) -> None:
    """规则或放假安排改动过，写明理由接受。 Accept altered rulebooks or calendars, with the reason in the ledger."""
    demand_ready()
    for altered in rules_accept(actor=system("rulebook"), reason=reason, at=now()):
        click.echo(f"{altered.name}：{'已按现在的内容记下' if altered.now else '不再启用，已记下'}。")


def _contents(found: Examined) -> list[str]:
    book = found.rulebook
    header = book.headers[0]
    lines = [
        f"{found.file} 没有错误：{header.name}（{header.ref}），从 {header.valid_from} 起生效。",
        f"类别 {len(book.kinds)}、期限 {len(book.clocks)}、理由 {len(book.grounds)}、文书 {len(book.letters)}。",
    ]
    if found.base:
        lines.append(f"收紧 {found.base}，没有放宽的地方。")
    return lines + _list(book)


def _list(book: Rulebook) -> list[str]:
    """What the file holds, a line for each."""
    lines = [f"类别  {rule.code}  {rule.name}" for rule in book.kinds]
    lines += [f"期限  {rule.code}  {rule.name}：{_length(rule)}，{rule.article}" for rule in book.clocks]
    lines += [f"途径  {rule.code}  {rule.name}，{rule.article}" for rule in book.routes]
    lines += [f"理由  {rule.code}  {rule.name}，{rule.article}" for rule in book.grounds]
    lines += [f"文书  {rule.code}  {rule.name}，{rule.article}" for rule in book.letters]
    if book.office_hours:
        hours = book.office_hours
        lines.append(f"上班时间  {hours.opens:%H:%M} 至 {hours.closes:%H:%M}，{hours.article}")
    if book.hearing:
        lines.append(f"听证  至少提前 {book.hearing.notice_days} 天告知，{book.hearing.article}")
    if book.urge:
        lines.append(f"催办  每 {book.urge.days} 天一次，{book.urge.article}")
    if book.archive:
        lines.append(f"归档  办结满 {book.archive.days} 天，{book.archive.article}")
    return lines


def _length(rule: ClockRule) -> str:
    if rule.starts == BY_HAND:
        return "由人定日期"
    if rule.amount == 0:
        return "当天"
    return f"{rule.length}，可延长 {rule.extend_days} 天" if rule.extend_days else rule.length
