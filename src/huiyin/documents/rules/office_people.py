"""Who wrote, commented and changed an office document: the names go, comments and changes stay."""

import re

from huiyin.documents.rules.xml_edit import Rule, XmlChange

# What stands where a name stood; programs want something there.
SOMEBODY = "作者"
# Parts in which none of these stand, in whatever letters, are copied as they are.
_TELLING = (
    b"author", b"initials", b"username", b"userid", b"userinfo", b"providerid", b"displayname", b"refreshedby",
    b"lastmodifiedby", b"abspath", b"permstart", b"rsid", b"scenario", b"mailmerge", b"webpublishitem", b"docvar",
    b"docid", b"dateutc", b"customworkbookview", b"odcfile", b"sourcefile", b"dbpr",
)  # fmt: skip
_TELLING_TAG = re.compile(rb"<(?:\w+:)?tag\b")
_TELLING_PATH = re.compile(rb"[\"'](?:[a-z]:\\|file:)")
_GONE = {"rsids", "docVars", "docId", "mailMerge"}
_SOMEBODY = {"author", "userName"}
_EMPTIED = {"initials", "userId"}
# A tag of Word without a name is the key of a field in a form.
_EMPTIED_OF = {("absPath", "url"), ("tag", "val")}
_DROPPED = {"refreshedBy", "refreshedDate", "dateUtc", "odcFile", "sourceFile"}
_DROPPED_OF = {("threadedComment", "dT"), ("cm", "dt"), ("permStart", "ed")}
_CALLED = {"name", "displayName", "lastModifiedBy"}
_ACCOUNT = {"userId", "providerId"}
_NAMED = {"cmAuthor", "author", "userInfo", "person"}
_PATHS = {"name", "descr", "title", "destinationFile"}
_PATH = re.compile(r"\A(?:[A-Za-z]:[\\/]|\\\\|file:).*[\\/]", re.IGNORECASE | re.DOTALL)
_COLON = re.compile("[:：]")
# In letters, as a comment begins with it.
_NAME_MOST = 256
_LOG_IN = re.compile(r"\b(user id|uid|password|pwd|workstation id)\s*=[^;]*", re.IGNORECASE)


def may_tell(piece: bytes) -> bool:
    """Whether a piece of XML has anything that `people_rule` changes."""
    # One large pattern would take nine times as long: it tries each word at each byte.
    lower = piece.lower()
    if any(word in lower for word in _TELLING):
        return True
    if b"tag" in lower and _TELLING_TAG.search(lower):
        return True
    return (b":\\" in lower or b"file:" in lower) and bool(_TELLING_PATH.search(lower))


def places_rule(element: str, given: dict[str, str]) -> XmlChange | None:
    """Of a link to a file on somebody's own machine only the name of that file stays."""
    target = given.get("Target", "")
    if element != "Relationship" or given.get("TargetMode", "").lower() != "external" or not _PATH.match(target):
        return None
    return XmlChange({"Target": _PATH.sub("", target, count=1)})


def drawing_rule(element: str, _given: dict[str, str]) -> XmlChange | None:
    """Of an SVG goes what drawing programs note of author and times."""
    return XmlChange(is_gone=True) if element == "metadata" else None


def people_rule() -> Rule:
    """What becomes of the elements of one part; a rule of its own for each part."""
    names: set[str] = set()

    def author(words: str) -> str:
        if words.strip():
            names.add(words.strip())
        return SOMEBODY if words.strip() else words

    def signed(words: str) -> str:
        """A comment of Excel begins with who wrote it."""
        bare = words.lstrip()
        # Not one name after another: of a hundred thousand comments each may have an author of its own.
        for colon in _COLON.finditer(bare[:_NAME_MOST]):
            if bare[: colon.start()] in names:
                return SOMEBODY + bare[colon.start() :]
        return words

    def rule(element: str, given: dict[str, str]) -> XmlChange | None:
        if element in _GONE:
            return XmlChange(is_gone=True)
        words = author if element == "author" else signed if element == "t" and names else None
        attributes = {
            key: new for key, value in given.items() if (new := _attribute(element, given, key, value)) != value
        }
        return XmlChange(attributes, words) if attributes or words else None

    return rule


def _attribute(element: str, given: dict[str, str], key: str, value: str) -> str | None:
    """What an attribute becomes; None where it goes."""
    if key.startswith("rsid") or key in _DROPPED or (element, key) in _DROPPED_OF:
        return None
    if key == "date" and "author" in given:
        return None
    if key in _EMPTIED or (element, key) in _EMPTIED_OF:
        return value if element == "tag" and "name" not in given else ""
    if key in _SOMEBODY or (element, key) == ("scenario", "user"):
        return SOMEBODY
    if key in _CALLED and (element in _NAMED or not given.keys().isdisjoint(_ACCOUNT)):
        return SOMEBODY
    return _reworded(element, given, key, value)


def _reworded(element: str, given: dict[str, str], key: str, value: str) -> str:
    """An attribute of which a part stays."""
    if key == "providerId":
        return "None"
    if (element, key) == ("customWorkbookView", "name"):
        return given.get("guid", SOMEBODY)
    if (element, key) == ("dbPr", "connection"):
        return _LOG_IN.sub(r"\1=", value)
    return _PATH.sub("", value, count=1) if key in _PATHS else value
