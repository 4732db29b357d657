"""Small pictures of photos, made when a page shows them and kept nowhere but in this process's memory for a while."""

from functools import lru_cache
from io import BytesIO
from tempfile import TemporaryFile
from typing import BinaryIO
from uuid import UUID

from huiyin.documents.errors import FileMissing
from huiyin.documents.rules.media_types import HEIC, KEPT
from huiyin.documents.rules.names import extension_of
from huiyin.documents.selectors import file_view
from huiyin.documents.services.images import MEGAPIXELS, small_in_process
from huiyin.documents.services.serve import file_open
from huiyin.documents.small_picture import is_quick, small_picture_write
from huiyin.kernel.heavy import heavy_work

# One takes about seven kilobytes.
_REMEMBERED = 400
_QUICK_PIXELS = 4_000_000
_PICTURED = frozenset(ending for kind in KEPT if kind.image_format or kind == HEIC for ending in kind.extensions)


def has_small_picture(name: str) -> bool:
    """Whether a kept file of this name is a photo or picture: such a name always tells its type."""
    return extension_of(name) in _PICTURED


def small_picture(*, file_id: UUID) -> bytes:
    """A JPEG of at most 192 by 192 pixels; who may see the photo is decided before this is called.

    Raises FileMissing where none can be made, FileAltered.
    """
    view = file_view(file_id=file_id)
    if not has_small_picture(view.name):
        raise FileMissing
    shown = file_view(file_id=view.picture_id) if view.picture_id else view
    # With the hash in it: only what was looked at once already is taken from memory.
    return _made(shown.id, shown.sha256)


@lru_cache(maxsize=_REMEMBERED)
def _made(file_id: UUID, _sha256: str) -> bytes:
    with file_open(file_id=file_id) as picture:
        try:
            return _small(picture)
        except FileMissing:
            raise
        except Exception as error:  # a decoder fed with a broken file raises whatever it stumbles over
            raise FileMissing from error


def _small(picture: BinaryIO) -> bytes:
    with heavy_work:
        if is_quick(picture, _QUICK_PIXELS):
            content = BytesIO()
            small_picture_write(picture, content, MEGAPIXELS * 1_000_000)
            return content.getvalue()
    with TemporaryFile() as drawn:
        if not small_in_process(picture, drawn):
            raise FileMissing
        drawn.seek(0)
        return drawn.read()
