"""People join a matter: their list, those who speak for them, and seeing the names."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.desk.matter.forms import MoveForm, choose
from huiyin.desk.matter.joint.views import lookup_url
from huiyin.desk.matter.registry import BarRow, move_form, move_reason
from huiyin.documents.qr import qr_svg
from huiyin.flows.cosigner_list import ListReport, cosigner_file_add
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.joint.errors import (
    CoSignerNameMissing,
    RepresentativeGone,
    RepresentativesEnough,
    SignersNotFound,
)
from huiyin.matters.joint.rules import REPRESENTATIVES_MOST, WAY_LABELS
from huiyin.matters.joint.services.joint import (
    NewRepresentative,
    SignerShown,
    cosigners_open,
    representative_name,
    representative_remove,
)
from huiyin.vault.rules.identity import ADDRESS_MAX, EMAIL_MAX, NAME_MAX, PHONE_MAX
from huiyin.vault.services import IdentityDraft
from huiyin.web.forms import TidyEmailField
from huiyin.web.phones import PhoneAskingForm
from huiyin.web.refusals import sentence_of


@move_reason(120)
def closed_by_joint(page: MatterView, _actor: Actor, action: Action) -> str:
    """Why one of these isn't possible now, in the reader's language, or ""."""
    joint = page.joint
    if action is Action.NAME_REPRESENTATIVE and joint and joint.is_full:
        return gettext(RepresentativesEnough.sentence) % {"most": REPRESENTATIVES_MOST}
    if action is Action.REMOVE_REPRESENTATIVE and not (joint and joint.representatives):
        return gettext(RepresentativeGone.sentence)
    if action is Action.OPEN_COSIGNERS and joint is None:
        return gettext(SignersNotFound.sentence)
    return ""


@move_form(BarRow.SECONDARY, 310)
class CoSignersForm(MoveForm):
    """The list of names."""

    action = Action.ADD_COSIGNERS
    about = N_(
        "CSV 或 XLSX 文件，列名是姓名、电话、住址，上面可以有标题。人数不限，同一个人只登记一次。"
        "姓名加密保存，页面上只显示人数。"
    )
    submit = N_("登记名单上的人")
    report: ListReport | None = None

    def configure(self) -> None:
        """The file."""
        self.fields["names"] = forms.FileField(
            label=_("名单"), allow_empty_file=True, error_messages={"required": _("请选名单文件。")}
        )

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Put them on the list."""
        sent = self.cleaned_data["names"]
        self.report = cosigner_file_add(
            actor=actor, matter_id=self.page.id, content=sent.file, name=sent.name, at=at, seen=self.seen_version
        )


@move_form(BarRow.SECONDARY, 320)
class RepresentativeForm(PhoneAskingForm, MoveForm):
    """One who speaks for the others."""

    action = Action.NAME_REPRESENTATIVE
    about = N_("走访最多五位代表（《信访工作条例》第二十条）。代表各有一张回执，凭自己的查询码只能看到进展和答复。")
    submit = N_("登记，给一张回执")
    named: NewRepresentative | None = None

    name = forms.CharField(
        label=_("姓名"), max_length=NAME_MAX, error_messages={"required": _(CoSignerNameMissing.sentence)}
    )
    phone = forms.CharField(label=_("电话"), max_length=PHONE_MAX, required=False)
    address = forms.CharField(label=_("住址"), max_length=ADDRESS_MAX, required=False)
    email = TidyEmailField(
        label=_("邮箱"), max_length=EMAIL_MAX, required=False, help_text=_("留了邮箱的，有进展时收到一封通知。")
    )

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Name them; the code is in what comes back, once."""
        given = self.cleaned_data
        self.named = representative_name(
            actor=actor,
            matter_id=self.page.id,
            person=IdentityDraft(**{field: given[field] for field in ("name", "phone", "address", "email")}),
            at=at,
            seen=self.seen_version,
        )

    def typed(self) -> tuple[str, ...]:
        """Nothing: who somebody is isn't repeated on a page that others may see."""
        return ()


@move_form(BarRow.SECONDARY, 330)
class RemoveRepresentativeForm(MoveForm):
    """One no longer speaks for the others."""

    action = Action.REMOVE_REPRESENTATIVE
    warning = N_("这位代表的查询码马上失效。")
    submit = N_("取消这位代表")
    done = N_("已取消。")

    position = forms.TypedChoiceField(label=_("哪一位"), coerce=int, error_messages={"required": _("请选一位代表。")})

    def configure(self) -> None:
        """Those who are there."""
        there = self.page.joint.representatives if self.page.joint else ()
        label = gettext("第 %(place)s 位")
        choose(
            self.fields["position"],
            # By place: pages show how many there are, never who.
            [(str(representative.position), label % {"place": representative.position}) for representative in there],
        )

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Remove them."""
        position = self.cleaned_data["position"]
        representative_remove(actor=actor, matter_id=self.page.id, position=position, at=at, seen=self.seen_version)


@move_form(BarRow.SECONDARY, 340)
class OpenCoSignersForm(MoveForm):
    """Seeing the names."""

    action = Action.OPEN_COSIGNERS
    about = N_("名单只显示这一次。")
    warning = N_("信访人会看到是哪个单位、什么时候、为什么查看。")
    submit = N_("查看名单")
    names: tuple[SignerShown, ...] = ()

    purpose = forms.CharField(
        label=_("用途"),
        error_messages={"required": _("请写明查看身份信息的用途（至少 4 个字），信访人会看到。")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Open it; the record of it comes first."""
        purpose = self.cleaned_data["purpose"]
        self.names = tuple(cosigners_open(actor=actor, matter_id=self.page.id, purpose=purpose, at=at))


@dataclass(frozen=True, slots=True, repr=False)
class SignerLine:
    """One of those who signed, and in words how."""

    person: IdentityDraft
    way_labels: tuple[str, ...]


def _signer_line(signer: SignerShown) -> SignerLine:
    return SignerLine(signer.person, tuple(gettext(WAY_LABELS[way]) for way in signer.ways))


# No name and no code gets into a log by way of a repr.
@dataclass(frozen=True, slots=True, repr=False)
class JointShown:
    """What one answer shows and no page after it: how a list went, a representative's receipt, the names."""

    report: ListReport | None = None
    refused: tuple[tuple[int, str], ...] = ()
    named: NewRepresentative | None = None
    lookup_url: str = ""
    qr: str = ""
    names: tuple[SignerLine, ...] = ()


def joint_shown(form: MoveForm, page: MatterView) -> JointShown | None:
    """What came of a form of this path that says more than that it is done."""
    if isinstance(form, CoSignersForm) and form.report:
        refused = tuple((row.number, sentence_of(row.refusal)) for row in form.report.refused)
        return JointShown(report=form.report, refused=refused)
    if isinstance(form, RepresentativeForm) and form.named:
        url = lookup_url(page.number)
        return JointShown(named=form.named, lookup_url=url, qr=qr_svg(url))
    if isinstance(form, OpenCoSignersForm):
        return JointShown(names=tuple(map(_signer_line, form.names)))
    return None
