"""Accounts of people who have left the organisation's directory: named to administrators, or shut.

Never the other way round: whoever is new in the directory gets no account by it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from huiyin.flows.change_notices import officers_notify
from huiyin.flows.officer_away import officer_offboard
from huiyin.flows.sign_on import sign_on_providers
from huiyin.kernel.actor import Actor, Role, system
from huiyin.kernel.errors import Conflict, NotReady
from huiyin.kernel.sign_on import SignOnProvider
from huiyin.kernel.text import N_
from huiyin.kernel.time import office_day
from huiyin.orgs.selectors.grants import officers_with
from huiyin.orgs.selectors.sign_on import SignOnLinkView, links_of_provider
from huiyin.web.sign_on.directory import Directory

_PAGE = "/desk/organisation/"


class DirectoryNotSet(NotReady):
    """There is no directory to compare with."""

    sentence = N_("没有设置单位的目录（HUIYIN_LDAP_URL），没有可以比对的。")


class LeaversDoubtful(Conflict):
    """So many are missing at once that settings or directory are wrong rather than the people gone."""

    sentence = N_(
        "目录里一下少了一半以上的人，多半是目录或者设置不对，没有停用账号。请先核对设置里的 HUIYIN_LDAP_*。"
    )


@dataclass(frozen=True, slots=True)
class Leavers:
    """What comparing with one directory has found: `gone` of `compared` links lead to nobody there any more."""

    provider: SignOnProvider
    gone: tuple[SignOnLinkView, ...]
    compared: int

    @property
    def is_doubtful(self) -> bool:
        """Whether more than half are missing."""
        return 2 * len(self.gone) > self.compared

    @property
    def may_shut(self) -> tuple[SignOnLinkView, ...]:
        """Those of them that are shut without anybody looking: no administrator's, none of the accounts for bad days.

        The organisation could be left without anybody who opens an account again.
        """
        kept = officers_with(role=Role.ADMINISTRATOR)
        names = settings.HUIYIN_PASSWORDS_ONLY_FOR
        return tuple(link for link in self.gone if link.officer_id not in kept and link.username not in names)


def leavers_found() -> tuple[Leavers, ...]:
    """Each directory of the settings compared with the accounts that are linked with it. Raises DirectoryAway."""
    return tuple(_compare(provider) for provider in sign_on_providers() if provider.kind == "ldap")


def leavers_shut(leavers: Leavers, *, actor: Actor, at: datetime) -> tuple[SignOnLinkView, ...]:
    """Shut the accounts of those who are gone; gives whose. Raises LeaversDoubtful."""
    if leavers.is_doubtful:
        raise LeaversDoubtful
    shut = leavers.may_shut
    for link in shut:
        officer_offboard(officer_id=link.officer_id, actor=actor, at=at)
    return shut


def leavers_round(*, at: datetime) -> int:
    """What the worker does once a day; gives how many are gone. Raises DirectoryAway.

    Each is named to the administrators, once a month while nothing is done about it. A directory in which more than
    half are missing is named alone, and nobody is shut.
    """
    count = 0
    for found in leavers_found():
        count += len(found.gone)
        if found.gone and found.is_doubtful:
            _notify(f"{found.provider.code}:{office_day(at).isoformat()}", _PAGE, at)
            continue
        for link in found.gone:
            _notify(f"{link.id}:{office_day(at):%Y-%m}", f"{_PAGE}officers/{link.officer_id}/", at)
        if found.provider.options["leavers"] == "shut":
            leavers_shut(found, actor=system("directory"), at=at)
    return count


def _compare(provider: SignOnProvider) -> Leavers:
    links = links_of_provider(provider=provider.code)
    # Without anybody to ask about, the directory is left alone.
    known = Directory(provider.options).known([link.subject for link in links]) if links else set()
    return Leavers(provider, tuple(link for link in links if link.subject not in known), len(links))


def _notify(key: str, path: str, at: datetime) -> None:
    people = sorted(officers_with(role=Role.ADMINISTRATOR))
    officers_notify(template="account_left_directory", key=key, people=people, at=at, path=path)
