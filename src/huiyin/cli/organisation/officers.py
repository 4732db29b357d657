"""`huiyin officer`: who somebody is and how they are reached; their account shut, and opened again."""

from dataclasses import replace

import click

from huiyin.cli.organisation.asking import ACTOR, ask, ask_once, begin, given_of, say, waiting, yes_option
from huiyin.flows.accounts import officer_correct
from huiyin.flows.officer_away import officer_offboard
from huiyin.orgs.consequences import OFFICER_SHUT, OFFICER_SIGNED_OUT, of_officer_renamed
from huiyin.orgs.selectors import officer_by_username, officer_view
from huiyin.orgs.services import OfficerFacts, officer_reactivate
from huiyin.web.officer_sessions import sessions_end


@click.group()
def officer() -> None:
    """工作人员：修改资料、停用和恢复账号。 Officers: correcting, shutting and opening accounts."""


@officer.command("edit")
@click.argument("username")
@click.option("--name", "display_name", help="姓名。 The person's name.")
@click.option("--email", help="邮箱。 The e-mail address.")
@click.option("--phone", help="电话。 The telephone number.")
@yes_option
def officer_edit(username: str, yes: bool, **options: str | None) -> None:
    """修改姓名、邮箱、电话，没写的不变；登录名不能改。 Correct an officer; what isn't given stays."""
    at = begin()
    found = officer_by_username(username=username)
    facts = replace(OfficerFacts(found.display_name, found.email, found.phone), **given_of(options))
    ask(of_officer_renamed(found.display_name, facts.display_name), yes=yes)
    officer_correct(officer_id=found.id, facts=facts, actor=ACTOR, at=at)
    revised = officer_view(officer_id=found.id)
    say(f"已修改 {revised.username}（{revised.display_name}）的资料。发出的文书不变。", changed=revised != found)


@officer.command("deactivate")
@click.argument("username")
@yes_option
def officer_deactivate(username: str, yes: bool) -> None:
    """停用账号，空出职位。 Shut an account and vacate its posts."""
    at = begin()
    found = officer_by_username(username=username)
    ask_once(OFFICER_SHUT, yes=yes)
    released = officer_offboard(officer_id=found.id, actor=ACTOR, at=at)
    click.echo(f"{found.username}（{found.display_name}）的账号已停用，职位已空出。{waiting(released)}")


@officer.command("sign-out")
@click.argument("username")
@yes_option
def officer_sign_out(username: str, yes: bool) -> None:
    """在所有地方退出登录，账号还开着。 End all sessions of an officer; the account stays open."""
    at = begin()
    found = officer_by_username(username=username)
    ask_once(OFFICER_SIGNED_OUT, yes=yes)
    ended = sessions_end(officer_id=found.id, actor=ACTOR, at=at)
    say(f"{found.username}（{found.display_name}）已在 {ended} 处退出。", changed=ended > 0)


@officer.command("reactivate")
@click.argument("username")
def officer_reactivate_command(username: str) -> None:
    """恢复账号，职位和密码另行安排。 Open the account of somebody who comes back."""
    at = begin()
    found = officer_by_username(username=username)
    officer_reactivate(officer_id=found.id, actor=ACTOR, at=at)
    text = (
        f"{found.username}（{found.display_name}）的账号已恢复，还不能登录：请在“单位和人员”里重设密码，再安排职位。"
    )
    say(text, changed=not found.is_active)
