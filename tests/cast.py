"""The fixed cast of the tests: a small invented county, its officers, and the ways to file a matter.

matter = cast.file(text=…)          registered at the petition office
cast.to_handler(matter)             accepted, given to the housing bureau, then to its handler
"""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.hashers import make_password

from huiyin.flows.grants import proposal_agree, seal_key_set
from huiyin.kernel.actor import Actor, Role, petitioner, system
from huiyin.kernel.ids import new_token
from huiyin.matters.acceptance.services import matter_accept
from huiyin.matters.assignment.services import matter_assign_handler, matter_assign_unit
from huiyin.matters.core.rules.states import Channel, Kind, Procedure
from huiyin.matters.delivery.services import reply_serve
from huiyin.matters.models import Matter
from huiyin.matters.register.rules import Registration
from huiyin.matters.register.services.register import Registered, matter_register
from huiyin.matters.reply.services.reply import OpinionDraft, reply_approve, reply_draft
from huiyin.matters.respondents.services.naming import matter_name_respondent
from huiyin.orgs.grant_rules import GrantState
from huiyin.orgs.models import Grant
from huiyin.orgs.rules import Respondents, UnitKind
from huiyin.orgs.selectors import actor_for
from huiyin.orgs.services import (
    AreaPlan,
    CategoryPlan,
    CompetencePlan,
    OfficerPlan,
    PostPlan,
    UnitPlan,
    areas_create,
    categories_create,
    competences_set,
    officers_create,
    posts_create,
    units_create,
)
from huiyin.vault.services import IdentityDraft
from tests.cast_rows import TableRows, empty_tables, insert_rows, is_empty, read_rows

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
PASSWORD = "tingquan-2026"
PASSPHRASE = "柳岸 晓风 残月 且听风吟"
SEED = system("seed")
WEB = Actor(kind=petitioner(UUID(int=0)).kind, key="web")
WHO = IdentityDraft(name="谷小满", phone="19900001234", email="xiaoman@example.invalid", address="云渡县柳荫镇")

_UNITS = UnitPlan(
    "云渡县人民政府", UnitKind.COUNTY, "县政府",
    children=[
        UnitPlan("云渡县信访局", UnitKind.OFFICE, "信访局", phone="0000-1000001", address="云渡路1号"),
        UnitPlan("云渡县住房和城乡建设局", UnitKind.BUREAU, "住建局", phone="0000-1000002"),
        UnitPlan("云渡县教育局", UnitKind.BUREAU, "教育局"),
        UnitPlan("柳荫镇人民政府", UnitKind.TOWN, "柳荫镇", children=[UnitPlan("上柳村", UnitKind.VILLAGE)]),
        UnitPlan("云渡县纪委监委", UnitKind.COMMISSION, "纪委监委", independent=True),
    ],
)  # fmt: skip
_UNIT_KEYS = ("county", "office", "housing", "education", "town", "village", "commission")

_CATEGORIES = [
    CategoryPlan(
        "住房建设", "T1",
        children=[
            CategoryPlan("物业管理", "T11", "物业 小区 停车", [CategoryPlan("物业收费", "T111", "物业费 收费 涨价")]),
            CategoryPlan("供水", "T12", "自来水 停水", [CategoryPlan("水质", "T121", "浑浊 异味 发黄")]),
        ],
    ),
    CategoryPlan("教育", "T2", "", [CategoryPlan("入学", "T21", "", [CategoryPlan("学区", "T211", "学区 划片")])]),
]  # fmt: skip

# username: (name, unit, roles)
_PEOPLE: dict[str, tuple[str, str, tuple[Role, ...]]] = {
    "mayor": ("江望舒", "county", (Role.LEADER,)),
    "registrar": ("穆清和", "office", (Role.REGISTRAR,)),
    "office_approver": ("苏见微", "office", (Role.APPROVER,)),
    "office_leader": ("严知行", "office", (Role.LEADER,)),
    "housing_registrar": ("田小禾", "housing", (Role.REGISTRAR,)),
    "handler": ("沈秋白", "housing", (Role.HANDLER,)),
    "handler_two": ("方予安", "housing", (Role.HANDLER,)),
    "approver": ("顾南亭", "housing", (Role.APPROVER,)),
    "drafting_approver": ("容止", "housing", (Role.APPROVER, Role.HANDLER)),
    "housing_leader": ("楚天阔", "housing", (Role.LEADER,)),
    "education_registrar": ("林晚照", "education", (Role.REGISTRAR,)),
    "education_handler": ("白露生", "education", (Role.HANDLER,)),
    "town_registrar": ("石敢当", "town", (Role.REGISTRAR, Role.HANDLER)),
    "town_leader": ("程门雪", "town", (Role.LEADER,)),
    "commission_registrar": ("卫明镜", "commission", (Role.REGISTRAR, Role.APPROVER)),
    "commission_handler": ("秦直", "commission", (Role.HANDLER,)),
    "auditor": ("钟正声", "office", (Role.AUDITOR,)),
    "administrator": ("安若素", "office", (Role.ADMINISTRATOR,)),
    "nobody": ("闲云", "office", ()),
}


@dataclass
class Cast:
    """The county, by name; actors are made anew at each call, as a request would."""

    units: dict[str, int] = field(default_factory=dict)
    areas: dict[str, int] = field(default_factory=dict)
    categories: dict[str, int] = field(default_factory=dict)
    officers: dict[str, int] = field(default_factory=dict)
    at: datetime = AT

    def actor(self, username: str) -> Actor:
        """The officer as an actor."""
        return actor_for(officer_id=self.officers[username])

    def seal_keys(self, *usernames: str) -> None:
        """Give these officers a key for seals, under PASSPHRASE, and make them readers where they work."""
        for username in usernames:
            seal_key_set(actor=self.actor(username), passphrase=PASSPHRASE, at=self.at)
            self.agree(username)

    def agree(self, username: str) -> None:
        """Agree to whatever is proposed for this officer, as the server's shell may."""
        for grant in Grant.objects.filter(officer_id=self.officers[username], state=GrantState.WAITING):
            proposal_agree(grant_id=grant.pk, actor=system("install"), at=self.at)

    def petitioner(self, registered: Registered) -> Actor:
        """Whoever holds its receipt."""
        return petitioner(registered.matter_id)

    def later(self, **passed: int) -> datetime:
        """Let time pass (`days=3`) and give the new instant."""
        self.at += timedelta(**passed)
        return self.at

    def registration(
        self, *, respondent_unit_id: int | None = None, respondent_officer_id: int | None = None, **given: Any
    ) -> Registration:
        """A registration with everything that isn't given filled in."""
        return Registration(
            **{
                "kind": Kind.CLAIM,
                "channel": Channel.WEB,
                "text": "小区物业费连续两年上涨，没有公示收支，电梯也常常停运。",
                "requests": ("公示近三年收支", "修好电梯"),
                "received_at": self.at,
                "unit_id": self.units["office"],
                "token": new_token(),
                "place": "云渡县柳荫镇云水小区",
                "area_id": self.areas["town"],
                "category_id": self.categories["T111"],
                "respondents": Respondents.of([respondent_unit_id], [respondent_officer_id]),
                **given,
            }
        )

    def file(self, *, identity: IdentityDraft | None = WHO, **given: Any) -> Registered:
        """File over the web."""
        return matter_register(actor=WEB, registration=self.registration(**given), identity=identity, at=self.at)

    def matter(self, registered: Registered) -> Matter:
        """The row as it is now."""
        return Matter.objects.get(pk=registered.matter_id)

    def accept(self, registered: Registered) -> None:
        """The petition office accepts. Where nobody knows whom an accusation is about, it says so before."""
        matter = self.matter(registered)
        if not matter.respondents_settled:
            text = matter.respondent_text or "没有写明是谁"
            matter_name_respondent(
                actor=self.actor("registrar"), matter_id=registered.matter_id, unit_id=None, officer_id=None,
                text=text, at=self.at,
            )  # fmt: skip
        matter_accept(actor=self.actor("registrar"), matter_id=registered.matter_id, at=self.at)

    def to_handler(self, registered: Registered, handler: str = "handler") -> None:
        """Accepted, in the housing bureau, with its handler."""
        self.accept(registered)
        self._give(registered, handler)

    def _give(self, registered: Registered, handler: str) -> None:
        matter_id = registered.matter_id
        matter_assign_unit(
            actor=self.actor("registrar"), matter_id=matter_id, unit_id=self.units["housing"], at=self.at
        )
        matter_assign_handler(
            actor=self.actor("housing_registrar"),
            matter_id=matter_id,
            officer_id=self.officers[handler],
            at=self.at,
        )

    def opinions(self, registered: Registered) -> dict[UUID, OpinionDraft]:
        """An opinion on each request."""
        requests = self.matter(registered).requests.order_by("position")
        return {request.pk: OpinionDraft("upheld", "理由成立，已督促办理。") for request in requests}

    def draft(self, registered: Registered, drafter: str = "handler") -> None:
        """The handler drafts the reply."""
        reply_draft(
            actor=self.actor(drafter), matter_id=registered.matter_id, facts="经实地查看，情况属实。",
            opinions=self.opinions(registered), basis="《物业管理条例》第六条", at=self.at,
        )  # fmt: skip

    def approved_simply(self) -> Registered:
        """A matter of the simple procedure whose reply is approved."""
        registered = self.file()
        matter_accept(
            actor=self.actor("registrar"), matter_id=registered.matter_id, procedure=Procedure.SIMPLE,
            reason="事实清楚，争议不大", at=self.at,
        )  # fmt: skip
        self._give(registered, "handler")
        self.draft(registered)
        reply_approve(actor=self.actor("approver"), matter_id=registered.matter_id, at=self.at)
        return registered

    def answer(self, registered: Registered) -> None:
        """The whole road to a served reply."""
        self.to_handler(registered)
        self.draft(registered)
        reply_approve(actor=self.actor("approver"), matter_id=registered.matter_id, at=self.at)
        reply_serve(actor=self.actor("handler"), matter_id=registered.matter_id, at=self.at)


@cache
def _hashed_once() -> str:
    """Hashing is slow on purpose; all accounts of a test run share one hash."""
    return make_password(PASSWORD)


_kept: tuple[Cast, list[TableRows]] | None = None


def make_cast() -> Cast:
    """The county in the database: built through the services once a process, copied from then on."""
    global _kept
    if not is_empty("ledger_entry"):
        # The test has written something before: copied ids could be in use.
        return _build_cast()
    if _kept is None:
        empty = empty_tables()
        cast = _build_cast()
        _kept = deepcopy(cast), read_rows(empty)
        return cast
    cast, rows = deepcopy(_kept[0]), _kept[1]
    insert_rows(rows)
    return cast


def _build_cast() -> Cast:
    cast = Cast()
    county = areas_create(plans=[AreaPlan("云渡县", "980000", [AreaPlan("柳荫镇", "980100")])], parent_id=None,
                          actor=SEED, at=AT)  # fmt: skip
    cast.areas = {"county": county[0].pk, "town": county[1].pk}
    units = units_create(plans=[_UNITS], parent_id=None, actor=SEED, at=AT)
    cast.units = {key: unit.pk for key, unit in zip(_UNIT_KEYS, units, strict=True)}
    categories = categories_create(plans=_CATEGORIES, parent_id=None, actor=SEED, at=AT)
    cast.categories = {category.code: category.pk for category in categories}
    competences_set(
        plans=[
            CompetencePlan(cast.units["housing"], cast.categories["T1"]),
            CompetencePlan(cast.units["education"], cast.categories["T2"]),
        ],
        actor=SEED,
        at=AT,
    )
    hashed = _hashed_once()
    plans = [OfficerPlan(username=username, display_name=name, email=f"{username}@example.invalid",
                         password_hash=hashed) for username, (name, _, _) in _PEOPLE.items()]  # fmt: skip
    officers = officers_create(plans=plans, actor=SEED, at=AT)
    cast.officers = {officer.username: officer.pk for officer in officers}
    posts_create(
        plans=[
            PostPlan(cast.units[unit], role, str(role), cast.officers[username])
            for username, (_, unit, roles) in _PEOPLE.items()
            for role in roles
        ],
        actor=SEED,
        at=AT,
    )
    return cast


class _CastClock:
    """What `kernel.time` asks, in the place of `datetime`."""

    combine = staticmethod(datetime.combine)

    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    def now(self, zone: tzinfo | None = None) -> datetime:
        """The cast's instant."""
        return self.cast.at.astimezone(zone)


def keep_time(cast: Cast, patch: pytest.MonkeyPatch) -> None:
    """For pages, too, it is now `cast.at`."""
    patch.setattr("huiyin.kernel.time.datetime", _CastClock(cast))
    patch.setattr("django.utils.timezone.now", lambda: cast.at)
