"""A draft: everything typed so far, right or wrong, exactly as it was typed."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime, timedelta
from uuid import UUID

from huiyin.intake.errors import DraftChanged

# A draft lives so long after the last key, and its receipt so long after it was sent.
DRAFT_DAYS = timedelta(days=7)
RECEIPT_SHOWN = timedelta(minutes=15)
# A token that was replaced is remembered so long: what was under way with it then isn't taken for a new draft.
REPLACED_KEPT = timedelta(minutes=10)
# Nobody may keep a draft alive for ever: its files lie unclaimed for that time.
DRAFT_LONGEST = timedelta(days=30)

NAMED = "named"
ANONYMOUS = "anonymous"
SEALED = "sealed"
HIDE_NONE = "nobody"
HIDE_CONCERNED = "concerned"
HIDE_OTHERS = "others"

FOR_OTHER = "other"
ANSWER_FILER = "filer"
ANSWER_OTHER = "other"

# Several people together; whether others sign by a link.
TOGETHER = "together"
GATHER, GATHER_NOT = "gather", "not"

Change = str | int | None | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A stored file that goes with the draft; `size` in bytes."""

    id: UUID
    name: str
    size: int


@dataclass(frozen=True, slots=True, repr=False)
class DraftContent:
    """What somebody has typed. Nothing here is checked: a wrong entry must survive a reload as well as a right one.

    `who` is NAMED, ANONYMOUS or "" while undecided, `seal` is SEALED or "". `hide` is from whom it is kept:
    HIDE_CONCERNED, HIDE_OTHERS, HIDE_NONE or "" while undecided. `kind_asked` is the mark of the story of which it
    was asked whether it accuses somebody (`story_mark`): of each once. `phone_asked` has the telephone numbers that
    pages have asked to look at again: once is enough. `for_other` is FOR_OTHER or "": then somebody files for
    `other_name`, and `answer_to` is ANSWER_OTHER where that one is answered. `together` is TOGETHER or "": then about
    `people` file it, and those of the three `speaker_` fields, which belong together by their places, shall speak for
    them; `gather` is GATHER, GATHER_NOT or "" while undecided. It has no telling repr: it holds an identity.
    """

    kind: str = ""
    kind_asked: str = ""
    text: str = ""
    place: str = ""
    position: str = ""
    area_id: int | None = None
    category_id: int | None = None
    category_words: str = ""
    requests: tuple[str, ...] = ()
    concerned: str = ""
    hide: str = ""
    respondent: str = ""
    who: str = ""
    seal: str = ""
    name: str = ""
    phone: str = ""
    phone_asked: str = ""
    email: str = ""
    address: str = ""
    for_other: str = ""
    other_name: str = ""
    other_phone: str = ""
    authority: str = ""
    answer_to: str = ""
    together: str = ""
    people: str = ""
    gather: str = ""
    speaker_names: tuple[str, ...] = ()
    speaker_phones: tuple[str, ...] = ()
    speaker_emails: tuple[str, ...] = ()
    files: tuple[DraftFile, ...] = ()

    def __repr__(self) -> str:
        """Says nothing of what is in it."""
        return "DraftContent(…)"

    def with_changes(self, changes: Mapping[str, Change]) -> "DraftContent":
        """The draft after one step has been typed. Raises TypeError for a field that a step doesn't have."""
        if not changes.keys() <= TYPED:
            raise TypeError(f"not a field of a step: {sorted(changes.keys() - TYPED)}")
        return replace(self, **changes)  # type: ignore[arg-type] # names are checked, forms give the right types


def is_together(content: DraftContent) -> bool:
    """Whether several people file it: whoever is anonymous or seals it files alone."""
    return content.together == TOGETHER and content.who == NAMED and content.seal != SEALED


def people_count(content: DraftContent) -> int:
    """About how many people file it together, of a draft whose steps are right."""
    # As the form's field reads it: a spreadsheet writes 23 as 23.0.
    return int(content.people.strip().partition(".")[0])


TYPED = frozenset(part.name for part in fields(DraftContent)) - {"files"}
# Who files. The token changes when a page first keeps one of these: whoever knew it before reads none of them.
_OTHERS = {"for_other", "other_name", "other_phone", "authority", "answer_to"}
_SPEAKERS = ("speaker_names", "speaker_phones", "speaker_emails")
IDENTITY = frozenset({"who", "name", "phone", "email", "address", *_OTHERS, *_SPEAKERS})
_MARKS = "marks"


@dataclass(frozen=True, slots=True)
class DraftMarks:
    """What holds for a draft whatever its token: `lineage` tells it from every other draft, `pages` has for each step
    the id of the page that kept it last. `turn_at` is when it may be sent, where it had to wait, in ISO form.
    """

    lineage: str = ""
    pages: Mapping[str, str] = field(default_factory=dict)
    turn_at: str = ""

    def marked(self, step: str, page: str) -> "DraftMarks":
        """With that page as the last one that kept the step."""
        return replace(self, pages={**self.pages, step: page})

    @property
    def turn(self) -> datetime | None:
        """When it may be sent; None for a draft that has no turn yet."""
        return datetime.fromisoformat(self.turn_at) if self.turn_at else None


@dataclass(frozen=True, slots=True)
class PageSeen:
    """The page that something is kept from: its own id, which no other page has, and what it was made of.

    `lineage` is "" for a page that was shown before there was a draft; `digest` is that of the words it showed.
    """

    step: str
    page: str
    lineage: str
    digest: str


@dataclass(frozen=True, slots=True, repr=False)
class DraftState:
    """What a draft's row holds, opened."""

    content: DraftContent = field(default_factory=DraftContent)
    marks: DraftMarks = field(default_factory=DraftMarks)

    def after(self, changes: Mapping[str, Change], seen: PageSeen | None) -> "DraftState":
        """The draft with what a page has typed. Raises DraftChanged when another page has kept other words since.

        `seen` None comes from no page, and nothing is compared.
        """
        content = self.content.with_changes(changes)
        if seen is None:
            return replace(self, content=content)
        if not self._knows(seen, changes) and content != self.content:
            raise DraftChanged(is_other=bool(seen.lineage) and seen.lineage != self.marks.lineage)
        return DraftState(content, self.marks.marked(seen.step, seen.page))

    def _knows(self, seen: PageSeen, changes: Mapping[str, Change]) -> bool:
        """Whether the page has made or seen what is there now, or nothing is there yet."""
        if (
            self == DraftState(marks=DraftMarks(self.marks.lineage, turn_at=self.marks.turn_at))
            or self.marks.pages.get(seen.step) == seen.page
        ):
            return True
        return seen.lineage == self.marks.lineage and seen.digest == digest_of(self.content, changes)


def digest_of(content: DraftContent, names: Collection[str]) -> str:
    """16 hexadecimal digits that change with any of these fields."""
    known = json.dumps({name: getattr(content, name) for name in sorted(names)}, default=str)
    return hashlib.sha256(known.encode()).hexdigest()[:16]


def draft_to_bytes(state: DraftState) -> bytes:
    """The draft as JSON."""
    return json.dumps({**asdict(state.content), _MARKS: asdict(state.marks)}, default=str).encode("ascii")


def draft_from_bytes(plain: bytes) -> DraftState:
    """The other way; a field that this version doesn't know is left out."""
    given = json.loads(plain)
    known = {name: value for name, value in given.items() if name in TYPED}
    content = DraftContent(
        **{
            **known,
            **{name: tuple(known.get(name, ())) for name in ("requests", *_SPEAKERS)},
            "files": tuple(
                DraftFile(UUID(file["id"]), file["name"], file["size"]) for file in given.get("files", [])
            ),
        }
    )
    return DraftState(content, DraftMarks(**given.get(_MARKS, {})))
