"""What holds for units and officers, whatever the database says: kinds, paths in a tree, who is barred."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qs

from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.text import N_

NAME_LENGTH = 80
MAX_DEPTH = 12
CATEGORY_LEVELS = 3
# Longer than that, a post is given to somebody else.
LEAVE_LONGEST = 184
# Filters of a list that an officer keeps under a name.
FILTER_NAME_LENGTH = 20
FILTER_QUERY_LENGTH = 300
FILTERS_MOST = 12
# Each is counted anew for every start page.
PINNED_MOST = 6
# Other names that a unit is known by, each as long as a name at most.
ALIASES_MOST = 30
ALIAS_LEAST = 2
_BETWEEN_ALIASES = "、"

_USERNAME = re.compile(r"[\w.@+-]{2,40}")


class UnitKind(StrEnum):
    """What sort of unit it is; shown and counted by, never a condition of a right."""

    COUNTY = "county"
    OFFICE = "office"
    BUREAU = "bureau"
    TOWN = "town"
    VILLAGE = "village"
    STATION = "station"
    SCHOOL = "school"
    HOSPITAL = "hospital"
    COMMISSION = "commission"
    COURT = "court"
    COMPANY = "company"
    OTHER = "other"


UNIT_KIND_LABELS: dict[UnitKind, str] = {
    UnitKind.COUNTY: N_("县（市、区）"),
    UnitKind.OFFICE: N_("信访部门"),
    UnitKind.BUREAU: N_("部门"),
    UnitKind.TOWN: N_("乡镇（街道）"),
    UnitKind.VILLAGE: N_("村（社区）"),
    UnitKind.STATION: N_("站所"),
    UnitKind.SCHOOL: N_("学校"),
    UnitKind.HOSPITAL: N_("医院"),
    UnitKind.COMMISSION: N_("纪检监察机关"),
    UnitKind.COURT: N_("法院"),
    UnitKind.COMPANY: N_("企业"),
    UnitKind.OTHER: N_("其他单位"),
}

ROLE_LABELS: dict[Role, str] = {
    Role.REGISTRAR: N_("接访登记员"),
    Role.HANDLER: N_("承办人"),
    Role.APPROVER: N_("审批人"),
    Role.LEADER: N_("领导干部"),
    Role.REVIEWER: N_("复查复核员"),
    Role.MEDIATOR: N_("人民调解员"),
    Role.INSPECTOR: N_("检查员"),
    Role.AUDITOR: N_("监督员"),
    Role.ADMINISTRATOR: N_("管理员"),
}


@dataclass(frozen=True, slots=True)
class Respondents:
    """Who must not see a matter: ids of units, each with all below, and of officers, each with all they command."""

    unit_ids: frozenset[int] = frozenset()
    officer_ids: frozenset[int] = frozenset()

    @classmethod
    def of(cls, unit_ids: Iterable[int | None] = (), officer_ids: Iterable[int | None] = ()) -> "Respondents":
        """Of ids as rows hold them; None stands for nobody."""
        return cls(
            frozenset(unit_id for unit_id in unit_ids if unit_id is not None),
            frozenset(officer_id for officer_id in officer_ids if officer_id is not None),
        )

    def __bool__(self) -> bool:
        """Whether anybody is barred at all."""
        return bool(self.unit_ids or self.officer_ids)

    def __or__(self, other: "Respondents") -> "Respondents":
        """Both."""
        return Respondents(self.unit_ids | other.unit_ids, self.officer_ids | other.officer_ids)

    def __sub__(self, other: "Respondents") -> "Respondents":
        """These without the others."""
        return Respondents(self.unit_ids - other.unit_ids, self.officer_ids - other.officer_ids)

    def __le__(self, other: "Respondents") -> bool:
        """Whether the others bar all of these by name."""
        return self.unit_ids <= other.unit_ids and self.officer_ids <= other.officer_ids


NO_RESPONDENTS = Respondents()


def bars(actor: Actor, respondents: Respondents) -> bool:
    """Whether one of the respondents bars the actor from a matter.

    A unit bars everybody in it and below it, down to where an independent unit begins; the superiors above it
    aren't barred. An officer who is a respondent is barred, with all whom that officer commands.
    """
    if respondents.unit_ids & actor.chain_unit_ids:
        return True
    return bool(respondents.officer_ids & actor.superior_ids) or actor.officer_id in respondents.officer_ids


def names_handler(query: str) -> bool:
    """Whether a list's filter, as it stands in an address, is by one named handler."""
    return any(value.isdecimal() for value in parse_qs(query).get("handler", ()))


def path_ids(path: str) -> tuple[int, ...]:
    """The ids in a path such as `/1/5/9/`, from the root down to the row itself."""
    return tuple(int(part) for part in path.split("/") if part)


def nearest_to_root(paths: Mapping[int, str]) -> int | None:
    """Of rows by id, each with its path, the least deep, the first of several; None of none."""
    return min(paths, key=lambda row_id: (paths[row_id].count("/"), row_id), default=None)


def path_of(parent_path: str, own_id: int) -> str:
    """The path of a row under a parent; `parent_path` is empty for a root."""
    return f"{parent_path or '/'}{own_id}/"


def aliases_of(text: str) -> tuple[str, ...]:
    """The aliases as a unit's row holds them, in their order."""
    return tuple(text.split(_BETWEEN_ALIASES)) if text else ()


def aliases_joined(aliases: Iterable[str]) -> str:
    """The form in which a row holds them; they must be tidy already."""
    return _BETWEEN_ALIASES.join(aliases)


def sign_in_name(text: str) -> str:
    """One form for one sign-in name: capitals, blanks around and full-width letters don't make another account."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def is_username(text: str) -> bool:
    """Whether a sign-in name may look like this: 2 to 40 letters, digits and . @ + - _."""
    return _USERNAME.fullmatch(text) is not None
