"""Which units a matter must not be given to, because it is about them or about somebody who commands them."""

from huiyin.orgs.selectors import chain_of, independent_unit, leaders_in


def unit_is_barred(*, unit_id: int, respondent_unit_id: int | None, respondent_officer_id: int | None) -> bool:
    """Whether the respondent is this unit, one above it, or an officer who leads any of these."""
    if respondent_unit_id is None and respondent_officer_id is None:
        return False
    chain = [unit.id for unit in chain_of(unit_id=unit_id)]
    if respondent_unit_id in chain:
        return True
    return respondent_officer_id is not None and respondent_officer_id in leaders_in(unit_ids=chain)


def unbarred_unit(*, unit_id: int, respondent_unit_id: int | None, respondent_officer_id: int | None) -> int:
    """The unit itself, or the nearest one above that isn't barred, or the independent unit that takes such matters.

    When even the independent unit is the respondent, the topmost unit that isn't barred keeps it.
    """

    def barred(candidate: int) -> bool:
        return unit_is_barred(
            unit_id=candidate,
            respondent_unit_id=respondent_unit_id,
            respondent_officer_id=respondent_officer_id,
        )

    for unit in chain_of(unit_id=unit_id):
        if not barred(unit.id):
            return unit.id
    independent = independent_unit()
    return independent if independent is not None and not barred(independent) else unit_id
