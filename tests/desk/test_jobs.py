"""What takes long is asked for, left, found again and fetched, by whoever asked and nobody else."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from huiyin.desk.letters import views as letters_views
from huiyin.flows.jobs import case_job_ask, jobs_round
from huiyin.jobs.models import Job
from huiyin.jobs.services import job_progress, job_take
from huiyin.kernel.actor import Role
from huiyin.kernel.time import now
from huiyin.matters.lists import services as export
from huiyin.matters.respondents.services.naming import matter_name_respondent
from huiyin.orgs.services import PostPlan, post_fill, posts_create
from tests.cast import SEED, Cast
from tests.desk.conftest import Desk

pytestmark = pytest.mark.django_db
JOBS = "/desk/jobs/"


def _read(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_a_long_list_waits_for_the_worker(cast: Cast, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "EXPORT_AT_ONCE", 1)
    cast.file(title="第一件")
    cast.file(title="第二件")
    browser = desk("registrar")
    assert "现在没有任务" in browser.get(JOBS).text
    assert browser.post("/desk/work/unit/export/", {"kind": "claim"}).headers["Location"] == JOBS
    waiting = browser.get(JOBS).text
    assert (
        "导出“本单位全部”（XLSX）" in waiting
        and "排队中" in waiting
        and "hx-get" in waiting
        and "再看一次" in waiting
    )
    assert "X-Background" in waiting  # looking by itself keeps no session alive
    job = job_take(at=now())
    assert job
    job_progress(job=job, done=1, total=2)
    running = browser.get(JOBS, headers={"HX-Request": "true"}).text
    assert "<html" not in running and 'value="50"' in running and "1 / 2 行" in running
    Job.objects.update(begun_at=None)
    assert jobs_round(at=now()) == 1
    done = browser.get(JOBS).text
    address = re.search(r'href="(/desk/jobs/[0-9a-f-]+/file/)"', done)
    assert address and "做好了" in done and "hx-get" not in done
    answer = browser.get(address[1])
    assert "attachment" in answer.headers["Content-Disposition"] and "no-store" in answer.headers["Cache-Control"]
    book = load_workbook(BytesIO(_read(answer)), read_only=True)
    assert [row[1] for row in book.active.iter_rows(values_only=True)] == ["标题", "第一件", "第二件"]  # type: ignore[union-attr]
    other = desk("office_approver")
    assert other.get(address[1]).status_code == 404 and "现在没有任务" in other.get(JOBS).text
    Job.objects.update(ended_at=now() - timedelta(days=1, seconds=1))
    assert browser.get(address[1]).status_code == 404


def test_a_job_that_is_refused_says_why_and_can_be_removed(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    browser = desk("registrar")
    case_job_ask(actor=cast.actor("registrar"), number=filed.number, at=now())
    matter_name_respondent(
        actor=cast.actor("registrar"), matter_id=filed.matter_id, unit_id=None,
        officer_id=cast.officers["office_leader"], text="", at=cast.at,
    )  # fmt: skip
    jobs_round(at=now())
    page = browser.get(JOBS).text
    assert "没有做成" in page and "/file/" not in page
    drop = re.search(r'action="(/desk/jobs/[0-9a-f-]+/drop/)"', page)
    assert drop and desk("office_approver").post(drop[1]).status_code == 404
    assert browser.post(drop[1]).headers["Location"] == JOBS
    assert not Job.objects.exists()


def test_a_heavy_file_is_packed_by_the_worker_and_the_gate_stands_to_the_end(
    cast: Cast, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters_views, "_CASE_AT_ONCE", -1)
    filed = cast.file()
    browser = desk("registrar")
    assert browser.post(f"/desk/matters/{filed.number}/letters/archive/").headers["Location"] == JOBS
    jobs_round(at=now())
    page = browser.get(JOBS).text
    address = re.search(r'href="(/desk/jobs/[0-9a-f-]+/file/)"', page)
    assert address and _read(browser.get(address[1])).startswith(b"PK")
    matter_name_respondent(
        actor=cast.actor("registrar"), matter_id=filed.matter_id, unit_id=None,
        officer_id=cast.officers["office_leader"], text="", at=cast.at,
    )  # fmt: skip
    assert browser.get(address[1]).status_code == 404


def test_a_list_isnt_fetched_once_a_matter_on_it_is_about_the_reader(
    cast: Cast, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "EXPORT_AT_ONCE", 1)
    cast.file()
    about = cast.file()
    browser = desk("registrar")
    browser.post("/desk/work/unit/export/", {})
    jobs_round(at=now())
    address = re.search(r'href="(/desk/jobs/[0-9a-f-]+/file/)"', browser.get(JOBS).text)
    assert address and _read(browser.get(address[1])).startswith(b"PK")
    matter_name_respondent(
        actor=cast.actor("office_approver"), matter_id=about.matter_id, unit_id=None,
        officer_id=cast.officers["registrar"], text="", at=cast.at,
    )  # fmt: skip
    refused = browser.get(address[1])
    assert refused.status_code == 409 and "请重新导出" in refused.text and about.number not in refused.text


def test_a_list_isnt_fetched_by_anyone_who_has_another_post_now(
    cast: Cast, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "EXPORT_AT_ONCE", 1)
    plans = [PostPlan(cast.units["office"], Role.REGISTRAR, "登记员", cast.officers["nobody"])]
    [post] = posts_create(plans=plans, actor=SEED, at=cast.at)
    cast.file()
    cast.file()
    browser = desk("nobody")
    browser.post("/desk/work/unit/export/", {})
    jobs_round(at=now())
    address = re.search(r'href="(/desk/jobs/[0-9a-f-]+/file/)"', browser.get(JOBS).text)
    assert address and _read(browser.get(address[1])).startswith(b"PK")
    post_fill(post_id=post.pk, officer_id=None, actor=SEED, at=cast.at)
    plans = [PostPlan(cast.units["education"], Role.REGISTRAR, "登记员", cast.officers["nobody"])]
    posts_create(plans=plans, actor=SEED, at=cast.at)
    assert browser.get("/desk/work/unit/").status_code == 200 and browser.get(address[1]).status_code == 409
