"""Which units a matter must not be given to, because it is about them or about somebody who commands them."""

from huiyin.orgs.selectors import chain_of, independent_unit, leaders_in, reception_unit


def unit_is_barred(*, unit_id: int, respondent_unit_id: int | None, respondent_officer_id: int | None) -> bool:
    """Whether the respondent is this unit, one above it, or an officer who leads any of these."""
    if respondent_unit_id is None and respondent_officer_id is None:
        return False
    chain = [unit.id for unit in chain_of(unit_id=unit_id)]
    if respondent_unit_id in chain:
        return True
    return respondent_officer_id is not None and respondent_officer_id in leaders_in(unit_ids=chain)


def unbarred_unit(*, unit_id: int, respondent_unit_id: int | None, respondent_officer_id: int | None) -> int:
    """The unit itself, or the nearest one above that isn't barred, or else the independent unit or the reception.

    A house without an independent unit may have nobody left for a matter about its top: then the unit keeps it,
    unseen by all, and the sweep (`matters_astray`) names it until an independent unit is set up.
    """
    candidates = [unit.id for unit in chain_of(unit_id=unit_id)]
    candidates += [extra for extra in (independent_unit(), reception_unit()) if extra is not None]
    for candidate in candidates:
        if not unit_is_barred(
            unit_id=candidate,
            respondent_unit_id=respondent_unit_id,
            respondent_officer_id=respondent_officer_id,
        ):
            return candidate
    return unit_id
