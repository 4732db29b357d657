"""Trying the ways out: a fixed text to an address that an administrator types, by the way that notices take.

It isn't a notice: nobody of the installation is its recipient, and the address is kept nowhere.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue
from threading import Thread

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext

from huiyin.allowances.rules import Allowance
from huiyin.allowances.services import allowance_take
from huiyin.kernel.actor import Actor
from huiyin.kernel.ids import new_id
from huiyin.kernel.text import N_, tidy_email
from huiyin.ledger.services import entry_append
from huiyin.notices.errors import TextNotNow, TextNotSetUp, TrialAddressWrong, TrialLimitReached
from huiyin.notices.failures import ChannelDown, HandingUnclear, failure_name, failure_reason, settings_to_check
from huiyin.notices.hours import text_allowed_at
from huiyin.notices.rules import TRIAL_DELIVERED, TRIAL_FAILED, TRIAL_WRITTEN
from huiyin.notices.sending import NoticeChannel, open_channel
from huiyin.notices.texting import text_channel
from huiyin.notices.ways import MOBILE, Way, trial_ref
from huiyin.orgs.permissions import demand_may_arrange
from huiyin.vault.rules.identity import normalise_phone

# No page waits longer for a mail server.
_SECONDS = 10.0
_MOST = 5
# So that the page is no way to write to strangers.
_ALLOWED = Allowance("trial messages", _MOST, timedelta(hours=1), _MOST)

_DELIVERED = {
    Way.MAIL: N_("邮件服务器收下了测试邮件。几分钟后还没有到，请看看垃圾邮件。"),
    Way.TEXT: N_("短信网关收下了测试短信。"),
}
_WRITTEN = {
    Way.MAIL: N_("测试邮件只写进了文件夹，没有发出去：HUIYIN_NOTICES 写 smtp 才会发。"),
    Way.TEXT: N_("测试短信只写进了文件夹，没有发出去：HUIYIN_TEXT_GATEWAY 写网关的地址才会发。"),
}
_FAILED = {
    Way.MAIL: N_("测试邮件没有发出去：%(reason)s。"),
    Way.TEXT: N_("测试短信没有发出去：%(reason)s。"),
}


@dataclass(frozen=True, slots=True)
class TrialOutcome:
    """`failure` is a short name of `failures.py`, "" where it left; `is_written`: into the folder, and no further."""

    way: Way
    failure: str
    is_written: bool

    @property
    def is_delivered(self) -> bool:
        """Whether the mail server or the gateway has it."""
        return not self.failure and not self.is_written

    @property
    def sentence(self) -> str:
        """What became of it, and what to look at, in the reader's language."""
        is_text = self.way is Way.TEXT
        if not self.failure:
            written, delivered = _WRITTEN[self.way], _DELIVERED[self.way]
            return gettext(written if self.is_written else delivered)
        words = gettext(_FAILED[self.way]) % {"reason": failure_reason(self.failure)}
        names = gettext("、").join(settings_to_check(self.failure, is_text=is_text))
        if not names:
            return words
        return gettext("%(sentence)s请看设置：%(names)s。") % {"sentence": words, "names": names}


def trial_send(*, actor: Actor, way: Way, address: str, at: datetime) -> TrialOutcome:
    """Hand a trial message over now, and say what became of it within some seconds.

    Must not be called inside a transaction. Raises NotAllowed, TrialAddressWrong, TextNotSetUp, TextNotNow,
    TrialLimitReached.
    """
    demand_may_arrange(actor)
    to = _checked_address(way, address)
    channel = _channel(way, at)
    _use(actor, at)
    failure = _within(_SECONDS, lambda: _hand_over(channel, to))
    outcome = TrialOutcome(way, failure, is_written=channel.is_folder and not failure)
    with transaction.atomic():
        # Without the address: whose it is concerns nobody who reads the ledger.
        facts = {"failure": failure} if failure else {}
        entry_append(kind=_kind(outcome), subject=trial_ref(way), at=at, actor=actor.ref, facts=facts)
    return outcome


def _kind(outcome: TrialOutcome) -> str:
    if outcome.failure:
        return TRIAL_FAILED
    return TRIAL_WRITTEN if outcome.is_written else TRIAL_DELIVERED


def _checked_address(way: Way, typed: str) -> str:
    if way is Way.TEXT:
        number = normalise_phone(typed)
        if not MOBILE.fullmatch(number):
            raise TrialAddressWrong
        return number
    address = tidy_email(typed)
    try:
        validate_email(address)
    except ValidationError:
        raise TrialAddressWrong from None
    return address


def _channel(way: Way, at: datetime) -> NoticeChannel:
    """The channel that the settings name. Raises TextNotSetUp, TextNotNow."""
    if way is Way.MAIL:
        return open_channel(seconds=_SECONDS)
    channel = text_channel(seconds=_SECONDS)
    if channel is None:
        raise TextNotSetUp
    first, last = settings.HUIYIN_TEXT_FROM_HOUR, settings.HUIYIN_TEXT_UNTIL_HOUR
    if text_allowed_at(at, first=first, last=last) > at:
        raise TextNotNow(first=first, last=last)
    return channel


def _use(actor: Actor, at: datetime) -> None:
    """Count it before anything leaves, whatever becomes of it."""
    with transaction.atomic(durable=True):
        is_allowed = allowance_take(_ALLOWED, actor.ref, at=at)
    if not is_allowed:
        raise TrialLimitReached(most=_MOST)


def _hand_over(channel: NoticeChannel, address: str) -> str:
    try:
        with channel:
            channel.send_trial(new_id(), address)
    except (ChannelDown, HandingUnclear) as error:
        return str(error)
    except Exception as error:  # only its name is kept: the text of a mail error names the address
        return failure_name(error)
    return ""


def _within(seconds: float, work: Callable[[], str]) -> str:
    """What it gives, or that it took too long: each of a server's answers may take all of the time by itself."""
    answers: SimpleQueue[str] = SimpleQueue()
    Thread(target=lambda: answers.put(work()), daemon=True).start()
    try:
        return answers.get(timeout=seconds)
    except Empty:
        return TimeoutError.__name__
