"""What somebody typed, offered again when a request couldn't be finished."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest

# The page that offers it again brings a fresh one; the old one may be why it was refused.
_NEVER = frozenset({"csrfmiddlewaretoken"})
_SECRET = ("password", "passwd", "secret")


@dataclass(frozen=True, slots=True)
class FileChoice:
    """A file field whose files a browser can't hand over again by itself."""

    field: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Posted:
    """A form as it was sent, fit to be sent once more.

    `fields` are all pairs in order, `texts` those worth reading (what was typed, not keys and choices).
    """

    action: str
    fields: tuple[tuple[str, str], ...]
    texts: tuple[str, ...]
    files: tuple[FileChoice, ...]


def posted_of(request: HttpRequest) -> Posted | None:
    """What was sent, or None when there is nothing that may be offered again.

    Nothing is offered of a form with a password, nor of one that another site has sent: the button would carry that
    site's words in the reader's name.
    """
    if request.method != "POST" or not came_from_here(request):
        return None
    pairs = [(name, value) for name, values in request.POST.lists() for value in values if name not in _NEVER]
    if any(part in name.lower() for name, _ in pairs for part in _SECRET) or request.path.startswith("/accounts/"):
        return None
    files = [FileChoice(name, tuple(f.name or "" for f in found)) for name, found in request.FILES.lists()]
    if not pairs and not files:
        return None
    texts = tuple(value for _, value in pairs if _is_typed(value))
    return Posted(action=request.get_full_path(), fields=tuple(pairs), texts=texts, files=tuple(files))


def came_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this very site has sent the request."""
    site = request.headers.get("Sec-Fetch-Site")
    # The browser's own word, which no page can forge; the other two are for browsers without it.
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    try:
        parts = urlsplit(origin)
        return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())
    # This runs on pages for errors: a host or an origin that there can't be mustn't make those fail.
    except (ValueError, DisallowedHost):
        return False


def _is_typed(value: str) -> bool:
    """Keys, choices and numbers are short or have no words; what a person wrote is longer or Chinese."""
    text = value.strip()
    return len(text) > 1 and (" " in text or "\n" in text or any("\u3400" <= sign <= "\u9fff" for sign in text))
