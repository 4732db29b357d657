"""Whom people mean when they write units or people by hand."""

from pytest_django import DjangoAssertNumQueries

from huiyin.kernel.actor import Role
from huiyin.orgs.models import Officer, Unit
from huiyin.orgs.rules import UnitKind
from huiyin.orgs.selectors import (
    NamedRespondent,
    Recognised,
    mentions_of_unit,
    respondent_named,
    respondents_recognised,
)
from huiyin.orgs.services import (
    OfficerPlan,
    PostPlan,
    UnitPlan,
    officer_create,
    officer_deactivate,
    post_create,
    unit_create,
    units_create,
)
from tests.cast import AT, SEED, Cast
from tests.orgs.spellings import CAST


def recognised(cast: Cast, text: str, read_by: str = "office") -> Recognised:
    """As the petition office would read it first."""
    return respondents_recognised(text=text, read_by=cast.units[read_by])


def namesake(cast: Cast, of: str, unit: str, role: Role = Role.HANDLER) -> int:
    """Another officer of the same name, somewhere else."""
    name = Officer.objects.get(pk=cast.officers[of]).display_name
    officer_id = officer_create(plan=OfficerPlan(f"{of}-{unit}", name), actor=SEED, at=AT).pk
    post_create(plan=PostPlan(cast.units[unit], role, "职位", officer_id), actor=SEED, at=AT)
    return officer_id


def test_everybody_is_known_by_the_names_that_people_use(cast: Cast) -> None:
    wrong = {}
    for text, (units, officers, rest) in CAST.items():
        found = recognised(cast, text)
        unit_keys = {key for key, pk in cast.units.items() if pk in found.unit_ids}
        officer_keys = {key for key, pk in cast.officers.items() if pk in found.officer_ids}
        if (unit_keys, officer_keys, found.rest) != (set(units.split()), set(officers.split()), rest):
            wrong[text] = (unit_keys, officer_keys, found.rest)
    assert not wrong


def test_units_are_repeated_in_order_and_officers_never(cast: Cast) -> None:
    found = recognised(cast, "柳荫镇政府和住建局的楚天阔、柳荫镇")
    assert found.unit_names == ("柳荫镇", "住建局")
    assert found.officer_ids == {cast.officers["housing_leader"]}
    assert recognised(cast, "楚天阔").unit_names == ()


def test_a_name_that_two_bear(cast: Cast) -> None:
    other = namesake(cast, "handler", "education")
    both = cast.officers["handler"], other
    assert recognised(cast, "沈秋白").officer_ids == frozenset()
    assert recognised(cast, "沈秋白").rest == "沈秋白"
    assert recognised(cast, "沈秋白", read_by="education").officer_ids == {other}
    assert recognised(cast, "住建局沈秋白").officer_ids == {both[0]}
    assert recognised(cast, "教育局的沈秋白").officer_ids == {other}
    assert recognised(cast, "住建局和教育局的沈秋白").officer_ids == set(both)
    officer_deactivate(officer_id=other, actor=SEED, at=AT)
    assert recognised(cast, "沈秋白").officer_ids == {both[0]}


def test_the_place_before_a_name_says_which_of_two_is_meant(cast: Cast) -> None:
    namesake(cast, "town_leader", "education")
    assert recognised(cast, "程门雪").officer_ids == frozenset()
    found = recognised(cast, "柳荫镇程门雪")
    assert found.officer_ids == {cast.officers["town_leader"]} and not found.unit_ids


def test_the_leader_above_is_meant_where_a_namesake_works_elsewhere(cast: Cast) -> None:
    namesake(cast, "mayor", "education")
    assert recognised(cast, "江望舒").officer_ids == {cast.officers["mayor"]}
    assert respondents_recognised(text="江望舒", read_by=None).officer_ids == frozenset()


def test_a_closed_account_is_not_recognised(cast: Cast) -> None:
    officer_deactivate(officer_id=cast.officers["handler"], actor=SEED, at=AT)
    assert recognised(cast, "沈秋白") == Recognised(rest="沈秋白")
    assert recognised(cast, "住建局沈秋白").unit_ids == {cast.units["housing"]}


def test_a_name_with_dots_and_foreign_letters(cast: Cast) -> None:
    pk = officer_create(plan=OfficerPlan("aygul", "阿依古丽·Aygul"), actor=SEED, at=AT).pk
    for text in ("阿依古丽·Aygul", "阿依古丽•aygul", "阿依古丽 ＡＹＧＵＬ老师", "阿依古丽aygul"):
        assert recognised(cast, text).officer_ids == {pk}, text


def test_an_alias_means_the_unit_with_and_without_its_place(cast: Cast) -> None:
    plan = UnitPlan("云渡县公安局", UnitKind.BUREAU, aliases=("交警队", "派出所", " ", "派出所"))
    pk = unit_create(plan=plan, parent_id=cast.units["county"], actor=SEED, at=AT).pk
    for text in ("交警队", "县交警队", "云渡县交警队", "县公安局交警队", "派出所所长", "公安局的派出所"):
        assert recognised(cast, text) == Recognised(frozenset({pk}), unit_names=("云渡县公安局",)), text


def test_an_alias_of_two_units_means_both_and_of_four_none(cast: Cast) -> None:
    kinds = [UnitPlan(f"{name}局", UnitKind.BUREAU, aliases=("大厅",)) for name in ("税务", "交通")]
    pair = {row.pk for row in units_create(plans=kinds, parent_id=cast.units["county"], actor=SEED, at=AT)}
    assert recognised(cast, "大厅").unit_ids == pair
    more = [UnitPlan(f"{name}局", UnitKind.BUREAU, aliases=("大厅",)) for name in ("林业", "水利")]
    rows = units_create(plans=more, parent_id=cast.units["county"], actor=SEED, at=AT)
    assert recognised(cast, "大厅") == Recognised(rest="大厅")
    assert respondents_recognised(text="大厅", read_by=rows[0].pk).unit_ids == {rows[0].pk}


def test_what_is_renamed_or_closed_is_known_at_once(cast: Cast) -> None:
    assert recognised(cast, "建委").unit_ids == frozenset()
    # Past the services on purpose: not even that may leave an accused unit unbarred.
    Unit.objects.filter(pk=cast.units["housing"]).update(short_name="建委", is_active=False)
    assert recognised(cast, "建委").unit_ids == {cast.units["housing"]}
    assert recognised(cast, "住房和城乡建设局").unit_ids == {cast.units["housing"]}


def test_the_number_of_statements_is_fixed(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    plans = [UnitPlan(f"第{number}中学", UnitKind.SCHOOL) for number in range(60)]
    units_create(plans=plans, parent_id=cast.units["education"], actor=SEED, at=AT)
    for text in ("住建局、信访局和教育局的楚天阔、沈秋白", "谁也不是", "第7中学"):
        with django_assert_num_queries(2):
            recognised(cast, text)
    with django_assert_num_queries(2):
        mentions_of_unit(unit_id=cast.units["housing"], text="住建局的楚天阔" * 50)


def test_one_of_many_for_those_who_ask_for_one(cast: Cast) -> None:
    for text, wanted in (
        ("住建局和信访局", NamedRespondent(unit_id=cast.units["housing"])),
        ("住建局的楚天阔", NamedRespondent(officer_id=cast.officers["housing_leader"])),
        ("路灯管理所", NamedRespondent()),
    ):
        assert respondent_named(text=text, read_by=cast.units["office"]) == wanted


def test_what_a_letter_says_about_the_unit_that_it_would_go_to(cast: Cast) -> None:
    def mentioned(unit: str, text: str) -> tuple[str, ...]:
        return mentions_of_unit(unit_id=cast.units[unit], text=text)

    letter = "我住在柳荫镇上柳村。去年找过县住建局三次，沈秋白叫我等，\n局长楚天阔不见人。镇长说不归他管。"
    assert mentioned("housing", letter) == ("县住建局", "沈秋白", "楚天阔")
    assert mentioned("education", letter) == ()
    assert mentioned("town", letter) == ("镇长",)
    assert mentioned("village", letter) == ("镇长",)
    assert mentioned("village", "上柳村的村支书收了钱") == ("上柳村", "村支书")
    assert mentioned("village", "上柳村的路灯坏了") == ()
    assert mentioned("town", "柳荫镇路灯坏了") == ()
    assert mentioned("housing", "江望舒县长批示过") == ("江望舒",)
    assert mentioned("housing", "找过市住建局") == ()
    assert mentioned("housing", "") == ()
    assert mentions_of_unit(unit_id=10**9, text=letter) == ()
