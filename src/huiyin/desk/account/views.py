"""A new address that waits for its day; codes that this officer hands over to a colleague."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.desk.account.sign_on import own_links
from huiyin.flows.accounts import code_hand_over, own_address_confirm, own_address_refuse
from huiyin.kernel.errors import NotThere
from huiyin.kernel.time import now
from huiyin.orgs.selectors import officer_view
from huiyin.orgs.selectors.resets import address_change_of, reset_of, reset_view, resets_to_hand
from huiyin.web.refusals import sentence_of


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def account(request: DeskRequest) -> HttpResponse:
    """The own account: what others have asked to change about it."""
    me = request.actor.officer_id or 0
    if request.method == "POST":
        try:
            # Anything else refuses: then the old address holds, and no stranger gets the mails.
            if request.POST.get("answer") == "mine":
                own_address_confirm(actor=request.actor, at=now())
                messages.success(request, gettext("新邮箱已生效。"))
            else:
                own_address_refuse(actor=request.actor, at=now())
                messages.success(request, gettext("邮箱不改，已告诉单位负责人和监督员。"))
        # It was settled meanwhile, in another window, or its week was over.
        except NotThere as error:
            messages.error(request, sentence_of(error))
        return HttpResponseRedirect(reverse("desk:account"))
    context = {
        "officer": officer_view(officer_id=me),
        "change": address_change_of(officer_id=me),
        "reset": reset_of(officer_id=me, at=now()),
        "links": own_links(me),
    }
    return render(request, "desk/account/page.html", context)


@require_safe
@desk_view
def codes(request: DeskRequest) -> HttpResponse:
    """The colleagues to whom this officer hands over a code."""
    found = resets_to_hand(officer_id=request.actor.officer_id or 0, at=now())
    return render(request, "desk/account/codes.html", {"resets": found})


# By POST: each press makes a code, and following a link must make none.
@require_POST
@desk_view
def code(request: DeskRequest, reset_id: int) -> HttpResponse:
    """The code, shown this once. Raises ResetNotFound, ResetNotAllowed."""
    found = reset_view(reset_id=reset_id, at=now())
    made = code_hand_over(reset_id=reset_id, actor=request.actor, at=now())
    return render(request, "desk/account/code.html", {"reset": found, "code": made})
