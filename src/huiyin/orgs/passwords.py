"""Words that anybody here would try as a password first: of the product, the office, its places and the officer.

`docs/orgs.md` lists them. A password may have such words in it; refused is one that is hardly anything else.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from huiyin.orgs.errors import PasswordLocal
from huiyin.orgs.models import Area, Officer, Unit

LOCAL_WORDS = "password_local_words"
"""The code of the refusal."""
GENERAL = (
    "回音", "信访", "接访", "诉求", "投诉", "举报", "密码", "口令", "管理员", "领导", "你好", "欢迎",
    "huiyin", "xinfang", "jiefang", "suqiu", "tousu", "mima", "guanliyuan", "admin", "administrator", "password",
    "welcome", "nihao", "demo",
)  # fmt: skip
# So many letters must be left once the words, figures and signs are out.
_REST = 5
_SORT_OF_PLACE = re.compile(r"(?:街道|社区|省|市|县|区|旗|镇|乡|村)$")
_NO_LETTER = re.compile(r"[\W\d_]")
# Parts of host names that say nothing of this place.
_OF_ALL_HOSTS = frozenset({"www", "gov", "com", "net", "org", "edu"})


class LocalWordsValidator:
    """For AUTH_PASSWORD_VALIDATORS."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        if is_local(password, local_words(user)):
            raise ValidationError(_(PasswordLocal.sentence), code=LOCAL_WORDS)

    def get_help_text(self) -> str:
        """What is asked for."""
        return _("不要只用单位、地名、姓名、登录名或“信访”“密码”这样的词。")


def is_local(password: str, words: Iterable[str]) -> bool:
    """Whether the password is hardly more than some of these words, with figures and signs between them."""
    rest, found = _letters(password), False
    # The longest first: with 清河湾 taken out before 清河湾县, 县 would be left and count as something of one's own.
    for word in sorted({_letters(word) for word in words}, key=len, reverse=True):
        # Two letters stand in many words by chance, two characters don't.
        if len(word) >= (3 if word.isascii() else 2) and word in rest:
            rest, found = rest.replace(word, ""), True
    return found and len(rest) < _REST


def local_words(officer: Any = None) -> Iterator[str]:
    """All of them, as they are written; two statements."""
    yield from GENERAL
    yield settings.HUIYIN_SITE_NAME
    host = urlsplit(settings.HUIYIN_SITE_URL).hostname or ""
    yield from (part for part in host.split(".") if part not in _OF_ALL_HOSTS)
    if isinstance(officer, Officer):
        yield from (officer.username, officer.display_name)
    for name, short_name, aliases in Unit.objects.values_list("name", "short_name", "aliases").iterator():
        yield from (name, short_name, *aliases.split("、"))
    for name in Area.objects.values_list("name", flat=True).iterator():
        yield from (name, _SORT_OF_PLACE.sub("", name))


def _letters(text: str) -> str:
    """Without figures, signs and the difference of capitals and of full-width letters."""
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", text).casefold())
