"""`huiyin notices`: a trial message by the way that notices take."""

import click

from huiyin.cli.readiness import demand_ready
from huiyin.kernel.actor import system
from huiyin.kernel.time import now
from huiyin.notices.services import trial_send
from huiyin.notices.ways import Way

_ACTOR = system("notices")


@click.group()
def notices() -> None:
    """通知。 Notices."""


@notices.command("test")
@click.option("--mail", help="发一封测试邮件到这个邮箱。 Send a trial mail to this address.")
@click.option("--text", help="发一条测试短信到这个手机号码。 Send a trial text message to this mobile number.")
@click.pass_context
def notices_test(ctx: click.Context, mail: str | None, text: str | None) -> None:
    """试发一封邮件或一条短信，马上说出结果。 Send a trial message and say what became of it."""
    demand_ready()
    asked = [(way, address) for way, address in ((Way.MAIL, mail), (Way.TEXT, text)) if address]
    if not asked:
        raise click.UsageError("请写 --mail 或 --text。 Give --mail or --text.")
    outcomes = [trial_send(actor=_ACTOR, way=way, address=address, at=now()) for way, address in asked]
    for outcome in outcomes:
        click.echo(outcome.sentence)
    if not all(outcome.is_delivered for outcome in outcomes):
        ctx.exit(1)
