"""The moves that are possible now, as the bar shows them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.desk.matter.choices import choices_for
from huiyin.desk.matter.drafts import ClosedDraft, DraftShown, closed_drafts, draft_for, draft_shown
from huiyin.desk.matter.forms import MoveForm
from huiyin.desk.matter.letter_typed import has_preview
from huiyin.desk.matter.reasons import BlockedMove, blocked_on_page, ended, reasons_of
from huiyin.desk.matter.registry import FORMS, BarRow, forms_of
from huiyin.desk.matter.respondents.forms import RespondentForm
from huiyin.desk.text_modules.offering import offer_texts
from huiyin.kernel.actor import Actor
from huiyin.matters.core.rules.labels import ACTION_LABELS
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.drafts.selectors import MoveDraftView


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a page's forms and addresses carry along.

    `place`: the query that says from which list the matter was opened. `drafts`: the reader's own on the matter.
    """

    place: str = ""
    drafts: Sequence[MoveDraftView] = ()


NOTHING_AROUND = Surroundings()


@dataclass(frozen=True, slots=True)
class MoveShown:
    """A move as `components/move_form.html` takes it; without a form it is a line that fetches its form when opened.

    `action` is where the form is sent, `page` the same page with the form standing open. `key` opens it.
    `draft` is what is kept of the form, None where nothing is; `has_draft`: there is one to go on with. `preview` is
    where its letter is shown as it would be, "" where the step leaves none that is typed.
    """

    code: str
    label: str
    action: str
    page: str
    seen: int
    form: MoveForm | None = None
    help: str = ""
    warning: str = ""
    submit: str = ""
    template: str = ""
    key: str = ""
    draft: DraftShown | None = None
    has_draft: bool = False
    preview: str = ""

    @property
    def fetched_from(self) -> str:
        """Where the form alone comes from."""
        return f"{self.action}{'&' if '?' in self.action else '?'}seen={self.seen}"

    @property
    def is_open(self) -> bool:
        """Whether the form is drawn, and so stands open."""
        return self.form is not None


@dataclass(frozen=True, slots=True)
class Bar:
    """All moves: what brings the matter on, what asks, what is seldom needed; what isn't possible, and why.

    `drafts` are the reader's own that no form on the page shows.
    """

    primary: tuple[MoveShown, ...]
    asking: tuple[MoveShown, ...]
    secondary: tuple[MoveShown, ...]
    reasons: tuple[BlockedMove, ...]
    ended: str
    drafts: tuple[ClosedDraft, ...] = ()

    @property
    def opened(self) -> MoveShown | None:
        """The move whose form stands open."""
        return next((move for move in (*self.primary, *self.asking, *self.secondary) if move.is_open), None)

    @property
    def secondary_is_open(self) -> bool:
        """Whether the form that stands open is one of those that are folded away."""
        return any(move.is_open for move in self.secondary)

    @property
    def waits_for(self) -> str:
        """What the matter waits for, when the next step isn't this officer's."""
        return self.reasons[0].why_not if self.reasons and not self.primary else ""


def bar_for(
    *,
    page: MatterView,
    actor: Actor,
    opened: str = "",
    bound: MoveForm | None = None,
    around: Surroundings = NOTHING_AROUND,
) -> Bar:
    """The bar. `opened` is the move whose form stands open, `bound` a form that has come back with its text."""
    # The table knows states and posts only: what a link, a hearing or a seal forbids would still be offered.
    possible = {move.action for move in page.moves if not blocked_on_page(page, actor, move.action)}
    shown = _shown(page, actor, possible, opened, bound, around)
    # Nothing else brings a matter on before it is clear whom it is about.
    first = () if page.respondents_settled else (RespondentForm,)
    primary = [shown[form.action] for form in (*first, *forms_of(BarRow.PRIMARY)) if form.action in shown]
    asking = [shown[form.action] for form in forms_of(BarRow.ASKING) if form.action in shown]
    keyed = [replace(move, key=str(place)) for place, move in enumerate((*primary, *asking), start=1) if place < 10]
    keyed += (*primary, *asking)[len(keyed) :]
    secondary = [form for form in forms_of(BarRow.SECONDARY) if form not in first]
    return Bar(
        primary=tuple(keyed[: len(primary)]),
        asking=tuple(keyed[len(primary) :]),
        secondary=tuple(shown[form.action] for form in secondary if form.action in shown),
        reasons=reasons_of(page, actor),
        ended=ended(page),
        drafts=closed_drafts(page, around.drafts, possible=set(shown)),
    )


def move_shown(
    *, page: MatterView, actor: Actor, code: str, around: Surroundings = NOTHING_AROUND
) -> MoveShown | None:
    """One move with its form, filled with the draft that there is; None when it isn't possible now."""
    kind = FORMS[code]
    if not page.can(kind.action) or blocked_on_page(page, actor, kind.action):
        return None
    choices = choices_for(page=page, actor=actor, actions={kind.action})
    form = kind(page=page, choices=choices, kept=draft_for(kind, around.drafts))
    return _with_form(page, form, actor, around)


def _shown(
    page: MatterView,
    actor: Actor,
    possible: Collection[Action],
    opened: str,
    bound: MoveForm | None,
    around: Surroundings,
) -> dict[Action, MoveShown]:
    # Most forms of a page are never opened, and to draw them all took half of its time.
    found = {kind.action: _folded(page, kind, around) for kind in FORMS.values() if kind.action in possible}
    # Before what the address opens: this one has what was typed in it.
    if bound is not None and bound.action in found:
        found[bound.action] = _with_form(page, bound, actor, around)
    elif opened in FORMS and (shown := move_shown(page=page, actor=actor, code=opened, around=around)):
        found[FORMS[opened].action] = shown
    return found


def _folded(page: MatterView, kind: type[MoveForm], around: Surroundings) -> MoveShown:
    code, along = kind.action.value, f"?{around.place}" if around.place else ""
    return MoveShown(
        code=code,
        label=_(ACTION_LABELS[kind.action]),
        action=reverse("desk:matter_move", args=[page.number, code]) + along,
        page=address_of(page, code, around.place),
        # Goes along when the form is fetched: a page that is outdated is named so before anybody types.
        seen=page.version,
        has_draft=draft_for(kind, around.drafts) is not None,
    )


def _with_form(page: MatterView, form: MoveForm, actor: Actor, around: Surroundings) -> MoveShown:
    offer_texts(form, actor)
    return replace(
        _folded(page, type(form), around),
        form=form,
        help=form.about_text(),
        warning=_(form.warning) if form.warning else "",
        submit=_(form.submit) if form.submit else "",
        template=form.template,
        draft=draft_shown(page, form, around.drafts, place=around.place),
        preview=reverse("desk:letter_preview", args=[page.number, form.action.value]) if has_preview(form) else "",
    )


def address_of(page: MatterView, code: str, place: str = "") -> str:
    """The matter's page with the form of this move open on it."""
    along = f"&{place}" if place else ""
    return f"{reverse('desk:matter', args=[page.number])}?move={code}{along}#move-{code}"
