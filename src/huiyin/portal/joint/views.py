"""The page of a representative: where the matter stands and what was answered. There is nothing to do on it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from huiyin.kernel.ids import format_matter_number
from huiyin.kernel.text import N_
from huiyin.kernel.time import now
from huiyin.matters.core.rules.states import State
from huiyin.matters.joint.selectors.representative import joint_status
from huiyin.portal.joint.visits import SPEAKER, clear_speaker_cookie, representatives_only

# Drafting and approving aren't here: joint_status gives both as investigating.
_NOW = {
    State.REGISTERED: N_("已经登记，正在看由谁来办。"),
    State.ACCEPTED: N_("已经受理，承办单位正在安排人。"),
    State.INVESTIGATING: N_("承办单位正在查清事实。"),
    State.SERVED: N_("已经书面答复，请看下面。"),
    State.RATED: N_("已经书面答复，请看下面。"),
    State.UNDER_REVIEW: N_("申请了复查，上一级正在看。"),
    State.REVIEWED: N_("复查意见已经作出，请看下面。"),
    State.UNDER_RECHECK: N_("申请了复核，上一级正在看。"),
    State.CARRYING_OUT: N_("复核意见已经作出，请看下面。承办单位正在落实答应的事。"),
    State.CLOSED: N_("这件事项已经办结。"),
    State.FINALISED: N_("复核意见已经作出，请看下面。这件事项终结。"),
    State.DECLINED: N_("决定不予受理，牵头的信访人看得到理由。"),
    State.REDIRECTED: N_("这件事项要走另外的途径，牵头的信访人看得到怎么办。"),
    State.WITHDRAWN: N_("牵头的信访人已经撤回。"),
}


@require_safe
@representatives_only
def joint_page(request: HttpRequest, *, representative_id: UUID) -> HttpResponse:
    """State and reply."""
    status = joint_status(representative_id=representative_id, at=now())
    context = {
        "status": status,
        "where": gettext(_NOW[State(status.state)]),
        "print_number": format_matter_number(status.number),
    }
    return render(request, "portal/joint/page.html", context)


@require_POST
def joint_leave(request: HttpRequest) -> HttpResponse:
    """Forget the matter on this device."""
    messages.success(request, gettext("已经离开。这台设备不再记得您的事项。"))
    response = redirect("portal:home")
    SPEAKER.end(request)
    clear_speaker_cookie(response)
    return response
