"""Filing on the web: who receives it, whom it is about, then the one door of registration."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from huiyin.documents.errors import FileMissing
from huiyin.documents.services import files_remove
from huiyin.flows.sealing import Readers, files_seal, readers_of_unit
from huiyin.kernel.actor import Actor, ActorKind
from huiyin.kernel.errors import NotReady
from huiyin.kernel.positions import Position
from huiyin.matters.core.rules.states import Channel, Kind
from huiyin.matters.register.rules import Registration
from huiyin.matters.register.services.register import Alongside, Registered, matter_register, registered_before
from huiyin.matters.respondents.selectors.bars import unbarred_unit
from huiyin.matters.respondents.selectors.naming import ConcernedRole, Naming, naming_of
from huiyin.orgs.rules import Respondents
from huiyin.orgs.selectors import reception_unit
from huiyin.vault.services import IdentityDraft, seal_prepare

WEB = Actor(kind=ActorKind.PETITIONER, key="web")


class Secrecy(StrEnum):
    """Who can read what is filed: whom the gate lets in, or only the named readers of a seal."""

    ORDINARY = "ordinary"
    SEALED = "sealed"


class FilingUnitMissing(NotReady):
    """No unit is set up yet."""

    sentence = "这里还没有设置接收诉求的单位，请过些时候再来，或直接到信访部门反映。"


class UnbarredUnitMissing(NotReady):
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
    position: Position | None = None,
    area_id: int | None = None,
    category_id: int | None = None,
    concerned_text: str = "",
    concerned_role: ConcernedRole = ConcernedRole.ANSWERS,
    respondent_text: str = "",
    file_ids: Sequence[UUID] = (),
    secrecy: Secrecy = Secrecy.ORDINARY,
    alongside: Alongside | None = None,
    after: Alongside | None = None,
) -> Registered:
    """Register what somebody filed on the web; the same token again gives the same receipt.

    The petition office receives it, or, when it is about those who command that office, the nearest unit which
    they don't (`unbarred_unit`). `identity` None is anonymous, `alongside` and `after` as in matter_register. Raises
    FilingUnitMissing, UnbarredUnitMissing, and as matter_register does; SealNotPossible when it shall be sealed and
    fewer than two officers of the receiving unit could open it.
    """
    office = reception_unit()
    if office is None:
        raise FilingUnitMissing
    named = naming_of(
        kind=kind, concerned=concerned_text, respondent=respondent_text, role=concerned_role, read_by=office
    )
    registration = Registration(
        kind=kind,
        channel=Channel.WEB,
        text=text,
        requests=tuple(requests),
        received_at=at,
        unit_id=_receiving_unit(office, named.respondents),
        token=token,
        title=title,
        place=place,
        position=position,
        area_id=area_id,
        category_id=category_id,
        concerned_text=named.concerned_text,
        concerned_unit_id=named.concerned_unit_id,
        respondent_text=named.respondent_text,
        respondents=named.respondents,
        respondents_settled=named.is_settled,
        file_ids=tuple(file_ids),
    )
    if secrecy is Secrecy.SEALED:
        return _register_sealed(registration, identity, at, alongside, after)
    return matter_register(
        actor=WEB, registration=registration, identity=identity, at=at, alongside=alongside, after=after
    )


def web_naming(*, kind: Kind, concerned_text: str, respondent_text: str, concerned_role: ConcernedRole) -> Naming:
    """What would be recognised in these words if they were sent now: to be said back before that."""
    return naming_of(
        kind=kind,
        concerned=concerned_text,
        respondent=respondent_text,
        role=concerned_role,
        read_by=reception_unit(),
    )


def readers_for(*, respondents: Respondents) -> Readers | None:
    """Who could read a filing that bars these if it were sealed; None when nobody could receive it."""
    office = reception_unit()
    if office is None:
        return None
    try:
        unit_id = _receiving_unit(office, respondents)
    except UnbarredUnitMissing:
        return None
    return readers_of_unit(unit_id=unit_id, respondents=respondents)


def _register_sealed(
    registration: Registration,
    identity: IdentityDraft | None,
    at: datetime,
    alongside: Alongside | None,
    after: Alongside | None,
) -> Registered:
    """Files go under the seal first; their plain copies go when the matter stands."""
    readers = readers_of_unit(unit_id=registration.unit_id, respondents=registration.respondents)
    seal = seal_prepare(officer_ids=readers.officer_ids)
    try:
        sealed = files_seal(file_ids=registration.file_ids, encrypt=seal.encrypt_file, at=at)
    except FileMissing:
        # Sent twice at once, and the other one has cleared up already.
        if known := registered_before(token=registration.token):
            return known
        raise
    done = matter_register(
        actor=WEB,
        registration=replace(registration, file_ids=tuple(sealed)),
        identity=identity,
        seal=seal,
        at=at,
        alongside=alongside,
        after=after,
    )
    # A matter that was there already has the files of the first press: then the copies made here are too many.
    files_remove(file_ids=registration.file_ids if done.is_new else sealed)
    return done


def _receiving_unit(office: int, respondents: Respondents) -> int:
    if not respondents:
        return office
    unit_id = unbarred_unit(unit_id=office, respondents=respondents)
    # `unbarred_unit` gives the unit itself back where nobody is left: the respondent must not be who receives it.
    if unit_id in respondents.unit_ids:
        raise UnbarredUnitMissing
    return unit_id
