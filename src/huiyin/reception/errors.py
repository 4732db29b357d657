"""Refusals of this context, each with a sentence that a person can act on."""

from huiyin.kernel.errors import BadInput, Conflict, NotAllowed, NotThere


class DayNotFound(NotThere):
    """There is no such reception day, or not for this actor."""

    sentence = "没有找到这个接访日。"


class DayNotYours(NotAllowed):
    """Only registrars and leaders of the unit arrange its reception days."""

    sentence = "接访日由本单位的登记员或领导安排。"


class ReceptionLeaderUnknown(BadInput):
    """Whoever receives leads the unit, or, at the petition office, a unit above it."""

    sentence = "请选一位本单位的领导；在信访部门，也可以选上级单位的领导。"
    field = "officer"


class TitleMissing(BadInput):
    """A day is published with the leader's post."""

    sentence = "请写明接访领导的职务，大家会看到。"
    field = "title"


class PlaceMissing(BadInput):
    """A day is published with its place."""

    sentence = "请写明接访地点。"
    field = "place"


class TopicMissing(BadInput):
    """A reception on a topic names it."""

    sentence = "专题接访请写明专题。"
    field = "topic"


class StopsMissing(BadInput):
    """A round says where it goes."""

    sentence = "基层巡查请写明去哪几个地方，一行一个，最多 %(most)s 个。"
    field = "stops"


class DayLengthWrong(BadInput):
    """Too few or too many slots, too short or too long ones, or past midnight."""

    sentence = "一天安排 1 至 %(slots)s 位，每位 %(least)s 至 %(most)s 分钟，当天结束。"
    field = "slots"


class DayTooSoon(BadInput):
    """Days are published ahead."""

    sentence = "接访日要提前公布，最早是明天。"
    field = "on"


class DayTooLate(BadInput):
    """Nobody knows where a leader is in years to come; rather a slip of the year."""

    sentence = "接访日最多提前一年公布，请核对年份。"
    field = "on"


class LeaderElsewhere(BadInput):
    """The same leader receives somewhere else at this time."""

    sentence = "这位领导在这段时间已经有接访安排。"
    field = "on"


class DayIsBooked(BadInput):
    """Nothing that people have booked is shortened or moved."""

    sentence = "已经有人预约，时间、每位的分钟数和形式不能再改，位数不能少于已经约出的。可以取消这一天，另外公布。"
    field = "slots"


class DayChanged(Conflict):
    """Somebody else has changed it since this page was shown."""

    sentence = "您打开页面后，这个接访日有了变化。请看过再改。"


class DayIsOver(Conflict):
    """It is cancelled, or it has begun."""

    sentence = "这个接访日已经取消，或者已经开始，不能再改。"


class DayCancelReasonMissing(BadInput):
    """Whoever has booked is told why."""

    sentence = "请写明取消的原因，预约的人会看到。"
    field = "reason"


class SlotTaken(Conflict):
    """Somebody else was faster."""

    sentence = "这个时间刚刚被别人约走了，请选另一个时间。您写的内容还在。"


class SlotGone(Conflict):
    """The slot has begun, the day was cancelled, or there is no such slot."""

    sentence = "这个时间不能约了，请选另一个时间。"


class WordsMissing(BadInput):
    """Nothing says what it is about."""

    sentence = "请写几句想谈什么，或者填上已有事项的查询码。"
    field = "words"


class BookerNameMissing(BadInput):
    """The office greets people by name."""

    sentence = "请写姓名，到时我们好称呼您。"
    field = "name"


class ContactMissing(BadInput):
    """There must be a way to say that a day falls through."""

    sentence = "请留电话或邮箱，接访有变动时告诉您。"
    field = "phone"


class NotWithThisLeader(BadInput):
    """The matter is about this leader, this unit, or those who command them."""

    sentence = "这件事项不能约这一场。为保护您，请另选一场，我们不会让这里的人知道您来问过。"
    field = "code"


class MatterBookedAlready(BadInput):
    """One slot of a day for one matter."""

    sentence = "这件事项在这一天已经约了一个时间。"
    field = "code"


class OriginLimitReached(Conflict):
    """Half of a day's slots were booked from this network already; the others are left to other people."""

    sentence = "从您用的这个网络已经约了这一场的一半，剩下的留给别处的人。请约另一场，或者直接来。您写的内容还在。"


class BookingLimitReached(BadInput):
    """So many bookings of one phone number, e-mail address or matter are still to come."""

    sentence = "这个联系方式或事项已经约了 %(most)d 个还没到的时间。先去一次，或者取消一个，就能再约。"


class WishesEnough(Conflict):
    """Very many wishes have come at once from one network."""

    sentence = "从您用的这个网络来的申请很多，请过 %(minutes)s 分钟再按一次，或者打电话申请。您填的都还在。"


class BookingUnknown(NotThere):
    """No booking has this code."""

    sentence = "没有找到这个预约，请核对预约码。"


class BookingOver(Conflict):
    """It is cancelled already, or its time has come."""

    sentence = "这个预约已经取消，或者时间已过。"


class NotThatDay(NotAllowed):
    """Names are shown to those who receive, on the day itself."""

    sentence = "姓名只在接访当天显示，由接待的人按名单称呼。"


class NotedAlready(Conflict):
    """What was said is recorded already."""

    sentence = "这次接访已经记下了，不用再记。"


class NotBegun(Conflict):
    """Notes are taken when people have come."""

    sentence = "要到接访当天才能记。"


class PlanPeriodWrong(BadInput):
    """A plan is for a year at most, and ends after it begins."""

    sentence = "计划的结束日期不能早于开始日期，最长一年。"
    field = "last"


class PlanEmpty(BadInput):
    """No day comes of it."""

    sentence = "这样排不出一天。请选星期几，或者核对期限。"
    field = "weekdays"


class PlanTurnsMissing(BadInput):
    """Leaders take the days in turn: at least one, each once."""

    sentence = "请给来接访的领导写上次序，一个数字一位。"
    field = "turns"


class PlanChanged(Conflict):
    """What the preview showed isn't what would be made now."""

    sentence = "看过预排以后情况有了变化，下面是现在能排的，请再看一遍。"


class PlanNotFound(NotThere):
    """There is no such plan, or not for this actor."""

    sentence = "没有找到这个接访计划。"


class PlanOver(Conflict):
    """Nothing of the plan is left from that day on."""

    sentence = "从这一天起，这个计划没有可以取消的接访日了。"


class RosterNotYours(NotAllowed):
    """Only registrars and leaders of the unit whose hall it is arrange its roster."""

    sentence = "驻厅安排由大厅所在单位的登记员或领导来做。"


class RosterPeriodWrong(BadInput):
    """A roster is for a year at most, ends after it begins, and begins today at the earliest."""

    sentence = "从今天起排，结束日期不能早于开始日期，最长一年。"
    field = "last"


class RosterEmpty(BadInput):
    """Nothing new comes of it."""

    sentence = "没有排出新的一行。请选单位或者岗位，核对星期几和期限；已经排过的不重复。"
    field = "first"


class SittingNotFound(NotThere):
    """There is no such line of a roster, or not for this actor, or it is over."""

    sentence = "没有找到这一行驻厅安排，可能已经撤掉。"


class WishNotFound(NotThere):
    """There is no such wish for a home visit, or not for this actor."""

    sentence = "没有找到这个上门探访的申请。"


class WishAnswered(Conflict):
    """It was agreed to, declined or taken back."""

    sentence = "这个上门探访的申请已经有了结果。"


class WishWordsMissing(BadInput):
    """Nothing says what it is about."""

    sentence = "请写几句想谈什么、为什么要上门。"
    field = "words"


class HomeAddressMissing(BadInput):
    """Whoever comes has to find the way."""

    sentence = "请写上门的地址，会加密存放。"
    field = "address"


class DeclineReasonMissing(BadInput):
    """Whoever wished reads why."""

    sentence = "请写明不能上门的原因，申请的人会看到。"
    field = "reason"
