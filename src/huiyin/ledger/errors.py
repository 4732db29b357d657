"""Why the ledger signs nothing more, or takes a change back."""

from huiyin.kernel.errors import BadInput, Conflict, NotReady


class LedgerBroken(NotReady):
    """The stored tree contradicts itself, so nothing more is signed until somebody has looked."""

    sentence = "台账在第 %(seq)s 条附近前后不符，已停止签发检查点。请运行 huiyin verify 查看。"


class NewestMissing(LedgerBroken):
    """The ledger has been signed before, and the newest checkpoint isn't where it is kept outside the database."""

    sentence = (
        "台账签发过检查点，%(path)s 却不在了，已停止签发。请从备份恢复这个文件；"
        "确实找不回来，运行 huiyin accept-restore 写明理由。"
    )


class NewestUnreadable(LedgerBroken):
    """The file has no checkpoint in it, or one that this installation's key hasn't signed."""

    sentence = "%(path)s 里不是本台账签发的检查点，已停止签发。请从备份恢复这个文件，并核对密钥 ledger.key。"


class NewestNotWritten(NotReady):
    """The newest checkpoint can't be written where it is kept outside the database."""

    sentence = "最新的检查点写不进 %(path)s：%(reason)s。worker 要能在这里写文件。"


class LedgerRolledBack(LedgerBroken):
    """The database holds less than what has been signed: an older backup, or entries were taken away."""

    sentence = (
        "最后签发的检查点有 %(signed)s 条记录，数据库里只签到第 %(stored)s 条，已停止签发。"
        "如果是有意恢复了较早的备份，运行 huiyin accept-restore 写明理由；不是，就是有人删了记录。"
    )


class LedgerForked(LedgerBroken):
    """The database holds another history than the one that was signed."""

    sentence = (
        "最后签发的检查点（%(signed)s 条）与数据库里的台账不是同一份，已停止签发。"
        "请运行 huiyin verify 查看；有意换回的备份，运行 huiyin accept-restore 写明理由。"
    )


class NothingToAccept(Conflict):
    """The database goes on from the newest checkpoint that was signed: there is nothing to decide."""

    sentence = "台账接得上最后签发的检查点，没有什么要接受的。"


class ErasureReasonMissing(BadInput):
    """Something final without a reason."""

    sentence = "请写明清除的理由（至少 4 个字）。"
    field = "reason"


class RestoreReasonMissing(ErasureReasonMissing):
    """A restored older state is to be accepted without a reason."""

    sentence = "请写明恢复的理由（至少 4 个字）。"


class KeyForeign(NotReady):
    """A key file holds another key than the one that the data was made with."""

    sentence = "密钥“%(name)s”不是这些数据的密钥：请从备份恢复 %(folder)s，绝不要生成新的。"
