"""What stands on a unit's poster (在单位显著位置张贴信访工作流程图): worked out anew from the rules in force.

Only what anybody may know: the unit's own address, telephone and reception times, and the rulebook of that day.
"""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_bidi, gettext

from huiyin.clocks.rules.rulebook import Bound, ClockRule, Rulebook
from huiyin.clocks.selectors import days_text, rulebook
from huiyin.documents.letters.poster import Poster, PosterPart, PosterStep, poster_pdf
from huiyin.kernel.text import shorten
from huiyin.kernel.time import office_day
from huiyin.matters.core.rules.labels import KIND_LABELS
from huiyin.matters.core.rules.states import Kind
from huiyin.orgs.errors import UnitNotThere
from huiyin.orgs.selectors import UnitView, unit_view

# What a unit says of its reception may be long; on the wall it has to be read in passing.
_INTRO_MOST = 240
_FILING = "/file/"


def unit_poster_pdf(*, unit_id: int, at: datetime) -> bytes:
    """The poster of an open unit in the language of the page. Raises UnitNotThere, and what `poster_pdf` raises."""
    unit = unit_view(unit_id=unit_id)
    if not unit.is_active:
        raise UnitNotThere
    return poster_pdf(unit_poster(unit=unit, at=at))


def unit_poster(*, unit: UnitView, at: datetime) -> Poster:
    """Its content: steps with the periods of that day's rulebook, where to go, what is never asked."""
    today = office_day(at)
    book = rulebook(today)
    return Poster(
        lang=(get_language() or settings.LANGUAGE_CODE).partition("-")[0],
        direction="rtl" if get_language_bidi() else "ltr",
        unit=unit.name,
        title=gettext("信访事项怎么办"),
        subtitle=gettext("有困难、有意见、有疑问，都可以提。每一件都登记、有编号、有答复。"),
        steps=tuple(_steps(book)),
        parts=(_where(unit, book), _unsatisfied(book)),
        beneath=(_never(),),
        scan=gettext("扫码反映，不用注册"),
        address=f"{settings.HUIYIN_SITE_URL}{_FILING}",
        short=_short(settings.HUIYIN_SITE_URL),
        version=gettext("按 %(day)s生效的规则印制：%(books)s。规则改了，请重新打印。")
        % {
            "day": date_format(today, gettext("Y年n月j日")),
            "books": gettext("、").join(f"{gettext(header.instrument)} {header.ref}" for header in book.headers),
        },
        on=today,
    )


def _steps(book: Rulebook) -> Iterator[PosterStep]:
    yield PosterStep(
        gettext("提出"),
        gettext("网上、来访、写信、打电话都行，写明什么事、希望怎样解决。可以不留姓名，也可以请人代提。"),
    )
    yield PosterStep(gettext("登记"), gettext("当场登记，给您查询码。用它随时看办到哪一步，补充材料。"))
    yield PosterStep(
        gettext("受理"),
        gettext("书面告诉您受理不受理；不属于这里的，写明理由、依据和该去哪里。"),
        tuple(_periods(book, ("accept", "accept_promise"))),
    )
    yield PosterStep(
        gettext("办理"),
        gettext("安排专人查清事实，听您说，需要的到现场看。被反映的人看不到是谁反映的。"),
        tuple(_periods(book, ("own",))),
    )
    yield PosterStep(
        gettext("答复"),
        gettext("书面答复：查明了什么，每一条诉求支持不支持，依据是哪一条。"),
        tuple(_periods(book, ("answer", "answer_promise", "answer_limit", "simple_answer"))),
    )
    yield PosterStep(
        gettext("评价，不满意再看一次"),
        gettext("收到答复可以评价；不服的，请上一级复查，对复查不服的再请复核。"),
        tuple(_periods(book, ("review_window", "review", "recheck_window", "recheck"))),
    )


def _periods(book: Rulebook, codes: tuple[str, ...]) -> Iterator[str]:
    """The rules of these codes in their order, a line each; kinds are named where a rule isn't for all of them."""
    for code in codes:
        for rule in book.clocks:
            if rule.code == code and rule.bound is not Bound.UNIT:
                yield _period(rule)


def _period(rule: ClockRule) -> str:
    kinds = [kind for kind in Kind if kind in rule.kinds]
    named = "" if len(kinds) == len(Kind) else gettext("、").join(gettext(KIND_LABELS[kind]) for kind in kinds)
    values = {"name": gettext(rule.name), "kinds": named, "length": days_text(rule), "article": gettext(rule.article)}
    text = (
        gettext("%(name)s（%(kinds)s）：%(length)s，%(article)s")
        if named
        else gettext("%(name)s：%(length)s，%(article)s")
    )
    line = text % values
    if rule.extend_days:
        line += gettext("，复杂的可以延长一次，最多 %(days)d 天") % {"days": rule.extend_days}
    return line


def _where(unit: UnitView, book: Rulebook) -> PosterPart:
    hours = book.office_hours
    lines = [
        gettext("地址：%(address)s") % {"address": unit.address} if unit.address else "",
        gettext("电话：%(phone)s") % {"phone": unit.phone} if unit.phone else "",
        shorten(unit.intro, _INTRO_MOST) if unit.intro else "",
        gettext("上班时间：工作日 %(opens)s—%(closes)s")
        % {"opens": f"{hours.opens:%H:%M}", "closes": f"{hours.closes:%H:%M}"}
        if hours
        else "",
        gettext("领导接访日和驻厅安排公布在网站上，可以先约时间。"),
    ]
    return PosterPart(gettext("到哪里、什么时候"), tuple(line for line in lines if line))


def _never() -> PosterPart:
    return PosterPart(
        gettext("我们从不"),
        (
            gettext("不收费，不要押金，也不收礼。"),
            gettext("不问跟这件事没有关系的私事，不给您建档打分。"),
            gettext("不劝您别反映，不拦您到上一级反映。"),
            gettext("不把是谁反映的告诉被反映的人。"),
        ),
    )


def _unsatisfied(book: Rulebook) -> PosterPart:
    lines = [gettext("到期没有答复：用查询码打开您的事项，按“催办”，就告诉承办单位的负责人。")]
    window, review = (book.clock_rule(code=code, kind=Kind.CLAIM) for code in ("review_window", "review"))
    if window and review:
        lines.append(
            gettext("不服答复：收到后 %(window)s内申请复查，上一级 %(review)s内给意见。")
            % {"window": days_text(window), "review": days_text(review)}
        )
    lines.append(gettext("有人要您交钱、刁难您：直接写检举控告，写明是谁，对方和由其领导的人看不到。"))
    return PosterPart(gettext("不满意怎么办"), tuple(lines))


def _short(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.netloc}{parts.path}".rstrip("/")
