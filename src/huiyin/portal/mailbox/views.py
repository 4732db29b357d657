"""Confirming an address: the link opens a page, its button confirms; programs that follow links change nothing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from huiyin.kernel.time import now
from huiyin.notices.services import mailbox_confirm


@require_http_methods(["GET", "HEAD", "POST"])
def mailbox_page(request: HttpRequest, token: str) -> HttpResponse:
    """Says what confirming does; pressed, it is done."""
    if request.method == "POST":
        mailbox_confirm(token=token, at=now())
        messages.success(request, gettext("邮箱已经确认。以后一有消息，马上发到这个邮箱。"))
        return redirect("portal:home")
    response = render(request, "portal/mailbox/page.html")
    response["Cache-Control"] = "private, no-store"
    return response
