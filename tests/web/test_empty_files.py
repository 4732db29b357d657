"""A file without anything in it is refused in our words, wherever one is sent."""

import re
from pathlib import Path

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

import huiyin
from huiyin.documents.errors import FileEmpty
from huiyin.web.forms import PlainForm

_BUTTON = re.compile(r'<(?:a|button)(?:[^>%]|%\}|\{%[^%]*%\})*>\{% translate "下载 PDF" %\}')


class _SentForm(PlainForm):
    plain = forms.FileField()
    named = forms.FileField(error_messages={"required": "请先选择名单。"})


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_empty_file_is_refused_as_everywhere(language: str) -> None:
    with override(language):
        form = _SentForm(
            {}, {"plain": SimpleUploadedFile("空.xlsx", b""), "named": SimpleUploadedFile("空.xlsx", b"")}
        )
        sentences = {errors[0] for errors in form.errors.values()}
        assert len(sentences) == 1 and ("空" in sentences.pop()) == (language == "zh-hans")
        if language == "zh-hans":
            assert form.errors["plain"] == [FileEmpty.sentence]
        missing = _SentForm({}, {})
        assert missing.errors["named"] == ["请先选择名单。"] and "Django" not in str(missing.errors["plain"])


def test_what_fetches_a_file_does_not_stand_on_paper() -> None:
    found = [
        (place.name, button[0])
        for place in Path(huiyin.__file__).parent.rglob("templates/**/*.html")
        for button in _BUTTON.finditer(place.read_text())
        # A line of links stands on paper as a whole or not at all.
        if "portal/status/page.html" not in str(place)
    ]
    assert len(found) > 3
    # `print.css` leaves out both.
    assert [name for name, button in found if not re.search(r'class="[^"]*\b(?:btn|no-print)\b', button)] == []
