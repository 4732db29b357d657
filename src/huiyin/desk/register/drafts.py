"""The form for registering keeps what is typed by itself; what was broken off is offered again at its head."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.desk.register.access import demand_registrar
from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.ids import parse_uuid
from huiyin.kernel.text import shorten
from huiyin.kernel.time import now
from huiyin.matters.drafts.rules import DraftSeen, Typed, draft_seen
from huiyin.matters.register.selectors import RegisterDraftView, register_draft_of, register_drafts
from huiyin.matters.register.services.drafts import (
    IDENTITY_FIELDS,
    register_draft_clear,
    register_draft_save,
)
from huiyin.web.pages import PageLink, message_page
from huiyin.web.refusals import sentence_of, status_of, title_of
from huiyin.web.resend import Posted

# What is chosen or worked out by the page itself, files, and marks that something was looked at.
_BESIDE = frozenset({
    "csrfmiddlewaretoken", "token", "draft", "kept", "instruction_kept", "phone_asked", "outside", "look",
    "use_category", "hand_to", "reader_choice", "files",
})  # fmt: skip
# Chosen for whoever opens an empty form: that alone is nothing to keep.
_GIVEN = frozenset({"channel", "kind", "received_on", "unit", "day", "visitors", "anonymous", "sitting"})
_BEGINNING = 24


@dataclass(frozen=True, slots=True)
class RegisterDraftLine:
    """One that was broken off: when, its beginning, and where it goes on."""

    id: UUID
    saved_at: datetime
    beginning: str
    href: str


@dataclass(frozen=True, slots=True)
class RegisterDraftShown:
    """What components/draft_ends.html takes: where it is kept and cleared, when it was kept; `seen` for the page."""

    keep: str
    clear: str
    seen: str
    saved_at: datetime | None = None
    is_handed: bool = False
    author: str = ""


def draft_lines(actor: Actor, *, but: UUID | None = None) -> list[RegisterDraftLine]:
    """Those that wait, without the one that is open."""
    return [_line(draft) for draft in register_drafts(actor=actor) if draft.id != but]


def draft_shown(seen: DraftSeen, saved_at: datetime | None) -> RegisterDraftShown:
    """Of a page that goes on with a draft, or begins one."""
    keep_at, clear_at = reverse("desk:register_keep"), reverse("desk:register_draft_clear")
    return RegisterDraftShown(keep_at, clear_at, seen.as_text(), saved_at)


def draft_asked(text: str, *, actor: Actor) -> RegisterDraftView | None:
    """The draft that an address names; None for none. Raises MoveDraftNotFound."""
    key = parse_uuid(text)
    return register_draft_of(actor=actor, draft_id=key) if key else None


def as_initial(typed: Typed) -> dict[str, object]:
    """What was typed, as a form shows it; a field with several values has them all."""
    found: dict[str, list[str]] = {}
    for name, value in typed:
        found.setdefault(name, []).append(value)
    return {name: values if name == "sitting" else values[-1] for name, values in found.items()}


def typed_in(data: QueryDict) -> Typed:
    """What somebody typed, ticked and chose, as the page sends it."""
    return tuple((name, value) for name, values in data.lists() if name not in _BESIDE for value in values)


@require_POST
@desk_view
def keep(request: DeskRequest) -> HttpResponse:
    """Keep what stands in the form. A page that asks by itself is answered in JSON, a press with the page."""
    demand_registrar(request)
    typed, asks_by_itself = typed_in(request.POST), request.headers.get("Accept") == "application/json"
    seen = draft_seen(request.POST.get("draft", ""))
    try:
        if _is_anything(typed) or seen.id:
            seen = register_draft_save(actor=request.actor, typed=typed, seen=seen, at=now())
    except HuiyinError as refusal:
        if asks_by_itself:
            return JsonResponse({"sentence": sentence_of(refusal)}, status=status_of(refusal))
        return _not_kept(request, refusal, [value for _name, value in typed])
    if asks_by_itself:
        return JsonResponse({"draft": seen.as_text()})
    messages.success(request, _("草稿已保存。"))
    address = reverse("desk:register")
    return HttpResponseRedirect(f"{address}?draft={seen.id}" if seen.id else address)


@require_POST
@desk_view
def clear(request: DeskRequest) -> HttpResponse:
    """Throw away the draft that the page shows."""
    demand_registrar(request)
    seen = draft_seen(request.POST.get("draft", ""))
    if seen.id is not None:
        register_draft_clear(actor=request.actor, draft_id=seen.id)
    messages.success(request, _("草稿已清空。"))
    return HttpResponseRedirect(reverse("desk:register"))


def _is_anything(typed: Typed) -> bool:
    return any(value.strip() for name, value in typed if name not in _GIVEN | IDENTITY_FIELDS)


def _line(draft: RegisterDraftView) -> RegisterDraftLine:
    words = next((value for name in ("title", "text") for key, value in draft.typed if key == name and value), "")
    beginning = shorten(" ".join(words.split()), _BEGINNING) if draft.is_readable else _("打不开：钥匙不在了")
    href = f"{reverse('desk:register')}?draft={draft.id}"
    return RegisterDraftLine(draft.id, draft.saved_at, beginning or _("还没有写内容"), href)


def _not_kept(request: DeskRequest, refusal: HuiyinError, texts: Sequence[str]) -> HttpResponse:
    return message_page(
        request,
        status=status_of(refusal),
        title=title_of(refusal),
        sentence=sentence_of(refusal),
        ways=(PageLink(_("回到登记"), reverse("desk:register")),),
        posted=Posted(action="", fields=(), texts=tuple(text for text in texts if text.strip()), files=()),
    )
