"""How questions of the petitioner and the answers to them are said."""

from huiyin.kernel.text import N_, NP_
from huiyin.matters.rules.sentences.said import Said

QUESTIONS: Said = {
    "matters.message.questioned": (NP_("经过", "信访人提问"), N_("您提了一个问题，我们会在“来往消息”里回答。")),
    "matters.message.answered": (NP_("经过", "回复信访人"), N_("%(office)s给您写了回复，在“来往消息”里。")),
}
