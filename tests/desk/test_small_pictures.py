"""A photo's small picture on the pages that list the photo: of filing, of the petitioner, and at the desk."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from huiyin.documents.models import StoredFile
from huiyin.matters.models import Attachment
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.portal.walker import Citizen


def _photo() -> bytes:
    content = BytesIO()
    Image.new("RGB", (600, 400), "red").save(content, "JPEG")
    return content.getvalue()


def test_a_small_picture_stands_where_the_photo_is_listed_and_nowhere_else(cast: Cast, desk: Desk) -> None:
    citizen, other = Citizen(), Citizen()
    citizen.write()
    citizen.press("files", do="upload", files=[SimpleUploadedFile("水.jpg", _photo())])
    stored = StoredFile.objects.get()
    of_draft = f"/file/files/{stored.pk}/small/"
    for page in ("files", "check"):
        assert f'src="{of_draft}"' in citizen.page(f"/file/{page}/")
    shown = citizen.client.get(of_draft)
    assert shown.headers["Content-Type"] == "image/jpeg" and "no-store" in shown.headers["Cache-Control"]
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    other.write()
    assert other.client.get(of_draft).status_code == 404

    citizen.send()
    number, code = citizen.receipt()
    assert citizen.client.get(of_draft).status_code == 404
    own = Attachment.objects.get()
    of_matter = f"/status/files/{own.pk}/small/"
    citizen.look_up(number, code)
    assert f'src="{of_matter}"' in citizen.page("/status/")
    assert citizen.client.get(of_matter).headers["Content-Type"] == "image/jpeg"
    other.look_up(*other.file())
    assert other.client.get(of_matter).status_code == 404

    at_the_desk = f"/desk/matters/{number}/files/{own.pk}/small/"
    registrar = desk("registrar")
    assert f'src="{at_the_desk}"' in registrar.get(f"/desk/matters/{number}/").text
    assert registrar.get(at_the_desk).headers["Content-Type"] == "image/jpeg"
    assert desk("town_registrar").get(at_the_desk).status_code == 404
    Attachment.objects.filter(pk=own.pk).update(is_public=False)
    assert citizen.client.get(of_matter).status_code == 404
