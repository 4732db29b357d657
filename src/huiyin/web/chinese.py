"""What is Chinese on a page in another language is marked as Chinese, so that it is read aloud as such (WCAG 3.1.2).

People and offices write Chinese, and their words stand everywhere: in titles, in sentences of ours, in lists. So they
are marked where a page leaves, and not in each template, where one would be forgotten.
"""

import re

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SIGNS = "\u3000-\u303f\uff00-\uffef‘’“”…—"
# From one Chinese character to the last one that only Chinese signs, digits and blanks part from it. The dot within a
# name (阿依·古丽) belongs to it, one behind it parts it from what follows.
_OPENING = "《〈「『【〔〖\uff08"
_RUN = re.compile(rf"[{_OPENING}]*[{_HAN}](?:[{_HAN}{_SIGNS}·0-9\s]*[{_HAN}{_SIGNS}])?")
_ANY_HAN = re.compile(f"[{_HAN}]")
_TOKEN = re.compile(r"<!--.*?-->|<[A-Za-z/!][^>\"']*(?:\"[^\"]*\"[^>\"']*|'[^']*'[^>\"']*)*>", re.DOTALL)
_NAME = re.compile(r"</?\s*([A-Za-z][A-Za-z0-9-]*)")
_LANG = re.compile(r"\slang\s*=\s*[\"']?([A-Za-z-]+)")
_VALUE = re.compile(r"\s(?:value|placeholder|alt|aria-label|label)\s*=\s*\"([^\"]*)\"")
_VOID = frozenset(
    "area base br col embed hr img input link meta source track wbr".split()  # noqa: SIM905 - as the standard lists them
)
# What stands in them isn't read as part of the page, and no element can be put around a part of it.
_RAW = frozenset({"script", "style", "title"})
# They hold text and nothing else: the whole element is marked.
_TEXT_ONLY = frozenset({"option", "textarea"})
_WHOLE = _RAW | _TEXT_ONLY
_MARK = "zh-Hans"
# Numbers, codes, days and hours that have parts: on a page from right to left these would change places.
_IN_PARTS = re.compile(r"[0-9A-Z]+(?:[-/:.\u2013][0-9A-Z]+)+")


def mark_chinese(page: str, *, direction: str = "ltr") -> str:
    """The page, or a part of one, with each run of Chinese in an element whose language is Chinese.

    On a page from right to left, numbers that have parts stand in elements of their own as well.
    """
    is_turned = direction == "rtl"
    if not is_turned and not _ANY_HAN.search(page):
        return page
    marking = _Marking(is_turned)
    place = 0
    for token in _TOKEN.finditer(page):
        marking.text(page[place : token.start()])
        marking.tag(token[0])
        place = token.end()
    marking.text(page[place:])
    return "".join(marking.parts)


class _Marking:
    """Goes through a page once; `_open` has the elements around, each with whether it is in Chinese."""

    def __init__(self, is_turned: bool) -> None:
        self.parts: list[str] = []
        self._is_turned = is_turned
        self._open: list[tuple[str, bool]] = []

    def text(self, text: str) -> None:
        name, is_chinese = self._open[-1] if self._open else ("", False)
        if self._is_turned and not is_chinese and name not in _WHOLE:
            text = _IN_PARTS.sub(r'<span dir="ltr">\g<0></span>', text)
        if text.isascii():
            self.parts.append(text)
            return
        if is_chinese or name in _RAW or not _ANY_HAN.search(text):
            self.parts.append(text)
        elif name in _TEXT_ONLY:
            # The part before is the element's own opening tag: nothing else can stand in these.
            self.parts[-1] = _marked(self.parts[-1])
            self.parts.append(text)
        else:
            self.parts.append(_RUN.sub(rf'<span lang="{_MARK}">\g<0></span>', text))

    def tag(self, tag: str) -> None:
        if tag.startswith("</"):
            self._close(tag[2:-1].strip().lower())
        elif named := _NAME.match(tag):  # else it is a comment or the doctype
            name = named[1].lower()
            if name in _VOID or tag.endswith("/>"):
                tag = self._with_value_marked(tag)
            else:
                if self._is_offered(name):
                    tag = self._with_value_marked(tag)
                lang = _LANG.search(tag) if " lang" in tag else None
                around = bool(self._open) and self._open[-1][1]
                self._open.append((name, lang[1].lower().startswith("zh") if lang else around))
        self.parts.append(tag)

    def _is_offered(self, name: str) -> bool:
        """Whether it is read from an attribute: the name of a group, what a list of an input offers."""
        return name == "optgroup" or (name == "option" and any(around == "datalist" for around, _ in self._open))

    def _close(self, name: str) -> None:
        # Back to the one that is meant: `li` and `p` may have been left open within it.
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0] == name:
                del self._open[place:]
                return

    def _with_value_marked(self, tag: str) -> str:
        around = bool(self._open) and self._open[-1][1]
        if (
            tag.isascii()
            or around
            or _LANG.search(tag)
            or not any(_ANY_HAN.search(value) for value in _VALUE.findall(tag))
        ):
            return tag
        return _marked(tag)


def _marked(tag: str) -> str:
    """The tag with its language, behind its name."""
    named = _NAME.match(tag)
    return f'{named[0]} lang="{_MARK}"{tag[named.end() :]}' if named else tag
