"""Matters with a part of their own: those whose receipts are printed, and a few that test a page's patience."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from huiyin.cli.demo.arriving import Brought, World, brought_about, topic_of
from huiyin.cli.demo.between import disputed, helped, objected
from huiyin.cli.demo.bringing import (
    about_a_leader,
    at_station,
    long_letter,
    many_requests,
    sealed,
    with_a_name,
    with_emoji,
    with_requests,
)
from huiyin.cli.demo.correcting import corrected
from huiyin.cli.demo.diary import Diary, moment_before
from huiyin.cli.demo.helping import aid_proposed, aided
from huiyin.cli.demo.leading import recused, sponsored
from huiyin.cli.demo.linking import same_again, same_first, split_up
from huiyin.cli.demo.losing import code_lost
from huiyin.cli.demo.meeting import explained, to_be_explained, visited
from huiyin.cli.demo.people import towns
from huiyin.cli.demo.publishing import agreed, in_the_garden, published, published_and_answered
from huiyin.cli.demo.scenes import Story
from huiyin.cli.demo.source import rng_of, voices
from huiyin.cli.demo.storyline import Storyline
from huiyin.cli.demo.together import filed_together, signed_by_many
from huiyin.kernel.actor import Role
from huiyin.matters.carrying_out.rules import FollowUpResult
from huiyin.matters.core.rules.states import Channel, Grade, Kind, Outcome
from huiyin.matters.review.rules import ReviewLevel, ReviewOutcome

_OPINIONS = (Outcome.UPHELD, Outcome.EXPLAINED, Outcome.NOT_UPHELD)
_BARRED_LEADER = ("housing", Role.LEADER)


@dataclass(frozen=True, slots=True)
class Hero:
    """One of them. `shown` is what the console says of it; "" keeps its receipt to itself."""

    name: str
    item: str
    kind: Kind
    days: int
    play: Callable[[Storyline], None]
    shown: str = ""
    channel: Channel = Channel.WEB
    change: Callable[[random.Random, Brought], Brought] | None = None

    @property
    def token(self) -> str:
        """The same in every demo; the receipt's code comes from it and the installation's own key."""
        return f"demo-{self.name}"


def heroes_shown() -> tuple[Hero, ...]:
    """Those whose receipts are printed, in order."""
    return tuple(hero for hero in _HEROES if hero.shown)


def hero_stories(*, seed: int, at: datetime, world: World) -> list[Story]:
    """All of them."""
    return [_story(hero, rng_of(seed, hero.name), at, world) for hero in _HEROES]


def barred_leader(world: World) -> str:
    """The sign-in name of the leader whom one of them is about."""
    return world.roll.first(*_BARRED_LEADER)


def _story(hero: Hero, rng: random.Random, at: datetime, world: World) -> Story:
    officer = barred_leader(world) if hero.name == "about-a-leader" else ""
    given = brought_about(
        rng, world, token=hero.token, kind=hero.kind, topic=topic_of(hero.item), town=towns()[0],
        channel=hero.channel, officer=officer,
    )  # fmt: skip
    if hero.change:
        given = hero.change(rng, given)
    start = moment_before(at, days=hero.days, rng=rng)
    line = Storyline(
        rng, roll=world.roll, setting=given.setting, arrival=given.arrival, lead=given.lead,
        diary=Diary(rng, start=start, limit=at),
    )  # fmt: skip
    hero.play(line)
    return line.story()


# --- How each one goes ------------------------------------------------------------------------------------------


def _fresh(_line: Storyline) -> None:
    """Came in last night."""


def _answered(line: Storyline) -> None:
    """Everything that a page can show: a question, answers, files, an opening, a second draft, three opinions."""
    line.to_handler()
    line.note(1)
    line.open_identity()
    line.ask()
    line.write("writes", 1, 1)
    line.attach("petitioner", "缴费收据.jpg")
    line.attach(line.handler, "现场核查照片.jpg")
    line.draft()
    line.send_back()
    reasons = voices()["reasons"]
    line.draft([(outcome.value, reasons[outcome][0].format(days=15)) for outcome in _OPINIONS])
    line.approve()
    line.serve()


def _asked(line: Storyline) -> None:
    line.to_handler()
    line.note(1)
    line.ask()


def _questioned(line: Storyline) -> None:
    line.to_handler()
    line.question(1, 1)
    line.answer_question()
    line.question(0, 1)


def _late(line: Storyline) -> None:
    line.to_handler()
    line.work()
    line.write("more", 20, 24)
    line.note(2)
    line.write("more", 14, 18)


def _to_approve(line: Storyline) -> None:
    line.to_handler()
    line.note(1)
    line.attach(line.handler, "检验报告.jpg")
    line.draft()


def _worked_on(line: Storyline) -> None:
    line.to_handler()
    line.note(1)


def _extended(line: Storyline) -> None:
    """More time, asked for and granted."""
    line.to_handler()
    line.note(1)
    line.more_time()


def _simple(line: Storyline) -> None:
    line.accept_simply()
    line.to_handler()
    line.note(1)


def _not_so_simple(line: Storyline) -> None:
    _simple(line)
    line.make_ordinary()


def _settled(line: Storyline) -> None:
    """Both sides agree; approved and served like an answer."""
    line.to_handler()
    line.note(1)
    line.settle()
    line.approve()
    line.serve()


def _posted(line: Storyline) -> None:
    """On its way: the receipt isn't back yet."""
    line.to_handler()
    line.note(1)
    line.draft()
    line.approve()
    line.post()


def _acknowledged(line: Storyline) -> None:
    """Posted, taken, rated, and rated once more."""
    _posted(line)
    line.acknowledge()
    line.rate(Grade.DISSATISFIED)
    line.rate(Grade.PARTLY)


def _served_plainly(line: Storyline) -> None:
    line.to_handler()
    line.note(1)
    line.draft()
    line.approve()
    line.serve()


def _in_review(line: Storyline) -> None:
    """Asked for a review; a hearing is still to come."""
    _served_plainly(line)
    line.ask_review()
    line.announce_hearing(days=21)


def _sent_back(line: Storyline) -> None:
    """A new answer is owed."""
    _served_plainly(line)
    line.ask_review()
    line.decide_review(ReviewOutcome.SENT_BACK)
    line.note(2)


def _reviewed(line: Storyline) -> None:
    """Another opinion than the unit's; the recheck can still be asked for."""
    _served_plainly(line)
    line.ask_review()
    line.decide_review(ReviewOutcome.CHANGED)


def _rechecked(line: Storyline) -> None:
    """Answered by a station, reviewed by its town, now with the county."""
    _served_plainly(line)
    line.ask_review(by="ford.reviewer")
    line.decide_review(ReviewOutcome.UPHELD)
    line.ask_review(ReviewLevel.RECHECK)


def _opinion_waits(line: Storyline) -> None:
    """What the recheck comes to is drafted, and somebody else has to see it."""
    _rechecked(line)
    line.draft_opinion(ReviewOutcome.UPHELD)


def _finalised(line: Storyline) -> None:
    """With a hearing in the recheck."""
    _rechecked(line)
    line.announce_hearing()
    line.record_hearing()
    line.decide_review(ReviewOutcome.UPHELD)


def _to_carry_out(line: Storyline) -> None:
    """The last word is said; what the answer promised isn't done yet."""
    line.to_handler()
    line.note(1)
    line.promise()
    line.ask_review(by="ford.reviewer")
    line.decide_review(ReviewOutcome.UPHELD)
    line.ask_review(ReviewLevel.RECHECK)
    line.decide_review(ReviewOutcome.UPHELD)


def _supervised(line: Storyline) -> None:
    """Somebody asks the unit how it stands, and gets an answer."""
    line.to_handler()
    line.note(1)
    line.supervise()
    line.explain()


def _promised(line: Storyline) -> None:
    """Two things are promised; the first is done."""
    line.to_handler()
    line.note(1)
    line.promise()
    line.keep(1)


def _kept(line: Storyline) -> None:
    """All done, closed; nobody was reached yet."""
    _promised(line)
    line.rate(Grade.SATISFIED)
    line.keep(2)
    line.close()
    line.find_cause(
        ("inactive", "openness"), "报修以后没有人牵头，也没有告诉住户进展。已经定下牵头科室和公示的办法。"
    )
    line.call_back(FollowUpResult.NOT_REACHED, "called_in_vain")


def _not_kept(line: Storyline) -> None:
    """What was done didn't hold: open again."""
    _kept(line)
    line.call_back(FollowUpResult.NOT_DONE, "not_kept")
    line.note(1)


def _sealed(line: Storyline) -> None:
    """A reader has looked what it is about."""
    line.open_seal()


def _served(line: Storyline) -> None:
    line.to_handler()
    line.work()
    line.answer()


_HEROES = (
    Hero("answered", "物业收费", Kind.CLAIM, 17, _answered, "刚收到答复，等您评价", change=with_requests(3)),
    Hero("asked", "征地补偿", Kind.CLAIM, 6, _asked, "承办人请您补充情况", change=with_requests(2)),
    Hero("questioned", "电梯运行", Kind.CLAIM, 6, _questioned, "您提了一个问题，等回答", change=with_requests(1)),
    Hero("late", "拖欠工资", Kind.CLAIM, 78, _late, "已经超过法定答复期限", change=with_requests(3)),
    Hero("fresh", "垃圾清运", Kind.CLAIM, 1, _fresh, "昨天提交，还没有人看过", change=with_requests(2)),
    Hero(
        "about-a-leader", "违规收礼", Kind.ACCUSATION, 9, _worked_on, "反映住建局局长，局里的人都看不到",
        Channel.LETTER, about_a_leader,
    ),
    Hero("sealed", "违规收礼", Kind.ACCUSATION, 4, _sealed, "密封的检举：两位同事能打开", change=sealed),
    Hero("extended", "电梯运行", Kind.CLAIM, 24, _extended, "延长了期限，页面上写明原因", change=with_requests(2)),
    Hero("settled", "拖欠工资", Kind.CLAIM, 12, _settled, "双方达成协议，已经送达", change=with_requests(2)),
    Hero("posted", "历史遗留办证", Kind.CLAIM, 14, _posted, "答复寄出了，等回执", change=with_requests(2)),
    Hero("taken", "物业收费", Kind.CLAIM, 30, _acknowledged),
    Hero("simple", "垃圾清运", Kind.CLAIM, 4, _simple, "简易办理，期限更短", change=with_requests(1)),
    Hero("not-so-simple", "垃圾清运", Kind.SUGGESTION, 6, _not_so_simple),
    Hero("in-review", "物业收费", Kind.CLAIM, 20, _in_review, "申请了复查，等听证", change=with_requests(2)),
    Hero("sent-back", "拖欠工资", Kind.CLAIM, 34, _sent_back, change=with_requests(2)),
    Hero("reviewed", "征地补偿", Kind.CLAIM, 30, _reviewed, "复查改变了答复", change=with_requests(2)),
    Hero("in-recheck", "垃圾清运", Kind.CLAIM, 28, _opinion_waits, change=at_station),
    Hero("finalised", "垃圾清运", Kind.CLAIM, 62, _finalised, "听证、复核以后终结", change=at_station),
    Hero("to-carry-out", "垃圾清运", Kind.CLAIM, 34, _to_carry_out, change=at_station),
    Hero("supervised", "电梯运行", Kind.CLAIM, 15, _supervised, "被督办，单位已经说明", change=with_requests(2)),
    Hero("promised", "电梯运行", Kind.CLAIM, 20, _promised, "答复承诺了两件事，做好一件", change=with_requests(2)),
    Hero("kept", "电梯运行", Kind.CLAIM, 44, _kept, change=with_requests(2)),
    Hero("not-kept", "电梯运行", Kind.CLAIM, 58, _not_kept, "回访说没有落实，重新办理", change=with_requests(2)),
    Hero("objected", "电梯运行", Kind.CLAIM, 3, objected),
    Hero("disputed", "电梯运行", Kind.CLAIM, 13, disputed, "两个单位意见不一，上级决定了", change=with_requests(2)),
    Hero("helped", "电梯运行", Kind.CLAIM, 9, helped, "两个单位协办，一个已经答复", change=with_requests(2)),
    Hero("aid-proposed", "拖欠工资", Kind.CLAIM, 5, aid_proposed, "建议转介救助，等您决定", change=with_requests(2)),
    Hero("aided", "拖欠工资", Kind.CLAIM, 16, aided, "转介了临时救助，已经答复", change=with_requests(2)),
    Hero(
        "joint", "垃圾清运", Kind.CLAIM, 6, signed_by_many, "四十多位联名人，两位代表", Channel.VISIT,
        with_requests(2),
    ),
    Hero("together", "路灯照明", Kind.CLAIM, 4, filed_together, "网上联名，签名链接开着", change=with_requests(2)),
    Hero("same-first", "路灯照明", Kind.CLAIM, 12, same_first, change=with_requests(2)),
    Hero("same-again", "路灯照明", Kind.CLAIM, 5, same_again, "和相同的事项一起办理", change=with_requests(1)),
    Hero("split", "电梯运行", Kind.CLAIM, 8, split_up, "一条诉求分给了别的单位", change=with_requests(3)),
    Hero("sponsored", "历史遗留办证", Kind.CLAIM, 18, sponsored, "局长包案，有办理方案", change=with_requests(2)),
    Hero("stood-aside", "物业收费", Kind.CLAIM, 5, recused, change=with_requests(1)),
    Hero(
        "corrected", "电梯运行", Kind.SUGGESTION, 6, corrected, "种类更正过，期限跟着改了", change=with_requests(1)
    ),
    Hero("code-lost", "电梯运行", Kind.CLAIM, 6, code_lost, change=with_a_name),
    Hero("to-approve", "电梯运行", Kind.CLAIM, 7, _to_approve),
    Hero("emoji", "公交线路", Kind.SUGGESTION, 3, _worked_on, change=with_emoji),
    Hero("long", "历史遗留办证", Kind.CLAIM, 12, _worked_on, channel=Channel.LETTER, change=long_letter),
    Hero("many-answered", "物业收费", Kind.CLAIM, 22, _served, change=many_requests),
    Hero("visited", "电梯运行", Kind.CLAIM, 7, visited, "去现场看过两次", change=with_requests(1)),
    Hero(
        "to-be-explained", "物业收费", Kind.CLAIM, 17, to_be_explained, "定了说明会，当面解释",
        change=with_requests(2),
    ),
    Hero("explained", "征地补偿", Kind.CLAIM, 40, explained, "开过说明会，有记录", change=with_requests(2)),
    Hero(
        "near-lift", "电梯运行", Kind.CLAIM, 9, published("小区电梯常停运，请检修"), "附近的人看得到",
        change=in_the_garden,
    ),
    Hero("near-lamp", "路灯照明", Kind.CLAIM, 13, published("小区门口路灯不亮"), change=in_the_garden),
    Hero(
        "near-waste", "垃圾清运", Kind.CLAIM, 30, published_and_answered("小区垃圾没有按时清运"),
        change=in_the_garden,
    ),
    Hero("near-agreed", "物业收费", Kind.CLAIM, 6, agreed, "同意公开，等登记员看标题", change=in_the_garden),
    Hero("many", "物业收费", Kind.CLAIM, 8, _worked_on, channel=Channel.VISIT, change=many_requests),
)  # fmt: skip
