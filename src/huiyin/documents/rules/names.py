"""What a stored file is called: the name that its sender gave, made harmless."""

import re
from pathlib import PurePosixPath

from huiyin.documents.rules.media_types import KNOWN_EXTENSIONS, MediaType
from huiyin.kernel.text import clean_line

NAME_LENGTH = 120
_UNFIT = re.compile(r'[<>:"|?*]')


def file_name(name: str, media_type: MediaType) -> str:
    """The name without folders and unfit characters, at most 120 characters, ending as its content demands.

    `../照片.pdf` that holds a JPEG becomes `照片.jpg`; a name with nothing left in it becomes `附件`.
    """
    stem = _UNFIT.sub("_", clean_line(name).replace("\\", "/").rsplit("/", 1)[-1]).rstrip(". ")
    extension, known = media_type.extension, extension_of(stem)
    if known in media_type.extensions:
        extension = known
    while known in KNOWN_EXTENSIONS:  # all of them: `a.jpg.exe` must not stay half of what it was
        stem = stem[: -len(known)].rstrip(". ")
        known = extension_of(stem)
    return (stem.lstrip(". ")[: NAME_LENGTH - len(extension)].rstrip(". ") or "附件") + extension


def extension_of(name: str) -> str:
    """The extension in lower case with its dot, "" when there is none."""
    # A name such as ".pdf" is all extension to whoever typed it.
    return PurePosixPath("_" + name.replace("/", "_")).suffix.lower()
