"""What a form says of units and people: whom a matter concerns, and who must not see it (条例 Arts 28, 30, 34)."""

from dataclasses import dataclass
from enum import StrEnum

from huiyin.kernel.text import clean_line
from huiyin.matters.core.rules.states import Kind
from huiyin.orgs.rules import NO_RESPONDENTS, Respondents
from huiyin.orgs.selectors import Recognised, respondents_recognised


class ConcernedRole(StrEnum):
    """What becomes of the unit that a matter concerns."""

    ANSWERS = "answers"
    BARRED = "barred"


@dataclass(frozen=True, slots=True)
class Naming:
    """Whom a matter concerns and who must not see it.

    `barred_names` are units to say back, `officers` how many officers were recognised, `unknown` the words that mean
    nobody known here. Not settled while somebody may be meant whom nobody has recognised.
    """

    concerned_text: str = ""
    concerned_unit_id: int | None = None
    concerned_name: str = ""
    respondent_text: str = ""
    respondents: Respondents = NO_RESPONDENTS
    barred_names: tuple[str, ...] = ()
    officers: int = 0
    unknown: str = ""
    is_settled: bool = True


def naming_of(
    *, kind: Kind, concerned: str, respondent: str, role: ConcernedRole = ConcernedRole.ANSWERS, read_by: int | None
) -> Naming:
    """What was written in the two fields, recognised; `read_by` is the unit that will read it first.

    Whoever an accusation names is its respondent, always. Of other kinds the concerned unit may answer, unless the
    petitioner doesn't want it to see the matter.
    """
    concerned, respondent = clean_line(concerned), clean_line(respondent)
    is_accusation = kind is Kind.ACCUSATION
    if not is_accusation and role is ConcernedRole.ANSWERS:
        return _with_concerned(_barring([respondent], read_by), concerned, read_by)
    found = _barring([concerned, respondent], read_by)
    if is_accusation and not found.respondent_text:
        return Naming(is_settled=False)
    return found


def _barring(texts: list[str], read_by: int | None) -> Naming:
    given = list(dict.fromkeys(filter(None, texts)))
    found = [respondents_recognised(text=text, read_by=read_by) for text in given]
    unknown = [recognised.rest for recognised in found if recognised.rest]
    if len(given) > 1:
        # A name that is nobody's by itself is somebody's beside the unit.
        together = respondents_recognised(text=" ".join(given), read_by=read_by)
        found, unknown = [*found, together], [together.rest] if together.rest else []
    barred = NO_RESPONDENTS
    for recognised in found:
        barred |= Respondents(recognised.unit_ids, recognised.officer_ids)
    return Naming(
        respondent_text="；".join(given),
        respondents=barred,
        barred_names=tuple(dict.fromkeys(name for recognised in found for name in recognised.unit_names)),
        officers=len(barred.officer_ids),
        unknown="；".join(unknown),
        is_settled=not unknown,
    )


def _with_concerned(named: Naming, concerned: str, read_by: int | None) -> Naming:
    """The same with the unit that may answer: only where one alone is meant, and the bars don't name it."""
    found = respondents_recognised(text=concerned, read_by=read_by) if concerned else Recognised()
    only = found.unit_ids - named.respondents.unit_ids if len(found.unit_ids) == 1 else frozenset()
    return Naming(
        concerned_text=concerned,
        concerned_unit_id=next(iter(only), None),
        concerned_name=found.unit_names[0] if only and found.unit_names else "",
        respondent_text=named.respondent_text,
        respondents=named.respondents,
        barred_names=named.barred_names,
        officers=named.officers,
        unknown=named.unknown,
        is_settled=named.is_settled,
    )
