"""Nothing of a draft that was never sent stays; nothing that was sent is touched."""

from datetime import timedelta
from io import BytesIO

from huiyin.documents.models import Letter, StoredFile
from huiyin.documents.services import file_store
from huiyin.documents.services.letters import letter_print
from huiyin.documents.storage import path_of
from huiyin.flows.drafts_round import drafts_round
from huiyin.flows.jobs import case_job_ask, jobs_round
from huiyin.intake.models import Draft
from huiyin.intake.services import draft_discard, draft_file_add, draft_file_remove
from huiyin.jobs.models import Job
from huiyin.kernel.time import now
from huiyin.matters.models import Attachment
from tests.cast import Cast


def test_files_that_no_matter_has_go_after_a_month(cast: Cast) -> None:
    at = now()
    token = draft_file_add(token="", content=BytesIO(b"x"), name="a.txt", at=at)
    sent = file_store(content=BytesIO(b"y"), name="b.txt", at=at)
    cast.file(file_ids=(sent.pk,))
    left = StoredFile.objects.get(name="a.txt")
    assert drafts_round(at=at + timedelta(days=8)) == 1
    assert not Draft.objects.exists()
    assert path_of(left.pk).exists()
    drafts_round(at=at + timedelta(days=32))
    assert not path_of(left.pk).exists()
    assert list(StoredFile.objects.values_list("pk", flat=True)) == [sent.pk]
    assert Attachment.objects.get().file_id == sent.pk
    assert path_of(sent.pk).exists()
    assert token


def test_what_letters_and_jobs_hold_holds_up_nothing(cast: Cast) -> None:
    at = now()
    filed = cast.file()
    cast.answer(filed)
    letter = Letter.objects.order_by("pk")[0]
    printed = letter_print(letter_id=letter.pk, at=at)
    file_store(content=BytesIO(b"x"), name="a.txt", at=at)
    case_job_ask(actor=cast.actor("registrar"), number=filed.number, at=at)
    jobs_round(at=at)
    made = Job.objects.get().file_id
    drafts_round(at=at + timedelta(days=32))
    assert made and path_of(made).exists() and path_of(printed).exists()
    assert not StoredFile.objects.filter(name="a.txt").exists()


def test_a_file_removed_and_a_draft_started_over_leave_nothing_on_the_disk(db: None) -> None:
    at = now()
    token = draft_file_add(token="", content=BytesIO(b"x"), name="a.txt", at=at)
    token = draft_file_add(token=token, content=BytesIO(b"y"), name="b.txt", at=at)
    first, second = StoredFile.objects.order_by("name")
    draft_file_remove(token=token, file_id=second.pk, at=at)
    assert not path_of(second.pk).exists()
    assert path_of(first.pk).exists()
    draft_discard(token=token, at=at)
    assert not StoredFile.objects.exists()
    assert not path_of(first.pk).exists()
