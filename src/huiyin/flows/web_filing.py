"""Filing on the web: who receives it, whom it is about, then the one door of registration."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from huiyin.kernel.actor import Actor, ActorKind
from huiyin.kernel.errors import NotReady
from huiyin.matters.rules.registration import Registration
from huiyin.matters.rules.states import Channel, Kind
from huiyin.matters.selectors.bars import unbarred_unit
from huiyin.matters.services import Alongside, Registered, matter_register
from huiyin.orgs.selectors import Named, reception_unit, respondent_named
from huiyin.vault.services import IdentityDraft

WEB = Actor(kind=ActorKind.PETITIONER, key="web")


class NobodyReceives(NotReady):
    """No unit is set up yet."""

    sentence = "这里还没有设置接收诉求的单位，请过些时候再来，或直接到信访部门反映。"


class NobodyUnbarred(NotReady):
    """The only unit that could receive it is the respondent itself."""

    sentence = "您反映的正是这里唯一能接收诉求的单位，为保护您，我们不能接收。请向上一级信访部门反映。"


def web_filing_register(
    *,
    kind: Kind,
    text: str,
    requests: Sequence[str],
    identity: IdentityDraft | None,
    token: str,
    at: datetime,
    title: str = "",
    place: str = "",
    area_id: int | None = None,
    category_id: int | None = None,
    respondent_text: str = "",
    file_ids: Sequence[UUID] = (),
    alongside: Alongside | None = None,
) -> Registered:
    """Register what somebody filed on the web; the same token again gives the same receipt.

    The petition office receives it, or, when it is about those who command that office, the nearest unit which
    they don't (`unbarred_unit`). `identity` None is anonymous, `alongside` as in matter_register. Raises
    NobodyReceives, NobodyUnbarred, and as matter_register does.
    """
    office = reception_unit()
    if office is None:
        raise NobodyReceives
    named = respondent_named(text=respondent_text, read_by=office)
    registration = Registration(
        kind=kind,
        channel=Channel.WEB,
        text=text,
        requests=tuple(requests),
        received_at=at,
        unit_id=_receiving_unit(office, named),
        token=token,
        title=title,
        place=place,
        area_id=area_id,
        category_id=category_id,
        respondent_text=respondent_text,
        respondent_unit_id=named.unit_id,
        respondent_officer_id=named.officer_id,
        file_ids=tuple(file_ids),
    )
    return matter_register(actor=WEB, registration=registration, identity=identity, at=at, alongside=alongside)


def _receiving_unit(office: int, named: Named) -> int:
    if named == Named():
        return office
    unit_id = unbarred_unit(unit_id=office, respondent_unit_id=named.unit_id, respondent_officer_id=named.officer_id)
    if unit_id == named.unit_id:
        raise NobodyUnbarred
    return unit_id
