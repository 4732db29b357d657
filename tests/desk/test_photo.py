"""A photo that an office machine can't open is shown as a picture, behind the same door as the photo itself."""

from io import BytesIO

import pytest
from django.urls import reverse
from PIL import Image

from huiyin.documents.services import file_store
from huiyin.matters.models import Attachment
from huiyin.matters.register.services.register import Registered
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.desk.hands import Hand
from tests.documents.conftest import heic_photo, picture


@pytest.fixture
def filed(cast: Cast) -> Registered:
    """A matter that came with a photo of a phone and one of a camera."""
    photos = ((heic_photo(), "IMG_0001.HEIC"), (picture("JPEG"), "二.jpg"))
    ids = tuple(file_store(content=BytesIO(content), name=name, at=cast.at).pk for content, name in photos)
    return cast.file(file_ids=ids)


def _address(filed: Registered, name: str, view: str = "matter_picture") -> str:
    return reverse(f"desk:{view}", args=[filed.number, Attachment.objects.get(file__name=name).pk])


def test_the_page_leads_to_the_picture_and_to_the_photo(desk: Desk, filed: Registered) -> None:
    client = desk("registrar")
    page = Hand(client).look(filed)
    photo = _address(filed, "IMG_0001.heic", "matter_file")
    assert f'<a href="{photo}" download>IMG_0001.heic</a>' in page
    assert f'<a href="{_address(filed, "IMG_0001.heic")}">看图片' in page
    assert page.count("看图片") == 1

    shown = client.get(_address(filed, "IMG_0001.heic"))
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    with Image.open(BytesIO(b"".join(shown))) as image:
        assert (image.format, image.size) == ("JPEG", (64, 96))
    saved = client.get(photo)
    assert b"".join(saved)[4:12] == b"ftypheic"
    assert saved.headers["Content-Type"] == "image/heic"
    assert saved.headers["Content-Disposition"].startswith("attachment")


def test_a_file_without_a_picture_has_no_such_address(desk: Desk, filed: Registered) -> None:
    assert desk("registrar").get(_address(filed, "二.jpg")).status_code == 404


def test_who_may_not_see_the_photo_may_not_see_the_picture(desk: Desk, filed: Registered, cast: Cast) -> None:
    for name in ("education_registrar", "housing_registrar"):
        for view in ("matter_file", "matter_picture"):
            assert desk(name).get(_address(filed, "IMG_0001.heic", view)).status_code == 404
    other = cast.file()
    borrowed = _address(filed, "IMG_0001.heic").replace(filed.number, other.number)
    assert desk("registrar").get(borrowed).status_code == 404
