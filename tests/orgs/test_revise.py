"""What an administrator corrects: units, posts, officers, areas, competence; each with its entry."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth import authenticate

from huiyin.documents.models import Letter
from huiyin.kernel.actor import Role
from huiyin.kernel.errors import NotAllowed
from huiyin.ledger.models import Entry
from huiyin.ledger.services import ledger_verify
from huiyin.orgs.errors import (
    AliasesTooMany,
    AliasTooLong,
    AliasTooShort,
    AliasUnfit,
    AreaNotThere,
    CodeTaken,
    CompetenceNotThere,
    EmailUnfit,
    LastOffice,
    NameMissing,
    NameTaken,
    OfficerNotThere,
    PostHeld,
    PostNotThere,
    UnitNotThere,
)
from huiyin.orgs.models import Competence, Officer, Post
from huiyin.orgs.rules import ALIASES_MOST, UnitKind
from huiyin.orgs.selectors import (
    actor_for,
    area_view,
    chain_of,
    competent_unit,
    name_sharers,
    officer_view,
    post_view,
    respondents_recognised,
    unit_search,
    unit_view,
)
from huiyin.orgs.services import (
    OfficerFacts,
    UnitFacts,
    area_revise,
    competence_drop,
    officer_deactivate,
    officer_password_set,
    officer_reactivate,
    officer_revise,
    post_fill,
    post_revise,
    unit_close,
    unit_revise,
)
from tests.cast import AT, PASSWORD, SEED, Cast
from tests.orgs.house import kinds

HOUSING = UnitFacts(
    "云渡县住房和城市更新局",
    UnitKind.BUREAU,
    "住更局",
    ("住建局", "房管局"),
    phone="0000-1",
    address="新路1号",
    intro="周一接待",
)


def revise(cast: Cast, key: str = "housing", **changed: Any) -> None:
    """Revise a unit as the administrator; what isn't given stays."""
    unit = unit_view(unit_id=cast.units[key])
    facts = UnitFacts(
        unit.name, unit.kind, unit.short_name, unit.aliases, unit.area_id, unit.independent, unit.phone, unit.address,
        unit.intro,
    )  # fmt: skip
    unit_revise(unit_id=unit.id, facts=replace(facts, **changed), actor=cast.actor("administrator"), at=cast.at)


def last_entry(subject: str) -> str:
    """The content of the last entry about it."""
    return Entry.objects.filter(subject=subject).latest("pk").content or ""


def test_all_facts_of_a_unit(cast: Cast) -> None:
    unit_id = cast.units["housing"]
    unit_revise(unit_id=unit_id, facts=HOUSING, actor=cast.actor("administrator"), at=cast.at)
    unit = unit_view(unit_id=unit_id)
    assert (unit.name, unit.short_name, unit.aliases) == (HOUSING.name, HOUSING.short_name, HOUSING.aliases)
    assert (unit.phone, unit.address, unit.intro) == ("0000-1", "新路1号", "周一接待")
    assert unit.parent_id == cast.units["county"]
    content = last_entry(f"unit:{unit_id}")
    assert "云渡县住房和城乡建设局" in content and '"name"' in content and f"orgs.Unit:{unit_id}" in content
    assert kinds(f"unit:{unit_id}") == ["orgs.unit.created", "orgs.unit.revised"]
    unit_revise(unit_id=unit_id, facts=HOUSING, actor=cast.actor("administrator"), at=cast.at)
    assert kinds(f"unit:{unit_id}") == ["orgs.unit.created", "orgs.unit.revised"]  # nothing changed
    assert [found.id for found in unit_search(text="房管")] == [unit_id]


def test_a_unit_is_recognised_by_its_new_names_and_aliases_only(cast: Cast) -> None:
    def means(text: str) -> frozenset[int]:
        return respondents_recognised(text=text, read_by=cast.units["office"]).unit_ids

    housing = {cast.units["housing"]}
    assert means("房管局") == frozenset()
    unit_revise(unit_id=cast.units["housing"], facts=HOUSING, actor=cast.actor("administrator"), at=cast.at)
    assert means("房管局") == means("县房管局") == means("住更局") == means("住建局") == housing
    assert means("住房和城乡建设局") == frozenset()


def test_independence_moves_the_end_of_the_chain_at_once(cast: Cast) -> None:
    assert cast.units["county"] in cast.actor("education_handler").chain_unit_ids
    revise(cast, "education", independent=True)
    assert cast.actor("education_handler").chain_unit_ids == {cast.units["education"]}
    assert [unit.id for unit in chain_of(unit_id=cast.units["education"])] == [cast.units["education"]]
    revise(cast, "education", independent=False)
    assert cast.units["county"] in cast.actor("education_handler").chain_unit_ids


def test_letters_that_were_issued_keep_the_names_in_them(cast: Cast) -> None:
    filed = cast.file()
    cast.answer(filed)
    before = list(Letter.objects.order_by("pk").values())
    assert any("住房和城乡建设局" in row["content"] for row in before)
    unit_revise(unit_id=cast.units["housing"], facts=HOUSING, actor=cast.actor("administrator"), at=cast.at)
    facts = OfficerFacts("沈清秋", "handler@example.invalid", "0000-2")
    officer_revise(officer_id=cast.officers["handler"], facts=facts, actor=cast.actor("administrator"), at=cast.at)
    assert list(Letter.objects.order_by("pk").values()) == before
    assert ledger_verify().problems == []


def test_an_alias_of_two_units_is_named(cast: Cast) -> None:
    revise(cast, "housing", aliases=("大厅", "窗口"))
    revise(cast, "education", aliases=("大厅",))
    assert name_sharers(unit_id=cast.units["housing"]) == {"大厅": ("云渡县教育局",)}
    assert name_sharers(unit_id=cast.units["town"]) == {} == name_sharers(unit_id=10**9)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"name": " "}, NameMissing),
        ({"name": "云渡县教育局"}, NameTaken),
        ({"area_id": 10**9}, AreaNotThere),
        ({"aliases": ("局",)}, AliasTooShort),
        ({"aliases": ("“”-",)}, AliasTooShort),
        ({"aliases": ("住" * 81,)}, AliasTooLong),
        ({"aliases": ("住建、房管",)}, AliasUnfit),
        ({"aliases": tuple(f"别名{n}" for n in range(ALIASES_MOST + 1))}, AliasesTooMany),
    ],
)
def test_a_unit_is_not_revised(cast: Cast, changed: dict[str, Any], refusal: type[Exception]) -> None:
    before = unit_view(unit_id=cast.units["housing"])
    with pytest.raises(refusal):
        revise(cast, **changed)
    assert unit_view(unit_id=cast.units["housing"]) == before


def test_the_only_petition_office_stays_one_and_a_closed_unit_as_it_is(cast: Cast) -> None:
    with pytest.raises(LastOffice):
        revise(cast, "office", kind=UnitKind.BUREAU)
    revise(cast, "education", kind=UnitKind.OFFICE)
    revise(cast, "office", kind=UnitKind.BUREAU)
    Post.objects.filter(unit=cast.units["education"]).update(officer=None, held_since=None)
    with pytest.raises(LastOffice):
        unit_close(unit_id=cast.units["education"], actor=SEED, at=AT)
    unit_close(unit_id=cast.units["village"], actor=SEED, at=AT)
    with pytest.raises(UnitNotThere):
        revise(cast, "village", name="下柳村")


def test_a_post_changes_its_title_always_and_its_role_only_while_vacant(cast: Cast) -> None:
    post = Post.objects.get(officer_id=cast.officers["handler"])
    given: dict[str, Any] = {"post_id": post.pk, "actor": cast.actor("administrator"), "at": cast.at}
    post_revise(title="房管科科员", role=Role.HANDLER, **given)
    with pytest.raises(PostHeld):
        post_revise(title="房管科科员", role=Role.APPROVER, **given)
    assert cast.actor("handler").holds(Role.HANDLER) and not cast.actor("handler").holds(Role.APPROVER)
    post_fill(post_id=post.pk, officer_id=None, actor=SEED, at=AT)
    post_revise(title="房管科科长", role=Role.APPROVER, **given)
    view = post_view(post_id=post.pk)
    assert (view.title, view.role) == ("房管科科长", Role.APPROVER)
    assert kinds(f"post:{post.pk}") == [
        "orgs.post.created", "orgs.post.revised", "orgs.post.vacated", "orgs.post.revised",
    ]  # fmt: skip
    with pytest.raises(NameMissing):
        post_revise(title="", role=Role.APPROVER, **given)
    with pytest.raises(PostNotThere):
        post_revise(**{**given, "post_id": 10**9}, title="空", role=Role.HANDLER)


def test_an_officer_s_name_mail_and_telephone(cast: Cast) -> None:
    officer_id = cast.officers["handler"]
    given: dict[str, Any] = {"officer_id": officer_id, "actor": cast.actor("administrator"), "at": cast.at}
    officer_revise(facts=OfficerFacts("沈清秋", "new@example.invalid", "\uff10\uff10\uff10\uff10-2"), **given)
    officer = officer_view(officer_id=officer_id)
    assert (officer.display_name, officer.email, officer.phone) == ("沈清秋", "new@example.invalid", "0000-2")
    assert officer.username == "handler" and cast.actor("handler").label == "沈清秋"
    content = last_entry(f"officer:{officer_id}")
    assert "email" in content and "example.invalid" not in content and "0000-2" not in content
    with pytest.raises(EmailUnfit):
        officer_revise(facts=OfficerFacts("沈清秋", "new@"), **given)
    with pytest.raises(NameMissing):
        officer_revise(facts=OfficerFacts(" "), **given)
    with pytest.raises(OfficerNotThere):
        officer_revise(**{**given, "officer_id": 10**9}, facts=OfficerFacts("某人"))


def test_who_comes_back_has_an_account_without_posts_and_password(cast: Cast) -> None:
    officer_id = cast.officers["handler"]
    given: dict[str, Any] = {"officer_id": officer_id, "actor": cast.actor("administrator"), "at": cast.at}
    officer_reactivate(**given)
    assert kinds(f"officer:{officer_id}") == ["orgs.officer.created"]  # it was open
    officer_deactivate(**given)
    officer_reactivate(**given)
    assert kinds(f"officer:{officer_id}")[-1] == "orgs.officer.reactivated"
    assert actor_for(officer_id=officer_id).posts == ()
    assert authenticate(username="handler", password=PASSWORD) is None
    officer_password_set(**{**given, "actor": SEED}, password="nebel-ueber-dem-fluss-7")
    assert authenticate(username="handler", password="nebel-ueber-dem-fluss-7") is not None
    with pytest.raises(OfficerNotThere):
        officer_reactivate(**{**given, "officer_id": 10**9})


def test_an_area_s_name_and_code(cast: Cast) -> None:
    area_id = cast.areas["town"]
    given: dict[str, Any] = {"area_id": area_id, "actor": cast.actor("administrator"), "at": cast.at}
    area_revise(name="柳荫街道", code="980109", **given)
    area_revise(name="柳荫街道", code="980109", **given)
    area = area_view(area_id=area_id)
    assert (area.trail, area.code) == ("云渡县 / 柳荫街道", "980109")
    assert kinds(f"area:{area_id}") == ["orgs.area.created", "orgs.area.revised"]
    with pytest.raises(CodeTaken):
        area_revise(name="柳荫街道", code="980000", **given)
    with pytest.raises(AreaNotThere):
        area_revise(**{**given, "area_id": 10**9}, name="别处", code="1")


def test_competence_is_withdrawn(cast: Cast) -> None:
    category_id, area_id = cast.categories["T211"], cast.areas["town"]
    assert competent_unit(category_id=category_id, area_id=area_id) == cast.units["education"]
    row = Competence.objects.get(category_id=cast.categories["T2"])
    competence_drop(competence_id=row.pk, actor=cast.actor("administrator"), at=cast.at)
    assert competent_unit(category_id=category_id, area_id=area_id) is None
    assert kinds(f"competence:{row.pk}") == ["orgs.competence.set", "orgs.competence.dropped"]
    assert ledger_verify().problems == []
    with pytest.raises(CompetenceNotThere):
        competence_drop(competence_id=row.pk, actor=cast.actor("administrator"), at=cast.at)


def test_only_administrators(cast: Cast) -> None:
    post_id, competence_id = Post.objects.values_list("pk", flat=True)[0], Competence.objects.values_list("pk")[0][0]
    services: list[Callable[..., Any]] = [
        lambda **who: unit_revise(unit_id=cast.units["housing"], facts=HOUSING, **who),
        lambda **who: post_revise(post_id=post_id, title="新", role=Role.HANDLER, **who),
        lambda **who: officer_revise(officer_id=cast.officers["handler"], facts=OfficerFacts("新"), **who),
        lambda **who: officer_reactivate(officer_id=cast.officers["handler"], **who),
        lambda **who: area_revise(area_id=cast.areas["town"], name="新", code="1", **who),
        lambda **who: competence_drop(competence_id=competence_id, **who),
    ]
    before = Entry.objects.count()
    for username in ("registrar", "office_leader", "mayor", "auditor", "nobody"):
        for service in services:
            with pytest.raises(NotAllowed):
                service(actor=cast.actor(username), at=cast.at)
    assert Entry.objects.count() == before
    assert Officer.objects.get(pk=cast.officers["handler"]).display_name == "沈秋白"
