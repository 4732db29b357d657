"""The reply as it is printed, the same sheet for the petitioner and for the office."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from huiyin.clocks.selectors import remedy_text, rulebook
from huiyin.documents.letters import OpinionLine, ReplyLetter
from huiyin.documents.letters.printing import chinese_date
from huiyin.kernel.time import office_day
from huiyin.matters.core.selectors.views import MatterView, ReplyView
from huiyin.matters.reply.rules import annex_name


def reply_letter(*, matter: MatterView, reply: ReplyView) -> ReplyLetter:
    """The letter under the article of the matter's kind (条例 Art 32). It names no officer and nobody who filed.

    What hasn't been served says in its headline that it is a draft, so that no paper of it can pass for an answer.
    """
    book = rulebook()
    rule = book.letter(code="reply", kind=matter.kind)
    title = _("和解（调解）协议") if reply.settlement else _(rule.name) if rule else _("答复")
    article = _("《信访工作条例》第三十三条") if reply.settlement else _(rule.article) if rule else ""
    agreed = _("双方同意：\n%(agreement)s") % {"agreement": reply.settlement} if reply.settlement else ""
    return ReplyLetter(
        number=matter.number,
        unit=matter.lead_unit,
        title=title if reply.served_at else _("%(title)s（草稿，没有送达）") % {"title": title},
        addressee=_("您好"),
        summary=matter.title,
        received_on=office_day(matter.received_at),
        accepted_on=office_day(matter.accepted_at) if matter.accepted_at else None,
        facts="\n\n".join(filter(None, (reply.facts, agreed))),
        opinions=tuple(
            OpinionLine(opinion.request, opinion.outcome_label, opinion.reasons) for opinion in reply.opinions
        ),
        legal_basis=reply.basis,
        remedies=remedy_text(rule, book=book, kind=matter.kind),
        drafter_unit=matter.lead_unit,
        issued_on=office_day(reply.served_at or reply.drafted_at),
        article=article,
        promises="\n".join(_promises(matter, reply)),
        annexes=tuple(annex_name(file.name) for file in reply.files),
    )


def _promises(matter: MatterView, reply: ReplyView) -> Iterator[str]:
    """What this answer promises, by when."""
    of_this = (step for step in matter.steps if step.reply_id == reply.id)
    for number, step in enumerate(of_this, start=1):
        yield f"{number}. {step.text}（{chinese_date(step.due_on)}前）"
