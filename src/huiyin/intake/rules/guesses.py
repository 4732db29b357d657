"""What a text most likely is and asks for: a ready default for its writer to change, never a decision."""

import hashlib
import re

from huiyin.kernel.text import N_, tidy_phone
from huiyin.matters.core.rules.limits import REQUEST_MAX
from huiyin.matters.core.rules.states import Kind

# Few and plain words: whoever isn't meant by them is a person in need of something, which is the default.
_ACCUSES = re.compile(
    r"举报|检举|控告|贪污|受贿|行贿|索贿|索要好处|好处费|回扣|红包|挪用|侵吞|套取|冒领|虚报|以权谋私|滥用职权|玩忽职守|"
    r"徇私|吃拿卡要|失职|渎职|违纪|公款|优亲厚友|"
    # What people write who know no word for it.
    r"黑钱|收[^，,。；！!？?\n]{0,12}(?:好处|礼金)|"
    r"收(?:了|过|受)[^，,。；！!？?\n]{0,12}(?:的礼|财物)|"
    r"(?:(?<![家班])长|书记|(?<!班)主任|干部|领导)(?:收|要)(?:了|过|我|们|人|的|老百姓|村民|群众|别人){0,4}钱"
)
_ASKS = re.compile(
    r"请问|咨询|想问|问一下|打听|想了解|想知道|需要什么(?:材料|手续|条件)|怎么(?:办理|申请|申报|报名)|如何(?:办理|申请|申报|报名)"
)
_PROPOSES = re.compile(r"(?:我|我们|特|提个|提一个|提一条|几点|一点)建议|^建议|[，。；！？\n]建议")
_WANTS = re.compile(r"希望|请求|恳请|要求|(?<![申邀聘宴])请(?!问|假|客|教|示|柬|帖)|建议|盼")
_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?]?")
_SHORTEST, _LONGEST = 4, 120
# A landline without its area code has no more digits.
_LOCAL = 8

_ASKED_FOR = {
    Kind.CLAIM: N_("请查清情况，把问题解决好，把结果告诉我。"),
    Kind.ACCUSATION: N_("请查清这件事，依法依规处理，把结果告诉我。"),
    Kind.SUGGESTION: N_("请研究这条建议，告诉我采纳不采纳、为什么。"),
    Kind.INQUIRY: N_("请答复我问的问题。"),
}


def likely_kind(text: str) -> Kind:
    """What somebody who writes this most likely wants to do."""
    if _ACCUSES.search(text):
        return Kind.ACCUSATION
    if _ASKS.search(text):
        return Kind.INQUIRY
    return Kind.SUGGESTION if _PROPOSES.search(text) else Kind.CLAIM


def story_mark(text: str) -> str:
    """16 hexadecimal digits that change with the words of a story, and not with its blanks and line ends."""
    return hashlib.sha256("".join(text.split()).encode()).hexdigest()[:16]


def likely_request(text: str) -> str:
    """The writer's own sentence that asks for something, the last of them; "" where there is none."""
    for sentence in reversed(_SENTENCE.findall(text)):
        asked = sentence.strip()
        if _WANTS.search(asked) and _SHORTEST <= len(asked) <= min(_LONGEST, REQUEST_MAX):
            return str(asked)
    return ""


def usual_request(kind: Kind) -> str:
    """What is asked for where the text says nothing of it, as source text."""
    return _ASKED_FOR[kind]


def phone_to_look_at(phone: str) -> int:
    """How many digits a number has that looks like a slip of a mobile number's eleven; 0 for one that looks right.

    Not of short numbers, landlines with their 0, 400 and 800 numbers, extensions, and those from abroad.
    """
    digits = re.sub(r"\D", "", tidy_phone(phone))
    if tidy_phone(phone).startswith(("+", "00")) or re.search(r"转|分机|ext|[x#;,]", phone, re.IGNORECASE):
        return 0
    if len(digits) <= _LOCAL or digits.startswith("0") or re.fullmatch(r"1\d{10}|[48]00\d{7}|861\d{10}", digits):
        return 0
    return len(digits)
