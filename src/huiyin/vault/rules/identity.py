"""What an identity holds, its one canonical form, and the forms under which its owner finds it again."""

import hmac
import json
import re
import unicodedata
from dataclasses import dataclass, fields

from huiyin.kernel.ids import to_half_width
from huiyin.kernel.text import clean_line, tidy_email, tidy_phone

# How long each may be, wherever it comes from; none is ever cut.
NAME_MAX, PHONE_MAX, EMAIL_MAX, ADDRESS_MAX = 80, 40, 254, 200
AUTHORITY_MAX = 300
_EXTENSION = re.compile(r"转|分机|ext|[x#;,]", re.IGNORECASE)
# A bare 86 only before a mobile number: a landline's digits may begin with it.
_HOME_PREFIX = re.compile(r"^(?:\+|00)86|^86(?=1\d{10}$)")
_MOBILE = re.compile(r"1\d{10}")
_SHORTEST_PHONE = 5
# Blanks, and the dots of 买买提·艾力: middle dot, bullet, hyphenation point, katakana dots, full-width full stop.
_DOTS = "\u00b7\u2022\u2027\u30fb."  # the full-width ones are two of these in their normal form
_BETWEEN_NAMES = re.compile(rf"[\s{_DOTS}]+")
_to_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True, repr=False)
class IdentityDraft:
    """A person's or an organisation's particulars in plain text; whatever isn't known is empty.

    These are of whoever is answered. Where somebody filed for somebody else, the other of the two is beside them:
    `other_is` says which one that is, `authority` on what ground the one files for the other.

    It has no telling repr: an error report or a log line must never carry what the vault protects.
    """

    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    id_number: str = ""
    other_is: str = ""
    other_name: str = ""
    other_contact: str = ""
    authority: str = ""

    def __repr__(self) -> str:
        """Says nothing of the person."""
        return "IdentityDraft(…)"


# What the other one is to whoever is answered: the person that it was filed for, or the one who filed it for them.
FILED_FOR, FILED_BY = "for", "by"
# Full-width signs can be neither dialled nor mailed to.
_TIDY = {"phone": tidy_phone, "email": tidy_email}
_FIELDS = tuple(field.name for field in fields(IdentityDraft))


@dataclass(frozen=True, slots=True, repr=False)
class BlindIndex:
    """Keyed hashes (32 bytes) of what an identity can be found by exactly; None where there is nothing."""

    phone: bytes | None
    id_number: bytes | None
    email: bytes | None


def to_plain(draft: IdentityDraft) -> bytes:
    """The canonical JSON of an identity: keys in order, no blanks, empty fields left out, UTF-8."""
    known = {name: text for name in _FIELDS if (text := _tidy(draft, name))}
    return _to_json(known).encode()


def from_plain(plain: bytes) -> IdentityDraft:
    """The identity of a canonical JSON; fields of a later version that aren't known here are left out."""
    known = json.loads(plain)
    return IdentityDraft(**{name: known.get(name, "") for name in _FIELDS})


def is_another(stored: IdentityDraft, given: IdentityDraft) -> bool:
    """Whether something that both know of a person differs."""
    # Both as they are stored: a telephone number with full-width figures is the same one.
    both = ((_tidy(stored, name), _tidy(given, name)) for name in _FIELDS)
    return any(known and other and known != other for known, other in both)


def _tidy(draft: IdentityDraft, name: str) -> str:
    return _TIDY.get(name, clean_line)(getattr(draft, name))


def blind_index(draft: IdentityDraft, *, key: bytes) -> BlindIndex:
    """The keyed hashes of a draft's phone, id number and e-mail address, each in its normalised form."""
    return BlindIndex(
        # Each with its sort before it, so that the same digits in two columns don't show as the same hash.
        phone=_keyed(key, b"phone:", normalise_phone(draft.phone)),
        id_number=_keyed(key, b"id_number:", normalise_id_number(draft.id_number)),
        email=_keyed(key, b"email:", normalise_email(draft.email)),
    )


def person_mark(draft: IdentityDraft, *, key: bytes, subject: str) -> bytes:
    """32 bytes that are the same for the same person within one subject, and for nobody anywhere else.

    The same name with the same phone, or, without a phone, with the same address. Each of the dots that are typed
    within a name is as good as another, or as none.
    """
    return _mark(draft, "".join(_parts_of_name(draft)), key=key, subject=subject)


def person_marks_before(draft: IdentityDraft, *, key: bytes, subject: str) -> frozenset[bytes]:
    """The marks that the same person may have been given while each dot within a name made a name of its own."""
    parts = _parts_of_name(draft)
    return frozenset(_mark(draft, dot.join(parts), key=key, subject=subject) for dot in _DOTS if len(parts) > 1)


def _parts_of_name(draft: IdentityDraft) -> list[str]:
    name = unicodedata.normalize("NFKC", draft.name).casefold()
    return [part for part in _BETWEEN_NAMES.split(name) if part]


def _mark(draft: IdentityDraft, name: str, *, key: bytes, subject: str) -> bytes:
    address = re.sub(r"\s", "", unicodedata.normalize("NFKC", draft.address)).casefold()
    # With a sign that no number has: an address can't pass for somebody's phone.
    parts = (subject, name, normalise_phone(draft.phone) or f"@{address}")
    return hmac.digest(key, b"person:" + _to_json(parts).encode(), "sha256")


def normalise_phone(text: str) -> str:
    """Digits only, without +86 and extension; a landline keeps its leading 0. Empty when it can't be a number."""
    main = _EXTENSION.split(to_half_width(text), maxsplit=1)[0]
    digits = re.sub(r"[^0-9+]", "", main)
    national, foreign = _HOME_PREFIX.subn("", digits)
    if foreign and not _MOBILE.fullmatch(national) and not national.startswith("0"):
        # A landline behind +86 is written without the 0 that it has at home.
        national = "0" + national
    national = national.lstrip("+")
    return national if len(national) >= _SHORTEST_PHONE else ""


def normalise_id_number(text: str) -> str:
    """Half-width capitals and digits without anything between: a full-width or small X is the same."""
    return re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", text).upper())


def normalise_email(text: str) -> str:
    """Half-width and lower case; empty when there is no @ in it."""
    address = tidy_email(text).lower()
    return address if "@" in address else ""


def _keyed(key: bytes, domain: bytes, text: str) -> bytes | None:
    return hmac.digest(key, domain + text.encode(), "sha256") if text else None
