"""The closed list of what is kept. Whatever isn't here is refused."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MediaType:
    """A type that is kept: its registered name and its extensions, the usual one first."""

    name: str
    extensions: tuple[str, ...]
    # The one decoder that may read it; "" where the content isn't an image that we re-encode.
    image_format: str = ""

    @property
    def extension(self) -> str:
        """The extension a file of this type gets when its own doesn't fit."""
        return self.extensions[0]


_OFFICE = "application/vnd.openxmlformats-officedocument"

JPEG = MediaType("image/jpeg", (".jpg", ".jpeg", ".jfif", ".jpe"), "JPEG")
PNG = MediaType("image/png", (".png",), "PNG")
GIF = MediaType("image/gif", (".gif",), "GIF")
WEBP = MediaType("image/webp", (".webp",), "WEBP")
BMP = MediaType("image/bmp", (".bmp",), "BMP")
TIFF = MediaType("image/tiff", (".tif", ".tiff"), "TIFF")
HEIC = MediaType("image/heic", (".heic", ".heif"))
PDF = MediaType("application/pdf", (".pdf",))
# The state's own page format (GB/T 33190): invoices and official papers. Nothing here opens it, so it isn't shown.
OFD = MediaType("application/ofd", (".ofd",))
DOCX = MediaType(f"{_OFFICE}.wordprocessingml.document", (".docx",))
XLSX = MediaType(f"{_OFFICE}.spreadsheetml.sheet", (".xlsx",))
PPTX = MediaType(f"{_OFFICE}.presentationml.presentation", (".pptx",))
DOC = MediaType("application/msword", (".doc", ".wps"))
XLS = MediaType("application/vnd.ms-excel", (".xls", ".et"))
TXT = MediaType("text/plain", (".txt",))
CSV = MediaType("text/csv", (".csv",))
MP3 = MediaType("audio/mpeg", (".mp3",))
M4A = MediaType("audio/mp4", (".m4a",))
WAV = MediaType("audio/x-wav", (".wav",))
AMR = MediaType("audio/amr", (".amr",))
# What browsers record: sound alone, in Opus.
WEBM = MediaType("audio/webm", (".webm", ".weba"))
OGG = MediaType("audio/ogg", (".ogg", ".opus", ".oga"))
MP4 = MediaType("video/mp4", (".mp4", ".m4v", ".3gp"))
MOV = MediaType("video/quicktime", (".mov", ".qt"))

KEPT = (
    JPEG,
    PNG,
    GIF,
    WEBP,
    BMP,
    TIFF,
    HEIC,
    PDF,
    OFD,
    DOCX,
    XLSX,
    PPTX,
    DOC,
    XLS,
    TXT,
    CSV,
    MP3,
    M4A,
    WAV,
    AMR,
    WEBM,
    OGG,
    MP4,
    MOV,
)

# Encrypted before it came here. Nobody can upload it: it isn't among the types that are kept.
SEALED = MediaType("application/age", (".age",))

# Shown in the browser, in a sandbox; everything else is only ever downloaded, PDF too: browsers don't show it in one.
INLINE = frozenset({JPEG.name, PNG.name, GIF.name, WEBP.name})

# Names under which text would run somewhere when it is opened.
# fmt: off
ACTIVE_EXTENSIONS = frozenset((
    ".application", ".appref-ms", ".bat", ".chm", ".cmd", ".com", ".cpl", ".desktop", ".dll", ".dqy", ".eps", ".exe",
    ".gadget", ".hta", ".htm", ".html", ".inf", ".iqy", ".jar", ".jnlp", ".js", ".jse", ".library-ms", ".lnk", ".mht",
    ".mhtml", ".mjs", ".msc", ".msi", ".odc", ".oqy", ".php", ".pif", ".pl", ".ps", ".ps1", ".psm1", ".py", ".rdp",
    ".reg", ".rqy", ".rtf", ".scf", ".scr", ".sct", ".search-ms", ".settingcontent-ms", ".sh", ".slk", ".svg",
    ".svgz", ".url", ".vbe", ".vbs", ".website", ".wsc", ".wsf", ".wsh", ".xht", ".xhtml", ".xll", ".xml", ".xsl",
))
# fmt: on
KNOWN_EXTENSIONS = frozenset(extension for kept in KEPT for extension in kept.extensions) | ACTIVE_EXTENSIONS


def accept_attribute() -> str:
    """What a file field's `accept` says, so that a phone offers the right things.

    HEIC isn't in it, though it is kept when it comes: Apple's browsers then turn a photo into the first picture type
    of the list themselves, JPEG, and leave it as it is where HEIC is named.
    """
    return ",".join(extension for kept in KEPT if kept != HEIC for extension in kept.extensions)
