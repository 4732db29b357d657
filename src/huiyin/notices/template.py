"""What a notice template is, and whom one is for. Plain Python."""

from dataclasses import dataclass
from enum import StrEnum


class Audience(StrEnum):
    """Whom a template is for."""

    PETITIONER = "petitioner"
    OFFICER = "officer"


@dataclass(frozen=True, slots=True)
class Template:
    """Chinese source texts with the places %(number)s, %(due_on)s, %(count)s; the address follows in its own line.

    `urgent`: an officer hears of it at once; the rest is gathered, and one notice a day says how many. `alone`: never
    gathered. `secret`: the address gets a one-time token when the notice is sent, which stands in no table.
    `text_message`: what a text message says instead of that there is news and where to look.
    """

    audience: Audience
    subject: str
    lines: tuple[str, ...]
    fallback_path: str
    urgent: bool = True
    alone: bool = False
    secret: bool = False
    text_message: str = ""
