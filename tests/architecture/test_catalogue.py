"""The tool that collects messages finds them wherever they can stand."""

import pytest
from babel.messages.catalog import Message

import messages


def _found(texts: object) -> list[tuple[str, str, str, str]]:
    return [(text.context, text.singular, text.plural, text.where) for text in texts]  # type: ignore[attr-defined]


def test_python_calls_and_sentences_are_found() -> None:
    source = (
        'label = _("一" "二")\n'
        'count = ngettext("%(n)s 件", "%(n)s 件们", n)\n'
        'month = pgettext("时间", "月")\n'
        'class Refusal(Error):\n    """Doc."""\n    sentence = "请重试。"\n'
        "again = _(label)\n"
    )
    assert sorted(_found(messages.texts_of_python(source, "a.py"))) == [
        ("", "%(n)s 件", "%(n)s 件们", "a.py:2"),
        ("", "一二", "", "a.py:1"),
        ("", "请重试。", "", "a.py:6"),
        ("时间", "月", "", "a.py:3"),
    ]


def test_template_tags_are_found() -> None:
    source = (
        '{% load i18n %}<b title="{% translate "您好" %}">_("不是")</b>\n'
        "{% blocktranslate trimmed count n=many %}\n  有 {{ n }} 件\n"
        "{% plural %}\n  共 {{ n }} 件\n{% endblocktranslate %}\n"
        '{% include "a.html" with title=_("标题") %}{% translate "月" context "时间" %}\n'
    )
    assert _found(messages.texts_of_template(source, "a.html")) == [
        ("", "您好", "", "a.html:1"),
        ("", "有 %(n)s 件", "共 %(n)s 件", "a.html:2"),
        ("", "标题", "", "a.html:7"),
        ("时间", "月", "", "a.html:7"),
    ]


def test_a_rulebook_shows_only_some_of_its_keys() -> None:
    source = 'code = "a"\n[[rule]]\nname = "受理"\narticle = "第二十二条"\n'
    assert _found(messages.texts_of_rulebook(source, "a.toml")) == [("", "受理", "", "a.toml:3")]


@pytest.mark.parametrize(
    ("translation", "faults"),
    [
        ("%(n)s matters", []),
        ("", ["missing translation"]),
        ("%(m)s matters", ["places differ (wanted n)"]),
        ("matters", ["places differ (wanted n)"]),
    ],
)
def test_a_faulty_translation_is_named(translation: str, faults: list[str]) -> None:
    text = messages.Text("%(n)s 件", "", "", "a.py:1")
    assert list(messages.faults(text, Message(text.id, translation))) == faults
