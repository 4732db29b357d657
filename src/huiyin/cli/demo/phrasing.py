"""The county's text modules: by unit and category, an older version, one that is offered no longer, and an editor."""

from datetime import datetime, timedelta

from huiyin.cli.demo.county import SEED, County
from huiyin.cli.demo.source import Data, read
from huiyin.kernel.actor import Actor, Role
from huiyin.orgs.selectors import actor_for
from huiyin.orgs.services import text_editor_name
from huiyin.text_modules.rules.content import TextContent
from huiyin.text_modules.rules.places import checked_places
from huiyin.text_modules.services import text_module_create, text_module_revise, text_module_withdraw

_LATER = timedelta(days=40)


def texts_keep(county: County, *, at: datetime) -> None:
    """Name the editor, then let the editor and the units' leaders write."""
    named = read("texts")["editor"]
    officer_id = county.officers[county.roll.first(named["officer"], Role.REGISTRAR)]
    text_editor_name(unit_id=county.units[named["unit"]], officer_id=officer_id, actor=SEED, at=at)
    for text in read("texts")["text"]:
        by_editor = text["unit"] == named["unit"]
        key = county.officers[county.roll.first(text["unit"], Role.LEADER)]
        _keep(county, text, actor_for(officer_id=officer_id if by_editor else key), at)


def _keep(county: County, text: Data, actor: Actor, at: datetime) -> None:
    content = _content(county, text, text["body"])
    row = text_module_create(actor=actor, unit_id=county.units[text["unit"]], content=content, at=at)
    if "after" in text:
        later = _content(county, text, text["after"])
        text_module_revise(actor=actor, module_id=row.pk, content=later, at=at + _LATER, seen=row.version)
    if text.get("withdrawn"):
        text_module_withdraw(actor=actor, module_id=row.pk, at=at + _LATER, seen=row.version)


def _content(county: County, text: Data, body: str) -> TextContent:
    return TextContent(
        title=text["title"],
        body=body,
        places=checked_places(text["places"]),
        article=text.get("article", ""),
        category_id=county.categories[text["category"]],
    )
