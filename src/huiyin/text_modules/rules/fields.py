"""The fields in a text module's body: what the officer sees of a matter anyway, and nothing of who filed it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from huiyin.text_modules.rules.errors import TextFieldUnknown

# In braces of either width, in one line: longer ones are words that somebody put in braces.
_FIELD = re.compile("[{\uff5b]([^{}\uff5b\uff5d\n]*)[}\uff5d]")
_BETWEEN_NAMES = "、"


@dataclass(frozen=True, slots=True)
class FieldValues:
    """What fields are filled with. There is no field for anybody who brought a matter: who that is lies in the vault.

    Days are written out. "" where the matter has none.
    """

    number: str = ""
    title: str = ""
    unit: str = ""
    phone: str = ""
    category: str = ""
    place: str = ""
    received: str = ""
    due: str = ""
    today: str = ""
    handler: str = ""


# By the name in the text, the value; letters are Chinese in every language, and so are the names.
FIELD_NAMES: Mapping[str, str] = {
    "事项编号": "number",
    "事项标题": "title",
    "单位名称": "unit",
    "单位电话": "phone",
    "类别": "category",
    "地点": "place",
    "收到日期": "received",
    "到期日期": "due",
    "今天": "today",
    "承办人": "handler",
}


def fields_in(text: str) -> Iterator[str]:
    """The names that stand in braces."""
    return (match[1].strip() for match in _FIELD.finditer(text))


def check_fields(text: str, *, field: str) -> None:
    """Raises TextFieldUnknown for the first name in braces that is none of ours."""
    for name in fields_in(text):
        if name not in FIELD_NAMES:
            raise TextFieldUnknown(field=field, name=name, known=_BETWEEN_NAMES.join(FIELD_NAMES))


def filled(text: str, values: FieldValues) -> str:
    """The text with its fields filled; one that has no value here asks for it in place of it."""

    def value(match: re.Match[str]) -> str:
        name = match[1].strip()
        if name not in FIELD_NAMES:
            return match[0]
        return str(getattr(values, FIELD_NAMES[name])) or f"〔请填写{name}〕"

    return _FIELD.sub(value, text)
