"""How a refusal becomes a status and a sentence in the reader's language."""

from django.utils.translation import gettext

from huiyin.kernel.errors import BadInput, Busy, Conflict, HuiyinError, NotAllowed, NotReady, NotThere
from huiyin.kernel.text import N_

_STATUS: tuple[tuple[type[HuiyinError], int, str], ...] = (
    (NotThere, 404, N_("没有找到")),
    (NotAllowed, 403, N_("这一步不在您的职责内")),
    (BadInput, 422, N_("有一项需要修改")),
    (Conflict, 409, N_("情况有了变化")),
    (Busy, 503, N_("请过一会儿再试")),
    (NotReady, 503, N_("系统还没有就绪")),
)


def sentence_of(error: HuiyinError) -> str:
    """The refusal's sentence, translated and filled in."""
    sentence = gettext(error.sentence)
    return sentence % error.params if error.params else sentence


def status_of(error: HuiyinError) -> int:
    """The HTTP status of a refusal; 400 for one that has no class of its own."""
    return next((status for kind, status, _ in _STATUS if isinstance(error, kind)), 400)


def title_of(error: HuiyinError) -> str:
    """A headline of a few words for the refusal's page, translated."""
    return next(
        (gettext(title) for kind, _, title in _STATUS if isinstance(error, kind)), gettext("现在办不了这一步")
    )
