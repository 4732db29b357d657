"""Links of accounts with the organisation's sign-on that wait: the officer's own, and those of colleagues."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.flows.sign_on import account_link_agree, account_link_refuse, provider_label
from huiyin.kernel.errors import NotThere
from huiyin.kernel.time import now
from huiyin.orgs.selectors.sign_on import SignOnLinkView, link_view, links_of_officer, links_to_decide
from huiyin.web.refusals import sentence_of


def labelled(links: list[SignOnLinkView]) -> list[tuple[str, SignOnLinkView]]:
    """Each with what its provider is called."""
    return [(provider_label(link.provider), link) for link in links]


def own_links(officer_id: int) -> list[tuple[str, SignOnLinkView]]:
    """What holds or waits for this officer, each with what its provider is called."""
    return labelled(links_of_officer(officer_id=officer_id, at=now()))


@require_safe
@desk_view
def sign_on_links(request: DeskRequest) -> HttpResponse:
    """What colleagues' accounts are to be linked with, for whoever may say whether that is right."""
    found = links_to_decide(officer_id=request.actor.officer_id or 0, at=now())
    return render(request, "desk/account/sign_on.html", {"links": labelled(found)})


@require_POST
@desk_view
def sign_on_link(request: DeskRequest, link_id: int) -> HttpResponse:
    """Agree or refuse, for the own account or a colleague's. Raises SignOnLinkNotFound, SignOnAgreeNotAllowed."""
    is_own = link_view(link_id=link_id, at=now()).officer_id == request.actor.officer_id
    agrees = request.POST.get("answer") == "agree"
    # Anything else refuses: then nothing opens the account that didn't before.
    execute: Callable[..., None] = account_link_agree if agrees else account_link_refuse
    try:
        execute(link_id=link_id, actor=request.actor, at=now())
        messages.success(
            request, gettext("已确认，马上可以用统一认证登录。") if agrees else gettext("没有连接，已告诉有关的人。")
        )
    # It was settled meanwhile, in another window.
    except NotThere as error:
        messages.error(request, sentence_of(error))
    return HttpResponseRedirect(reverse("desk:account" if is_own else "desk:sign_on_links"))
