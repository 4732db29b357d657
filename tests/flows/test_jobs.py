"""What the worker makes for an officer: as that officer, with what they may see then, and once."""

import json
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from openpyxl import load_workbook

from huiyin.documents.models import StoredFile
from huiyin.documents.services import file_open
from huiyin.documents.services.made import file_store_made
from huiyin.documents.storage import path_of
from huiyin.flows import jobs
from huiyin.flows.jobs import case_job_ask, jobs_round, list_job_ask
from huiyin.jobs.errors import JobLost, JobNotThere, JobsFull
from huiyin.jobs.models import Job
from huiyin.jobs.rules import KEPT, STALE, TRIES_MOST
from huiyin.jobs.selectors import job_of, jobs_of
from huiyin.jobs.services import job_drop, job_finish, job_progress, job_take
from huiyin.ledger.models import Entry
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.core.rules.states import Kind
from huiyin.matters.lists import services as export
from huiyin.matters.lists.selectors.lists import MatterFilter, WorkList
from huiyin.matters.respondents.services.naming import matter_name_respondent
from tests.cast import AT, Cast

pytestmark = pytest.mark.django_db
SOON = AT + timedelta(seconds=2)


def _ask(cast: Cast, username: str = "registrar", only: MatterFilter | None = None) -> Any:
    return list_job_ask(
        actor=cast.actor(username), work_list=WorkList.UNIT, only=only or MatterFilter(), name="本单位全部.xlsx",
        hidden={"handler"}, at=AT,
    )  # fmt: skip


def _titles(job_id: Any) -> list[Any]:
    job = Job.objects.get(pk=job_id)
    assert job.file_id and not job.refusal, job.refusal
    with file_open(file_id=job.file_id) as file:
        book = load_workbook(BytesIO(file.read()), read_only=True)
    rows = list(book.active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert "承办单位" in rows[0] and "承办人" not in rows[0]
    return [row[1] for row in rows[1:]]


def _exports() -> list[dict[str, Any]]:
    entries = Entry.objects.filter(kind="matters.list.exported").order_by("id")
    return [json.loads(entry.content or "{}") for entry in entries]


def test_a_list_is_made_as_it_stands_then_and_is_on_record(cast: Cast) -> None:
    cast.file(title="想问补贴", kind=Kind.INQUIRY)
    only = MatterFilter(kind=Kind.INQUIRY, due_before=AT + timedelta(days=900))
    job_id = _ask(cast, only=only)
    assert _ask(cast, only=only) == job_id  # a second press
    assert not _exports() and job_of(officer_id=cast.officers["registrar"], job_id=job_id, at=AT).begun_at is None
    cast.file(title="又问一件", kind=Kind.INQUIRY)
    barred = cast.file(title="反映信访局的事", kind=Kind.INQUIRY)
    matter_name_respondent(
        actor=cast.actor("registrar"), matter_id=barred.matter_id, unit_id=None,
        officer_id=cast.officers["office_leader"], text="", at=AT,
    )  # fmt: skip
    assert (jobs_round(at=SOON), jobs_round(at=SOON)) == (1, 0)
    assert _titles(job_id) == ["想问补贴", "又问一件"]
    [entry] = _exports()
    assert entry["facts"]["box"] == "unit" and entry["facts"]["lines"] == 2
    assert Entry.objects.get(kind="matters.list.exported").actor == cast.actor("registrar").ref
    assert entry["facts"]["only"] == {"kind": "inquiry", "due_before": only.due_before.isoformat()}  # type: ignore[union-attr]
    entries_sequence(at=SOON)
    assert ledger_verify().problems == []


def test_anyone_who_lost_the_post_or_the_account_gets_nothing(cast: Cast) -> None:
    cast.file()
    lost, shut = _ask(cast), _ask(cast, "office_approver")
    get_user_model()._default_manager.get(pk=cast.officers["registrar"]).posts.update(officer=None, held_since=None)
    get_user_model()._default_manager.filter(pk=cast.officers["office_approver"]).update(is_active=False)
    assert (jobs_round(at=SOON), jobs_round(at=SOON)) == (1, 1)
    found = {job.pk: job for job in Job.objects.all()}
    assert "职位" in found[lost].refusal and "账号已停用" in found[shut].refusal
    assert not _exports() and not StoredFile.objects.exists()


def test_the_whole_file_of_a_matter_is_made(cast: Cast) -> None:
    filed = cast.file()
    barred = cast.file(respondent_officer_id=cast.officers["office_leader"])
    fine = case_job_ask(actor=cast.actor("registrar"), number=filed.number, at=AT)
    refused = case_job_ask(actor=cast.actor("registrar"), number=barred.number, at=AT)
    assert (jobs_round(at=SOON), jobs_round(at=SOON)) == (1, 1)
    assert Job.objects.get(pk=refused).file_id is None and Job.objects.get(pk=refused).refusal
    job = Job.objects.select_related("file").get(pk=fine)
    assert job.file and (job.file.name, job.file.media_type) == (f"{filed.number}.zip", "application/zip")
    assert Entry.objects.filter(kind="documents.archive.made").count() == 1


def test_a_killed_worker_s_job_is_begun_anew_and_ends_once(cast: Cast) -> None:
    cast.file()
    job_id = _ask(cast)
    killed = job_take(at=AT)
    assert killed and job_take(at=SOON) is None and jobs_round(at=SOON) == 0
    later = AT + STALE + timedelta(seconds=1)
    assert jobs_round(at=later) == 1
    with pytest.raises(JobLost):
        job_progress(job=killed, done=1, total=1)
    late = file_store_made(content=BytesIO(b"late"), name="late.xlsx", media_type="x/y", at=later)
    with pytest.raises(JobLost):
        job_finish(job=killed, file=late, at=later)
    assert _titles(job_id) and len(_exports()) == 1


def test_what_never_ends_is_given_up(cast: Cast) -> None:
    _ask(cast)
    at = AT
    for _ in range(TRIES_MOST):
        at += STALE + timedelta(seconds=1)
        assert job_take(at=at)
    assert jobs_round(at=at + STALE + timedelta(seconds=1)) == 1
    assert "几次都没有做成" in Job.objects.get().refusal


def test_a_job_dropped_while_it_runs_leaves_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.file()
    job_id = _ask(cast)
    lines = export.list_lines

    def drop_meanwhile(**given: Any) -> Iterator[Any]:
        yield from lines(**given)
        job_drop(actor=cast.actor("registrar"), job_id=job_id, at=cast.at)

    monkeypatch.setattr(jobs, "list_lines", drop_meanwhile)
    assert jobs_round(at=SOON) == 0
    assert not Job.objects.exists() and not StoredFile.objects.exists() and not _exports()


def test_after_a_day_row_and_file_are_gone(cast: Cast) -> None:
    cast.file()
    job_id = _ask(cast)
    jobs_round(at=SOON)
    file_id = Job.objects.get(pk=job_id).file_id
    assert file_id and path_of(file_id).exists()
    jobs_round(at=SOON + KEPT)
    assert Job.objects.exists()
    after = SOON + KEPT + timedelta(seconds=1)
    assert jobs_of(officer_id=cast.officers["registrar"], at=after) == []
    jobs_round(at=after)
    assert not Job.objects.exists() and not StoredFile.objects.exists() and not path_of(file_id).exists()


def test_a_job_is_its_officer_s_alone_and_there_is_a_most(cast: Cast) -> None:
    job_id = _ask(cast)
    other = cast.officers["office_approver"]
    with pytest.raises(JobNotThere):
        job_of(officer_id=other, job_id=job_id, at=AT)
    with pytest.raises(JobNotThere):
        job_drop(actor=cast.actor("office_approver"), job_id=job_id, at=cast.at)
    _ask(cast, only=MatterFilter(kind=Kind.CLAIM))
    _ask(cast, only=MatterFilter(kind=Kind.INQUIRY))
    with pytest.raises(JobsFull):
        _ask(cast, only=MatterFilter(kind=Kind.SUGGESTION))
