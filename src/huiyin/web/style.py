"""The style page: every component in every state, for screenshots and accessibility checks."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huiyin.web.forms import PlainForm
from huiyin.web.resend import FileChoice, Posted

_AT = datetime(2026, 11, 21, 6, 5, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _SampleClock:
    tone: str
    sentence: str
    fraction: float
    stopped_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Event:
    title: str
    at: datetime | None = None
    who: str = ""
    text: str = ""
    files: tuple["_File", ...] = ()
    href: str = ""
    link: str = ""
    is_next: bool = False


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    size: int
    href: str = "#"
    remove: str = ""


@dataclass(frozen=True, slots=True)
class _Move:
    code: str
    label: str
    action: str = "/style/"
    form: forms.Form | None = None
    help: str = ""
    why_not: str = ""
    warning: str = ""
    submit: str = ""
    is_open: bool = False
    template: str = "components/move_sheet.html"


class _SampleForm(PlainForm):
    """One field of every sort."""

    what = forms.CharField(
        label="发生了什么",
        help_text="时间、地点、经过，按您记得的写就好。",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写几句发生了什么，我们才知道该找谁。"},
    )
    place = forms.CharField(label="地点", required=False)
    kind = forms.ChoiceField(
        label="您想要什么",
        choices=[("claim", "解决一个问题"), ("suggestion", "提一条建议"), ("inquiry", "问一件事")],
        widget=forms.RadioSelect,
    )
    area = forms.ChoiceField(label="在哪个乡镇", choices=[("", "请选择"), ("1", "清河镇"), ("2", "石桥乡")])
    wants_mail = forms.BooleanField(label="有新消息时发邮件告诉我", required=False)
    photos = forms.FileField(label="照片或文件", required=False)


class _OpinionForm(PlainForm):
    """What a move asks for."""

    opinion = forms.CharField(label="理由", widget=forms.Textarea(attrs={"rows": 3}))


def style_page(request: HttpRequest) -> HttpResponse:
    """Shown in demos and while developing only. `?face=desk` for the other face, `?wrong=1` with errors."""
    wrong = request.method == "POST" or "wrong" in request.GET
    context = {
        "form": _SampleForm({"place": "清河镇东街 12 号门前", "kind": "claim"} if wrong else None),
        "clocks": _clocks(),
        "events": _events(),
        "files": (
            _File("现场照片.jpg", 3_400_000, remove="/style/"),
            _File("2026 年 11 月物业收费明细.xlsx", 48_200),
        ),
        "rows": (("编号", "20261121-4831-0927"), ("渠道", "网上"), ("承办单位", "清河镇人民政府"), ("地点", "")),
        "moves": _moves(),
        "posted": Posted(
            "/style/",
            (("what", "楼道灯坏了两个月。"),),
            ("楼道灯坏了两个月，晚上老人下楼看不见，打过三次电话。",),
            (FileChoice("files", ("楼道.jpg",)),),
        ),
        "resend_label": "再次发送",
    }
    face = "desk" if request.GET.get("face") == "desk" else "portal"
    return render(request, f"web/style_{face}.html", context)


def _clocks() -> tuple[_SampleClock, ...]:
    return (
        _SampleClock("neutral", "答复期限 12 月 30 日，还有 39 天（《信访工作条例》第三十四条）。", 0.35),
        _SampleClock("soon", "受理期限 11 月 23 日，还有 2 天（《信访工作条例》第二十三条）。", 0.87),
        _SampleClock("late", "答复期限 11 月 18 日，已超过 3 天（《信访工作条例》第三十四条）。", 1.0),
        _SampleClock("neutral", "受理期限 11 月 10 日，已在 11 月 6 日受理。", 1.0, stopped_at=_AT),
    )


def _events() -> tuple[_Event, ...]:
    return (
        _Event("收到您的诉求", _AT, text="编号 20261121-4831-0927，查询码只有您有。"),
        _Event("已受理", _AT, who="县信访局"),
        _Event("转交承办单位", _AT, who="清河镇人民政府", files=(_File("告知书.pdf", 82_000),)),
        _Event("接下来：答复您", text="最迟 12 月 30 日。", is_next=True),
    )


def _moves() -> tuple[_Move, ...]:
    return (
        _Move("accept", "受理", form=_OpinionForm(), help="受理后 15 日内不再变更。", is_open=True),
        _Move("redirect", "告知另途", form=_OpinionForm(), warning="告知书会马上发给信访人，发出后不能撤回。"),
        _Move("close", "办结", why_not="答复还没有送达，送达后才能办结。"),
    )
