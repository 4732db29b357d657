"""The record of security events, for a machine that gathers such records."""

from datetime import UTC, datetime, timedelta

import click

from huiyin.cli.readiness import demand_ready
from huiyin.flows.security_record import csv_of, security_between, syslog_of
from huiyin.kernel.time import now

_DAY = click.DateTime(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"])


@click.group()
def security() -> None:
    """安全记录：登录、授权、重设密码、设置的变动。 The record of security events."""


@security.command("export")
@click.option("--since", type=_DAY, help="从什么时候起（UTC），不写为一天以前。 From (UTC); a day ago.")
@click.option("--until", type=_DAY, help="到什么时候（UTC），不写为现在。 Until (UTC); now.")
@click.option(
    "--format", "form", type=click.Choice(["syslog", "csv"]), default="syslog", show_default=True,
    help="syslog 为 RFC 5424，一行一条。 RFC 5424, a line each, or CSV.",
)  # fmt: skip
def security_export(since: datetime | None, until: datetime | None, form: str) -> None:
    """写出一段时间的安全记录。 Write the events between two instants, the oldest first."""
    demand_ready()
    to = until.replace(tzinfo=UTC) if until else now()
    lines = security_between(since=since.replace(tzinfo=UTC) if since else to - timedelta(days=1), until=to)
    if form == "csv":
        click.echo(csv_of(lines), nl=False)
        return
    for line in lines:
        click.echo(syslog_of(line))
