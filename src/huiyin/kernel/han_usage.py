"""Characters that the table of OpenCC leaves alone, because they are simplified ones as well.

Some are written for another in certain words only: 著火 is 着火, but 著名 is a word of its own. Such a
character is read by its neighbours, so that no two different words become one.
"""

import re

# Written for the other by habit; nobody means anything else by them.
ALSO_TRADITIONAL = "妳隣鑛粧祇衹甦"
ALSO_SIMPLIFIED = "你邻矿妆只只苏"
_USUAL = {"著": "着", "覆": "复", "瞭": "了", "藉": "借"}
IN_SOME_WORDS = "".join(_USUAL)
_WORDS = re.compile(
    # As in to catch fire, to be anxious, and after verbs; not in to write, to be known, and what lies open.
    "(?<![显顯原土编編专專名论論译譯遗遺合巨昭卓])"
    "著(?![名作述称稱者录錄书書])"
    # As in to answer; not in to cover.
    "|(?<=[答回批函电電])覆"
    # As in to understand; not in to look out.
    "|瞭(?=[解然若])"
    # As in a pretext, by means of; not in comfort and disorder.
    "|藉(?=[口此由助故])|(?<=[凭憑])藉"
)


def in_usual_words(text: str) -> str:
    """The text with the character that such a word is usually written with."""
    return _WORDS.sub(lambda found: _USUAL[found[0]], text)
