"""Handing whole files to the records office."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import click

from huiyin.cli.readiness import demand_ready
from huiyin.flows.archive_round import archive_due
from huiyin.flows.matter_file import matter_file_bag
from huiyin.kernel.actor import system
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.kernel.ids import parse_matter_number
from huiyin.kernel.time import now


class NothingNamed(BadInput):
    """Neither numbers nor a rule."""

    sentence = "请写出要归档的编号，或用 --closed-for 天数 归档办结已满这些天、还没有归档的事项。"


class NumberUnreadable(BadInput):
    """A number that isn't one."""

    sentence = "%(number)s 不是事项编号：编号是 16 位数字。"


class FolderThere(Conflict):
    """An archive is never written over another one."""

    sentence = "%(folder)s 已经有了。要再归档一次，请换一个文件夹。"


@click.command()
@click.argument("numbers", nargs=-1)
@click.option(
    "--to", "folder", required=True, type=click.Path(file_okay=False, path_type=Path),
    help="每件一个子文件夹，BagIt 格式。 One BagIt folder for each matter.",
)  # fmt: skip
@click.option(
    "--closed-for", "days", type=click.IntRange(min=0),
    help="办结满这些天、还没有归档的，全部归档。 All closed for so many days and not archived yet.",
)  # fmt: skip
@click.pass_context
def archive(ctx: click.Context, numbers: tuple[str, ...], folder: Path, days: int | None) -> None:
    """把事项的全部案卷交给档案部门。 Write whole files for the records office."""
    demand_ready()
    at = now()
    if not numbers and days is None:
        raise NothingNamed
    made, failed = len(numbers), 0
    for number in map(_number, numbers):
        click.echo(f"{number}  {_write(number, folder / number)}")
    while days is not None:
        report = archive_due(folder=folder, closed_before=at - timedelta(days=days), at=at)
        for number, manifest in report.made:
            click.echo(f"{number}  {manifest}")
        for number, reason in report.failed:
            click.echo(f"{number}  没有归档：{reason}")
        made, failed = made + len(report.made), failed + len(report.failed)
        if not report.found:
            break
    click.echo(f"归档 {made} 件，在 {folder}。")
    if failed:
        ctx.exit(1)


def _number(typed: str) -> str:
    number = parse_matter_number(typed)
    if number is None:
        raise NumberUnreadable(number=typed)
    return number


def _write(number: str, folder: Path) -> str:
    """Into a folder beside it first: what has its name is whole."""
    if folder.exists():
        raise FolderThere(folder=folder)
    part = folder.with_name(f"{folder.name}.part")

    def put(path: str, content: Iterable[bytes]) -> None:
        target = part / path
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with target.open("wb") as file:
            file.writelines(content)

    def place() -> None:
        part.rename(folder)

    return matter_file_bag(actor=system("archive"), number=number, at=now(), put=put, place=place)
