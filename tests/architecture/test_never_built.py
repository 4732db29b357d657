"""Nothing that grades, labels or follows people comes in, under whatever name: fields, tables, forms, addresses.

The project's promises stand in README.md; a change that needs an exception here needs another promise first.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from huiyin.kernel.text import N_
from huiyin.matters.models import Matter

SOURCE = Path(__file__).resolve().parents[2] / "src" / "huiyin"
_WORDS = (
    # what somebody is or believes
    r"religio\w*|ethnic\w*|nationality|minority|faith|belief|politic\w*|party_member\w*|caste|race|veteran\w*|"
    # grades and lists of people
    r"risk_?(?:level|score|grade|person|people|rating)\w*|danger_?level|threat\w*|black_?list\w*|watch_?list\w*|"
    r"grey_?list\w*|gray_?list\w*|key_?(?:person|persons|people|personnel|individual\w*)|person_?(?:score|level|grade|tag|label)\w*|"
    r"petitioner_?(?:score|level|grade|tag|label|risk|type|history|profile|rank)\w*|trouble_?\w*maker\w*|vexatious|"
    r"extrem\w*|profiling|propensity|recidiv\w*|credit_?score|social_?credit|"
    # following, intercepting, turning back
    r"whereabouts|movement_?report\w*|surveil\w*|intercept\w*|dissua\w*|escort\w*|stability_?(?:control|maintenance)|"
    r"family_?members|informant\w*|face_?(?:id|match|recognition)\w*|gait|sentiment\w*|emotion\w*|mood\w*|"
    # counting against those who ask
    r"repeat_?(?:count|petition\w*|filer\w*|visit\w*)|petition_?count|visits_?count|(?:skip|bypass)_?level\w*|filing_?(?:quota|target)|"
    # one person's matters across units
    r"matters_?(?:of|by)_?(?:person|identity|petitioner|phone|name)|other_?matters|same_?(?:person|petitioner|filer)"
)
NEVER = re.compile(rf"(?:^|_)(?:{_WORDS})(?:_|$)", re.IGNORECASE)
_HANZI = re.compile(
    "重点(?:人|对象|关注)|稳控|维稳|劝返|劝阻|接返|截访|缠访|闹访|非访|越级|黑名单|灰名单|关注名单|布控|管控|"
    "信仰|宗教|民族|政治面貌|党员|退役军人|涉军|前科|刑满|精神病|危险(?:等级|程度|人员)|风险(?:等级|人员|评分|人)|"
    "人员(?:画像|标签|档案|轨迹|动态)|行踪|轨迹|舆情|情绪|倾向|历次信访|重复(?:件|信访|来访)|进京|赴省|到省|信访量(?:下降|排名)|一人一档"
)
# Where such a word is said because it is promised that there is no such thing, or because a statute's ground has it.
ALLOWED_TEXTS = {
    ("portal/templates/portal/howto/page.html", "行踪"),
    ("portal/templates/portal/howto/page.html", "情绪"),
    ("clocks/labels.py", "党员"),
}
_PYTHON_NAME = re.compile(r"\b[A-Za-z_][A-Za-z0-9_]{3,}\b")
_SOURCES = {".py", ".html", ".toml", ".js"}


def _models() -> Iterator[str]:
    for model in apps.get_models():
        if model.__module__.startswith("huiyin."):
            yield model.__name__
            yield from (f"{model.__name__}.{field.name}" for field in model._meta.get_fields())


def _forms() -> Iterator[str]:
    def below(kind: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
        for subclass in kind.__subclasses__():
            yield subclass
            yield from below(subclass)

    for form in below(forms.BaseForm):
        if form.__module__.startswith("huiyin."):
            yield form.__name__
            yield from (f"{form.__name__}.{name}" for name in getattr(form, "base_fields", ()))


def _addresses(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern.url_patterns, here)
        else:
            yield here


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|\W+", "_", name).lower()


def _files() -> Iterator[tuple[Path, str]]:
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix in _SOURCES and not {"node_modules", "built", "locale"} & set(path.parts):
            yield path.relative_to(SOURCE), path.read_text(encoding="utf-8")


def test_no_table_form_or_address_is_about_what_people_are() -> None:
    get_resolver().reverse_dict  # noqa: B018 - imports every view, and with them every form
    names = [*_models(), *_forms(), *_addresses(get_resolver().url_patterns)]
    assert len(names) > 200
    assert [name for name in names if NEVER.search(_snake(name))] == []


def test_no_identifier_brings_it_in_another_layer() -> None:
    found = {
        f"{path}: {name}"
        for path, text in _files()
        for name in _PYTHON_NAME.findall(text)
        if NEVER.search(_snake(name))
    }
    assert sorted(found) == []


def test_no_label_says_it_in_chinese() -> None:
    found = {
        (path.as_posix(), match[0])
        for path, text in _files()
        if "rulebooks" not in path.parts and "data" not in path.parts  # statutes' and invented petitioners' own words
        for match in _HANZI.finditer(text)
    }
    assert found == ALLOWED_TEXTS


def test_a_matter_is_never_reached_from_a_person() -> None:
    """No index leads from an identity to its matters, and no relation from anybody but through the matter."""
    indexed = {name for index in Matter._meta.indexes for name in index.fields}
    assert not {"identity", "identity_id"} & indexed
    assert not getattr(Matter._meta.get_field("identity_id"), "db_index", False)
    for path, text in _files():
        if path.parts[0] in {"portal", "desk", "web", "routing", "matters"}:
            assert not re.search(r"filter\([^)]*\bidentity(?:_id)?(?:__in)?=", text), path


@pytest.mark.parametrize(
    "name", ["Petitioner.risk_level", "WatchList", "MatterFilter.same_person", "person/<id>/religion"]
)
def test_what_is_forbidden_would_be_found(name: str) -> None:
    assert NEVER.search(_snake(name))
    assert not NEVER.search(_snake("Matter.next_due_at"))
    assert _HANZI.search(N_("重点人员")) and not _HANZI.search(N_("信访事项"))
