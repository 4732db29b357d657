"""What is to be made, as plain data: one thing, or a whole tree of them at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from huiyin.kernel.actor import Role
from huiyin.orgs.rules import UnitKind
from huiyin.orgs.selectors.views import UnitView


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """A unit and those below it."""

    name: str
    kind: UnitKind
    short_name: str = ""
    area_id: int | None = None
    independent: bool = False
    phone: str = ""
    address: str = ""
    intro: str = ""
    children: Sequence["UnitPlan"] = ()
    aliases: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """All of a unit that can be corrected; its place in the tree and whether it is open have doors of their own."""

    name: str
    kind: UnitKind
    short_name: str = ""
    aliases: Sequence[str] = ()
    area_id: int | None = None
    independent: bool = False
    phone: str = ""
    address: str = ""
    intro: str = ""

    @classmethod
    def of(cls, unit: UnitView) -> Self:
        """All of it as it is."""
        return cls(
            name=unit.name,
            kind=unit.kind,
            short_name=unit.short_name,
            aliases=unit.aliases,
            area_id=unit.area_id,
            independent=unit.independent,
            phone=unit.phone,
            address=unit.address,
            intro=unit.intro,
        )


@dataclass(frozen=True, slots=True)
class OfficerFacts:
    """All of an officer that can be corrected; the account name is what the records know them by and stays."""

    display_name: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class AreaPlan:
    """An area and those in it."""

    name: str
    code: str
    children: Sequence["AreaPlan"] = ()


@dataclass(frozen=True, slots=True)
class CategoryPlan:
    """A category and those below it; `keywords` are split by spaces."""

    name: str
    code: str
    keywords: str = ""
    children: Sequence["CategoryPlan"] = ()


@dataclass(frozen=True, slots=True)
class OfficerPlan:
    """A person's account.

    Give `password`, or `password_hash` as Django's `make_password` gives it (accounts taken over from elsewhere, many
    at once), or neither: then nobody can sign in until a password is set.
    """

    username: str
    display_name: str
    email: str = ""
    phone: str = ""
    password: str = ""
    password_hash: str = ""


@dataclass(frozen=True, slots=True)
class PostPlan:
    """A post in a unit, vacant unless an officer is named."""

    unit_id: int
    role: Role
    title: str
    officer_id: int | None = None


@dataclass(frozen=True, slots=True)
class CompetencePlan:
    """The unit for a category in an area; None stands for every category, or every area."""

    unit_id: int
    category_id: int | None = None
    area_id: int | None = None
