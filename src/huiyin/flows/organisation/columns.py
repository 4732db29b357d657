"""The sheets of the workbook and their columns. Their words are Chinese in every language, as the sheet is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from huiyin.flows.list_file import Columns
from huiyin.kernel.actor import Role
from huiyin.orgs.rules import ROLE_LABELS, UNIT_KIND_LABELS, UnitKind

GUIDE = "说明"
YES, NO = "是", "否"
# What stands before an example, in the first column of its row.
EXAMPLE = "例："
ALL = frozenset({"", "全部", "所有", "所有类别", "所有地方"})
# What stands between the names where several units bear the same one.
BELOW = "/"


class BookSheet(StrEnum):
    """A sheet by our own word; they are written in this order."""

    AREAS = "areas"
    UNITS = "units"
    CATEGORIES = "categories"
    COMPETENCE = "competence"
    OFFICERS = "officers"
    POSTS = "posts"


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """What a sheet is called, its columns by our word for each, those that a row needs, and examples."""

    names: tuple[str, ...]
    columns: Columns
    needed: tuple[str, ...]
    examples: tuple[tuple[str, ...], ...]

    @property
    def title(self) -> str:
        """As we write it."""
        return self.names[0]

    def heading(self, column: str) -> str:
        """As we write the column."""
        return self.columns[column][0]


PLANS: Mapping[BookSheet, SheetPlan] = {
    BookSheet.AREAS: SheetPlan(
        ("地方", "areas"),
        {"code": ("代码", "区划代码", "code"), "name": ("名称", "地方", "name"), "parent": ("上级", "parent")},
        ("code", "name"),
        (("例：980000", "云渡县", ""), ("例：980100", "柳荫镇", "云渡县")),
    ),
    BookSheet.UNITS: SheetPlan(
        ("单位", "units"),
        {
            "name": ("名称", "单位", "单位名称", "全称", "name"),
            "parent": ("上级", "上级单位", "parent"),
            "kind": ("性质", "类型", "kind"),
            "short_name": ("简称", "short name"),
            "aliases": ("别名", "aliases"),
            "area": ("地方", "所在地方", "area"),
            "independent": ("独立", "independent"),
            "phone": ("电话", "联系电话", "phone"),
            "address": ("地址", "address"),
            "intro": ("接待说明", "intro"),
        },
        ("name", "kind"),
        (
            ("例：云渡县人民政府", "", "县（市、区）", "县政府", "", "云渡县", "否", "", "", ""),
            (
                "例：云渡县信访局", "云渡县人民政府", "信访部门", "信访局", "信访办、群众来访接待中心", "云渡县",
                "否", "0000-1000001", "云渡路1号", "工作日上午8:30—12:00，下午14:00—17:30。",
            ),
            ("例：云渡县纪委监委", "云渡县人民政府", "纪检监察机关", "纪委监委", "", "", "是", "", "", ""),
        ),
    ),
    BookSheet.CATEGORIES: SheetPlan(
        ("类别", "categories"),
        {
            "code": ("代码", "code"),
            "name": ("名称", "类别", "name"),
            "parent": ("上级", "parent"),
            "keywords": ("常用说法", "关键词", "keywords"),
        },
        ("code", "name"),
        (
            ("例：A", "住房建设", "", ""),
            ("例：A01", "物业服务", "A", "物业 小区 停车"),
        ),
    ),
    BookSheet.COMPETENCE: SheetPlan(
        ("归口", "competence"),
        {
            "category": ("类别", "category"),
            "area": ("地方", "area"),
            "unit": ("单位", "归口单位", "unit"),
        },
        ("category", "unit"),
        (("例：A", "", "云渡县住房和城乡建设局"), ("例：A01", "柳荫镇", "柳荫镇人民政府")),
    ),
    BookSheet.OFFICERS: SheetPlan(
        ("人员", "工作人员", "officers"),
        {
            "username": ("登录名", "账号", "username"),
            "display_name": ("姓名", "name"),
            "email": ("邮箱", "电子邮箱", "email"),
            "phone": ("电话", "手机", "手机号", "phone"),
        },
        ("username", "display_name"),
        (("例：muqinghe", "穆清和", "muqinghe@example.invalid", "0000-1000001"),),
    ),
    BookSheet.POSTS: SheetPlan(
        ("职位", "posts"),
        {
            "unit": ("单位", "unit"),
            "role": ("职责", "角色", "role"),
            "title": ("职位", "职位名称", "职务", "title"),
            "officer": ("担任人", "登录名", "officer"),
        },
        ("unit", "role"),
        (
            ("例：云渡县信访局", "接访登记员", "接访室", "muqinghe"),
            ("例：云渡县信访局", "审批人", "副局长", ""),
        ),
    ),
}  # fmt: skip

# What may stand in a cell for each value; the first is what we write.
KINDS: Mapping[str, tuple[str, ...]] = {kind.value: (UNIT_KIND_LABELS[kind], kind.value) for kind in UnitKind}
_MORE_ROLES: Mapping[Role, tuple[str, ...]] = {
    Role.REGISTRAR: ("登记员",),
    Role.LEADER: ("领导", "负责人"),
    Role.REVIEWER: ("复查员", "复核员"),
    Role.MEDIATOR: ("调解员",),
}
ROLES: Mapping[str, tuple[str, ...]] = {
    role.value: (ROLE_LABELS[role], *_MORE_ROLES.get(role, ()), role.value) for role in Role
}
BOOLEANS: Mapping[str, tuple[str, ...]] = {
    YES: (YES, "独立", "√", "y", "yes", "1"),
    NO: (NO, "", "×", "n", "no", "0"),
}
