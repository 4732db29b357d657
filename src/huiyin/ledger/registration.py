"""The ledger's names in the records."""

from huiyin.kernel.text import N_, NP_
from huiyin.ledger.names import entry_names_register, subject_names_register

_ENTRIES = {
    "ledger.entry.erased": NP_("经过", "清除一条记录的内容"),
    "ledger.installation.started": NP_("经过", "启动时的设置和上次不同"),
    "ledger.columns.recorded": NP_("经过", "记下台账管到哪些数据"),
    "ledger.columns.taken_up": NP_("经过", "把原有数据纳入台账"),
    "ledger.schema.recorded": NP_("经过", "记下数据库结构"),
    "ledger.derived.repaired": NP_("经过", "重算并修正数据"),
    "ledger.second_place.recorded": NP_("经过", "检查点从此另存一处"),
    "ledger.keys.recorded": NP_("经过", "记下密钥的指纹"),
    "ledger.list.exported": NP_("经过", "导出台账"),
    "ledger.place.searched": NP_("经过", "按序号查台账"),
    "ledger.proof.issued": NP_("经过", "取一条记录的证明"),
    "ledger.openings.exported": NP_("经过", "导出身份信息查看记录"),
    "ledger.restore.accepted": NP_("经过", "接受恢复的台账"),
}
_SUBJECTS = {"ledger": N_("台账"), "security": N_("安全记录"), "installation": N_("系统")}


def register() -> None:
    """Once models are there."""
    entry_names_register(_ENTRIES)
    subject_names_register(_SUBJECTS)
