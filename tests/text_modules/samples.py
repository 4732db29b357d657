"""Text modules to try things with."""

from typing import Any

from huiyin.text_modules.models import TextModule
from huiyin.text_modules.rules.content import TextContent
from huiyin.text_modules.rules.places import TextPlace
from huiyin.text_modules.services import text_module_create
from tests.cast import Cast


def content(title: str = "已经转办", **given: Any) -> TextContent:
    """What a text module says, with everything that isn't given filled in."""
    return TextContent(
        **{"title": title, "body": "您的事项{事项编号}正在办理。", "places": (TextPlace.ANSWER,), **given}
    )


def make(
    cast: Cast, title: str = "已经转办", *, unit: str = "housing", by: str = "housing_leader", **given: Any
) -> TextModule:
    """One of a unit, made by whoever leads it."""
    return text_module_create(
        actor=cast.actor(by), unit_id=cast.units[unit], content=content(title, **given), at=cast.at
    )
