"""Run as a process of its own: keys, a database, the fixed cast, and a matter in every state.

The last line that it prints has numbers, codes and ids as JSON.
"""

import json
import os
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.browser.settings")
django.setup()

from huiyin.cli.root import root  # noqa: E402 - after Django is set up
from huiyin.documents.services import file_store  # noqa: E402
from huiyin.flows.web_filing import Secrecy, web_filing_register  # noqa: E402
from huiyin.flows.worker_round import ledger_order  # noqa: E402
from huiyin.kernel.actor import Role, petitioner, system  # noqa: E402
from huiyin.kernel.ids import new_token  # noqa: E402
from huiyin.kernel.time import now  # noqa: E402
from huiyin.matters.acceptance.services import matter_decline, matter_redirect  # noqa: E402
from huiyin.matters.closing.services import matter_close  # noqa: E402
from huiyin.matters.core.rules.states import Channel, Grade, Kind  # noqa: E402
from huiyin.matters.identity.services import matter_open_identity  # noqa: E402
from huiyin.matters.joint.services.joint import representative_name  # noqa: E402
from huiyin.matters.messages.services.petitioner import petitioner_write  # noqa: E402
from huiyin.matters.messages.services.work import attachment_add, matter_ask, matter_note  # noqa: E402
from huiyin.matters.models import Matter  # noqa: E402
from huiyin.matters.rating.services import matter_rate  # noqa: E402
from huiyin.matters.recommendation.services import RecommendationDraft, recommendation_send  # noqa: E402
from huiyin.matters.register.services.register import Registered  # noqa: E402
from huiyin.matters.reply.services.reply import reply_approve, reply_return  # noqa: E402
from huiyin.matters.review.rules import ReviewLevel  # noqa: E402
from huiyin.matters.telephone.services import telephone_ask  # noqa: E402
from huiyin.matters.withdrawal.services import matter_withdraw  # noqa: E402
from huiyin.notices.services import outbox_dispatch  # noqa: E402
from huiyin.orgs.grant_rules import ResetWay  # noqa: E402
from huiyin.orgs.selectors.resets import link_token  # noqa: E402
from huiyin.orgs.services import OfficerPlan, PostPlan, officer_create, post_create, reset_ask  # noqa: E402
from huiyin.vault.services import IdentityDraft  # noqa: E402
from tests.browser.meeting_fill import explained  # noqa: E402
from tests.cast import PASSWORD, SEED, WHO, Cast, make_cast  # noqa: E402
from tests.matters.above import decide, staff_above, to_recheck  # noqa: E402

LONG = (
    "我们小区一共六幢楼，去年十月换了物业公司以后，物业费从每平方米一元二角涨到一元八角，没有开过业主大会，"
    "也没有公示过收支。电梯经常停运，三幢二单元的老人上下楼要靠邻居搀扶；地下车库有两处渗水，下雨天要绕着走。\n"
    "我们找过物业三次、社区两次，答复都是“正在研究”。今年三月又贴出通知，说不交新标准的就停门禁卡。"
    "希望有关部门到现场看一看，把收费依据和收支情况公布出来，把电梯和渗水修好。"
)
_TINY = (
    "水龙头放出来的水发黄，有铁锈味，已经两个星期了。", "学校门口早晚高峰没有人疏导，孩子过马路很危险。",
    "村里的路灯坏了七盏，晚上走路看不见。", "工地夜里十二点还在打桩，全楼睡不着。",
    "想问一下老旧小区加装电梯的补贴怎么申请。", "公交 3 路改线以后，镇上的老人去卫生院要走四里路。",
)  # fmt: skip
_ALL = 5000
# The town has more than fits one page of a list.
_ARRIVALS = {"office": 8, "town": 60}
_WAYS = (Channel.WEB, Channel.LETTER, Channel.VISIT, Channel.CALL)


def scenes(cast: Cast, until: datetime) -> dict[str, Registered]:
    """One matter for each thing that a page can show, by name; from long ago up to `until`."""
    made = {}
    for name, (days, scene) in _SCENES.items():
        cast.at = until - timedelta(days=days)
        made[name] = scene(cast)
    for unit, count in _ARRIVALS.items():
        for number in range(count):
            cast.at = until - timedelta(hours=9 * (count - number))
            _arrival(cast, unit, number)
    return made


def _arrival(cast: Cast, unit: str, place: int) -> None:
    text = _TINY[place % len(_TINY)]
    category = cast.categories["T121" if place % len(_TINY) == 0 else "T11"]
    cast.file(
        text=text, requests=("请尽快处理",), category_id=category, channel=_WAYS[place % len(_WAYS)],
        kind=Kind.INQUIRY if "想问" in text else Kind.CLAIM, unit_id=cast.units[unit],
    )  # fmt: skip


def _late(cast: Cast) -> Registered:
    return cast.file(text="请问" + LONG, requests=("尽快受理",))


def _accepted(cast: Cast) -> Registered:
    filed = cast.file(text=_TINY[0], requests=("查明原因", "把水治好"), category_id=cast.categories["T121"])
    cast.accept(filed)
    return filed


def _investigating(cast: Cast) -> Registered:
    """With everything that a matter's page can hold."""
    filed = cast.file(
        text=LONG, requests=("公示近三年收支，说明涨价依据", "修好电梯", "处理车库渗水，" + "并且说明原因，" * 12),
        respondent_text="云水小区物业公司",
    )  # fmt: skip
    cast.to_handler(filed)
    _work(cast, filed)
    return filed


def _work(cast: Cast, filed: Registered) -> None:
    handler, matter_id = cast.actor("handler"), filed.matter_id
    matter_note(actor=handler, matter_id=matter_id, body="已约物业公司周三到现场。", at=cast.later(days=1))
    matter_ask(actor=handler, matter_id=matter_id, body="请补一张涨价通知的照片。", at=cast.later(days=1))
    petitioner_write(actor=petitioner(matter_id), matter_id=matter_id, body="照片已上传。", at=cast.later(hours=5))
    for name, actor in (
        ("涨价通知（三月贴在三幢二单元门口的那一张）.txt", petitioner(matter_id)),
        ("笔录.txt", handler),
    ):
        stored = file_store(content=BytesIO("第一行，写得清清楚楚。\n".encode()), name=name, at=cast.at)
        attachment_add(actor=actor, matter_id=matter_id, file_id=stored.pk, at=cast.at)
    matter_ask(actor=handler, matter_id=matter_id, body="车库渗水是从什么时候开始的？", at=cast.later(days=1))
    matter_open_identity(actor=handler, matter_id=matter_id, purpose="约信访人到现场一起查看", at=cast.later(hours=1))


def _returned(cast: Cast) -> Registered:
    filed = _drafted(cast, "西街菜场门口的下水道返水，夏天味道很大。")
    reply_return(
        actor=cast.actor("approver"),
        matter_id=filed.matter_id,
        reason="第二条的理由请写明依据。",
        at=cast.later(days=1),
    )
    return filed


def _with_handler(cast: Cast) -> Registered:
    filed = cast.file(text="楼道里堆着杂物，消防通道走不过去。", requests=("清走杂物",))
    cast.to_handler(filed)
    return filed


def _in_hand(cast: Cast) -> Registered:
    """As most of them are: accepted, with a handler, in time."""
    filed = cast.file(text="车站门口的盲道断了一截，盲人朋友走到那里就没有路了。", requests=("把盲道接上",))
    cast.to_handler(filed)
    return filed


def _drafted(cast: Cast, text: str = "幼儿园旁边的配电箱没有锁，孩子伸手就能碰到。") -> Registered:
    filed = cast.file(text=text)
    cast.to_handler(filed)
    cast.later(days=2)
    cast.draft(filed)
    return filed


def _approved(cast: Cast) -> Registered:
    filed = _drafted(cast, "顶楼漏雨两年了，物业和开发商互相推。")
    reply_approve(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.later(days=1))
    return filed


def _served(cast: Cast, text: str = LONG) -> Registered:
    filed = cast.file(text=text)
    cast.answer(filed)
    return filed


def _rated(
    cast: Cast, text: str = "小区大门的道闸坏了一个月，进出要排队。", of_unit: Grade = Grade.PARTLY
) -> Registered:
    filed = _served(cast, text)
    matter_rate(
        actor=petitioner(filed.matter_id), matter_id=filed.matter_id, of_office=Grade.SATISFIED,
        of_unit=of_unit, words="电梯修好了，谢谢。", at=cast.later(days=1),
    )  # fmt: skip
    return filed


def _closed(cast: Cast) -> Registered:
    filed = _rated(cast, "楼前的绿地被圈起来停车，出入口只剩一条缝。", Grade.SATISFIED)
    matter_close(actor=cast.actor("housing_registrar"), matter_id=filed.matter_id, at=cast.later(days=1))
    return filed


def _declined(cast: Cast) -> Registered:
    filed = cast.file(text="前年复核过的宅基地那件事，想请你们再看一次。", requests=("重新处理",))
    matter_decline(
        actor=cast.actor("registrar"), matter_id=filed.matter_id, ground="rechecked",
        explanation="这件事在 2024 年经复查、复核终结，复核意见已经送达。有新的事实可以随时再写。",
        at=cast.later(days=1),
    )  # fmt: skip
    return filed


def _redirected(cast: Cast) -> Registered:
    filed = cast.file(text="公司拖欠三个月工资。", requests=("发工资",))
    matter_redirect(
        actor=cast.actor("registrar"), matter_id=filed.matter_id, ground="arbitration",
        route="请到县劳动人事争议仲裁院，云渡路 8 号，带劳动合同和工资条。", at=cast.later(days=1),
        body="县劳动人事争议仲裁院", deadline="一年内申请，受理后 45 日内裁决",
        remedy="收到裁决书 15 日内可以向法院起诉",
    )  # fmt: skip
    return filed


def _withdrawn(cast: Cast) -> Registered:
    filed = cast.file(text=_TINY[3], requests=("夜里停工",))
    matter_withdraw(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, at=cast.later(days=1))
    return filed


def _finalised(cast: Cast) -> Registered:
    """Answered by a station, reviewed by its bureau, rechecked by the county."""
    staff_above(cast)
    filed = cast.file(text=_TINY[2], requests=("修好路灯",))
    to_recheck(cast, filed)
    cast.later(days=5)
    decide(cast, filed, level=ReviewLevel.RECHECK)
    return filed


def _anonymous(cast: Cast) -> Registered:
    return cast.file(text="办事窗口下午三点就没有人了。", requests=("按时上班",), identity=None, kind=Kind.SUGGESTION)


def _sealed(cast: Cast) -> Registered:
    cast.seal_keys("registrar", "office_approver")
    return web_filing_register(
        kind=Kind.ACCUSATION, text="有人借发放补助向每户收好处费。", requests=("查清收了多少",), identity=WHO,
        token=new_token(), at=cast.at, secrecy=Secrecy.SEALED,
    )  # fmt: skip


def _speaker(cast: Cast) -> Registered:
    """A joint matter, with the code of one who speaks for the others."""
    filed = cast.file(text="我们十二户的阳台都在渗水，想请同一个人来看。")
    person = IdentityDraft(name="庄晓梦", phone="19900002345", address="云渡县柳荫镇云水小区")
    named = representative_name(actor=cast.actor("registrar"), matter_id=filed.matter_id, person=person, at=cast.at)
    return Registered(filed.matter_id, filed.number, named.code, is_new=True)


# name: (how many days ago it came, what happened to it)
_SCENES: dict[str, tuple[int, Callable[[Cast], Registered]]] = {
    "closed": (90, _closed),
    "finalised": (80, _finalised),
    "with_handler": (70, _with_handler),
    "rated": (22, _rated),
    "served": (21, _served),
    "investigating": (40, _investigating),
    "late": (30, _late),
    "approved": (28, _approved),
    "drafted": (26, _drafted),
    "returned": (25, _returned),
    "declined": (20, _declined),
    "redirected": (19, _redirected),
    "withdrawn": (18, _withdrawn),
    "accepted": (10, _accepted),
    "anonymous": (2, _anonymous),
    "sealed": (1, _sealed),
    "speaker": (3, _speaker),
    "explained": (8, explained),
    "reviewable": (21, lambda cast: _served(cast, "公交站的雨棚坏了半年，下雨天老人没有地方站。")),
    "in_hand": (3, _in_hand),
}


def _recommend(cast: Cast, at: datetime) -> None:
    """The petition office proposes something to the bureau, which hasn't answered."""
    draft = RecommendationDraft(
        kind="improvement", to_unit_id=cast.units["housing"], problem="半年内同一小区的电梯反映了九次。" + LONG[:60],
        evidence="维保记录有三个月空白。", proposal="建立电梯维保台账，每月公示。",
    )  # fmt: skip
    recommendation_send(actor=cast.actor("office_leader"), draft=draft, at=at)


def _call(cast: Cast, matter_id: UUID, at: datetime) -> None:
    """Its petitioner has to be told by telephone."""
    identity_id = Matter.objects.get(pk=matter_id).identity_id
    assert identity_id is not None
    telephone_ask(actor=system("tick"), matter_id=matter_id, identity_id=identity_id, at=at)


def _link(cast: Cast, username: str) -> str:
    """The address that an officer is mailed, to set a new password by."""
    reset = reset_ask(officer_id=cast.officers[username], way=ResetWay.MAIL, actor=SEED, at=now())
    return f"/accounts/reset/{reset.pk}/{link_token(reset_id=reset.pk)}/"


def main() -> None:
    """Make the installation that the environment names, and fill it."""
    for command in (["keys", "create"], ["migrate"]):
        root(command, standalone_mode=False)
    cast = make_cast()
    # Somebody above the bureau, who took no part in its answer.
    reviewer = officer_create(plan=OfficerPlan("reviewer", "柏舟", password=PASSWORD), actor=SEED, at=now())
    post_create(plan=PostPlan(cast.units["county"], Role.REVIEWER, "复查复核员", reviewer.pk), actor=SEED, at=now())
    cast.officers["reviewer"] = reviewer.pk
    made = scenes(cast, now())
    _recommend(cast, now() - timedelta(days=3))
    _call(cast, made["served"].matter_id, now() - timedelta(days=1))
    link = _link(cast, "education_handler")
    # Whoever looks at a notice sees it as the worker has left it; each of its own rounds sends fifty.
    outbox_dispatch(at=now(), limit=_ALL)
    ledger_order(now())
    known = {name: (filed.number, filed.code) for name, filed in made.items()}
    json.dump({"matters": known, "officers": cast.officers, "units": cast.units, "link": link}, sys.stdout)


if __name__ == "__main__":
    main()
