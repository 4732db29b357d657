"""The refusals of this context."""

from huiyin.kernel.errors import BadInput, Conflict, NotThere
from huiyin.kernel.text import N_


class UnitNotThere(NotThere):
    """No such unit, or it is closed."""

    sentence = N_("没有找到这个单位，请重新选择。")


class UnitNameUnknown(BadInput):
    """No open unit is called that."""

    sentence = N_("没有叫“%(name)s”的单位，请写全称或者简称。")
    field = "unit"


class UnitNameAmbiguous(BadInput):
    """Several open units may be meant."""

    sentence = N_("叫“%(name)s”的单位有 %(count)s 个，请写全称。")
    field = "unit"


class AreaNotThere(NotThere):
    """No such area."""

    sentence = N_("没有找到这个地方，请重新选择。")


class CategoryNotThere(NotThere):
    """No such category, or it is no longer used."""

    sentence = N_("没有找到这个类别，请重新选择。")


class OfficerNotThere(NotThere):
    """No such officer, or the account is shut."""

    sentence = N_("没有找到这位工作人员，或账号已停用。")


class PostNotThere(NotThere):
    """No such post."""

    sentence = N_("没有找到这个职位，请重新选择。")


class NameMissing(BadInput):
    """A name is empty."""

    sentence = N_("请填写名称。")
    field = "name"


class NameTooLong(BadInput):
    """A name has more characters than %(limit)s."""

    sentence = N_("名称太长，最多 %(limit)s 个字。")
    field = "name"


class AliasTooShort(BadInput):
    """An alias has fewer than %(least)s characters that count: it would stand in nearly every text."""

    sentence = N_("别名至少 %(least)s 个字。")
    field = "aliases"


class AliasTooLong(BadInput):
    """An alias has more characters than %(limit)s."""

    sentence = N_("别名太长，每个最多 %(limit)s 个字。")
    field = "aliases"


class AliasUnfit(BadInput):
    """A sign in an alias parts names."""

    sentence = N_("别名“%(name)s”里有标点，请去掉。")
    field = "aliases"


class AliasesTooMany(BadInput):
    """A unit has more aliases than %(most)s."""

    sentence = N_("别名太多，最多 %(most)s 个。")
    field = "aliases"


class NameTaken(Conflict):
    """A unit of this name is already there under the same parent."""

    sentence = N_("这里已有“%(name)s”，请换个名称。")


class CodeTaken(Conflict):
    """The code of an area or a category is used already."""

    sentence = N_("代码“%(code)s”已被使用，请换一个。")


class CodeMissing(BadInput):
    """An area or a category needs a code, at most 40 characters."""

    sentence = N_("请填写代码，最多 40 个字符。")
    field = "code"


class LastOffice(BadInput):
    """What comes in over the web arrives at a petition office: the only one stays one."""

    sentence = N_("网上来件由信访部门接收，这是唯一的一个，请先另设一个信访部门。")
    field = "kind"


class PostHeld(BadInput):
    """The role of a post that somebody holds would change what they may do without anybody naming them."""

    sentence = N_("有人担任时不能改职责。请先空出这个职位，或者另建一个。")
    field = "role"


class CompetenceNotThere(NotThere):
    """Nothing was said about competence there."""

    sentence = N_("这条归口设定已经不在了，请刷新页面。")


class TreeTooDeep(BadInput):
    """The tree would get more levels than %(limit)s."""

    sentence = N_("层级太多，最多 %(limit)s 级。")
    field = "parent"


class MoveInCircle(BadInput):
    """A unit, an area or a category can't be put under itself or under what is below it."""

    sentence = N_("不能移到它自己或它的下级之下。")
    field = "parent"


class UnitStillStaffed(Conflict):
    """Posts of the unit are still filled."""

    sentence = N_("这个单位还有在职人员，请先调整职位。")


class UnitHasUnits(Conflict):
    """Units below it are still open."""

    sentence = N_("这个单位还有下级单位，请先调整下级。")


class UsernameInvalid(BadInput):
    """A sign-in name has 2 to 40 letters, digits or . @ + - _."""

    sentence = N_("登录名为 2 至 40 个字母、数字或 . @ + - _。")
    field = "username"


class UsernameTaken(Conflict):
    """Somebody has this sign-in name already, capitals not counting."""

    sentence = N_("登录名“%(name)s”已有人使用，请换一个。")


class EmailUnfit(BadInput):
    """That isn't an e-mail address."""

    sentence = N_("邮箱地址不对，请检查。")
    field = "email"


class PasswordSame(BadInput):
    """The new password is the one that an administrator knows."""

    sentence = N_("这就是管理员给您的那个密码，请换一个只有您知道的。")
    field = "password"


class PasswordUnfit(BadInput):
    """The password is too short, too common or too like the name."""

    sentence = N_("密码太短、太常见或与登录名太像，请换一个至少 10 位的密码。")
    field = "password"


class PasswordLocal(PasswordUnfit):
    """The password is hardly more than words that anybody here would try first."""

    sentence = N_("这个密码差不多只是单位、地名、姓名、登录名或“信访”“密码”这样的词，别人会先试它。请换一句别的话。")


class DeputyUnfit(BadInput):
    """The deputy works elsewhere, is away too, or is the officer."""

    sentence = N_("请选一位同单位或上级单位、这些天都在的同事代办。")
    field = "deputy"


class LeaveOverlaps(Conflict):
    """There is a leave on one of these days already."""

    sentence = N_("这些天里已经有一次外出安排，请先结束它。")


class LeaveTooLong(BadInput):
    """No days, days that are over, or more than %(most)s."""

    sentence = N_("请填写从哪天到哪天，最多 %(most)s 天，结束日期不能早于今天。")
    field = "ends_on"


class LeaveNotThere(NotThere):
    """No such leave, or it is over."""

    sentence = N_("这次外出安排已经结束。")


class FilterNameMissing(BadInput):
    """A filter is kept under a name."""

    sentence = N_("请给这个筛选起个名字。")
    field = "name"


class FilterNameTooLong(BadInput):
    """The name has more characters than %(limit)s."""

    sentence = N_("名字太长，最多 %(limit)s 个字。")
    field = "name"


class FilterByHandlerInvalid(BadInput):
    """A kept filter would be a list of what one officer does."""

    sentence = N_("按某一位承办人看的清单不能保存。请先把承办人改回“不限”。")


class FiltersFull(Conflict):
    """The officer keeps as many filters of this list as there may be."""

    sentence = N_("这份清单最多保存 %(most)s 个筛选，请先去掉一个。")


class PinnedFull(Conflict):
    """As many filters are pinned as there may be."""

    sentence = N_("“今天”里最多显示 %(most)s 个筛选，请先去掉一个。")


class FilterNotThere(NotThere):
    """No such filter of this officer's."""

    sentence = N_("这个筛选已经不在了。")


class TextEditorUnfit(BadInput):
    """Who edits a unit's text modules works there, or in a unit below it."""

    sentence = N_("编辑人要在这个单位或者它的下级单位工作，请选别人。")
    field = "officer"


class TextEditorNamedAlready(Conflict):
    """The officer may edit there already."""

    sentence = N_("这位工作人员已经是编辑人。")


class TextEditorNotThere(NotThere):
    """Nobody of that name may edit there, or no longer."""

    sentence = N_("没有找到这位编辑人，可能已经取消。")
