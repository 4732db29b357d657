"""Whether this installation could serve, without serving."""

import click

from huiyin.cli.readiness import demand_servable, say_what_accounts_lack, say_what_lacks, say_what_the_log_keeps


@click.command()
@click.pass_context
def check(ctx: click.Context) -> None:
    """检查设置、密钥、数据库和设置里写的账号。 Say what is wrong with settings, keys, database and accounts named."""
    demand_servable()
    # Each says all that it has to say.
    is_open, has_accounts = say_what_lacks(), say_what_accounts_lack()
    say_what_the_log_keeps()
    if not (is_open and has_accounts):
        ctx.exit(1)
    click.echo("没有发现问题。")
