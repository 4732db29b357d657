"""Catalogues are read and compiled as gettext's own tools would; what would break a page is left out."""

from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import messages
from huiyin.kernel.catalogues import (
    CatalogueEntry,
    CatalogueUnreadable,
    Language,
    begun,
    catalogues_in,
    code_of_folder,
    entries_in,
    language_of,
    plural_forms_of,
    write_compiled,
)

_PO = """\
msgid ""
msgstr ""
"X-Name: ئۇيغۇرچە\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

# a note
msgid "一"
msgstr "one"
msgctxt "月份"
msgid "月"
msgstr "mo"
"nth"

msgid "%(n)s 件"
msgid_plural "%(n)s 件"
msgstr[0] "one"
msgstr[1] "%(n)s of them"

#, fuzzy
msgid "二"
msgstr "doubted"

msgid "三"
msgstr ""

msgid "到 %(day)s"
msgstr "until %(date)s"

msgid "占 %(share)s"
msgstr "%(share)s 100%"

msgid "给 {name}"
msgstr "to nobody"

#~ msgid "旧"
#~ msgstr "old"
"""


def _compiled(path: Path) -> GNUTranslations:
    target = path.parent / "out" / "django.mo"
    write_compiled(path, target)
    return GNUTranslations(BytesIO(target.read_bytes()))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A catalogue with something of everything."""
    found = tmp_path / "django.po"
    found.write_text(_PO, encoding="utf-8")
    return found


def test_what_is_translated_is_compiled(path: Path) -> None:
    found = _compiled(path)
    assert found.gettext("一") == "one" and found.pgettext("月份", "月") == "month"
    assert [found.ngettext("%(n)s 件", "%(n)s 件", count) for count in (1, 5)] == ["one", "%(n)s of them"]


@pytest.mark.parametrize("text", ["二", "三", "旧", "到 %(day)s", "占 %(share)s", "给 {name}"])
def test_what_is_doubted_missing_or_would_break_a_page_is_left_out(path: Path, text: str) -> None:
    assert _compiled(path).gettext(text) == text


def test_english_is_compiled_as_babel_does(tmp_path: Path) -> None:
    with messages.PO.open("rb") as file:
        wanted = BytesIO()
        write_mo(wanted, read_po(file, locale="en"))
    wanted.seek(0)
    write_compiled(messages.PO, tmp_path / "django.mo")
    ours, theirs = (
        vars(GNUTranslations(file))["_catalog"] for file in (BytesIO((tmp_path / "django.mo").read_bytes()), wanted)
    )
    assert len(ours) > 4000 and ours | {"": ""} == theirs | {"": ""}


@pytest.mark.parametrize(
    ("code", "header", "language"),
    [
        ("ug", "X-Name: ئۇيغۇرچە", Language("ug", "ئۇيغۇرچە", "rtl")),
        ("bo", "X-Name: བོད་ཡིག", Language("bo", "བོད་ཡིག", "ltr")),
        ("kk-arab", "X-Name: Qazaqsha\\nX-Direction: rtl", Language("kk-arab", "Qazaqsha", "rtl")),
        ("ko", "", Language("ko", "한국어", "ltr")),
        ("xx", "", Language("xx", "xx", "ltr")),
    ],
)
def test_the_header_names_the_language(tmp_path: Path, code: str, header: str, language: Language) -> None:
    path = tmp_path / "django.po"
    path.write_text(f'msgid ""\nmsgstr "{header}\\n"\n', encoding="utf-8")
    assert language_of(code, path, {"ko": "한국어"}) == language


@pytest.mark.parametrize("text", ["msgid 一", 'msgid "a" "b"', '"stray"', "nonsense", 'msgid "\\q\\'])
def test_a_line_that_is_no_part_of_a_catalogue_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "django.po"
    path.write_text(f"\n{text}\n", encoding="utf-8")
    with pytest.raises(CatalogueUnreadable, match=r"django\.po:2"):
        list(entries_in(path))


def test_folders_that_are_no_language_are_none(tmp_path: Path) -> None:
    for name in ("ug", "zh_Hant", "..", "README", "a"):
        (tmp_path / name / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
        (tmp_path / name / "LC_MESSAGES" / "django.po").touch()
    assert set(catalogues_in(tmp_path)) == {"ug", "zh-hant"}
    assert catalogues_in(tmp_path / "nowhere") == {} and code_of_folder("zh_Hant") == "zh-hant"


def test_an_unreadable_rule_for_plurals_is_one_form_for_all() -> None:
    assert plural_forms_of({"plural-forms": "nplurals=2; plural=import os;"}) == "nplurals=1; plural=0;"
    assert plural_forms_of({}) == "nplurals=1; plural=0;"


def test_a_begun_catalogue_has_every_message_and_the_english_beside_it(path: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.po"
    fresh.write_text(begun("bo", "བོད་ཡིག", entries_in(path)), encoding="utf-8")
    assert "# until %(date)s\n" in fresh.read_text(encoding="utf-8")
    wanted = [(entry.context, entry.singular, entry.plural) for entry in entries_in(path)]
    assert [(entry.context, entry.singular, entry.plural) for entry in entries_in(fresh)] == wanted
    assert not any(entry.is_done for entry in entries_in(fresh) if entry.singular)


@pytest.mark.parametrize(
    ("source", "translation", "is_sound"),
    [
        ("等 %d 分钟", "wait %d minutes", True),
        ("等 %d 分钟", "wait", False),
        ("等 %d 分钟", "wait %s", False),
        ("%(when)s 来", "come %(when)s", True),
        ("%(when)s 来", "come %(when)d", False),
        ("%s 和 %s", "%s and %s", True),
        ("%s 和 %s", "%s", False),
        ("百分之百", "100%", True),
    ],
)
def test_what_is_filled_in_is_filled_in_the_same_way(source: str, translation: str, is_sound: bool) -> None:
    assert CatalogueEntry(singular=source, forms={0: translation}).is_sound is is_sound
