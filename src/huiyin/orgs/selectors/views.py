"""What others get to see of the organisation: plain frozen values that can't query."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.utils.translation import gettext

from huiyin.kernel.actor import Role
from huiyin.orgs.models import Area, Category, Officer, Post, Unit
from huiyin.orgs.rules import ROLE_LABELS, UNIT_KIND_LABELS, UnitKind, aliases_of, path_ids


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit; `depth` is 1 for a root."""

    id: int
    parent_id: int | None
    name: str
    short_name: str
    kind: UnitKind
    depth: int
    independent: bool
    area_id: int | None
    phone: str
    address: str
    intro: str
    is_active: bool
    aliases: tuple[str, ...] = ()

    @classmethod
    def of(cls, unit: Unit) -> Self:
        """The view of a row."""
        return cls(
            id=unit.pk,
            parent_id=unit.parent_id,
            name=unit.name,
            short_name=unit.short_name,
            kind=UnitKind(unit.kind),
            depth=len(path_ids(unit.path)),
            independent=unit.independent,
            area_id=unit.area_id,
            phone=unit.phone,
            address=unit.address,
            intro=unit.intro,
            is_active=unit.is_active,
            aliases=aliases_of(unit.aliases),
        )

    @property
    def label(self) -> str:
        """The short name where there is one."""
        return self.short_name or self.name

    @property
    def kind_label(self) -> str:
        """The kind, in the reader's language."""
        return gettext(UNIT_KIND_LABELS[self.kind])


@dataclass(frozen=True, slots=True)
class AreaView:
    """An area; `trail` names it from the root down (`清河县 / 石桥镇`)."""

    id: int
    parent_id: int | None
    name: str
    code: str
    depth: int
    trail: str = ""

    @classmethod
    def of(cls, area: Area, trail: str = "") -> Self:
        """The view of a row."""
        return cls(
            id=area.pk,
            parent_id=area.parent_id,
            name=area.name,
            code=area.code,
            depth=len(path_ids(area.path)),
            trail=trail or area.name,
        )


@dataclass(frozen=True, slots=True)
class CategoryView:
    """A category; `trail` names it from the first level down (`劳动保障 / 工资 / 拖欠工资`)."""

    id: int
    parent_id: int | None
    name: str
    code: str
    level: int
    trail: str = ""

    @classmethod
    def of(cls, category: Category, trail: str = "") -> Self:
        """The view of a row."""
        return cls(
            id=category.pk,
            parent_id=category.parent_id,
            name=category.name,
            code=category.code,
            level=category.level,
            trail=trail or category.name,
        )


@dataclass(frozen=True, slots=True)
class UnitNode:
    """A unit with the open units below it."""

    unit: UnitView
    children: tuple["UnitNode", ...] = ()


@dataclass(frozen=True, slots=True)
class AreaNode:
    """An area with the areas in it."""

    area: AreaView
    children: tuple["AreaNode", ...] = ()


@dataclass(frozen=True, slots=True)
class CategoryNode:
    """A category with the categories below it."""

    category: CategoryView
    children: tuple["CategoryNode", ...] = ()


@dataclass(frozen=True, slots=True)
class OfficerView:
    """An officer, as colleagues see one."""

    id: int
    username: str
    display_name: str
    email: str
    phone: str
    is_active: bool

    @classmethod
    def of(cls, officer: Officer) -> Self:
        """The view of a row."""
        return cls(
            id=officer.pk,
            username=officer.username,
            display_name=officer.display_name,
            email=officer.email,
            phone=officer.phone,
            is_active=officer.is_active,
        )


@dataclass(frozen=True, slots=True)
class PostView:
    """A post; `officer_id` is None while it is vacant."""

    id: int
    unit_id: int
    unit_name: str
    role: Role
    title: str
    officer_id: int | None
    officer_name: str
    held_since: datetime | None

    @classmethod
    def of(cls, post: Post) -> Self:
        """The view of a row with its unit and its officer loaded."""
        return cls(
            id=post.pk,
            unit_id=post.unit_id,
            unit_name=post.unit.name,
            role=Role(post.role),
            title=post.title,
            officer_id=post.officer_id,
            officer_name=post.officer.display_name if post.officer else "",
            held_since=post.held_since,
        )

    @property
    def role_label(self) -> str:
        """The role, in the reader's language."""
        return gettext(ROLE_LABELS[self.role])
