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
from django.test import Client
from django.utils import translation
from huiyin.web.gateway.pages import Unread, unread_page
from huiyin.web.paper import letter_language
from huiyin.web.templatetags.huiyin import day_text

def page(client, path, **headers):
    return client.get(path, **headers).content.decode()

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


def test_what_no_thread_has_seen_is_answered_in_it_too(answers: dict[str, Any]) -> None:
    assert '<html lang="ug" dir="rtl"' in answers["unread"]


def test_the_command_lists_them_and_what_is_wrong(answers: dict[str, Any]) -> None:
    assert "ug ئۇيغۇرچە：译了 3 条" in answers["listed"] and "bo 读不出来" in answers["listed"]
