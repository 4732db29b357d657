"""Which units a matter must not be given to, because it is about them or about somebody who commands them."""

from collections.abc import Iterable, Sequence

from huiyin.orgs.rules import Respondents, bars
from huiyin.orgs.selectors import actors_for, chain_of, independent_unit, reception_unit, superiors_in


def unit_is_barred(*, unit_id: int, respondents: Respondents) -> bool:
    """Whether a respondent is this unit, one above it, a leader of any of these or an approver of this one."""
    if not respondents:
        return False
    return _is_barred([unit.id for unit in chain_of(unit_id=unit_id)], respondents)


def unbarred_unit(*, unit_id: int, respondents: Respondents) -> int:
    """The unit itself, or the nearest one above that isn't barred, or else the independent unit or the reception.

    A house without an independent unit may have nobody left for a matter about its top: then the unit keeps it,
    unseen by all, and the sweep (`stuck_matters`) names it until an independent unit is set up.
    """
    chain = [unit.id for unit in chain_of(unit_id=unit_id)]
    for place, candidate in enumerate(chain):
        if not _is_barred(chain[place:], respondents):
            return candidate
    for find in (independent_unit, reception_unit):
        extra = find()
        if extra is not None and not unit_is_barred(unit_id=extra, respondents=respondents):
            return extra
    return unit_id


def officers_unbarred(*, officer_ids: Iterable[int], respondents: Respondents) -> list[int]:
    """Each officer once, without those whom the matter is about or whose commander it is about.

    Nor those whose accounts are shut; where nobody is a respondent that isn't asked.
    """
    wanted = list(dict.fromkeys(officer_ids))
    if not respondents:
        return wanted
    actors = actors_for(officer_ids=wanted)
    return [officer_id for officer_id in wanted if officer_id in actors and not bars(actors[officer_id], respondents)]


def _is_barred(chain: Sequence[int], respondents: Respondents) -> bool:
    """The same for a unit whose chain of command is known, from the unit upwards."""
    if not respondents.unit_ids.isdisjoint(chain):
        return True
    return bool(respondents.officer_ids) and not respondents.officer_ids.isdisjoint(
        superiors_in(chain_ids=chain, staffed_ids=chain[:1])
    )
