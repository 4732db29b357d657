"""An LDAP directory (OpenLDAP, Active Directory): who somebody is, and whether a password is theirs.

`python-ldap` is no part of every installation: it has no wheels. The settings refuse a directory without it.
"""

import uuid
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from huiyin.kernel.errors import NotReady
from huiyin.kernel.sign_on import is_this_machine
from huiyin.kernel.text import N_, clean_line
from huiyin.web.sign_on.rests import is_resting, rest

try:
    import ldap
    import ldap.filter
except ImportError:  # the extra isn't installed
    ldap = None

# A directory that doesn't answer keeps a thread of ours for as long.
_SECONDS = 5
_NAME_LENGTH = 200
# So many are looked for in one search: directories end longer answers.
_AT_ONCE = 50
# Wrong, expired, locked over there: which of these isn't said here either.
_REFUSALS = ("INVALID_CREDENTIALS", "INAPPROPRIATE_AUTH", "UNWILLING_TO_PERFORM", "CONSTRAINT_VIOLATION")


class DirectoryAway(NotReady):
    """The directory can't be reached, or doesn't answer as it should."""

    sentence = N_("现在连不上单位的目录，请过几分钟再试；有密码的，可以用密码登录。")


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """Somebody in the directory: `dn` is asked for the password, `subject` never changes, `name` is shown."""

    dn: str
    subject: str
    name: str


class Directory:
    """One directory, as the settings have it."""

    def __init__(self, options: Mapping[str, str]) -> None:
        """Connects only when something is asked."""
        self._options = options

    def find(self, username: str) -> DirectoryEntry | None:
        """The one person of that name; None for none or several. Raises DirectoryAway."""
        username = clean_line(username)
        if not username or len(username) > _NAME_LENGTH:
            return None
        options = self._options
        # Brackets and stars in a name are only that.
        text = ldap.filter.filter_format(options["filter"].replace("%(user)s", "%s"), [username])
        with self._connection() as connection:
            self._bind(connection)
            attributes = [options["subject"], options["name"]]
            found = connection.search_ext_s(
                options["base"], ldap.SCOPE_SUBTREE, text, attributes, timeout=_SECONDS, sizelimit=10
            )
        # Active Directory names other directories among the people: those have no dn.
        people = [(dn, values) for dn, values in found if dn]
        return self._entry(*people[0]) if len(people) == 1 else None

    def known(self, subjects: Collection[str]) -> set[str]:
        """Those of these subjects whom the directory would still let sign on here. Raises DirectoryAway.

        Whoever is there and isn't found by the filter of the settings can't: it may leave out shut accounts.
        """
        options, wanted, known = self._options, iter(sorted(subjects)), set[str]()
        people = options["filter"].replace("%(user)s", "*")
        with self._connection() as connection:
            self._bind(connection)
            while batch := list(islice(wanted, _AT_ONCE)):
                any_of = "".join(_subject_filter(options["subject"], subject) for subject in batch)
                text, attributes = f"(&{people}(|{any_of}))", [options["subject"]]
                found = connection.search_ext_s(
                    options["base"], ldap.SCOPE_SUBTREE, text, attributes, timeout=_SECONDS
                )
                entries = (self._entry(dn, values) for dn, values in found if dn)
                known |= {entry.subject for entry in entries if entry}
        return known & set(subjects)

    def is_password_of(self, entry: DirectoryEntry, password: str) -> bool:
        """Whether the directory lets this person in with it. Raises DirectoryAway."""
        # With an empty password a directory lets anybody in, as nobody in particular (RFC 4513, 5.1.2).
        if not password:
            return False
        try:
            with self._connection() as connection:
                connection.simple_bind_s(entry.dn, password)
        except DirectoryAway as error:
            if isinstance(error.__cause__, tuple(getattr(ldap, name) for name in _REFUSALS)):
                return False
            raise
        return True

    def _bind(self, connection: Any) -> None:
        if self._options["bind_dn"]:
            connection.simple_bind_s(self._options["bind_dn"], self._options["bind_password"])

    @contextmanager
    def _connection(self) -> Iterator[Any]:
        """Encrypted before anything is told it. Raises DirectoryAway for whatever goes wrong."""
        options = self._options
        connection, key = None, f"{options['url']} {options['ca']}"
        if is_resting(key):
            raise DirectoryAway
        try:
            connection = ldap.initialize(options["url"])
            connection.protocol_version = 3
            connection.set_option(ldap.OPT_REFERRALS, 0)
            connection.set_option(ldap.OPT_NETWORK_TIMEOUT, _SECONDS)
            connection.set_option(ldap.OPT_TIMEOUT, _SECONDS)
            connection.set_option(ldap.OPT_X_TLS_REQUIRE_CERT, ldap.OPT_X_TLS_DEMAND)
            if options["ca"]:
                connection.set_option(ldap.OPT_X_TLS_CACERTFILE, options["ca"])
            connection.set_option(ldap.OPT_X_TLS_NEWCTX, 0)
            if needs_start_tls(options):
                connection.start_tls_s()
            yield connection
        except ldap.LDAPError as error:
            if isinstance(error, (ldap.SERVER_DOWN, ldap.TIMEOUT, ldap.CONNECT_ERROR)):
                rest(key)
            raise DirectoryAway from error
        finally:
            if connection is not None:
                connection.unbind_s()

    def _entry(self, dn: str, values: Mapping[str, list[bytes]]) -> DirectoryEntry | None:
        by_name = {name.lower(): found for name, found in values.items()}
        subject = by_name.get(self._options["subject"].lower(), [])
        if len(subject) != 1:
            return None
        name = by_name.get(self._options["name"].lower(), [b""])[0].decode("utf-8", "replace")
        try:
            return DirectoryEntry(dn, _subject_text(self._options["subject"], subject[0]), name)
        except ValueError as error:
            # An attribute that is no text: a mistake in the settings, and nobody's fault who signs on.
            raise DirectoryAway from error


def needs_start_tls(options: Mapping[str, str]) -> bool:
    """`ldap://` to another machine, or wherever a certificate is named, goes on encrypted."""
    return options["url"].startswith("ldap://") and (bool(options["ca"]) or not is_this_machine(options["url"]))


def _subject_filter(attribute: str, subject: str) -> str:
    """The part of a filter that finds a subject: the other way round than _subject_text. "" for what can't be one."""
    if attribute.lower() != "objectguid":
        return f"({attribute}={ldap.filter.escape_filter_chars(subject)})"
    try:
        value = uuid.UUID(subject).bytes_le
    except ValueError:
        return ""
    return f"({attribute}={''.join(chr(92) + format(byte, '02x') for byte in value)})"


def _subject_text(attribute: str, value: bytes) -> str:
    # Active Directory keeps an id as sixteen bytes, and its own tools show them in this order.
    if attribute.lower() == "objectguid":
        return str(uuid.UUID(bytes_le=value))
    # Strictly: two ids that can't be read must not be read as one.
    text = value.decode("utf-8")
    if "\0" in text:
        raise ValueError(attribute)
    return text
