"""What follows for those whom a matter names when it turns out to be of another kind."""

from huiyin.matters.core.rules.states import UNANSWERED_STATES, Kind
from huiyin.matters.core.services.engine import MatterChange
from huiyin.matters.respondents.selectors.naming import naming_of
from huiyin.matters.respondents.selectors.respondents import respondents_of
from huiyin.matters.respondents.services.rows import respondents_bar


def kind_changed(change: MatterChange, *, before: Kind) -> None:
    """Called once by every step that changes the kind, after `change.matter.kind` has it and before it is written.

    Whoever an accusation names is its respondent: the unit that the matter concerned is barred from now on, and who
    isn't recognised has to be settled. Nothing lifts a bar: what was barred stays so, whatever the kind.
    """
    matter = change.matter
    if matter.kind != Kind.ACCUSATION or before is Kind.ACCUSATION:
        return
    barred = respondents_of(matter)
    if matter.is_sealed:
        # Its words lie under the seal: where no unit was recognised in them, somebody may be named all the same.
        matter.respondents_settled = matter.respondents_settled and matter.concerned_unit_id is not None
        respondents_bar(change, barred | type(barred).of([matter.concerned_unit_id]))
        matter.concerned_unit_id = None
        return
    named = naming_of(
        kind=Kind.ACCUSATION,
        concerned=matter.concerned_text,
        respondent=matter.respondent_text,
        read_by=matter.lead_unit_id,
    )
    matter.respondent_text, matter.concerned_text = named.respondent_text, ""
    wanted = barred | named.respondents
    if matter.concerned_unit_id is not None:
        wanted |= type(barred).of([matter.concerned_unit_id])
        matter.concerned_unit_id = None
    if matter.state in UNANSWERED_STATES:
        matter.respondents_settled = named.is_settled or (bool(wanted) and not named.unknown)
    respondents_bar(change, wanted)
