"""开始设置: each point is seen by the system and says what is missing by name, in a fixed number of statements."""

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.desk.setup.steps import SetupStep, setup_steps
from huiyin.documents.services.letters import series_set
from huiyin.kernel.actor import Role
from huiyin.notices.models import Notice
from huiyin.orgs.rules import UnitKind
from huiyin.orgs.selectors.opening import _opening
from huiyin.orgs.services import (
    CategoryPlan,
    CompetencePlan,
    OfficerPlan,
    PostPlan,
    UnitFacts,
    UnitPlan,
    category_create,
    competence_drop,
    competence_set,
    officer_create,
    officer_deactivate,
    post_create,
    post_fill,
    unit_create,
    unit_revise,
)
from tests.cast import SEED, Cast
from tests.desk.conftest import Desk

ORDER = ["units", "areas", "people", "second_factor", "categories", "competence", "letters", "delivery", "backup",
         "opening"]  # fmt: skip


@pytest.fixture(autouse=True)
def _shut(monkeypatch: pytest.MonkeyPatch, _portal_open: None) -> None:
    monkeypatch.setattr(_opening, "was_open", False)


def _steps(cast: Cast) -> dict[str, SetupStep]:
    return {step.code: step for step in setup_steps(at=cast.at)}


def _lacks(cast: Cast, code: str) -> str:
    return "".join(_steps(cast)[code].lacks)


def test_there_are_ten_points_in_order_each_with_its_page(cast: Cast, desk: Desk) -> None:
    steps = setup_steps(at=cast.at)
    assert [step.code for step in steps] == ORDER
    page = desk("administrator").get("/desk/organisation/setup/")
    assert page.status_code == 200
    for step in steps:
        assert f'href="{step.href}"' in page.text
        if step.code not in {"second_factor", "opening"}:
            assert desk("administrator").get(step.href).status_code == 200, step.code
    assert desk("registrar").get("/desk/organisation/setup/").status_code == 403


def test_units_say_what_is_missing(cast: Cast) -> None:
    assert _steps(cast)["units"].is_done
    facts = UnitFacts("云渡县信访局", UnitKind.OFFICE, "信访局")
    unit_revise(unit_id=cast.units["office"], facts=facts, actor=SEED, at=cast.at)
    assert "信访局没有写电话" in _lacks(cast, "units")
    assert "3 个县、乡镇、村的单位没有写是哪个地方的：县政府、柳荫镇、上柳村" in _lacks(cast, "areas")


def test_people_say_who_is_missing_and_nothing_is_done_by_a_tick(cast: Cast) -> None:
    # Nobody leads the discipline commission, which stands apart; "nobody" of the cast has no post.
    assert "1 个单位没有负责人，上级也没有：纪委监委。" in _lacks(cast, "people")
    assert "1 位工作人员还没有职位" in _lacks(cast, "people")
    post = PostPlan(cast.units["commission"], Role.LEADER, "书记", cast.officers["nobody"])
    made = post_create(plan=post, actor=SEED, at=cast.at)
    assert _steps(cast)["people"].is_done
    # What is undone is missing again.
    post_fill(post_id=made.pk, officer_id=None, actor=SEED, at=cast.at)
    officer_deactivate(officer_id=cast.officers["auditor"], actor=SEED, at=cast.at)
    assert "没有负责人" in _lacks(cast, "people") and "还没有监督员" in _lacks(cast, "people")


def test_the_second_factor_is_demanded_and_switched_on(cast: Cast, settings: object) -> None:
    assert "HUIYIN_SECOND_FACTOR" in _lacks(cast, "second_factor") and "安若素" in _lacks(cast, "second_factor")
    settings.HUIYIN_SECOND_FACTOR = "sensitive"  # type: ignore[attr-defined]
    assert _lacks(cast, "second_factor") == "1 位管理员还没有打开两步登录：安若素。"
    Authenticator.objects.create(
        user_id=cast.officers["administrator"], type=Authenticator.Type.TOTP, data={"secret": "x"}
    )
    assert _steps(cast)["second_factor"].is_done


def test_categories_and_competence_go_together(cast: Cast) -> None:
    assert _steps(cast)["categories"].is_done and _steps(cast)["competence"].is_done
    category_create(plan=CategoryPlan("交通", "T3"), parent_id=None, actor=SEED, at=cast.at)
    assert "1 大类里有没写归哪个单位的：交通。" in _lacks(cast, "competence")
    assert "没有常用说法" in "".join(_steps(cast)["categories"].hints)
    everything = CompetencePlan(cast.units["county"])
    row = competence_set(plan=everything, actor=SEED, at=cast.at)
    assert _steps(cast)["competence"].is_done
    competence_drop(competence_id=row.pk, actor=SEED, at=cast.at)
    assert not _steps(cast)["competence"].is_done


def test_letters_want_a_word_and_a_stamp(cast: Cast) -> None:
    assert _lacks(cast, "letters") == "信访局还没有定发文字号里的机关代字。信访局还没有印章图片。"
    series_set(unit_id=cast.units["office"], agency_prefix="云渡信访", actor=SEED, at=cast.at)
    assert _lacks(cast, "letters") == "信访局还没有印章图片。"
    assert "住建局" in "".join(_steps(cast)["letters"].hints)


def test_mail_and_texts_are_tried_when_one_has_left(cast: Cast, settings: object) -> None:
    settings.HUIYIN_NOTICES, settings.HUIYIN_TEXT_GATEWAY = "smtp", "https://sms.example.invalid"  # type: ignore[attr-defined]
    assert "还没有一封邮件发出去过" in _lacks(cast, "delivery") and "还没有一条短信发出去过" in _lacks(
        cast, "delivery"
    )
    cast.file()
    Notice.objects.update(state="sent", next_try_at=None, sent_at=cast.at)
    assert _lacks(cast, "delivery") == "还没有一条短信发出去过。点进去发一条测试短信。"
    settings.HUIYIN_NOTICES = "folder"  # type: ignore[attr-defined]
    assert "只写进文件夹" in _lacks(cast, "delivery")


def test_backups_and_the_opening_are_what_the_system_sees(cast: Cast) -> None:
    assert "HUIYIN_BACKUP" in _lacks(cast, "backup")
    assert _steps(cast)["backup"].href == "/desk/organisation/setup/backup/"
    assert _steps(cast)["opening"].is_done
    officer_deactivate(officer_id=cast.officers["registrar"], actor=SEED, at=cast.at)
    _opening.was_open = False
    assert "云渡县信访局还没有登记员" in _lacks(cast, "opening")


def test_the_start_page_leads_there_first_while_something_is_missing(cast: Cast, desk: Desk) -> None:
    page = desk("administrator").get("/desk/").text
    main = page[page.index("<main") :]
    assert main.index('id="part-setup"') < main.index('id="part-organisation"')
    # All ten, done or not, each leading to its own page.
    part = main[main.index('id="part-setup"') : main.index("</section>", main.index('id="part-setup"'))]
    steps = _steps(cast)
    assert len(steps) == 10 and all(f'href="{step.href}">{step.title}<' in part for step in steps.values())
    assert part.count("✓ 齐了") == sum(step.is_done for step in steps.values()) and "1 个单位没有负责人" in part
    assert 'id="part-setup"' not in desk("registrar").get("/desk/").text


@pytest.mark.both_databases
def test_the_number_of_statements_does_not_grow(cast: Cast) -> None:
    for number in range(12):
        plan = UnitPlan(f"第{number}局", UnitKind.BUREAU)
        unit = unit_create(plan=plan, parent_id=cast.units["county"], actor=SEED, at=cast.at)
        officer = officer_create(plan=OfficerPlan(f"officer{number}", f"甲{number}"), actor=SEED, at=cast.at)
        post_create(plan=PostPlan(unit.pk, Role.ADMINISTRATOR, "职位", officer.pk), actor=SEED, at=cast.at)
    with CaptureQueriesContext(connection) as asked:
        setup_steps(at=cast.at)
    assert len(asked) <= 15
