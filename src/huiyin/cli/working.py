"""The worker, and one round of the clocks by hand."""

import os
import signal
import threading
from dataclasses import asdict
from types import FrameType

import click
from django.db import close_old_connections

from huiyin.cli.readiness import demand_ready, demand_rulebooks, say_what_the_log_keeps
from huiyin.cli.settings import values_now
from huiyin.flows.clock_round import clock_round
from huiyin.flows.security_events import installation_compare
from huiyin.flows.worker_round import Agenda, worker_round
from huiyin.kernel.time import now

_PAUSE = 1.0
_NAMES = {
    "soon": "将到期提醒",
    "late": "超期提醒",
    "escalated": "无人承办，已报告负责人",
    "closed": "期满办结",
    "idle": "事项已了结，无须提醒",
    "overtaken": "已由别的进程办好",
    "failed": "没有办成，下一轮再办",
}


@click.command()
@click.pass_context
def tick(ctx: click.Context) -> None:
    """走一轮时限：该提醒的提醒，该办结的办结。 One round of the clocks; safe to run at any time."""
    demand_ready()
    demand_rulebooks()
    report = asdict(clock_round(at=now()))
    for key, name in _NAMES.items():
        if report[key]:
            click.echo(f"{name}：{report[key]:,}")
    if not any(report.values()):
        click.echo("没有到时候的事。")
    if report["more"]:
        click.echo("还有到时候的事，请再运行一次。")
    if report["failed"]:
        ctx.exit(1)


@click.command()
@click.option("--once", is_flag=True, help="只跑一轮。 One round, then stop.")
@click.option("--parent", type=int, default=0, hidden=True, help="Stop when this process is no longer the parent.")
@click.pass_context
def worker(ctx: click.Context, once: bool, parent: int) -> None:
    """不停地签台账、发通知、走时限，直到被停下；可以同时开几个。 Sign, send, watch the clocks until stopped."""
    demand_ready()
    demand_rulebooks()
    installation_compare(values=values_now(), at=now())
    agenda = Agenda()
    if once:
        report = worker_round(at=now(), agenda=agenda)
        click.echo("、".join([*report.done, *(f"{name}（失败）" for name in report.failed)]))
        ctx.exit(1 if report.failed else 0)
    stop = stop_on_signals()
    say_what_the_log_keeps()
    click.echo("worker 已启动。")
    # Looked at between rounds: what has been begun is finished, as after a signal.
    while not stop.is_set() and not (parent and os.getppid() != parent):
        # Outside of requests Django keeps a connection that has broken.
        close_old_connections()
        worker_round(at=now(), agenda=agenda)
        stop.wait(_PAUSE)
    click.echo("worker 已停止。")


def stop_on_signals() -> threading.Event:
    """An event that SIGINT and SIGTERM set: what is being done is finished first."""
    stop = threading.Event()

    def ask(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask)
    return stop
