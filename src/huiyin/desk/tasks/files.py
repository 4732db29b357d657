"""Files that show what was done, through the gate of their task."""

from uuid import UUID

from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.documents.errors import FileMissing
from huiyin.documents.selectors import download_headers
from huiyin.documents.services import file_open
from huiyin.tasks.selectors.detail import task_file
from huiyin.web.downloads import file_response


@require_safe
@desk_view
def file(request: DeskRequest, task_id: UUID, file_id: UUID) -> HttpResponseBase:
    """One file. Raises TaskNotFound, FileMissing."""
    found = task_file(actor=request.actor, task_id=task_id, file_id=file_id)
    if found is None:
        raise FileMissing
    return file_response(file_open(file_id=found.id), download_headers(found))
