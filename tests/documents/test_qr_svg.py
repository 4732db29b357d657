"""QR codes for templates."""

import xml.etree.ElementTree as ET

from django.utils.safestring import SafeString

from huiyin.documents.qr import qr_svg


def test_a_code_is_one_svg_element_with_a_title_and_nothing_that_runs() -> None:
    drawing = qr_svg("https://huiyin.invalid/q/20261121-4831-0927?a=1&b=2")

    root = ET.fromstring(drawing)  # noqa: S314 - our own text
    assert isinstance(drawing, SafeString)
    assert root.tag.endswith("svg")
    assert root.get("role") == "img"
    assert root.get("viewBox")
    assert root[0].tag.endswith("title") and root[0].text == "二维码"
    assert "script" not in drawing and "style" not in drawing
    assert qr_svg("a") != qr_svg("b")
