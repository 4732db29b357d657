"""The poster of a unit: one page of A3 by today's rules, with a QR code that opens the filing."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
import segno
import zxingcpp
from django.test import Client
from django.utils import translation
from PIL import ImageFilter
from pypdf import PdfReader
from pytest_django.fixtures import Settings

from huiyin.clocks import loading
from huiyin.documents.letters.poster import Poster, poster_pdf
from huiyin.flows.unit_poster import unit_poster
from huiyin.orgs.rules import UnitKind
from huiyin.orgs.selectors import UnitView
from tests.cast import Cast
from tests.documents.qr_reading import codes_in, page_picture

AT = datetime(2026, 11, 30, 2, tzinfo=UTC)
OFFICE = UnitView(
    id=1, parent_id=None, name="云渡县信访局", short_name="", kind=UnitKind.OFFICE, depth=1, independent=False,
    area_id=None, phone="0000-8100001", address="云渡县城关镇解放路 1 号", intro="工作日上午接待，星期四局长接访。",
    is_active=True,
)  # fmt: skip
_A3 = (842, 1191)


@pytest.fixture(autouse=True)
def _rules_again() -> Iterator[None]:
    yield
    loading.reload()


def _text(content: Poster) -> str:
    return "\n".join(
        [content.title, content.version, *(line for step in content.steps for line in (step.text, *step.periods))]
        + [line for part in (*content.parts, *content.beneath) for line in part.lines]
    )


def _read(pdf: PdfReader) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", pdf.pages[0].extract_text()))


def test_the_poster_follows_the_rulebook_of_the_day() -> None:
    text = _text(unit_poster(unit=OFFICE, at=AT))
    for found in (
        "受理告知期限：15 天，《信访工作条例》第二十三条",
        "答复期限（申诉求决）：60 天，《信访工作条例》第三十四条，复杂的可以延长一次，最多 30 天",
        "答复承诺（建议意见、申诉求决）：15 天，我们的服务承诺",
        "收到后 30 天内申请复查，上一级 30 天内给意见",
        "地址：云渡县城关镇解放路 1 号", "电话：0000-8100001", "星期四局长接访", "工作日 09:00—17:30",
        "不收费", "按 2026年11月30日生效的规则印制", "cn-2022@1", "county@1",
    ):  # fmt: skip
        assert found in text, found


def test_another_rule_makes_another_poster(settings: Settings, tmp_path: Path) -> None:
    before = unit_poster(unit=OFFICE, at=AT)
    text = loading.rule_file_read(loading.RULEBOOKS / "county.toml")
    changed = text.replace('code = "county"', 'code = "faster"').replace("amount = 15\n", "amount = 10\n")
    (tmp_path / "faster.toml").write_text(changed, encoding="utf-8")
    settings.HUIYIN_RULEBOOKS = ["cn-2022", str(tmp_path / "faster.toml")]
    loading.reload()
    after = unit_poster(unit=OFFICE, at=AT)
    assert "答复承诺（建议意见、申诉求决）：10 天" in _text(after) and "faster@1" in _text(after)
    assert poster_pdf(before) != poster_pdf(after)


def test_the_code_opens_the_filing(settings: Settings) -> None:
    settings.HUIYIN_SITE_URL = "https://xf.example.invalid/huiyin"
    content = unit_poster(unit=OFFICE, at=AT)
    assert content.address == "https://xf.example.invalid/huiyin/file/"
    assert content.short == "xf.example.invalid/huiyin"
    pdf = poster_pdf(content)
    # From near, from where the whole sheet is in the picture, and by a poor camera.
    for dots in (200, 100, 60):
        (code,) = codes_in(page_picture(pdf, dots_an_inch=dots), dots_an_inch=dots)
        assert code.text == content.address
    near = page_picture(pdf, dots_an_inch=100).filter(ImageFilter.GaussianBlur(2))
    assert [code.text for code in codes_in(near, dots_an_inch=100)] == [content.address]


def test_the_code_is_large_and_square_and_has_its_margin() -> None:
    """What a reader on a desk still forgives and a phone at two metres doesn't."""
    content = unit_poster(unit=OFFICE, at=AT)
    picture = page_picture(poster_pdf(content), dots_an_inch=200)
    (code,) = codes_in(picture, dots_an_inch=200)
    assert min(code.sides) > 55 and max(code.sides) < 1.01 * min(code.sides), code.sides
    (beside,) = zxingcpp.read_barcodes(picture)
    at, to = beside.position.top_left, beside.position.bottom_right
    # Four modules of white all around, but for the blur of the edges.
    wide = round(4 * (to.x - at.x) / segno.make(content.address, error="m", micro=False).symbol_size(border=0)[0]) - 2
    margins = (
        (at.x - wide, at.y - wide, to.x + wide, at.y - 2),
        (at.x - wide, to.y + 3, to.x + wide, to.y + wide),
        (at.x - wide, at.y - wide, at.x - 2, to.y + wide),
        (to.x + 3, at.y - wide, to.x + wide, to.y + wide),
    )
    assert [picture.crop(margin).getextrema() for margin in margins] == [(255, 255)] * 4


@pytest.mark.parametrize("spoiled", ["squeezed", "cut", "covered", "small"])
def test_a_code_that_no_phone_reads_would_be_noticed(spoiled: str) -> None:
    """The test's own test: what is done to the sheet here must not pass for a code."""
    content = unit_poster(unit=OFFICE, at=AT)
    picture = page_picture(poster_pdf(content), dots_an_inch=100)
    (read,) = zxingcpp.read_barcodes(picture)
    at, to = read.position.top_left, read.position.bottom_right
    size = picture.size
    match spoiled:
        case "squeezed":
            picture = picture.resize((size[0] // 2, size[1]))
        case "cut":
            picture = picture.crop((0, 0, to.x - 40, size[1]))
        case "covered":
            picture.paste(255, (at.x, at.y, (at.x + to.x) // 2, to.y))
        case "small":
            picture = picture.resize((size[0] // 6, size[1] // 6))
    good = [
        code
        for code in codes_in(picture, dots_an_inch=100)
        if code.text == content.address and min(code.sides) > 55 and max(code.sides) < 1.01 * min(code.sides)
    ]
    assert good == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("intro", ["", "请走东门。" * 200])
def test_the_poster_is_one_a3_page_with_embedded_fonts(language: str, intro: str) -> None:
    unit = UnitView(**{name: getattr(OFFICE, name) for name in UnitView.__slots__} | {"intro": intro})
    with translation.override(language):
        content = unit_poster(unit=unit, at=AT)
    assert content.on == date(2026, 11, 30)
    pdf = PdfReader(BytesIO(poster_pdf(content)))
    assert len(pdf.pages) == 1
    box = pdf.pages[0].mediabox
    assert (round(box.width), round(box.height)) == _A3
    fonts = [font.get_object() for font in pdf.pages[0]["/Resources"]["/Font"].values()]  # type: ignore[index]
    assert fonts
    for font in fonts:
        described = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(described), font["/BaseFont"]
    assert ("复查" if language == "zh-hans" else "review") in _read(pdf)
    # Nothing is lost at an edge: the last words of both columns are there.
    for part in (content.parts[-1], content.beneath[-1]):
        assert re.sub(r"\s", "", part.lines[-1])[-6:] in _read(pdf)


def test_the_poster_is_public_and_a_closed_unit_has_none(cast: Cast, settings: Settings) -> None:
    client = Client()
    address = f"/reception/units/{cast.units['office']}/poster.pdf"
    assert f'href="{address}"' in client.get("/reception/").content.decode()
    response = client.get(address)
    assert response.status_code == 200 and response.content.startswith(b"%PDF")
    (code,) = codes_in(page_picture(response.content, dots_an_inch=100), dots_an_inch=100)
    assert code.text == f"{settings.HUIYIN_SITE_URL}/file/"
    assert client.get("/reception/units/1000000/poster.pdf").status_code == 404
