"""How the answer goes out: served, posted, acknowledged; and an agreement in place of an opinion."""

from collections.abc import Iterator
from datetime import datetime

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.clocks.selectors import length_text
from huiyin.desk.fields import late_reason_field
from huiyin.desk.matter.forms import MoveForm, choose
from huiyin.desk.matter.registry import BarRow, move_form, move_reason
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_
from huiyin.kernel.time import office_day
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.delivery.errors import ReceiptUnsaid, SignatureMissing
from huiyin.matters.delivery.rules import SERVICE_LABELS, ServiceMethod, methods_of
from huiyin.matters.delivery.services import reply_acknowledge, reply_post, reply_serve
from huiyin.matters.reply.services.sign import signers
from huiyin.web.date_fields import DayField

Pair = tuple[str, str]


@move_form(BarRow.PRIMARY, 80)
class ServeForm(MoveForm):
    """The petitioner reads it from now on."""

    action = Action.SERVE
    about = N_("送达后，信访人可以在网上看到答复全文，也可以评价或申请复查。%(length)s从送达那天算起。")
    warning = N_("答复从这里发出，不能撤回。")
    submit = N_("送达")
    done = N_("答复已送达。")
    notifies = True

    method = forms.ChoiceField(label=_("怎么送达"), widget=forms.RadioSelect, required=False)
    served_on = DayField(
        label=_("送达日期"), required=False, help_text=_("当面或者电话、短信送达的填；空着就是今天。")
    )
    note = forms.CharField(label=_("说明"), required=False, help_text=_("例如：在接待室交给本人签收。"))
    late_reason = late_reason_field()

    def lengths(self) -> dict[str, str]:
        """How long the petitioner may rate it and ask for review."""
        return {"length": length_text(code="review_window", kind=self.page.kind)}

    def get_initial(self) -> dict[str, object]:
        """On the web."""
        return {"method": ServiceMethod.WEB.value}

    def configure(self) -> None:
        """The ways that the procedure knows."""
        ways = methods_of(procedure=self.page.procedure, round_=self.page.round)
        choose(self.fields["method"], [(way.value, gettext(SERVICE_LABELS[way])) for way in ways])

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Serve."""
        given = self.cleaned_data
        reply_serve(
            actor=actor,
            matter_id=self.page.id,
            method=ServiceMethod(given["method"] or ServiceMethod.WEB),
            served_on=given["served_on"],
            note=given["note"],
            late_reason=given["late_reason"],
            at=at,
            seen=self.seen_version,
        )


@move_form(BarRow.PRIMARY, 90)
class PostReplyForm(MoveForm):
    """By post: the petitioner's time begins when it comes."""

    action = Action.POST
    about = N_("寄出后，等收到回执再登记；评价和申请复查的 %(length)s从收到那天算起。")
    warning = N_("答复从这里发出，不能撤回。信访人在网上也马上能看到。")
    submit = N_("已经寄出")
    done = N_("已记下寄出，收到回执后请登记。")
    notifies = True

    posted_on = DayField(label=_("寄出日期"), required=False, help_text=_("空着就是今天。"))
    note = forms.CharField(label=_("挂号或快递单号"), required=False)
    late_reason = late_reason_field()

    def lengths(self) -> dict[str, str]:
        """How long the petitioner may rate it and ask for review."""
        return {"length": length_text(code="review_window", kind=self.page.kind)}

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Post."""
        reply_post(
            actor=actor,
            matter_id=self.page.id,
            posted_on=self.cleaned_data["posted_on"] or office_day(at),
            note=self.cleaned_data["note"],
            late_reason=self.cleaned_data["late_reason"],
            at=at,
            seen=self.seen_version,
        )


@move_form(BarRow.PRIMARY, 100)
class AcknowledgeForm(MoveForm):
    """The return receipt is back."""

    action = Action.ACKNOWLEDGE
    about = N_("从签收那天起，信访人有 %(length)s可以评价和申请复查。")
    submit = N_("登记")
    done = N_("已登记回执。")
    notifies = True

    acknowledged_on = DayField(label=_("签收日期"))
    words = forms.CharField(
        label=_("谁签收的"),
        help_text=_("例如：本人签收；或者：快递查询显示家人代收。"),
        error_messages={"required": _(ReceiptUnsaid.sentence)},
    )
    late_reason = late_reason_field()

    def lengths(self) -> dict[str, str]:
        """How long the petitioner may rate it and ask for review."""
        return {"length": length_text(code="review_window", kind=self.page.kind)}

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Write it down."""
        reply_acknowledge(
            actor=actor,
            matter_id=self.page.id,
            acknowledged_on=self.cleaned_data["acknowledged_on"],
            words=self.cleaned_data["words"],
            late_reason=self.cleaned_data["late_reason"],
            at=at,
            seen=self.seen_version,
        )


def service_rows(page: MatterView) -> Iterator[Pair]:
    """How the answer was served, for the sheet."""
    service = page.reply.service if page.reply else None
    if service is None:
        return
    yield gettext("怎么送达"), service.label
    yield gettext("送达日期") if not service.is_posted else gettext("寄出日期"), service.served_on.isoformat()
    yield gettext("说明"), service.note
    if service.is_on_its_way:
        yield gettext("签收"), gettext("已寄出，等回执")
    if service.acknowledged_on:
        yield gettext("签收"), f"{service.acknowledged_on.isoformat()} · {service.acknowledgement}"


@move_reason(190)
def closed_to_serve(page: MatterView, _actor: Actor, action: Action) -> str:
    """That the leader has to sign the reply first, in the source language, or ""."""
    if action not in {Action.SERVE, Action.POST} or page.reply is None:
        return ""
    # Nobody signs what they drafted; where no other leader is there, nothing waits for a signature.
    waits = page.reply.signed_at is None and signers(page.lead_unit_id, page.reply.written_by)
    return SignatureMissing.sentence if waits else ""
