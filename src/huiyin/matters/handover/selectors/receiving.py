"""Whether a unit may get a matter, by what is known of the matter: of one that isn't registered yet as well."""

from collections.abc import Collection
from dataclasses import dataclass

from huiyin.kernel.errors import HuiyinError
from huiyin.matters.acceptance.errors import NoAuthorityThere
from huiyin.matters.core.errors import UnitBarred
from huiyin.matters.core.rules.states import Kind
from huiyin.matters.respondents.errors import RespondentUnsettled, UnitInWords
from huiyin.matters.respondents.selectors.bars import unit_is_barred
from huiyin.orgs.rules import Respondents
from huiyin.orgs.selectors import chain_of, mentions_of_unit, posts_of_officers, unit_view


@dataclass(frozen=True, slots=True)
class UnregisteredMatter:
    """A matter as a form has it. `texts` are all of its words in which somebody may be named."""

    kind: Kind
    texts: tuple[str, ...]
    respondents: Respondents
    is_settled: bool
    concerned_unit_id: int | None = None
    concerned_text: str = ""


def check_words_of_unit(
    *, unit_id: int, texts: Collection[str], concerned_text: str = "", confirmed: Collection[str] = ()
) -> None:
    """That these words name neither the unit nor its officers, but for what is confirmed. Raises UnitInWords.

    `concerned_text`: the words by which the unit itself is concerned; its own name there is no surprise.
    """
    named = mentions_of_unit(unit_id=unit_id, text="\n".join(texts))
    if open_words := tuple(word for word in named if word not in confirmed and word not in concerned_text):
        raise UnitInWords(words=open_words)


def check_authority(*, unit_id: int, respondents: Respondents) -> None:
    """That a unit has authority over whom an accusation is about (条例 Arts 22, 30). Raises NoAuthorityThere.

    An independent unit has, and every unit above the accused. Where nobody is named, whoever sends it answers for it.
    """
    posts = posts_of_officers(officer_ids=respondents.officer_ids) if respondents.officer_ids else {}
    accused = set(respondents.unit_ids) | {post.unit_id for held in posts.values() for post in held}
    if not accused or unit_view(unit_id=unit_id).independent:
        return
    # Above every one of them: a unit over one of two accused has no authority over the other.
    if all(unit_id in {above.id for above in chain_of(unit_id=accused_id)} for accused_id in accused):
        return
    raise NoAuthorityThere


def handing_refusal(*, matter: UnregisteredMatter, unit_id: int) -> HuiyinError | None:
    """What accepting a matter at once and handing it to this open unit would be refused with; None: nothing."""
    if not matter.is_settled:
        return RespondentUnsettled()
    if unit_is_barred(unit_id=unit_id, respondents=matter.respondents):
        return UnitBarred()
    concerned_text = matter.concerned_text if unit_id == matter.concerned_unit_id else ""
    try:
        check_words_of_unit(unit_id=unit_id, texts=matter.texts, concerned_text=concerned_text)
        if matter.kind is Kind.ACCUSATION:
            check_authority(unit_id=unit_id, respondents=matter.respondents)
    except HuiyinError as error:
        return error
    return None
