"""What stands in a letter. Texts are printed as they were written; "" leaves a part out."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DueLine:
    """One promise on the receipt: what happens, by when, under which article."""

    name: str
    due_on: date
    article: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptLetter:
    """The receipt of a registered matter: what was filed, when, and by when which answer is due.

    `number` is 16 digits and `code` 19 characters, both printed in groups; `kind` and `channel` are labels.
    It names nobody: whoever finds it on a table learns only that something was filed.
    """

    number: str
    code: str
    kind: str
    received_on: date
    channel: str
    unit: str
    due: tuple[DueLine, ...]
    lookup_url: str
    requests: tuple[str, ...] = ()
    ledger_mark: str = ""
    headline: str = "登记回执"
    thanks: str = "您提出的事项已经登记，我们会按期给您答复。"
    use: str = "用查询码可以随时查看进展、补充材料、评价办理结果："


@dataclass(frozen=True, slots=True)
class OpinionLine:
    """The answer to one request: its outcome as a label, and why."""

    request: str
    outcome: str
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class ReplyLetter:
    """The handling opinion (Regulations on petitioning work 2022, Art. 32).

    `addressee` needs no name ("您好"); `title` is the headline; `article` is what the letter itself is issued under;
    `promises` is what will be done by when, a line each; `annexes` are the names of the files that come along.
    """

    number: str
    unit: str
    title: str
    addressee: str
    summary: str
    received_on: date
    accepted_on: date | None
    facts: str
    opinions: tuple[OpinionLine, ...]
    legal_basis: str
    remedies: str
    drafter_unit: str
    issued_on: date
    article: str = ""
    promises: str = ""
    annexes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A label with what belongs to it; a line without a value isn't printed."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Item:
    """One numbered point: what it is about, what was found on it, and why."""

    text: str
    verdict: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part with a heading: running text, points, and a table whose first row are its headings.

    `attached`: in the layouts after GB/T 9704 it is an attachment, on pages of its own. `listed`: its items name the
    files that come along, and stand in the list of attachments there.
    """

    heading: str
    text: str = ""
    items: tuple[Item, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()
    attached: bool = False
    listed: bool = False


@dataclass(frozen=True, slots=True)
class LetterContent:
    """All that stands in a letter of the house, whatever its sort; one template prints them all.

    `number` is given when the letter is issued, `matter` is the matter's own number. `remedy` is what can be done
    against it. `signatures` are lines to be signed by hand. `copies` are who gets a copy. `seal` is the id of the
    unit's seal picture. It names nobody who brought a matter: who that is lies in the vault.

    What is fixed when the letter is issued, so that it looks the same for ever: `layout` ("": plain), `stamp_mm` (0:
    the usual size), `two_sided`, and `stamped_by_server`: the stamp is put on by the stamp server.
    """

    code: str
    title: str
    unit: str
    issued_on: date
    number: str = ""
    matter: str = ""
    addressee: str = ""
    opening: str = ""
    fields: tuple[Line, ...] = ()
    sections: tuple[Section, ...] = ()
    remedy: str = ""
    article: str = ""
    signatures: tuple[str, ...] = ()
    seal: str = ""
    copies: tuple[str, ...] = ()
    layout: str = ""
    stamp_mm: int = 0
    two_sided: bool = False
    stamped_by_server: bool = False
