"""How the commands say which rows of a file weren't taken."""

from collections.abc import Iterable

import click

from huiyin.flows.list_file import RefusedRow
from huiyin.web.refusals import sentence_of


def say_refused(rows: Iterable[RefusedRow]) -> None:
    """A line for each on stderr: its number as spreadsheets show it, and why."""
    for row in rows:
        click.echo(f"第 {row.number} 行：{sentence_of(row.refusal)}", err=True)
