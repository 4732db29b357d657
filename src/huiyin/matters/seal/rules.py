"""What of a matter lies under its seal, and what stands in its place for everybody else."""

import json
from dataclasses import asdict, dataclass, replace
from typing import Self
from uuid import UUID

from huiyin.kernel.text import N_
from huiyin.matters.register.rules import Registration

# Stored as they are: so no list, letter or export of a sealed matter can say more than this.
SEALED_TITLE = N_("密封事项")
SEALED_TEXT = N_("（密封）")


@dataclass(frozen=True, slots=True, repr=False)
class SealedContent:
    """The words of a registration. Who filed lies apart: seeing that takes two readers."""

    title: str
    text: str
    place: str
    respondent: str
    requests: tuple[str, ...]
    concerned: str = ""
    position: str = ""

    @classmethod
    def of(cls, registration: Registration) -> Self:
        """The words of a registration that has been checked."""
        return cls(
            title=registration.title,
            text=registration.text,
            place=registration.place,
            position=registration.position.text if registration.position else "",
            respondent=registration.respondent_text,
            concerned=registration.concerned_text,
            requests=registration.requests,
        )

    @classmethod
    def from_bytes(cls, plain: bytes) -> Self:
        """The other way."""
        known = json.loads(plain)
        return cls(**{**known, "requests": tuple(known["requests"])})

    def to_bytes(self) -> bytes:
        """As it lies under the seal."""
        return json.dumps(asdict(self), ensure_ascii=False).encode()


def placeholder_of(registration: Registration) -> Registration:
    """The registration without its words: as many requests as there are, so that each gets its opinion.

    Whom it is about stays as a unit or officer, because the gate must bar them; the category, because somebody
    must be competent.
    """
    return replace(
        registration,
        title=SEALED_TITLE,
        text=SEALED_TEXT,
        place="",
        position=None,
        respondent_text="",
        concerned_text="",
        requests=(SEALED_TEXT,) * len(registration.requests),
    )


_MESSAGE, RESPONDENT = "message:", "respondent:"


def sealed_message_name(message_id: UUID) -> str:
    """The name under which a message lies under the seal."""
    return f"{_MESSAGE}{message_id}"


def sealed_message_id(name: str) -> UUID | None:
    """The message of such a name, None for anything else."""
    return UUID(name.removeprefix(_MESSAGE)) if name.startswith(_MESSAGE) else None


def sealed_respondent_name(version: int) -> str:
    """The name under which lies whom the matter is about, as it was written in that version of it."""
    return f"{RESPONDENT}{version}"
