"""`huiyin cosigners`: the list of those who signed a matter together, from a file."""

from pathlib import Path

import click

from huiyin.cli.readiness import demand_ready
from huiyin.cli.refusals import say_refused
from huiyin.flows.cosigner_list import cosigner_list_add
from huiyin.kernel.actor import system
from huiyin.kernel.errors import BadInput
from huiyin.kernel.ids import format_matter_number, parse_matter_number
from huiyin.kernel.time import now
from huiyin.matters.core.selectors.gate import matter_get_for


class NotANumber(BadInput):
    """A number that isn't one."""

    sentence = "%(number)s 不是事项编号：编号是 16 位数字。"


@click.group()
def cosigners() -> None:
    """联名人。 Those who sign one matter together."""


@cosigners.command("import")
@click.argument("number")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def cosigners_import(number: str, file: Path) -> None:
    """按名单登记联名人（CSV 或 XLSX：姓名、电话、住址）。 Put everybody on a list on a matter, each once."""
    demand_ready()
    parsed = parse_matter_number(number)
    if parsed is None:
        raise NotANumber(number=number)
    actor = system("cosigners")
    matter = matter_get_for(actor=actor, number=parsed)
    report = cosigner_list_add(actor=actor, matter_id=matter.pk, path=file, at=now())
    click.echo(
        f"{format_matter_number(parsed)}：登记了 {report.added:,} 位联名人，"
        f"{report.twice:,} 行是已经登记过的人，{len(report.refused):,} 行没有登记。"
    )
    say_refused(report.refused)
