"""The organisation is corrected by the command as on the desk: same services, refusals, questions and entries."""

from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.contrib.auth import get_user_model
from django.test import Client

from huiyin.cli.organisation import asking
from huiyin.cli.root import root
from huiyin.kernel.actor import Role
from huiyin.kernel.sign_on import SignOnProvider
from huiyin.ledger.models import Entry
from huiyin.ledger.services import ledger_verify
from huiyin.orgs.errors import CodeTaken, LastOffice, MoveInCircle, NameTaken, PostHeld, UnitStillStaffed
from huiyin.orgs.rules import UnitKind
from huiyin.orgs.selectors import (
    area_by_code,
    area_view,
    category_by_code,
    category_view,
    competent_unit,
    keywords_of_categories,
    officer_view,
    post_view,
    posts_of_officer,
    unit_view,
)
from huiyin.orgs.selectors.sign_on import officer_of_subject
from tests.cast import Cast

_BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def _ready(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> None:
    """The tests' own database is ready by itself; the day is the cast's."""
    monkeypatch.setattr(asking, "demand_ready", lambda: None)
    monkeypatch.setattr(asking, "now", lambda: cast.at)


def run(*words: str, answer: str = "") -> Result:
    return CliRunner().invoke(root, [*words], input=answer)


def done(*words: str, answer: str = "") -> str:
    """What a command says that does what it is asked."""
    result = run(*words, answer=answer)
    assert result.exit_code == 0, result.output
    return result.output


def refused(*words: str) -> str:
    """The one sentence of a refusal."""
    result = run(*words)
    assert (result.exit_code, result.output.count("\n")) == (2, 1), result.output
    return result.output.strip()


def last_entry() -> Entry:
    return Entry.objects.exclude(kind="notices.outbox.enqueued").latest("pk")


def test_all_facts_of_a_unit(cast: Cast) -> None:
    pk = cast.units["housing"]
    facts = ("--short-name", "住更局", "--phone", "0000-1", "--address", "新路1号", "--intro", "周一",
             "--area", "980100", "--kind", "commission", "--add-alias", "住建局",
             "--add-alias", "房管局")  # fmt: skip
    assert "已修改单位" in done("unit", "edit", "住建局", *facts)
    unit = unit_view(unit_id=pk)
    assert (unit.name, unit.short_name, unit.aliases) == ("云渡县住房和城乡建设局", "住更局", ("住建局", "房管局"))
    assert (unit.phone, unit.address, unit.intro) == ("0000-1", "新路1号", "周一")
    assert (unit.kind, unit.area_id) == (UnitKind.COMMISSION, cast.areas["town"])
    entry = last_entry()
    assert (entry.kind, entry.subject, entry.actor) == ("orgs.unit.revised", f"unit:{pk}", "system:organisation")
    assert "没有改动" in done("unit", "edit", str(pk), "--phone", "0000-1")
    done("unit", "edit", str(pk), "--area", "", "--drop-alias", "房管局", "--yes")
    assert unit_view(unit_id=pk).area_id is None and unit_view(unit_id=pk).aliases == ("住建局",)
    assert ledger_verify().problems == []


def test_what_follows_from_a_unit_s_change_is_asked_first(cast: Cast) -> None:
    before = unit_view(unit_id=cast.units["education"])
    change = ("unit", "edit", "教育局", "--name", "云渡县教体局", "--independent")
    for answer in ("n\n", "y\nn\n"):
        result = run(*change, answer=answer)
        assert result.exit_code == 1 and "谁要回避" in result.output
        assert unit_view(unit_id=before.id) == before
    assert "以后写“云渡县教育局”" in done(*change, answer="y\ny\n")
    assert unit_view(unit_id=before.id).independent
    done("unit", "edit", "教育局", "--dependent", "--yes")
    assert not unit_view(unit_id=before.id).independent


def test_a_unit_is_moved_and_closed(cast: Cast) -> None:
    village, education = cast.units["village"], cast.units["education"]
    move = ("unit", "move", "上柳村", "--to", "教育局")
    result = run(*move, answer="n\n")
    assert result.exit_code == 1 and "我知道：谁能指挥它" in result.output
    assert unit_view(unit_id=village).parent_id == cast.units["town"]
    assert "上级已调整" in done(*move, answer="y\n")
    assert unit_view(unit_id=village).parent_id == education and last_entry().kind == "orgs.unit.moved"
    assert "没有改动" in done(*move, "--yes")
    assert refused("unit", "move", "教育局", "--to", "上柳村", "--yes") == MoveInCircle.sentence
    done("unit", "move", "上柳村", "--top", "--yes")
    assert unit_view(unit_id=village).parent_id is None
    for wrong in ((), ("--to", "教育局", "--top")):
        assert "只写一个" in run("unit", "move", "上柳村", *wrong).output
    assert "已撤销" in done("unit", "close", "上柳村", "--yes")
    assert not unit_view(unit_id=village).is_active


def test_units_and_what_is_not_one(cast: Cast) -> None:
    assert f"{cast.units['village']}\t　　上柳村\t" in done("unit", "list")
    assert "没有唯一一个叫“没有这个单位”的单位" in refused("unit", "edit", "没有这个单位")
    assert refused("unit", "edit", "信访局", "--kind", "bureau") == LastOffice.sentence
    refusal = refused("unit", "edit", "住建局", "--name", "云渡县教育局", "--yes")
    assert refusal == NameTaken.sentence % {"name": "云渡县教育局"}
    assert "不是这个单位的别名" in refused("unit", "edit", "住建局", "--drop-alias", "房管局")
    assert refused("unit", "close", "教育局", "--yes") == UnitStillStaffed.sentence


def test_a_post(cast: Cast) -> None:
    officer_id = cast.officers["education_handler"]
    found = posts_of_officer(officer_id=officer_id)[0]
    number = str(found.id)
    assert f"{number}\thandler\t{found.title}\t白露生" in done("post", "list", "教育局")
    assert "职位已修改" in done("post", "edit", number, "--title", "学籍岗")
    assert refused("post", "edit", number, "--role", "approver") == PostHeld.sentence
    assert "空缺" in done("post", "vacate", number)
    done("post", "edit", number, "--role", "approver")
    assert last_entry().kind == "orgs.post.revised"
    assert "闲云" in done("post", "fill", number, "nobody")
    post = post_view(post_id=found.id)
    assert (post.title, post.role, post.officer_id) == ("学籍岗", Role.APPROVER, cast.officers["nobody"])
    assert "没有改动" in done("post", "fill", number, "nobody")
    assert "没有找到这个职位" in refused("post", "edit", "999999", "--title", "空")


def test_a_vacated_post_releases_its_matters(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    number = str(posts_of_officer(officer_id=cast.officers["handler"])[0].id)
    done("post", "vacate", number)
    assert cast.matter(filed).handler_id is None


def test_an_officer(cast: Cast) -> None:
    officer_id = cast.officers["handler"]
    change = ("officer", "edit", "handler", "--name", "沈清秋", "--phone", "0000-2")
    assert run(*change, answer="n\n").exit_code == 1 and officer_view(officer_id=officer_id).phone != "0000-2"
    assert "以后写“沈秋白”" in done(*change, answer="y\n")
    officer = officer_view(officer_id=officer_id)
    assert (officer.display_name, officer.phone) == ("沈清秋", "0000-2")
    assert "邮箱地址不对" in refused("officer", "edit", "handler", "--email", "nowhere")
    assert "没有改动" in done("officer", "sign-out", "handler", answer="y\n")
    browser = Client()
    browser.force_login(get_user_model()._default_manager.get(pk=officer_id), _BACKEND)
    assert "已在 1 处退出" in done("officer", "sign-out", "handler", "--yes")
    assert last_entry().kind == "security.session.ended" and browser.get("/accounts/sessions/").status_code == 302
    assert "职位全部空出" in done("officer", "deactivate", "handler", answer="y\n")
    assert not officer_view(officer_id=officer_id).is_active
    assert "账号已恢复" in done("officer", "reactivate", "HANDLER")
    assert officer_view(officer_id=officer_id).is_active and last_entry().kind == "security.account.reactivated"
    assert "没有改动" in done("officer", "reactivate", "handler")
    assert "没有找到这位工作人员" in refused("officer", "deactivate", "not.there", "--yes")


def test_an_area(cast: Cast) -> None:
    assert "980100\t云渡县 / 柳荫镇" in done("area", "list")
    assert "已修改地方 980109 云渡县 / 柳荫街道" in done(
        "area", "edit", "980100", "--name", "柳荫街道", "--code", "980109"
    )
    refusal = refused("area", "edit", "980109", "--code", "980000")
    assert refusal == CodeTaken.sentence % {"code": "980000"}
    assert "没有改动" in done("area", "edit", "980109")
    assert "我知道：这个地方" in done("area", "move", "980109", "--top", answer="y\n")
    assert area_view(area_id=cast.areas["town"]).trail == "柳荫街道" and last_entry().kind == "orgs.area.moved"
    done("area", "move", "980109", "--to", "980000", "--yes")
    assert area_by_code(code="980109").parent_id == cast.areas["county"]
    assert refused("area", "move", "980000", "--to", "980109", "--yes") == MoveInCircle.sentence


def test_a_category(cast: Cast) -> None:
    pk = cast.categories["T12"]
    assert "T12\t住房建设 / 供水\t自来水 停水" in done("category", "list")
    assert "已修改类别 W12" in done("category", "edit", "T12", "--code", "W12", "--keywords", "水管")
    assert (category_by_code(code="W12").id, keywords_of_categories()[pk]) == (pk, "水管")
    assert "没有改动" in done("category", "edit", "W12", "--name", "供水")
    assert refused("category", "edit", "W12", "--code", "T11") == CodeTaken.sentence % {"code": "T11"}
    assert "我知道：这一类" in done("category", "move", "W12", "--to", "T2", answer="y\n")
    assert category_view(category_id=pk).trail == "教育 / 供水"
    assert "层级太多" in refused("category", "move", "W12", "--to", "T21", "--yes")
    assert run("category", "close", "T121", answer="n\n").exit_code == 1
    assert "已停用" in done("category", "close", "T121", "--yes") and last_entry().kind == "orgs.category.closed"
    assert "没有找到这个类别" in refused("category", "edit", "T121", "--name", "水")


def test_competence(cast: Cast) -> None:
    category_id = cast.categories["T21"]
    assert "教育\t所有地方\t云渡县教育局" in done("competence", "list")
    assert "没有改动" in done("competence", "set", "教育局", "--category", "T2")
    change = ("competence", "set", "柳荫镇", "--category", "T2")
    result = run(*change, answer="n\n")
    assert result.exit_code == 1 and "现在归“云渡县教育局”" in result.output
    assert competent_unit(category_id=category_id, area_id=None) == cast.units["education"]
    assert "已设定归口" in done(*change, "--yes")
    assert competent_unit(category_id=category_id, area_id=None) == cast.units["town"]
    done("competence", "set", "教育局", "--category", "T2", "--area", "980100")
    assert competent_unit(category_id=category_id, area_id=cast.areas["town"]) == cast.units["education"]
    assert "已取消" in done("competence", "drop", "--category", "T2", "--area", "980100")
    assert last_entry().kind == "orgs.competence.dropped"
    assert "已经不在了" in refused("competence", "drop", "--category", "T2", "--area", "980100")
    assert ledger_verify().problems == []


def test_an_account_is_linked_with_an_identity(cast: Cast, settings: Any) -> None:
    cast.file()
    settings.HUIYIN_SIGN_ON = (SignOnProvider("county", "oidc", "县统一认证"),)
    assert "没有设置过" in refused("officer", "link", "handler", "elsewhere", "7c1e")
    assert "县统一认证" in done("officer", "link", "Handler", "county", "7c1e")
    assert last_entry().kind == "security.sign_on.agreed"
    assert officer_of_subject(provider="county", subject="7c1e") is not None
    assert "已经连着" in refused("officer", "link", "handler_two", "county", "7c1e")
    assert "county\t7c1e\t已连接" in done("officer", "links", "handler")
    assert "已解除" in done("officer", "unlink", "handler", "county")
    assert officer_of_subject(provider="county", subject="7c1e") is None
    assert "没有改动" in done("officer", "unlink", "handler", "county")
