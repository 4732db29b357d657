"""CAS 2 and 3: a ticket in the address, which the server is asked about itself; sign-out that comes from there."""

import re
import time
from http import HTTPStatus
from typing import Any

from allauth.account.utils import get_next_redirect_url
from cas import CASClient, CASError, SingleLogoutMixin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from huiyin.kernel.sign_on import SignOnProvider
from huiyin.kernel.time import now
from huiyin.web.officer_sessions import sessions_end_by_ticket
from huiyin.web.sign_on.adapter import SignOnAdapter
from huiyin.web.sign_on.complete import ProvedIdentity, failed_page, sign_on
from huiyin.web.sign_on.oauth import callback_address

_BEGUN = "cas_begun"
_SECONDS = 600
_TICKET = re.compile(r"ST-[\x21-\x7e]{1,250}")
_LARGEST_REQUEST = 8 * 1024


def cas_begin(request: HttpRequest, provider: SignOnProvider) -> HttpResponse:
    """To the server's own page; this browser is remembered, as CAS brings back nothing that only we know."""
    request.session[_BEGUN] = [provider.code, int(time.time()), get_next_redirect_url(request) or ""]
    return HttpResponseRedirect(_client(request, provider).get_login_url())


def cas_callback(request: HttpRequest, provider: SignOnProvider) -> HttpResponse:
    """Back with a ticket. Raises CASError, RequestException, and what XML that isn't CAS makes the library raise."""
    code, begun, next_url = request.session.pop(_BEGUN, ["", 0, ""])
    ticket = request.GET.get("ticket", "")
    is_ours = code == provider.code and time.time() - begun < _SECONDS
    if not is_ours or not _TICKET.fullmatch(ticket):
        return failed_page(request, provider, status=403)
    user, attributes, _proxy = _client(request, provider).verify_ticket(ticket)
    facts = {**(attributes or {}), "user": user}
    subject, name = facts.get(provider.options["subject"]), facts.get(provider.options["name"])
    if not user or not isinstance(subject, str) or not subject:
        raise CASError("no such ticket, or no subject")
    proved = ProvedIdentity(provider, subject, name if isinstance(name, str) else "", ticket=ticket)
    return sign_on(request, proved, next_url=next_url or None)


def cas_sign_out(request: HttpRequest, provider: SignOnProvider) -> HttpResponse:
    """The server says that somebody has signed out there: what was begun with that ticket ends here.

    Anybody may send this, but only the server and the person's own browser have ever seen the ticket.
    """
    text = request.POST.get("logoutRequest", "")
    # Small, in one encoding and without a document type: nothing to unpack, nowhere to lead to.
    if text and len(text) <= _LARGEST_REQUEST and "<!" not in text and "encoding" not in text:
        for found in SingleLogoutMixin.get_saml_slos(text.encode()) or []:
            sessions_end_by_ticket(ticket=str(found.text or "").strip(), provider=provider.code, at=now())
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _client(request: HttpRequest, provider: SignOnProvider) -> Any:
    session = SignOnAdapter(request).get_requests_session()
    # A ticket goes to the server of the settings and nowhere else.
    session.max_redirects = 0
    return CASClient(
        version=provider.options["version"],
        service_url=callback_address(provider.code),
        server_url=provider.options["url"].rstrip("/") + "/",
        session=session,
    )
