"""`huiyin post`: what a post is called, its role, and who holds it."""

import click

from huiyin.cli.organisation.asking import ACTOR, begin, say, unit_found
from huiyin.flows.grants import post_give
from huiyin.kernel.actor import Role
from huiyin.orgs.selectors import PostView, officer_by_username, post_view, posts_of_unit
from huiyin.orgs.services import post_revise


@click.group()
def post() -> None:
    """职位：修改、安排、空出。 Posts: correcting, filling, vacating."""


@post.command("list")
@click.argument("which", metavar="UNIT")
def post_list(which: str) -> None:
    """列出单位的职位，编号在前。 The posts of a unit, each with its number."""
    begin()
    for found in posts_of_unit(unit_id=unit_found(which).id):
        click.echo(f"{found.id}\t{found.role.value}\t{found.title}\t{found.officer_name or '空缺'}")


@post.command("edit")
@click.argument("number", type=int)
@click.option("--title", help="职位名称。 What it is called.")
@click.option("--role", type=click.Choice([role.value for role in Role]), help="职责，空缺时才能改。 While vacant.")
def post_edit(number: int, title: str | None, role: str | None) -> None:
    """修改职位，没写的不变。 Correct a post; what isn't given stays."""
    at = begin()
    found = post_view(post_id=number)
    wanted = Role(role) if role else found.role
    post_revise(post_id=number, title=found.title if title is None else title, role=wanted, actor=ACTOR, at=at)
    revised = post_view(post_id=number)
    say(f"职位已修改：{_named(revised)}。", changed=revised != found)


@post.command("fill")
@click.argument("number", type=int)
@click.argument("username")
def post_fill(number: int, username: str) -> None:
    """安排谁担任这个职位。 Put an officer into a post, in place of who held it."""
    _give(number, username)


@post.command("vacate")
@click.argument("number", type=int)
def post_vacate(number: int) -> None:
    """空出这个职位。 Leave a post vacant."""
    _give(number, "")


def _give(number: int, username: str) -> None:
    at = begin()
    officer_id = officer_by_username(username=username).id if username else None
    found = post_view(post_id=number)
    post_give(post_id=number, officer_id=officer_id, actor=ACTOR, at=at)
    given = post_view(post_id=number)
    holder = given.officer_name or "空缺"
    say(f"{_named(given)}：{holder}。", changed=given != found)


def _named(found: PostView) -> str:
    return f"{found.unit_name} · {found.title}"
