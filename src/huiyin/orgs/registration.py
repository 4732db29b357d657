"""The organisation's names in the records."""

from huiyin.kernel.text import N_, NP_
from huiyin.ledger.names import entry_names_register, subject_names_register

_ENTRIES = {
    "orgs.leave.set": NP_("经过", "安排代办"),
    "orgs.leave.ended": NP_("经过", "结束代办"),
    "orgs.grant.proposed": NP_("经过", "提出任用"),
    "orgs.grant.agreed": NP_("经过", "同意任用"),
    "orgs.grant.refused": NP_("经过", "不同意任用"),
    "orgs.grant.withdrawn": NP_("经过", "撤回任用"),
    "orgs.grant.lapsed": NP_("经过", "任用过期"),
    "orgs.grant.ended": NP_("经过", "终止授权"),
    "orgs.text_editor.named": NP_("经过", "指定常用文字编辑人"),
    "orgs.text_editor.ended": NP_("经过", "取消常用文字编辑人"),
    "orgs.reset.asked": NP_("经过", "申请重设密码"),
    "orgs.reset.handed": NP_("经过", "取开通码"),
    "orgs.reset.used": NP_("经过", "用链接或开通码设定密码"),
    "orgs.reset.ended": NP_("经过", "作废重设密码"),
    "orgs.address.proposed": NP_("经过", "申请换邮箱"),
    "orgs.address.made": NP_("经过", "邮箱换了"),
    "orgs.address.dropped": NP_("经过", "邮箱没有换"),
    "orgs.sign_on.proposed": NP_("经过", "申请连接统一认证"),
    "orgs.sign_on.agreed": NP_("经过", "账号连上统一认证"),
    "orgs.sign_on.refused": NP_("经过", "不同意连接统一认证"),
    "orgs.sign_on.ended": NP_("经过", "解除统一认证的连接"),
    "orgs.sign_on.lapsed": NP_("经过", "统一认证的连接过期"),
    "orgs.unit.created": NP_("经过", "新增单位"),
    "orgs.unit.revised": NP_("经过", "修改单位"),
    "orgs.unit.moved": NP_("经过", "调整单位"),
    "orgs.unit.closed": NP_("经过", "撤销单位"),
    "orgs.post.created": NP_("经过", "新增职位"),
    "orgs.post.revised": NP_("经过", "修改职位"),
    "orgs.post.filled": NP_("经过", "安排职位"),
    "orgs.post.vacated": NP_("经过", "空出职位"),
    "orgs.officer.created": NP_("经过", "新增工作人员"),
    "orgs.officer.revised": NP_("经过", "修改资料"),
    "orgs.officer.reactivated": NP_("经过", "恢复账号"),
    "orgs.officer.deactivated": NP_("经过", "停用账号"),
    "orgs.officer.password_set": NP_("经过", "重设密码"),
    "orgs.officer.password_changed": NP_("经过", "换成自己的密码"),
    "orgs.officer.password_rehashed": NP_("经过", "登录时换成更难猜的密码散列"),
    "orgs.area.created": NP_("经过", "新增地方"),
    "orgs.area.revised": NP_("经过", "修改地方"),
    "orgs.area.moved": NP_("经过", "调整地方"),
    "orgs.category.created": NP_("经过", "新增类别"),
    "orgs.category.revised": NP_("经过", "修改类别"),
    "orgs.category.moved": NP_("经过", "调整类别"),
    "orgs.category.closed": NP_("经过", "停用类别"),
    "orgs.competence.set": NP_("经过", "设定归口"),
    "orgs.competence.dropped": NP_("经过", "取消归口设定"),
}
_SUBJECTS = {
    "unit": N_("单位"),
    "post": N_("职位"),
    "officer": N_("工作人员"),
    "area": N_("地方"),
    "category": N_("类别"),
    "competence": N_("归口"),
    "grant": N_("任用"),
}


def register() -> None:
    """Once models are there."""
    entry_names_register(_ENTRIES)
    subject_names_register(_SUBJECTS)
