"""A matter's page as a letter: where it stands, who has it, what comes next, what was said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from huiyin.clocks.selectors import ClockView
from huiyin.kernel.text import N_
from huiyin.matters.core.rules.labels import GRADE_LABELS
from huiyin.matters.core.rules.states import REVIEW_STATES, UNANSWERED_STATES, Action, Grade, MessageKind, State
from huiyin.matters.core.selectors.views import AttachmentView, MatterView, MessageView, RatingView
from huiyin.matters.messages.selectors.waits import WaitView
from huiyin.matters.review.rules import LEVEL_LABELS, ReviewLevel
from huiyin.matters.review.selectors.windows import may_be_reviewed
from huiyin.portal.barred import unsettled_lines
from huiyin.portal.status.late import LateSection, late_section
from huiyin.portal.status.progress import first_clocks
from huiyin.portal.status.promises import QUESTION
from huiyin.portal.status.unsatisfied import window_of
from huiyin.web.file_lines import FileLine
from huiyin.web.small_pictures import has_small_picture

# Where a matter stands, and what comes next. Drafting and approving are the house's own business.
_NOW = {
    State.REGISTERED: N_("我们已经收到并登记，正在看由谁来办。"),
    State.ACCEPTED: N_("已经受理，承办单位正在安排人。"),
    State.INVESTIGATING: N_("承办单位正在查清事实。"),
    State.DRAFTED: N_("承办单位正在查清事实。"),
    State.APPROVED: N_("承办单位正在查清事实。"),
    State.SERVED: N_("已经书面答复，请看下面的答复。"),
    State.RATED: N_("已经书面答复，您也作了评价。"),
    State.UNDER_REVIEW: N_("您申请了复查，%(unit)s正在看。"),
    State.REVIEWED: N_("复查意见已经作出，请看下面。"),
    State.UNDER_RECHECK: N_("您申请了复核，%(unit)s正在看。"),
    State.CARRYING_OUT: N_("复核意见已经作出，请看下面。承办单位正在落实答应您的事。"),
    State.CLOSED: N_("这件事项已经办结。记录会一直保留。"),
    State.FINALISED: N_("复核意见已经作出，这件事项终结。记录会一直保留。"),
    State.DECLINED: N_("决定不予受理，理由在下面的经过里。"),
    State.REDIRECTED: N_("这件事项要走另外的途径，去哪里、怎么办写在下面的经过里。"),
    State.WITHDRAWN: N_("您已经撤回。以后需要，可以重新提交。"),
}
_MESSAGE_TITLES = {
    MessageKind.WRITTEN: N_("您写的"),
    MessageKind.ASK: N_("请您补充"),
    MessageKind.ANSWER: N_("给您的回复"),
}
_WINDOW = "review_window"
_RATINGS_MOST = 2
_NEXT_WITH_REVIEW = N_("接下来：您可以评价；不服的，可以在期限内请上一级复查。")
_NEXT_WITH_STEPS = N_("接下来：下面答应您的事都落实以后，就办结。")
_NEXT = {
    State.REGISTERED: N_("接下来：告诉您是否受理、由哪个单位承办。"),
    State.ACCEPTED: N_("接下来：承办人会了解情况，可能通过这里向您询问。"),
    State.INVESTIGATING: N_("接下来：查清以后书面答复您，答复会放在这一页上。"),
    State.DRAFTED: N_("接下来：查清以后书面答复您，答复会放在这一页上。"),
    State.APPROVED: N_("接下来：查清以后书面答复您，答复会放在这一页上。"),
    State.SERVED: N_("接下来：您可以评价。"),
    State.UNDER_REVIEW: N_("接下来：最迟到下面写的日子，给您复查意见。"),
    State.REVIEWED: N_("接下来：不服的，可以在期限内申请复核；期限过后就办结。"),
    State.UNDER_RECHECK: N_("接下来：最迟到下面写的日子，给您复核意见。"),
    State.CARRYING_OUT: N_("接下来：下面答应您的事都落实以后，这件事项终结。"),
    State.RATED: N_("接下来：下面写的日子过后，就办结。"),
}


@dataclass(frozen=True, slots=True)
class PortalLetterItem:
    """One line of the timeline or one message, as `components/timeline.html` takes it."""

    title: str
    at: datetime | None = None
    who: str = ""
    text: str = ""
    is_next: bool = False


@dataclass(frozen=True, slots=True)
class PortalLetter:
    """Everything on the page."""

    matter: MatterView
    where: str
    following: str
    first_clocks: tuple[ClockView, ...]
    other_clocks: tuple[ClockView, ...]
    stopped: tuple[ClockView, ...]
    timeline: tuple[PortalLetterItem, ...]
    messages: tuple[PortalLetterItem, ...]
    own_files: tuple[FileLine, ...]
    office_files: tuple[FileLine, ...]
    reply_files: tuple[FileLine, ...]
    waits_for_you: bool
    rating: tuple[tuple[str, str], ...]
    earlier_ratings: tuple[tuple[tuple[str, str], ...], ...]
    waits: tuple[WaitView, ...] = ()
    late: LateSection | None = None
    questions: tuple[ClockView, ...] = ()
    recent_from: int = 0
    window: ClockView | None = None

    @property
    def running(self) -> tuple[ClockView, ...]:
        """Every time limit that isn't over."""
        return (*self.first_clocks, *self.other_clocks, *((self.window,) if self.window else ()))

    @property
    def recent_messages(self) -> tuple[PortalLetterItem, ...]:
        """From the first question that waits for the petitioner on; else the last message."""
        return self.messages[self.recent_from :]

    @property
    def earlier_messages(self) -> tuple[PortalLetterItem, ...]:
        """Those before."""
        return self.messages[: self.recent_from]

    @property
    def recent_waits(self) -> tuple[str, ...]:
        """How long we wait for the petitioner, and have waited; while we wait, that is with the messages before."""
        return tuple(_wait(wait) for wait in self.waits if wait not in self._waits_before)

    @property
    def earlier_waits(self) -> tuple[str, ...]:
        """What stands with those."""
        return tuple(_wait(wait) for wait in self._waits_before)

    @property
    def _waits_before(self) -> tuple[WaitView, ...]:
        folded = self.waits_for_you and self.recent_from
        return tuple(wait for wait in self.waits if wait.until is not None) if folded else ()

    @property
    def file_count(self) -> int:
        """How many files are listed, apart from those of the answer."""
        return len(self.own_files) + len(self.office_files)

    @property
    def writes_first(self) -> bool:
        """Whether adding something is what most come for: nothing was answered and it is in time, or we ask."""
        is_unanswered = self.matter.reply is None or self.matter.state in UNANSWERED_STATES
        # Of a late one the reminder comes first, and where people meet their meeting.
        return self.waits_for_you or (is_unanswered and self.late is None and not self.matter.explanations)

    @property
    def form_is_open(self) -> bool:
        """Whether the form for it stands open: below a late one's reminder one press opens it."""
        return self.writes_first and self.late is None

    @property
    def may_write(self) -> bool:
        """Whether something can be added."""
        return self.matter.can(Action.WRITE)

    @property
    def may_rate(self) -> bool:
        """Whether the reply can be rated now, or the rating changed: once, while the window is open."""
        rating = self.matter.rating
        is_over = any(clock.code == _WINDOW and clock.is_over for clock in self.running)
        return self.matter.can(Action.RATE) and not is_over and (rating is None or rating.position < _RATINGS_MOST)

    @property
    def may_say_it_came(self) -> bool:
        """Whether the petitioner can say that a posted reply has come."""
        return self.matter.can(Action.ACKNOWLEDGE)

    @property
    def may_ask(self) -> str:
        """复查 or 复核, if that can be asked for now, else ""."""
        if self.matter.can(Action.ASK_REVIEW):
            return gettext(LEVEL_LABELS[ReviewLevel.REVIEW])
        return gettext(LEVEL_LABELS[ReviewLevel.RECHECK]) if self.matter.can(Action.ASK_RECHECK) else ""

    @property
    def may_confirm(self) -> bool:
        """Whether the petitioner may say that something promised is done."""
        return self.matter.can(Action.STEP_DONE)

    @property
    def may_ask_explanation(self) -> bool:
        """Whether a meeting that explains the answer can be wished for now."""
        return self.matter.can(Action.ASK_EXPLANATION)

    @property
    def may_begin_explanation(self) -> bool:
        """The same without one that the office has offered, which has its own button."""
        return self.may_ask_explanation and not any(meeting.is_open for meeting in self.matter.explanations)

    @property
    def may_ask_other_day(self) -> bool:
        """Whether another day can be asked for."""
        return self.matter.can(Action.ASK_OTHER_DAY)

    @property
    def may_refuse_explanation(self) -> bool:
        """Whether there is a meeting that can be declined."""
        return self.matter.can(Action.WITHDRAW_EXPLANATION)

    @property
    def may_remark(self) -> bool:
        """Whether there are minutes without a remark."""
        return self.matter.can(Action.REMARK_EXPLANATION)

    @property
    def is_above(self) -> bool:
        """Whether a unit above is deciding a review or recheck."""
        return self.matter.state in REVIEW_STATES

    @property
    def unsettled(self) -> tuple[str, ...]:
        """That somebody may be meant whom nobody has recognised."""
        return unsettled_lines(is_settled=self.matter.respondents_settled)

    @property
    def asks_to_lift(self) -> bool:
        """Whether the office asks to let somebody see it again."""
        return any(bar.proposal for bar in self.matter.bars)

    @property
    def may_go_together(self) -> bool:
        """Whether others can be asked to sign, or to speak for them."""
        return self.matter.can(Action.PROPOSE_REPRESENTATIVES)

    @property
    def may_withdraw(self) -> bool:
        """Whether it can still be withdrawn."""
        return self.matter.can(Action.WITHDRAW)


def letter_of(matter: MatterView) -> PortalLetter:
    """The page of a matter."""
    state = State(matter.state)
    following = _following(state, matter.kind)
    if state is State.RATED and any(step.is_open for step in matter.steps):
        following = gettext(_NEXT_WITH_STEPS)
    window = window_of(matter)
    # What is late is said by the section about that.
    late = matter.late.clocks if matter.late else ()
    running = tuple(clock for clock in matter.clocks if clock.stopped_at is None and clock is not window)
    first, others = first_clocks(tuple(clock for clock in running if clock not in late or clock.extensions))
    others = (*others, *(clock for clock in running if clock not in (*first, *others)))
    return PortalLetter(
        matter=matter,
        where=gettext(_NOW[state]) % {"unit": matter.working_unit},
        following=following,
        first_clocks=first,
        other_clocks=others,
        stopped=_stopped(matter.clocks),
        timeline=_timeline(matter, following),
        messages=_messages(matter),
        own_files=_files(matter, from_petitioner=True),
        office_files=_files(matter, from_petitioner=False),
        reply_files=tuple(_file_line(file) for file in matter.reply.files) if matter.reply else (),
        waits_for_you=any(message.kind == MessageKind.ASK and not message.is_answered for message in matter.messages),
        rating=_rating(matter.rating) if matter.rating else (),
        earlier_ratings=tuple(_rating(rating) for rating in matter.earlier_ratings),
        waits=matter.waits,
        late=late_section(matter),
        window=window,
        recent_from=_recent_from(matter.messages),
        questions=tuple(clock for clock in matter.clocks if clock.code == QUESTION and clock.stopped_at is None),
    )


def _recent_from(messages: Sequence[MessageView]) -> int:
    waiting = (
        place for place, message in enumerate(messages) if message.kind == MessageKind.ASK and not message.is_answered
    )
    return next(waiting, max(len(messages) - 1, 0))


def _wait(wait: WaitView) -> str:
    if wait.until is None:
        sentence = ngettext("等您补充，已经 %(days)d 天", "等您补充，已经 %(days)d 天", wait.days)
    else:
        sentence = ngettext("等您补充用了 %(days)d 天", "等您补充用了 %(days)d 天", wait.days)
    return sentence % {"days": wait.days}


def public_attachment(matter: MatterView, attachment_id: object) -> AttachmentView | None:
    """A file that the petitioner may fetch."""
    return next((file for file in matter.attachments if file.id == attachment_id and file.is_public), None)


def _stopped(clocks: Sequence[ClockView]) -> tuple[ClockView, ...]:
    """Each thing that was done once: where the law's time and the house's stopped alike, one line says it."""
    return tuple({clock.sentence: clock for clock in clocks if clock.stopped_at is not None}.values())


def _following(state: State, kind: str) -> str:
    # No review is promised for a kind that has none in the law.
    if state is State.SERVED and may_be_reviewed(kind):
        return gettext(_NEXT_WITH_REVIEW)
    return gettext(_NEXT[state]) if state in _NEXT else ""


def _timeline(matter: MatterView, following: str) -> tuple[PortalLetterItem, ...]:
    items = [
        PortalLetterItem(
            title=event.sentence,
            at=event.at,
            # Many sentences name the office themselves.
            who="" if event.office in event.sentence else event.office,
            text=event.article,
        )
        for event in matter.events
        if event.sentence
    ]
    if following and matter.is_open:
        items.append(PortalLetterItem(title=following, is_next=True))
    return tuple(items)


def _messages(matter: MatterView) -> tuple[PortalLetterItem, ...]:
    return tuple(
        PortalLetterItem(
            title=_message_title(message),
            at=message.at,
            who=message.office,
            text=message.body,
        )
        for message in matter.messages
    )


def _message_title(message: MessageView) -> str:
    if message.is_question:
        return gettext("您的提问") + (gettext("（已回答）") if message.is_answered else gettext("（等回答）"))
    return gettext(_MESSAGE_TITLES[MessageKind(message.kind)])


def _files(matter: MatterView, *, from_petitioner: bool) -> tuple[FileLine, ...]:
    """Those of the answer stand with it."""
    shown = {file.id for file in matter.reply.files} if matter.reply else set()
    return tuple(
        _file_line(file)
        for file in matter.attachments
        if file.is_public and file.from_petitioner is from_petitioner and file.id not in shown
    )


def _file_line(file: AttachmentView) -> FileLine:
    return FileLine(
        file.name,
        file.size,
        # No address: what is sealed opens with a reader's passphrase only, which no petitioner has.
        "" if file.is_sealed else reverse("portal:status_file", args=[file.id]),
        reverse("portal:status_picture", args=[file.id]) if file.picture_id else "",
        reverse("portal:status_small", args=[file.id]) if _is_pictured(file) else "",
    )


def _is_pictured(file: AttachmentView) -> bool:
    return not file.is_sealed and has_small_picture(file.name)


def _rating(rating: RatingView) -> tuple[tuple[str, str], ...]:
    return (
        (gettext("接收、登记、转交"), gettext(GRADE_LABELS[Grade(rating.of_office)])),
        (gettext("承办单位"), gettext(GRADE_LABELS[Grade(rating.of_unit)])),
        (gettext("您说的话"), rating.words),
    )
