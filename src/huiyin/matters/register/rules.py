"""What can be registered: the shape of a registration and the checks it has to pass."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from huiyin.kernel.positions import Position
from huiyin.kernel.text import clean_line, shorten
from huiyin.kernel.text_limits import checked_text
from huiyin.matters.core.rules.limits import (
    PLACE_MAX,
    REQUEST_MAX,
    REQUESTS_MAX,
    RESPONDENT_MAX,
    RESPONDENTS_MAX,
    TEXT_MAX,
    TITLE_MAX,
)
from huiyin.matters.core.rules.states import Channel, Kind
from huiyin.matters.register.errors import RequestMissing, TextMissing, TooManyRequests
from huiyin.orgs.rules import NO_RESPONDENTS, Respondents

# The three kinds of ledger entries that no move stands for.
REGISTERED_KIND = "matters.matter.registered"
RECORDED_KIND = "matters.matter.answer_recorded"
CLOSED_BEFORE_KIND = "matters.matter.end_recorded"


@dataclass(frozen=True, slots=True)
class RecordedAnswer:
    """An answer that was given before the matter came here (imports of older records)."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Registration:
    """Everything that is known of a matter when it comes in; who filed it is not part of it.

    `token` is the secret of the form it came from: it makes the receipt code and lets one press count once.
    `received_at` is when the authority got it and drives every clock. `closed_at` is when a record of another system
    had ended there: it comes in as closed, and nothing is owed on it.
    """

    kind: Kind
    channel: Channel
    text: str
    requests: tuple[str, ...]
    received_at: datetime
    unit_id: int
    token: str
    title: str = ""
    place: str = ""
    area_id: int | None = None
    position: Position | None = None
    category_id: int | None = None
    concerned_text: str = ""
    concerned_unit_id: int | None = None
    respondent_text: str = ""
    respondents: Respondents = NO_RESPONDENTS
    # None: settled, unless it is an accusation in which nobody was recognised.
    respondents_settled: bool | None = None
    file_ids: tuple[UUID, ...] = ()
    # How many came; only of a visit.
    visitors: int | None = None
    origin: str = ""
    external_id: str = ""
    answer: RecordedAnswer | None = None
    closed_at: datetime | None = None
    # Set by `checked`; whatever is made of a registration with `replace` has to be checked anew.
    is_checked: bool = field(default=False, init=False, compare=False, repr=False)


def checked(registration: Registration) -> Registration:
    """The registration with its texts in one form; one that has been checked is given back as it is.

    Raises TextMissing, TextTooLong, RequestMissing, TooManyRequests.
    """
    if registration.is_checked:
        return registration
    text = checked_text(registration.text, field="text", most=TEXT_MAX)
    if not text:
        raise TextMissing
    requests = tuple(
        request
        for given in registration.requests
        if (request := checked_text(given, field="requests", most=REQUEST_MAX))
    )
    if not requests:
        raise RequestMissing
    if len(requests) > REQUESTS_MAX:
        raise TooManyRequests(most=REQUESTS_MAX)
    title = clean_line(registration.title) or shorten(clean_line(text), 40)
    settled = registration.respondents_settled
    if settled is None:
        settled = registration.kind is not Kind.ACCUSATION or bool(registration.respondents)
    found = replace(
        registration,
        visitors=registration.visitors if registration.channel is Channel.VISIT else None,
        respondents_settled=settled,
        concerned_text=checked_text(clean_line(registration.concerned_text), field="concerned", most=RESPONDENT_MAX),
        text=text,
        requests=requests,
        title=checked_text(title, field="title", most=TITLE_MAX),
        place=checked_text(clean_line(registration.place), field="place", most=PLACE_MAX),
        respondent_text=checked_text(
            clean_line(registration.respondent_text), field="respondent", most=RESPONDENTS_MAX
        ),
    )
    # The class is frozen. `replace` never hands this field on, so each copy has to be checked anew.
    object.__setattr__(found, "is_checked", True)
    return found
