"""From what somebody wrote to the category it belongs to."""

from time import perf_counter

import pytest
from pytest_django import DjangoAssertNumQueries

from huiyin.kernel.errors import NotAllowed
from huiyin.orgs.errors import CategoryNotThere, CodeTaken, NameMissing, TreeTooDeep
from huiyin.orgs.selectors import (
    CategoryView,
    category_by_code,
    category_is_active,
    category_search,
    category_tree,
    category_view,
)
from huiyin.orgs.selectors.category_index import CategoryEntry, CategoryIndex
from huiyin.orgs.services import CategoryPlan, categories_create, category_close, category_create, category_revise
from tests.orgs.house import AT, SEED, OrgsCounty, kinds

Leaf = tuple[str, str]
TREE: dict[str, dict[str, list[Leaf]]] = {
    "劳动和社会保障": {
        "劳动报酬": [
            ("拖欠工资", "欠薪 讨薪 农民工工资 工钱 包工头 没发工资 血汗钱"),
            ("加班费", "加班 调休 超时 没有加班费"),
        ],
        "社会保险": [("养老保险", "养老金 退休金 社保断缴 补缴"), ("医疗保险", "医保 报销 住院费 医保卡")],
    },
    "城乡建设": {
        "房屋": [
            ("房屋质量", "漏水 裂缝 墙体开裂 渗水 验收"),
            ("物业服务", "物业费 电梯 小区 业主 停车位 保安"),
            ("征收补偿", "拆迁 征收 补偿款 安置房 过渡费"),
        ],
        "道路": [("道路破损", "坑洼 路面 路灯 井盖 塌陷"), ("公共交通", "公交 班车 站台 线路")],
    },
    "生态环境": {
        "污染": [
            ("噪声污染", "噪音 扰民 广场舞 夜间施工 吵"),
            ("水污染", "污水 臭水 河道 排污 发黑 鱼死"),
            ("大气", "油烟 焚烧 异味 灰尘"),
        ],
    },
    "农业农村": {"土地": [("土地承包", "承包地 流转 土地款 确权 口粮田"), ("宅基地", "宅基地 建房 审批 邻居占地")]},
    "教育": {"学校": [("入学", "学位 招生 学区 转学"), ("收费", "乱收费 补课费 校服 伙食费")]},
}


def _leaves(code: str, leaves: list[Leaf]) -> list[CategoryPlan]:
    return [CategoryPlan(name, f"{code}.{index}", words) for index, (name, words) in enumerate(leaves)]


def plans() -> list[CategoryPlan]:
    """The tree as plans."""
    return [
        CategoryPlan(
            top,
            f"{a}",
            children=[
                CategoryPlan(
                    middle,
                    f"{a}.{b}",
                    children=[CategoryPlan(n, f"{a}.{b}.{c}", k) for c, (n, k) in enumerate(leaves)],
                )
                for b, (middle, leaves) in enumerate(below.items())
            ],
        )
        for a, (top, below) in enumerate(TREE.items())
    ]


@pytest.fixture
def by_name(county: OrgsCounty) -> dict[str, int]:
    """Ids by name."""
    return {row.name: row.pk for row in categories_create(plans=plans(), parent_id=None, actor=SEED, at=AT)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("工资", "拖欠工资"),
        ("噪音", "噪声污染"),
        ("拆迁", "征收补偿"),
        ("医保", "医疗保险"),
        ("农业农村", "农业农村"),
        ("路灯不亮", "道路破损"),
        (
            "您好，我是外地来的，去年三月到十二月跟着老乡在县城东边一个工地做木工，说好一天二百八，活早就干完了，房子都快住人了，"
            "包工头一直说开发商没给他钱，我们十几个人的工钱到现在一分没见着。快过年了，家里老人住院要用钱，孩子开学也要交费，"
            "希望有人管一管，把我们的血汗钱要回来。",
            "拖欠工资",
        ),
        (
            "我们小区北门外面每天晚上七点到十点半有人放音响跳舞，声音非常大，家里有高三学生没法学习，老人心脏不好也睡不着。"
            "跟跳舞的人商量过几次，没有用，物业也说管不了。噪音扰民已经大半年，请帮忙协调，能不能换个地方或者早点结束。",
            "噪声污染",
        ),
        (
            "村东头的河道原来能洗菜，现在上游养殖场把污水直接排进来，河水发黑发臭，夏天窗户都不敢开。鱼死了一大片。",
            "水污染",
        ),
        ("去年买的新房，一下雨卧室顶上就渗水，外墙还有一条长裂缝，找开发商修了三次没修好", "房屋质量"),
        ("村里把我家的口粮田流转给公司种果树，三年了土地款只给过一回", "土地承包"),
    ],
)
def test_first_suggestion(by_name: dict[str, int], text: str, expected: str) -> None:
    assert category_search(text=text, limit=5)[0].name == expected


def test_trail_and_limit(by_name: dict[str, int]) -> None:
    found = category_search(text="工资", limit=1)
    assert [view.trail for view in found] == ["劳动和社会保障 / 劳动报酬 / 拖欠工资"]
    assert category_view(category_id=by_name["入学"]).trail == "教育 / 学校 / 入学"
    with pytest.raises(CategoryNotThere):
        category_view(category_id=10**9)


def test_one_character_and_nothing(by_name: dict[str, int]) -> None:
    assert "宅基地" in [view.name for view in category_search(text="宅")]
    assert category_search(text="") == [] == category_search(text="，。 ")
    assert category_search(text="xyz") == []


def test_one_statement(by_name: dict[str, int], django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    category_search(text="工资")
    with django_assert_max_num_queries(1):
        category_search(text="工资")


def test_changes_are_found_at_once(county: OrgsCounty, by_name: dict[str, int]) -> None:
    assert category_search(text="无人机") == []
    made = category_create(plan=CategoryPlan("低空", "z", "无人机"), parent_id=None, actor=SEED, at=AT)
    assert [view.id for view in category_search(text="无人机")] == [made.pk]
    category_revise(category_id=made.pk, name="低空", code=made.code, keywords="飞行器", actor=SEED, at=AT)
    assert category_search(text="无人机") == []
    assert [view.id for view in category_search(text="飞行器")] == [made.pk]
    category_close(category_id=made.pk, actor=SEED, at=AT)
    assert category_search(text="飞行器") == []
    assert kinds(f"category:{made.pk}") == [
        "orgs.category.created",
        "orgs.category.revised",
        "orgs.category.closed",
    ]


def test_below_a_closed_category_nothing_is_found(by_name: dict[str, int]) -> None:
    category_close(category_id=by_name["教育"], actor=SEED, at=AT)
    assert category_search(text="学区招生") == []
    assert not category_is_active(category_id=by_name["入学"])
    assert category_is_active(category_id=by_name["宅基地"])
    assert "教育" not in [node.category.name for node in category_tree()]


def test_tree_and_codes(by_name: dict[str, int]) -> None:
    tree = category_tree()
    assert [node.category.name for node in tree] == list(TREE)
    assert tree[0].children[0].children[0].category.level == 3
    assert category_by_code(code="0.0.0").id == by_name["拖欠工资"]


def test_refusals(county: OrgsCounty, by_name: dict[str, int]) -> None:
    for plan, parent, refusal in (
        (CategoryPlan("四级", "n1"), "拖欠工资", TreeTooDeep),
        (CategoryPlan("重码", "0.0"), "教育", CodeTaken),
        (CategoryPlan(" ", "n2"), "教育", NameMissing),
    ):
        with pytest.raises(refusal):
            category_create(plan=plan, parent_id=by_name[parent], actor=SEED, at=AT)
    with pytest.raises(NotAllowed):
        category_create(plan=CategoryPlan("新", "n3"), parent_id=None, actor=county.actor("gao"), at=AT)


def test_a_long_letter_among_many_categories_takes_milliseconds() -> None:
    """The aim is under 5 ms; the bound leaves room for a busy machine."""
    words = [chr(0x4E00 + n) + chr(0x4E00 + n * 7 % 3000) for n in range(3000)]
    entries = [
        CategoryEntry(
            view=CategoryView(id=n, parent_id=None, name=words[n] + words[n + 1], code=str(n), level=3),
            keywords=" ".join(words[n * 9 % 2900 : n * 9 % 2900 + 10]),
            names_above=(words[n % 10],),
        )
        for n in range(400)
    ]
    index = CategoryIndex(entries)
    letter = "".join(words[n * 13 % 3000] for n in range(1500))
    times = []
    for _ in range(5):
        start = perf_counter()
        assert index.search(letter, limit=8)
        times.append(perf_counter() - start)
    assert min(times) < 0.025
