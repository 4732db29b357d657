"""Small pictures of the photos that a form holds before it is sent, for the officer who has chosen them."""

from collections.abc import Iterable
from uuid import UUID

from django.core import signing
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.documents.errors import FileMissing
from huiyin.documents.selectors import FileView
from huiyin.kernel.actor import Actor
from huiyin.matters.messages.selectors.files import file_ids_attached
from huiyin.web.file_lines import FileLine
from huiyin.web.small_pictures import has_small_picture, small_picture_response

_SALT = "desk.register.small"
# Nobody leaves a form open for longer.
_SECONDS = 24 * 3600


def kept_lines(files: Iterable[FileView], *, actor: Actor) -> list[FileLine]:
    """The files that a form of this officer's holds."""
    return [FileLine(file.name, file.size, small=_address(file, actor)) for file in files]


@require_safe
@desk_view
def small(request: DeskRequest, sealed: str) -> HttpResponse:
    """The small picture of such a photo. Raises FileMissing."""
    try:
        key, hexed = signing.loads(sealed, salt=_SALT, max_age=_SECONDS)
    except (signing.BadSignature, ValueError) as error:
        raise FileMissing from error
    file_id = UUID(hexed)
    # What a matter has is shown on the matter's page alone, to whoever may open that.
    if key != request.actor.key or file_ids_attached(file_ids=[file_id]):
        raise FileMissing
    return small_picture_response(file_id)


def _address(file: FileView, actor: Actor) -> str:
    """Signed and tied to the officer: no row says yet whose file it is."""
    if not has_small_picture(file.name):
        return ""
    return reverse("desk:register_small", args=[signing.dumps([actor.key, file.id.hex], salt=_SALT)])
