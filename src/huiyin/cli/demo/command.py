"""`huiyin demo`: make the county if it isn't there, start web and worker, and say what to try.

Settings are read when Django is set up, before any command runs. So the command prepares the folder, then becomes
itself once more with the environment of a demo. It does so again between seeding and serving: a server forks, and
nothing that seeding has left in a process (threads of libraries, open files) may be there when it does.
"""

import os
import sys
from pathlib import Path
from typing import NoReturn

import click
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from huiyin.cli.database import record_installation
from huiyin.cli.demo.folder import DemoFolder, Progress
from huiyin.cli.demo.geography import MAP_NAME, map_file_make
from huiyin.cli.demo.guide import guide_show
from huiyin.cli.demo.seed import county_seed
from huiyin.cli.serving import serve
from huiyin.documents.letters.press import the_press
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
@click.option(
    "--matters",
    default=300,
    show_default=True,
    type=click.IntRange(1, 2000),
    help="大约多少件事项。 About how many matters.",
)
@click.option("--stage", type=click.Choice(["seed", "serve"]), hidden=True)
@click.pass_context
def demo_command(ctx: click.Context, reset: bool, port: int, no_serve: bool, matters: int, stage: str | None) -> None:
    """启动演示县：数据都是虚构的，可以随便试。 Try everything in an invented county."""
    again = ["--port", str(port), "--matters", str(matters), *(["--no-serve"] if no_serve else [])]
    folder = DemoFolder(settings.HUIYIN_VAR)
    if stage is None:
        _prepare(folder, reset=reset, port=port, again=again)
    elif stage == "seed":
        call_command("migrate", interactive=False, verbosity=0)
        record_installation()
        if folder.progress is not Progress.READY:
            _seed(folder, matters)
        worker_round(at=now(), agenda=Agenda())
        _become([*again, "--stage", "serve"], dict(os.environ))
    guide_show(address=settings.HUIYIN_SITE_URL)
    if not no_serve:
        ctx.invoke(serve, host=_HOST, port=port, workers=1, threads=4, with_worker=True)


def _become(arguments: list[str], environment: dict[str, str]) -> NoReturn:
    """Go on as a fresh process; the demo's lock goes along."""
    # A print may be under way in a process of its own, which would then have no parent to hear of it.
    the_press().end()
    connections.close_all()
    sys.stdout.flush()
    command = [sys.executable, "-m", "huiyin.cli.main", "demo", *arguments]
    os.execve(sys.executable, command, environment)  # noqa: S606 - this very program


def _prepare(folder: DemoFolder, *, reset: bool, port: int, again: list[str]) -> None:
    """Empty the folder if asked to or if a seeding was interrupted, make the keys, and start anew as a demo."""
    if os.environ.get("HUIYIN_DATABASE_URL"):
        raise DemoElsewhere
    with folder.lock():
        folder.demand_ours()
        if reset or folder.progress is Progress.SEEDING:
            folder.empty()
        if folder.progress is None:
            folder.mark(Progress.SEEDING)
        create_keys(folder.path / "keys")
        map_file_make(folder.path / MAP_NAME)
        _become([*again, "--stage", "seed"], _environment(folder.path, port))


def _environment(path: Path, port: int) -> dict[str, str]:
    """The environment as it is, with everything of the demo under one folder."""
    kept = {name: value for name, value in os.environ.items() if name not in _OWN_FOLDERS}
    own = {"HUIYIN_DEMO": "1", "HUIYIN_VAR": str(path), "HUIYIN_NOTICES": "folder"}
    # A map of one's own can be tried in the demo, too.
    drawn = {} if "HUIYIN_MAP_TILES" in kept else {"HUIYIN_MAP_FILE": str(path / MAP_NAME)}
    return {"HUIYIN_SITE_URL": f"http://{_HOST}:{port}", **drawn, **kept, **own}


def _seed(folder: DemoFolder, matters: int) -> None:
    click.echo("正在准备演示县，要一两分钟（只有第一次需要）。")
    with click.progressbar(length=1, label="清河湾县", show_eta=False, width=30) as bar:

        def on_progress(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        county_seed(at=now(), count=matters, on_progress=on_progress)
    folder.mark(Progress.READY)
