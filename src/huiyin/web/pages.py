"""Pages that say why something couldn't be done, keep what was typed and show a way out."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from huiyin.web.htmx import is_partial, replace_page
from huiyin.web.resend import Posted, posted_of


@dataclass(frozen=True, slots=True)
class PageLink:
    """Where to go from here."""

    label: str
    href: str


def message_page(
    request: HttpRequest,
    *,
    status: int,
    title: str,
    sentence: str,
    steps: tuple[str, ...] = (),
    ways: tuple[PageLink, ...] = (),
    posted: Posted | None = None,
    resend_label: str = "",
) -> HttpResponse:
    """A whole page with a headline, a sentence, ways out, and a button that sends the same form again if labelled."""
    context = {
        "title": title,
        "sentence": sentence,
        "steps": steps,
        "ways": ways or (way_home(request),),
        "posted": posted,
        "resend_label": resend_label,
    }
    return replace_page(request, render(request, "web/message_page.html", context, status=status))


def refusal_page(request: HttpRequest, *, status: int, title: str, sentence: str, again: bool) -> HttpResponse:
    """A refusal: a message into the open page for HTMX, a page of its own otherwise.

    `again`: sending the same form once more may help.
    """
    if is_partial(request):
        context = {"tone": "problem", "text": sentence}
        response = render(request, "components/message.html", context, status=status)
        response["HX-Retarget"] = "#messages"
        response["HX-Reswap"] = "innerHTML show:top"
        response["HX-Push-Url"] = "false"
        return response
    label = gettext("再试一次") if again else ""
    ways: tuple[PageLink, ...] = ()
    # A conflict: sending the same again won't do, the page as it is now has to be seen first.
    if status == 409:
        ways = (way_back(request), way_home(request))
    elif again and request.method == "GET":
        ways = (PageLink(label, request.get_full_path()), way_home(request))
    return message_page(
        request,
        status=status,
        title=title,
        sentence=sentence,
        ways=ways,
        posted=posted_of(request),
        resend_label=label,
    )


def way_home(request: HttpRequest) -> PageLink:
    """The first page of the face that the reader is on."""
    if request.path.startswith("/desk/"):
        return PageLink(gettext("回到我的工作"), "/desk/")
    return PageLink(gettext("回到首页"), "/")


def way_back(request: HttpRequest) -> PageLink:
    """The page as it is now."""
    return PageLink(gettext("看最新内容"), request.path)
