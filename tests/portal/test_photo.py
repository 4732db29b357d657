"""A petitioner's HEIC photo can be looked at on any machine, by that petitioner alone."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from huiyin.matters.models import Attachment
from tests.cast import Cast
from tests.documents.conftest import heic_photo
from tests.portal.walker import Citizen


def test_the_petitioner_sees_the_picture_and_no_one_else_does(cast: Cast) -> None:
    citizen = Citizen()
    citizen.look_up(*citizen.file())
    sent = {"files": [SimpleUploadedFile("IMG_0001.HEIC", heic_photo())]}
    assert citizen.client.post("/status/files/", sent).status_code == 302
    own = Attachment.objects.get()
    photo, picture = f"/status/files/{own.pk}/", f"/status/files/{own.pk}/picture/"
    page = citizen.page("/status/")
    assert f'<a href="{photo}" download>IMG_0001.heic</a>' in page and f'<a href="{picture}">看图片' in page

    shown = citizen.client.get(picture)
    assert (shown.headers["Content-Type"], shown.headers["Content-Disposition"][:6]) == ("image/jpeg", "inline")
    with Image.open(BytesIO(b"".join(shown))) as image:
        assert image.size == (64, 96)

    other = Citizen()
    other.look_up(*other.file())
    assert other.client.get(picture).status_code == 404
    assert Citizen().client.get(picture).status_code == Citizen().client.get(photo).status_code == 302
    Attachment.objects.filter(pk=own.pk).update(is_public=False)
    assert citizen.client.get(picture).status_code == 404


def test_what_has_no_picture_has_no_such_address(cast: Cast) -> None:
    citizen = Citizen()
    citizen.look_up(*citizen.file())
    citizen.client.post("/status/files/", {"files": [SimpleUploadedFile("说明.txt", "甲".encode())]})
    assert "看图片" not in citizen.page("/status/")
    assert citizen.client.get(f"/status/files/{Attachment.objects.get().pk}/picture/").status_code == 404
