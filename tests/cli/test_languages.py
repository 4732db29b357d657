"""A third language is added by a catalogue alone: no code, no setting but where the catalogue lies."""

import json
from typing import Any

import pytest

from tests.cli.house import Installation

_PO = """\
msgid ""
msgstr ""
"X-Name: ئۇيغۇرچە\\n"

msgid "跳到正文"
msgstr "مەزمۇنغا ئاتلاش"

msgid "没有这一页"
msgstr "بۇ بەت يوق"

msgid "Y年n月j日"
msgstr "j-F، Y"

msgid "信访事项怎么办"
msgstr "مۇراجىئەت قانداق بىر تەرەپ قىلىنىدۇ"
"""
_ENGLISH = """\
msgid ""
msgstr ""

msgid "跳到正文"
msgstr "Go straight to the text"
"""
_ASK = """
import django; django.setup()
import json
from datetime import date
from io import BytesIO
from django.test import Client
from django.utils import translation
from pypdf import PdfReader
from huiyin.flows.unit_poster import unit_poster_pdf
from huiyin.kernel.time import now
from huiyin.orgs.selectors import reception_unit
from huiyin.web.gateway.pages import Unread, unread_page
from huiyin.web.paper import letter_language
from huiyin.web.templatetags.huiyin import day_text

def page(client, path, **headers):
    return client.get(path, **headers).content.decode()

def poster_read(pdf):
    # Its language, its title, and how far from the left edge its steps and what stands beside them begin.
    lines = []
    pdf.pages[0].extract_text(visitor_text=lambda text, cm, tm, *_: lines.append((text.strip(), tm[4] + cm[4])))
    at = {text: x for text, x in lines if text in ("提出", "我们从不", "不满意怎么办")}
    return {"lang": pdf.root_object["/Lang"], "text": [text for text, _ in lines], "at": at}

reader, cookie, typing = Client(), Client(), Client()
found = {"asked": page(reader, "/accounts/login/", HTTP_ACCEPT_LANGUAGE="ug-CN,zh;q=0.8")}
found["portal"] = page(reader, "/nowhere/", HTTP_ACCEPT_LANGUAGE="ug")
found["english"] = page(reader, "/accounts/login/", HTTP_ACCEPT_LANGUAGE="en")
found["chinese"] = page(reader, "/accounts/login/", HTTP_ACCEPT_LANGUAGE="fr")
cookie.post("/language/", {"language": "ug", "next": "/"})
found["chosen"] = page(cookie, "/accounts/login/", HTTP_ACCEPT_LANGUAGE="en")
for code in ("fr", "ug"):
    sent = typing.post("/accounts/login/", {"reader_choice": f"language:{code}", "login": "a", "password": "b"})
    found[f"typing {code}"] = sent.content.decode()
found["unread"] = unread_page(Unread.FULL, {"accept-language": "ug"}).body.decode()
for code in ("zh-hans", "en", "ug"):
    with translation.override(code):
        poster = unit_poster_pdf(unit_id=reception_unit(), at=now())
    found[f"poster {code}"] = poster_read(PdfReader(BytesIO(poster)))
with translation.override("ug"):
    found["day"] = day_text(date(2026, 12, 30))
    with letter_language():
        found["letter"] = translation.gettext("没有这一页")
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def answers(built: Installation, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What readers are given by an installation with a catalogue of Uyghur, words of its own, and a broken file."""
    folder = tmp_path_factory.mktemp("languages")
    for code, text in (("ug", _PO), ("en", _ENGLISH), ("bo", "broken")):
        path = folder / "own" / code / "LC_MESSAGES" / "django.po"
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    ours = {"HUIYIN_LOCALES": str(folder / "own"), "HUIYIN_HOSTS": "testserver"}
    installation = Installation(built.copy(folder).var, ours | {"DJANGO_SETTINGS_MODULE": "huiyin.config.settings"})
    status, output = installation.script(_ASK)
    assert status == 0, output
    found: dict[str, Any] = json.loads(output.splitlines()[-1])
    status, found["listed"] = installation.run("languages")
    assert status == 1, "one of them can't be read"
    return found


@pytest.mark.parametrize("how", ["asked", "portal", "chosen", "typing ug"])
def test_the_catalogue_alone_brings_the_language(answers: dict[str, Any], how: str) -> None:
    page = answers[how]
    assert '<html lang="ug" dir="rtl"' in page and "مەزمۇنغا ئاتلاش" in page
    # What it lacks is read in Chinese, marked as such.
    assert '<span lang="zh-Hans">' in page


def test_each_reader_can_change_to_every_other_language(answers: dict[str, Any]) -> None:
    for how, others in (
        ("asked", {"zh-hans": "中文", "en": "English"}),
        ("english", {"zh-hans": "中文", "ug": "ئۇيغۇرچە"}),
        ("chinese", {"en": "English", "ug": "ئۇيغۇرچە"}),
    ):
        page = answers[how]
        assert page.count('data-reader-choice="language"') == len(others)
        for code, name in others.items():
            direction = "rtl" if code == "ug" else "ltr"
            assert f'value="{code}" lang="{code}" dir="{direction}">{name}</button>' in page, (how, code)


def test_a_language_without_a_catalogue_is_none(answers: dict[str, Any]) -> None:
    assert '<html lang="zh-hans"' in answers["typing fr"] and '<html lang="zh-hans"' in answers["chinese"]
    assert '"bo"' not in answers["chinese"], "what can't be read isn't offered"


def test_an_installation_words_english_entries_as_it_likes(answers: dict[str, Any]) -> None:
    assert "Go straight to the text" in answers["english"] and '<html lang="en"' in answers["english"]
    assert "Sign in" in answers["english"], "the rest is as it comes along"


def test_days_are_written_as_the_catalogue_says(answers: dict[str, Any]) -> None:
    assert answers["day"].startswith("30-") and answers["day"].endswith("، 2026")


def test_letters_stay_chinese(answers: dict[str, Any]) -> None:
    assert answers["letter"] == "没有这一页"


def test_the_poster_is_tagged_and_laid_out_in_it(answers: dict[str, Any]) -> None:
    assert [answers[f"poster {code}"]["lang"][:2] for code in ("zh-hans", "en", "ug")] == ["zh", "en", "ug"]
    turned, chinese = answers["poster ug"], answers["poster zh-hans"]
    assert "مۇراجىئەت" in turned["text"] and "信访事项怎么办" not in turned["text"]
    # Steps begin at the right, and what stands beside them is at their left.
    assert turned["at"]["提出"] > turned["at"]["不满意怎么办"]
    assert chinese["at"]["提出"] < chinese["at"]["不满意怎么办"]
    # What the catalogue lacks is Chinese, with its marks where they belong.
    assert "有困难、有意见、有疑问，都可以提。每一件都登记、有编号、有答复。" in turned["text"]


def test_what_no_thread_has_seen_is_answered_in_it_too(answers: dict[str, Any]) -> None:
    assert '<html lang="ug" dir="rtl"' in answers["unread"]


def test_the_command_lists_them_and_what_is_wrong(answers: dict[str, Any]) -> None:
    assert "ug ئۇيغۇرچە：译了 4 条" in answers["listed"] and "bo 读不出来" in answers["listed"]
