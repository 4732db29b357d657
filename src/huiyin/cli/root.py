"""All commands in one group, and how a refusal leaves it: its sentence on stderr, exit code 2, no traceback."""

import errno
from importlib import import_module
from importlib.util import find_spec
from typing import IO, Any

import click
from django.db import DatabaseError

from huiyin.kernel.errors import HuiyinError
from huiyin.web.refusals import sentence_of

# Name: where the command is. Each is loaded when it is asked for, so that none waits for what only another needs.
_WHERE = {
    "accept-restore": "ledger:accept_restore",
    "admin-create": "people:admin_create",
    "archive": "archive:archive",
    "area": "organisation.areas:area",
    "category": "organisation.categories:category",
    "backup": "backup:backup",
    "check": "checking:check",
    "checkpoint": "ledger:checkpoint",
    "competence": "organisation.competence:competence",
    "cosigners": "joint:cosigners",
    "demo": "demo:demo_command",
    "grants": "people:grants",
    "import": "importing:import_command",
    "instructions": "instructions:instructions",
    "keys": "keys:keys",
    "languages": "languages:languages_command",
    "letters": "letters:letters",
    "migrate": "database:migrate",
    "notices": "notices:notices",
    "officer": "organisation.officers:officer",
    "org": "organisation.workbook:org",
    "plan-periods": "plan_periods:plan_periods",
    "post": "organisation.posts:post",
    "proof": "proof:proof",
    "returns": "returns:returns",
    "rulebook": "rulebook:rulebook",
    "search-rebuild": "database:search_rebuild_command",
    "security": "security:security",
    "serve": "serving:serve",
    "settings": "settings:settings_command",
    "sweep": "database:sweep",
    "tasks": "tasks:tasks",
    "text-modules": "text_modules:text_modules",
    "tick": "working:tick",
    "unit": "organisation.units:unit",
    "verify": "ledger:verify",
    "worker": "working:worker",
}


class CommandRefused(click.ClickException):
    """A refusal as the shell sees it."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """The sentence, nothing before it."""
        click.echo(self.message, file=file, err=file is None)


class Commands(click.Group):
    """A group whose commands may raise refusals."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands by name; an installation may have come without the demo."""
        return [name for name in sorted(_WHERE) if name != "demo" or find_spec("huiyin.cli.demo")]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module, _, name = _WHERE[cmd_name].partition(":")
        command: click.Command = getattr(import_module(f"huiyin.cli.{module}"), name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; turn what a person can mend into one sentence."""
        try:
            return super().invoke(ctx)
        except HuiyinError as error:
            raise CommandRefused(sentence_of(error)) from error
        except DatabaseError as error:
            raise CommandRefused(f"数据库用不了：{error}".strip()) from error
        except OSError as error:
            if error.errno in {None, errno.EPIPE}:  # whoever read the output has gone: click's own matter
                raise
            raise CommandRefused(f"读写不了 {error.filename or '文件'}：{error.strerror}。") from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="huiyin", prog_name="huiyin")
def root() -> None:
    """回音：件件有着落，事事有回音。 Grievance redress that can be proved."""
