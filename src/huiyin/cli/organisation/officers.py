"""`huiyin officer`: who somebody is, how they are reached and sign on; their account shut, and opened again."""

from dataclasses import replace

import click

from huiyin.cli.organisation.asking import ACTOR, ask, ask_once, begin, given_of, say, waiting, yes_option
from huiyin.flows.accounts import officer_correct
from huiyin.flows.officer_away import officer_offboard
from huiyin.flows.sign_on import account_link, account_unlink, provider_label, sign_on_provider
from huiyin.orgs.consequences import OFFICER_SHUT, OFFICER_SIGNED_OUT, of_officer_renamed
from huiyin.orgs.selectors import officer_by_username, officer_view
from huiyin.orgs.selectors.sign_on import links_of_officer
from huiyin.orgs.services import OfficerFacts, officer_reactivate
from huiyin.web.officer_sessions import sessions_end
from huiyin.web.sign_on.leavers import DirectoryNotSet, leavers_found, leavers_shut


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


@officer.command("link")
@click.argument("username")
@click.argument("provider")
@click.argument("subject")
def officer_link(username: str, provider: str, subject: str) -> None:
    """把统一认证里的标识和账号连起来，马上生效；有关的人都会收到通知。 Link an account with an identity."""
    at = begin()
    label = sign_on_provider(provider).label
    found = officer_by_username(username=username)
    account_link(officer_id=found.id, provider=provider, subject=subject, actor=ACTOR, at=at)
    click.echo(f"{found.username}（{found.display_name}）从现在起可以用“{label}”登录。已记入台账，并告诉有关的人。")


@officer.command("links")
@click.argument("username")
def officer_links(username: str) -> None:
    """列出账号和统一认证的连接。 List the identities of an account."""
    at = begin()
    found = officer_by_username(username=username)
    for link in links_of_officer(officer_id=found.id, at=at):
        state = "等待确认" if link.waits else "已连接"
        click.echo(f"{link.provider}\t{link.subject}\t{state}\t{provider_label(link.provider)}")


@officer.command("unlink")
@click.argument("username")
@click.argument("provider")
def officer_unlink(username: str, provider: str) -> None:
    """解除账号和统一认证的连接。 End the link of an account with a provider."""
    at = begin()
    found = officer_by_username(username=username)
    links = [link for link in links_of_officer(officer_id=found.id, at=at) if link.provider == provider]
    for link in links:
        account_unlink(link_id=link.id, actor=ACTOR, at=at)
    say(f"{found.username}（{found.display_name}）和“{provider_label(provider)}”的连接已解除。", changed=bool(links))


@officer.command("leavers")
@click.option("--deactivate", is_flag=True, help="停用这些账号。 Shut their accounts.")
@yes_option
@click.pass_context
def officer_leavers(ctx: click.Context, deactivate: bool, yes: bool) -> None:
    """列出已经不在单位目录（LDAP）里的人的账号。 Accounts of people whom the directory doesn't have any more."""
    at = begin()
    compared = leavers_found()
    if not compared:
        raise DirectoryNotSet
    left = 0
    for found in compared:
        click.echo(f"{found.provider.label}：比对了 {found.compared:,} 个连接，{len(found.gone):,} 个人已经不在。")
        for link in found.gone:
            click.echo(f"  {link.username}（{link.officer_name}）")
        shut = 0
        if deactivate and found.gone:
            ask_once(OFFICER_SHUT, yes=yes)
            shut = len(leavers_shut(found, actor=ACTOR, at=at))
            click.echo(f"已停用 {shut:,} 个。管理员和应急账号不在这里停用，请用 huiyin officer deactivate。")
        left += len(found.gone) - shut
    ctx.exit(1 if left else 0)
