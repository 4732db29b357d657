"""Files that show what was done, through the gate of their task."""

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.documents.errors import FileMissing
from huiyin.documents.selectors import FileView, download_headers
from huiyin.documents.services import file_open
from huiyin.tasks.selectors.detail import task_file
from huiyin.web.downloads import file_response
from huiyin.web.file_lines import FileLine
from huiyin.web.small_pictures import has_small_picture, small_picture_response


def file_lines(task_id: UUID, files: Iterable[FileView]) -> list[FileLine]:
    """The files of a task as its page lists them."""
    return [
        FileLine(
            file.name,
            file.size,
            reverse("desk:task_file", args=[task_id, file.id]),
            small=reverse("desk:task_small", args=[task_id, file.id]) if has_small_picture(file.name) else "",
        )
        for file in files
    ]


@require_safe
@desk_view
def file(request: DeskRequest, task_id: UUID, file_id: UUID) -> HttpResponseBase:
    """One file. Raises TaskNotFound, FileMissing."""
    found = _of_task(request, task_id, file_id)
    return file_response(file_open(file_id=found.id), download_headers(found))


@require_safe
@desk_view
def small(request: DeskRequest, task_id: UUID, file_id: UUID) -> HttpResponse:
    """The small picture of a photo among them. Raises TaskNotFound, FileMissing."""
    return small_picture_response(_of_task(request, task_id, file_id).id)


def _of_task(request: DeskRequest, task_id: UUID, file_id: UUID) -> FileView:
    found = task_file(actor=request.actor, task_id=task_id, file_id=file_id)
    if found is None:
        raise FileMissing
    return found
