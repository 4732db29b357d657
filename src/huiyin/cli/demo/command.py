"""`huiyin demo`: make the county if it isn't there, start web and worker, and say what to try.

Settings are read when Django is set up, before any command runs. So the command prepares the folder, then becomes
itself once more with the environment of a demo.
"""

import os
import sys
from pathlib import Path

import click
from django.conf import settings
from django.core.management import call_command

from huiyin.cli.demo.folder import DemoFolder, Progress
from huiyin.cli.demo.guide import guide_show
from huiyin.cli.demo.seed import county_seed
from huiyin.cli.serving import serve
from huiyin.flows.worker_round import Agenda, worker_round
from huiyin.kernel.errors import NotReady
from huiyin.kernel.keys import create_keys
from huiyin.kernel.time import now

_HOST = "127.0.0.1"
_OWN_FOLDERS = ("HUIYIN_KEYS", "HUIYIN_FILES", "HUIYIN_OUTBOX")


class DemoElsewhere(NotReady):
    """The environment names a database, which the demo would fill with invented matters."""

    sentence = "演示只用自己的 SQLite 数据库。请先取消 HUIYIN_DATABASE_URL 再运行。"


@click.command("demo")
@click.option("--reset", is_flag=True, help="清空演示数据，从头再来。 Start over.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="端口。 Port.")
@click.option("--no-serve", is_flag=True, help="只准备数据，不启动网站。 Make the data, don't serve.")
@click.option("--prepared", is_flag=True, hidden=True)
@click.pass_context
def demo_command(ctx: click.Context, reset: bool, port: int, no_serve: bool, prepared: bool) -> None:
    """启动演示县：数据都是虚构的，可以随便试。 Try everything in an invented county."""
    if not prepared:
        _prepare(reset=reset, port=port, no_serve=no_serve)
    folder = DemoFolder(settings.HUIYIN_VAR)
    call_command("migrate", interactive=False, verbosity=0)
    if folder.progress is not Progress.READY:
        _seed(folder)
    worker_round(at=now(), agenda=Agenda())
    guide_show(address=settings.HUIYIN_SITE_URL)
    if not no_serve:
        ctx.invoke(serve, host=_HOST, port=port, workers=1, threads=4, with_worker=True)


def _prepare(*, reset: bool, port: int, no_serve: bool) -> None:
    """Empty the folder if asked to or if a seeding was interrupted, make the keys, and start anew as a demo."""
    if os.environ.get("HUIYIN_DATABASE_URL"):
        raise DemoElsewhere
    folder = DemoFolder(settings.HUIYIN_VAR)
    with folder.lock():
        folder.demand_ours()
        if reset or folder.progress is Progress.SEEDING:
            folder.empty()
        if folder.progress is None:
            folder.mark(Progress.SEEDING)
        create_keys(folder.path / "keys")
        arguments = ["--port", str(port), *(["--no-serve"] if no_serve else []), "--prepared"]
        command = [sys.executable, "-m", "huiyin.cli.main", "demo", *arguments]
        sys.stdout.flush()
        os.execve(sys.executable, command, _environment(folder.path, port))  # noqa: S606 - this very program


def _environment(path: Path, port: int) -> dict[str, str]:
    """The environment as it is, with everything of the demo under one folder."""
    kept = {name: value for name, value in os.environ.items() if name not in _OWN_FOLDERS}
    own = {"HUIYIN_DEMO": "1", "HUIYIN_VAR": str(path), "HUIYIN_NOTICES": "folder"}
    return {"HUIYIN_SITE_URL": f"http://{_HOST}:{port}", **kept, **own}


def _seed(folder: DemoFolder) -> None:
    click.echo("正在准备演示县，大约半分钟（只有第一次需要）。")
    with click.progressbar(length=1, label="清河湾县", show_eta=False, width=30) as bar:

        def tell(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        county_seed(at=now(), tell=tell)
    folder.mark(Progress.READY)
