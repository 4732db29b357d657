"""The refusals of what takes two people."""

from huiyin.kernel.errors import BadInput, Conflict, NotAllowed, NotThere
from huiyin.kernel.text import N_


class UnagreedNotAllowed(NotAllowed):
    """The post takes effect only after a second person has agreed: it has to be proposed."""

    sentence = N_("这个职位要另一个人同意才生效，请先提出。")


class GrantNotFound(NotThere):
    """No such proposal, or not for this officer."""

    sentence = N_("没有找到这项任用。")


class GrantConflict(Conflict):
    """The proposal is decided or has lapsed, or the post has changed since."""

    sentence = N_("这项任用已经有了结果，或者职位有了变化，请看最新的情况。")


class GrantWaitingConflict(Conflict):
    """The same is proposed already."""

    sentence = N_("同样的任用已经提出，正在等待同意。")


class GrantAgreeNotAllowed(NotAllowed):
    """Nobody agrees to their own proposal or to a grant for themselves; else it isn't this officer's to decide."""

    sentence = N_("这项任用要由单位负责人、监督员或该单位的同事同意；不能由提出的人或本人同意。")


class GrantReasonRequired(BadInput):
    """Refusing needs a reason."""

    sentence = N_("请写明不同意的理由，最多 %(limit)s 个字。")
    field = "reason"


class DutiesNotAllowed(NotAllowed):
    """The installation keeps system, security and audit duties apart."""

    sentence = N_("本单位规定系统管理、安全管理、审计三项职责不能由同一个账号担任。")


class ResetMailRequired(BadInput):
    """Without an address there is nowhere to send a link."""

    sentence = N_("这个账号没有邮箱，请改用开通码，由单位负责人当面转交。")
    field = "way"


class ResetNotFound(NotThere):
    """No such reset, or it is used or over, or the code is wrong: which of these isn't said."""

    sentence = N_("链接或开通码不对、已经用过或者过期了，请联系管理员重新办理。")


class ResetNotAllowed(NotAllowed):
    """A code is handed over by somebody else than whoever asked for it, and never by its own officer."""

    sentence = N_("开通码要由单位负责人、监督员或该单位的同事当面转交；不能由申请重设的人或本人取。")


class PasswordByOthersNotAllowed(NotAllowed):
    """Nobody sets a password for somebody else."""

    sentence = N_("密码只能由本人设定。请发重设链接，或者请单位负责人转交开通码。")


class AddressChangeNotFound(NotThere):
    """No change of the address waits."""

    sentence = N_("没有等待生效的邮箱修改。")


class IndependenceNotAllowed(NotAllowed):
    """A unit that stands apart would come under the command of others, by the word of one administrator."""

    sentence = N_(
        "这个单位独立，不受上级指挥。取消独立会让上级看到它的事项，一个人在网页上不能办："
        "请由能登录服务器的同事用 huiyin unit 命令来办。"
    )


class OwnReachNotAllowed(NotAllowed):
    """Changing the tree would let whoever changes it see more than before."""

    sentence = N_("这样调整会让您自己能看到更多的事项，请由另一位管理员来办。")
