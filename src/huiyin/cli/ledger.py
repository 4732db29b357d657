"""Checking the ledger, handing out its newest signed checkpoint, and accepting a restored older state."""

from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from huiyin.cli.readiness import demand_ready
from huiyin.kernel.actor import system
from huiyin.kernel.errors import BadInput, NotThere
from huiyin.kernel.time import now
from huiyin.ledger.selectors import latest_checkpoint
from huiyin.ledger.services import VerifyReport, derived_repair, ledger_verify, restore_accept

_SHOWN = 20
_STAGES = {"entries": "记录", "rows": "数据行", "checks": "不符之处"}


class NoCheckpoint(NotThere):
    """Nothing has been signed yet."""

    sentence = "台账还没有签发过检查点：登记了事项、worker 运行过之后才会有。"


class CheckpointFileUnreadable(BadInput):
    """The file that was given is no text."""

    sentence = "%(file)s 不是检查点：要的是 huiyin checkpoint 打印出来的那段文字。"


@click.command()
@click.option(
    "--checkpoint", "note", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="另处保存的检查点，核对台账有没有被整个换掉。 A note that was kept elsewhere.",
)  # fmt: skip
@click.option(
    "--quick", is_flag=True, help="不读磁盘上的文件和查找索引。 Leave out files on the disk and the search index."
)
@click.option(
    "--repair", is_flag=True, help="把能重新算出来的改正，并记入台账。 Put right what can be recomputed, on record."
)
@click.pass_context
def verify(ctx: click.Context, note: Path | None, quick: bool, repair: bool) -> None:
    """重新计算整个台账，指出第一条不符的记录。 Recompute the whole ledger and name the first bad entry."""
    demand_ready()
    report = _verified(_text_of(note) if note else "", quick=quick)
    rate = report.entries / report.seconds if report.seconds else 0
    click.echo(
        f"核对了 {report.entries:,} 条记录、{report.checkpoints:,} 个检查点、{report.rows:,} 行数据，"
        f"用时 {report.seconds:.1f} 秒（每秒 {rate:,.0f} 条），核对其余用了 {report.checks_seconds:.1f} 秒。"
    )
    if report.unsequenced:
        click.echo(f"其中 {report.unsequenced:,} 条还没有排序，worker 会签入下一个检查点。")
    if report.is_sound:
        click.echo("全部相符。")
        return
    click.echo(f"有 {len(report.problems):,} 处不符，第一处：{report.problems[0].what}", err=True)
    for problem in report.problems[1:_SHOWN]:
        click.echo(problem.what, err=True)
    if repair:
        for done in derived_repair(actor=system("repair"), at=now()):
            click.echo(f"已改正 {done.rows:,} 处（{done.check}），已记入台账。请再运行一次 huiyin verify。")
    elif report.mendable:
        click.echo(f"其中 {report.mendable:,} 处可以重新算出来：huiyin verify --repair。", err=True)
    ctx.exit(1)


@click.command()
def checkpoint() -> None:
    """打印最新的检查点，请另处保存。 Print the newest signed checkpoint, to be kept elsewhere."""
    demand_ready()
    found = latest_checkpoint()
    if found is None:
        raise NoCheckpoint
    click.echo(found.note, nl=False)


@click.command("accept-restore")
@click.option("--reason", required=True, help="为什么恢复，写进台账。 Why; it goes into the ledger.")
@click.option("--yes", is_flag=True, help="不再询问。 Don't ask.")
def accept_restore(reason: str, yes: bool) -> None:
    """数据库恢复成较早的备份后，写明理由，从现在的台账接着签。 Go on signing after an older backup was restored."""
    demand_ready()
    if not yes:
        click.confirm(
            "最后签发的检查点之后的记录将作废，只在这台机器上留一份旧检查点。确实要从现在的数据库接着签吗？",
            abort=True,
        )
    done = restore_accept(actor=system("restore"), reason=reason, at=now())
    click.echo(
        f"已接受：原来签到第 {done.signed_before:,} 条，现在签到第 {done.signed_now:,} 条，理由已写进台账。"
        "请把新的检查点（huiyin checkpoint）另处保存。"
    )


def _text_of(note: Path) -> str:
    try:
        return note.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CheckpointFileUnreadable(file=note.name) from error


def _verified(known: str, *, quick: bool) -> VerifyReport:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,.0f}"),
        TimeElapsedColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        tasks = {stage: progress.add_task(name, total=None) for stage, name in _STAGES.items()}

        def show_progress(stage: str, done: int, total: int) -> None:
            progress.update(tasks[stage], completed=done, total=total or None)

        return ledger_verify(progress=show_progress, known=known, quick=quick)
