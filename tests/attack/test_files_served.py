"""What somebody has sent never opens as a page of ours, at whatever address it is fetched."""

import re
from io import BytesIO
from pathlib import Path

from django.test import Client
from django.urls import reverse

import huiyin
from huiyin.documents.services import file_store
from huiyin.matters.models import Attachment
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.documents.conftest import heic_photo, picture
from tests.documents.samples import film, office, pdf
from tests.portal.walker import Citizen

SENT = {
    "一.jpg": picture("JPEG"),
    "二.pdf": pdf(),
    "三.docx": office(),
    "四.mp4": film(),
    "五.heic": heic_photo(),
    "六.txt": ("他说" * 3000 + "<script>alert(1)</script>").encode(),
    "七.gif": picture("GIF"),
}
SHOWN = {"一.jpg", "七.gif"}


def _fetched(client: Client, address: str, *, shown: bool) -> None:
    answer = client.get(address)
    assert b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    headers = answer.headers
    assert answer.status_code == 200, address
    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Disposition"].startswith("inline" if shown else "attachment")
    assert headers["Cache-Control"] == "private, no-store"
    assert not headers["Content-Type"].startswith(("text/html", "image/svg", "application/xhtml"))


def test_every_sort_at_every_address(cast: Cast, desk: Desk) -> None:
    ids = tuple(file_store(content=BytesIO(content), name=name, at=cast.at).pk for name, content in SENT.items())
    filed = cast.file(file_ids=ids)
    registrar, citizen = desk("registrar"), Citizen()
    citizen.look_up(filed.number, filed.code)
    for sent in Attachment.objects.select_related("file"):
        shown = sent.file.name in SHOWN
        _fetched(registrar, reverse("desk:matter_file", args=[filed.number, sent.pk]), shown=shown)
        _fetched(citizen.client, reverse("portal:status_file", args=[sent.pk]), shown=shown)
        if sent.file.picture_id:
            _fetched(registrar, reverse("desk:matter_picture", args=[filed.number, sent.pk]), shown=True)
            _fetched(citizen.client, reverse("portal:status_picture", args=[sent.pk]), shown=True)


def _pages_with(pattern: str) -> set[str]:
    """The modules of both faces with such a line."""
    source = Path(huiyin.__file__).parent
    return {
        str(path.relative_to(source))
        for path in (*source.glob("portal/**/*.py"), *source.glob("desk/**/*.py"), *source.glob("web/**/*.py"))
        if "node_modules" not in path.parts and re.search(pattern, path.read_text("utf-8"))
    }


def test_contents_are_served_by_these_views_alone() -> None:
    """A new view that answers with a file is looked at here first: does it take `download_headers`?"""
    assert _pages_with(r"\b(?:FileResponse|file_response)\(") == {
        "web/downloads.py",
        "portal/status/views.py",
        "portal/status/letters.py",
        "desk/drafts/views.py",
        "desk/jobs/views.py",
        "desk/letters/views.py",
        "desk/talks/views.py",
        "desk/tasks/files.py",
        "desk/matter/files.py",
    }


def test_what_is_made_for_an_answer_gets_its_headers_in_one_place() -> None:
    """Each view of its own forgot another one of them: name, `nosniff`, that nothing is kept."""
    assert _pages_with("(?i)content[-_]disposition") == {"web/downloads.py"}
