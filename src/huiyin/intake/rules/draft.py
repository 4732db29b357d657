"""A draft: everything typed so far, right or wrong, exactly as it was typed."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import timedelta
from uuid import UUID

# A draft lives so long after the last key, and its receipt so long after it was sent.
DRAFT_DAYS = timedelta(days=7)
RECEIPT_HOURS = timedelta(hours=2)
# Nobody may keep a draft alive for ever: its files lie unclaimed for that time.
DRAFT_LONGEST = timedelta(days=30)

NAMED = "named"
ANONYMOUS = "anonymous"
SEALED = "sealed"
HIDE_NOBODY = "nobody"
HIDE_CONCERNED = "concerned"
HIDE_OTHERS = "others"

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
    HIDE_CONCERNED, HIDE_OTHERS, HIDE_NOBODY or "" while undecided. It has no telling repr: it holds an identity.
    """

    kind: str = ""
    text: str = ""
    place: str = ""
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
    email: str = ""
    address: str = ""
    files: tuple[DraftFile, ...] = ()

    def __repr__(self) -> str:
        """Says nothing of what is in it."""
        return "DraftContent(…)"

    def with_changes(self, changes: Mapping[str, Change]) -> "DraftContent":
        """The draft after one step has been typed. Raises TypeError for a field that a step doesn't have."""
        if not changes.keys() <= TYPED:
            raise TypeError(f"not a field of a step: {sorted(changes.keys() - TYPED)}")
        return replace(self, **changes)  # type: ignore[arg-type] # names are checked, forms give the right types


TYPED = frozenset(field.name for field in fields(DraftContent)) - {"files"}


def draft_to_bytes(content: DraftContent) -> bytes:
    """The draft as JSON."""
    return json.dumps(asdict(content), default=str).encode("ascii")


def draft_from_bytes(plain: bytes) -> DraftContent:
    """The other way; a field that this version doesn't know is left out."""
    known = {name: value for name, value in json.loads(plain).items() if name in TYPED}
    files = json.loads(plain).get("files", [])
    return DraftContent(
        **{
            **known,
            "requests": tuple(known.get("requests", ())),
            "files": tuple(DraftFile(UUID(file["id"]), file["name"], file["size"]) for file in files),
        }
    )
