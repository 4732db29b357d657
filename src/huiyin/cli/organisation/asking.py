"""What the commands of the organisation have in common: who acts, what is meant, and asking before a consequence."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, ParamSpec, Protocol, TypeVar

import click
from django.utils.translation import gettext

from huiyin.cli.readiness import demand_ready
from huiyin.kernel.actor import system
from huiyin.kernel.errors import BadInput
from huiyin.kernel.time import now
from huiyin.orgs.errors import UnitNameAmbiguous, UnitNameUnknown
from huiyin.orgs.selectors import UnitView, area_by_code, category_by_code, unit_by_name, unit_view

P = ParamSpec("P")
R = TypeVar("R")
ACTOR = system("organisation")

yes_option = click.option(
    "--yes", is_flag=True, help="不再询问。 Make the change without asking about its consequences."
)


class HasId(Protocol):
    """A read model."""

    @property
    def id(self) -> int:
        """The row's."""
        ...


class UnitUnclear(BadInput):
    """The name isn't that of one open unit."""

    sentence = "没有唯一一个叫“%(name)s”的单位，请写已有单位的全称，或者 huiyin unit list 里的编号。"


def begin() -> datetime:
    """The moment of the change. Raises what demand_ready raises."""
    demand_ready()
    return now()


def unit_found(text: str) -> UnitView:
    """The open unit that goes by this name, or has this number. Raises UnitUnclear, UnitNotThere."""
    # `isdigit` alone is true of ² as well, which is no number for `int`.
    if text.isascii() and text.isdigit():
        return unit_view(unit_id=int(text))
    try:
        return unit_by_name(text=text)
    except (UnitNameUnknown, UnitNameAmbiguous) as error:
        raise UnitUnclear(name=text) from error


def area_id_of(code: str | None) -> int | None:
    """The area of a code; None for no code. Raises AreaNotThere."""
    return area_by_code(code=code).id if code else None


def category_id_of(code: str | None) -> int | None:
    """The category of a code; None for no code. Raises CategoryNotThere."""
    return category_by_code(code=code).id if code else None


def ask(questions: Iterable[str], *, yes: bool) -> None:
    """Stop unless each is answered with yes."""
    for question in questions:
        if not yes:
            click.confirm(question, abort=True)


def ask_once(sentence: str, *, yes: bool) -> None:
    """Stop unless a consequence, given in its source language, is agreed to."""
    ask([gettext(sentence)], yes=yes)


def parent_options(command: Callable[P, R]) -> Callable[P, R]:
    """Where something moves: `--to`, or `--top`."""
    to = click.option("--to", default="", help="移到它之下。 The new parent.")
    top = click.option("--top", is_flag=True, help="移到最上一级。 No parent: to the top.")
    return to(top(command))


def parent_of(to: str, *, top: bool, find: Callable[[str], HasId]) -> int | None:
    """The id of the parent that the options name."""
    if bool(to) == top:
        raise click.UsageError("--to 和 --top 要写一个，只写一个。")
    return find(to).id if to else None


def given_of(options: Mapping[str, Any]) -> dict[str, Any]:
    """The options that were written; what wasn't stays as it is."""
    return {name: value for name, value in options.items() if value is not None}


def waiting(count: int) -> str:
    """How many matters have no handler any more; nothing where all have."""
    return f"{count:,} 件事项等着重新分派。" if count else ""


def say(text: str, *, changed: bool) -> None:
    """What was done, or that there was nothing to do."""
    click.echo(text if changed else "没有改动。")
