"""All commands in one group, and how a refusal leaves it: its sentence on stderr, exit code 2, no traceback."""

import errno
from importlib import import_module
from importlib.util import find_spec
from typing import IO, Any

import click
from django.db import DatabaseError
from django.utils.translation import gettext

from huiyin.cli.archive import archive
from huiyin.cli.database import migrate, sweep
from huiyin.cli.importing import import_command
from huiyin.cli.joint import cosigners
from huiyin.cli.keys import keys
from huiyin.cli.ledger import checkpoint, verify
from huiyin.cli.people import admin_create
from huiyin.cli.rulebook import rulebook
from huiyin.cli.serving import serve
from huiyin.cli.settings import settings_command
from huiyin.cli.working import tick, worker
from huiyin.kernel.errors import HuiyinError

_DEMO = "huiyin.cli.demo"


class Refused(click.ClickException):
    """A refusal as the shell sees it."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """The sentence, nothing before it."""
        click.echo(self.message, file=file, err=file is None)


class Commands(click.Group):
    """A group whose commands may raise refusals. The demo is loaded when it is asked for: nothing else needs it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands by name."""
        return sorted([*super().list_commands(ctx), *(["demo"] if find_spec(_DEMO) else [])])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name == "demo" and find_spec(_DEMO):
            command: click.Command = import_module(_DEMO).demo_command
            return command
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; turn what a person can mend into one sentence."""
        try:
            return super().invoke(ctx)
        except HuiyinError as error:
            sentence = gettext(error.sentence)
            raise Refused(sentence % error.params if error.params else sentence) from error
        except DatabaseError as error:
            raise Refused(f"数据库用不了：{error}".strip()) from error
        except OSError as error:
            if error.errno in {None, errno.EPIPE}:  # whoever read the output has gone: click's own matter
                raise
            raise Refused(f"读写不了 {error.filename or '文件'}：{error.strerror}。") from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="huiyin", prog_name="huiyin")
def root() -> None:
    """回音：件件有着落，事事有回音。 Grievance redress that can be proved."""


for _command in (
    keys, migrate, admin_create, serve, worker, tick, import_command, verify, checkpoint, sweep, settings_command,
    rulebook, archive, cosigners,
):  # fmt: skip
    root.add_command(_command)
