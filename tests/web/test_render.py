"""Components: fields tied to their notes, deadlines in words, dates in both forms."""

from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import lxml.html
import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation

from huiyin.web import bundles
from huiyin.web.forms import PlainForm
from huiyin.web.style import style_page


class _RenderedForm(PlainForm):
    what = forms.CharField(label="发生了什么", help_text="写几句")
    kind = forms.ChoiceField(label="要什么", choices=[("a", "甲")], widget=forms.RadioSelect)
    place = forms.CharField(label="地点", required=False)
    due = forms.DateField(label="日期", required=False)
    own = forms.CharField(label="自己的话", error_messages={"required": "这里说自己的话。"})


def _show(source: str, **context: Any) -> str:
    return Template("{% load huiyin %}" + source).render(Context(context))


def test_field_is_tied_to_help_and_error() -> None:
    """Label, help, error and control know each other by id; the value stays."""
    form = _RenderedForm({"place": "清河 <镇>"})
    shown = str(form["what"].as_field_group())
    assert 'for="id_what"' in shown
    assert 'aria-describedby="id_what_helptext id_what_error"' in shown
    assert 'id="id_what_error"' in shown
    assert 'class="form-control is-invalid"' in shown
    assert "清河 &lt;镇&gt;" in str(form["place"].as_field_group())
    assert "可不填" in str(form["place"].as_field_group())
    group = " ".join(str(form["kind"].as_field_group()).split())
    assert '<fieldset class="field field-wrong" id="id_kind_group"' in group


class _SheetForm(PlainForm):
    reason = forms.CharField(label="理由")
    submit_shown = "提交"


class _FileForm(PlainForm):
    file = forms.FileField(label="文件")


def test_a_form_on_a_sheet_is_sent_as_its_fields_need() -> None:
    sheet = '{% include "components/arrange_sheet.html" with action="/there/" '
    plain = lxml.html.fromstring(
        _show(sheet + 'code="close" title="撤销" %}', form=_SheetForm(), csrf_token="secret")
    )
    assert (plain.get("method"), plain.get("action"), plain.get("enctype")) == ("post", "/there/", None)
    assert plain.fields["csrfmiddlewaretoken"] == "secret" and plain.fields["form"] == "close"
    assert [element.text for element in plain.xpath("./h3|./p/button|./p/kbd")] == ["撤销", "提交", "Ctrl Enter"]
    assert "带不过去" not in plain.text_content() and not plain.xpath("//@formenctype")
    files = lxml.html.fromstring(_show(sheet + 'submit="上传" %}', form=_FileForm()))
    assert files.get("enctype") == "multipart/form-data" and not files.xpath('.//h3|.//input[@name="form"]')
    assert files.xpath("./p/button")[0].text == "上传"
    assert "带不过去" in files.text_content() and len(files.xpath("//@formenctype")) == 2


def test_summary_links_to_each_field() -> None:
    """Every error is named once, with a link that leads to its field."""
    shown = render_to_string("components/error_summary.html", {"form": _RenderedForm({"due": "gestern"})})
    for target in ("#id_what", "#id_kind_group", "#id_due", "#id_own"):
        assert f'href="{target}"' in shown
    assert "有 4 处要改一下" in shown


def test_errors_say_what_to_do() -> None:
    """Our words instead of the framework's, unless the form has its own."""
    errors = _RenderedForm({"due": "gestern"}).errors
    assert errors["what"] == ["请填写这一项。"]
    assert errors["kind"] == ["请选一项。"]
    assert errors["due"] == ["请写成 2026-12-30 这样的日期。"]
    assert errors["own"] == ["这里说自己的话。"]


@pytest.mark.parametrize(("tone", "word"), [("neutral", "期限内"), ("soon", "快到期"), ("late", "已超期")])
def test_clock_says_its_tone(tone: str, word: str) -> None:
    """Never colour alone, and no style attribute."""
    clock = SimpleNamespace(tone=tone, sentence="还有 3 天", fraction=0.5, stopped_at=None)
    shown = render_to_string("components/clock.html", {"clock": clock})
    assert word in shown
    assert "还有 3 天" in shown
    assert 'width="50.0"' in shown


def test_dates_in_text_and_table() -> None:
    """The office's day, which may be another one than in UTC."""
    late = datetime(2026, 12, 29, 18, 5, tzinfo=UTC)
    assert _show("{{ d|day_text }}", d=late) == "2026年12月30日"
    assert _show("{{ d|day_table }}", d=late) == "2026-12-30"
    assert _show("{{ d|office_time }}", d=late) == "2026年12月30日 02:05"
    assert _show("{{ d|office_stamp }}", d=late) == "2026-12-30 02:05"
    assert _show("{{ d|day_text }}{{ n|office_time }}", d=None, n=None) == ""
    with translation.override("en"):
        assert _show("{{ d|day_text }}", d=date(2026, 12, 30)) == "30 December 2026"


def test_numbers_and_sizes() -> None:
    """As people read them."""
    assert _show("{{ n|matter_number }}", n="2026112148310927") == "20261121-4831-0927"
    assert _show("{{ n|receipt_code }}", n="K7QM3XTD92RBWV8H5CC") == "K7QM-3XTD-92RB-WV8H-5CC"
    assert _show("{{ n|file_size }}", n=3_565_158) == "3.4 MB"


def test_missing_build(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    """Plain pages where people work, a clear sentence where somebody develops."""
    monkeypatch.setattr(bundles, "_BUILT", tmp_path)
    assert _show('{% bundle "portal" %}').strip() == ""
    settings.DEBUG = True
    with pytest.raises(bundles.BuildMissing, match="make build"):
        bundles.bundle("portal")


def test_bundle_from_the_manifest(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Styles and the script of the entry, no address of another site."""
    (tmp_path / "manifest.json").write_text(
        '{"portal.js": {"file": "assets/portal-1.js", "name": "portal", "isEntry": true,'
        ' "imports": ["_c.js"], "css": ["assets/portal-1.css"]}, "_c.js": {"file": "assets/c.js", "name": "c"}}'
    )
    monkeypatch.setattr(bundles, "_BUILT", tmp_path)
    shown = _show('{% bundle "portal" %}')
    assert 'href="/static/built/assets/portal-1.css"' in shown
    assert 'src="/static/built/assets/portal-1.js"' in shown


@pytest.mark.parametrize("query", ["", "?wrong=1", "?face=desk", "?face=desk&wrong=1"])
def test_style_page_shows_all_components(rf: Any, query: str) -> None:
    """Every component renders in every state."""
    page = style_page(rf.get(f"/style/{query}")).content.decode()
    assert "clock-late" in page
    assert ("error-summary" in page) is ("wrong" in query)
