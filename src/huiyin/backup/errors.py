"""What can be wrong with a backup, or with the place that it is restored to."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from huiyin.kernel.errors import BadInput, Conflict, NotReady, NotThere

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


class BackupFolderRequired(NotReady):
    """No folder of backups is set."""

    sentence = "没有指定备份文件夹：请设置 HUIYIN_BACKUP，或用 --from 指出备份在哪里。"


class RecipientRequired(NotReady):
    """No public key to encrypt backups to."""

    sentence = "没有备份的公钥：请用 huiyin backup key 生成一对密钥，把公钥写进 HUIYIN_BACKUP_RECIPIENTS。"


class RecipientInvalid(BadInput):
    """A recipient that is no public key of age."""

    sentence = "HUIYIN_BACKUP_RECIPIENTS 里的“%(recipient)s”不是公钥：公钥以 age1 开头。"


class IdentityInvalid(BadInput):
    """The file holds no secret key of age."""

    sentence = "%(file)s 里没有备份的私钥：私钥以 AGE-SECRET-KEY-1 开头。"


class IdentityConflict(Conflict):
    """The secret key doesn't open the backup."""

    sentence = "用这把私钥打不开备份里的 %(file)s：备份不是加密给它的，或者这个文件坏了。"


class BackupNotFound(NotThere):
    """No finished backup of that name, or none at all."""

    sentence = "%(folder)s 里没有备份 %(name)s。"


class NoBackupFound(NotThere):
    """The folder has no finished backup."""

    sentence = "%(folder)s 里还没有备份。"


class FolderInUseConflict(Conflict):
    """The folder holds other things than backups."""

    sentence = "%(folder)s 里有别的东西，不能用来放备份。请换一个空文件夹。"


class FolderOwnerConflict(Conflict):
    """The backups in the folder are another installation's."""

    sentence = "%(folder)s 里是另一套系统的备份（ledger.key 不同）。请换一个文件夹。"


class BackupRunningConflict(Conflict):
    """Another process is making, verifying or restoring a backup."""

    sentence = "另一个 huiyin backup 正在运行，请等它结束。"


class BackupPartMissing(NotReady):
    """A file of the backup isn't there."""

    sentence = "备份不完整：缺少 %(file)s。"


class BackupPartDamaged(NotReady):
    """A file of the backup isn't what was written."""

    sentence = (
        "备份损坏：%(file)s 与备份时写下的不一样。请用另一份备份；新的备份会把这个文件重新存一份，先把坏的删掉。"
    )


class BackupSignatureConflict(Conflict):
    """The list of what is in the backup isn't signed by this installation."""

    sentence = "备份的清单不是这套系统的 ledger.key 签的，可能被人换过。"


class BackupFormatUnknown(NotReady):
    """Made by a version that writes backups in another way."""

    sentence = "备份的格式（%(format)s）这个版本不认识：请用做备份的那个版本，或更新的版本。"


class BackupNewer(NotReady):
    """The backup's database is of a newer version than the program."""

    sentence = "备份是 %(made)s 版做的，现在是 %(here)s 版，少了数据库步骤 %(missing)s：请先升级，再恢复。"


class BackupKeyMissing(NotReady):
    """A key that the data needs isn't in the key folder."""

    sentence = "缺少密钥 %(names)s：备份的数据要用它。请先从密钥的备份把它恢复到 %(folder)s。"


class BackupKeyConflict(Conflict):
    """A key is another one than when the backup was made."""

    sentence = "密钥 %(names)s 与做备份时的不是同一把。请先从密钥的备份把它恢复到 %(folder)s。"


class TargetFilledConflict(Conflict):
    """The place to restore to holds data."""

    sentence = "%(place)s 里已经有数据，没有动它。备份只恢复到空的地方。"


class DatabaseKindConflict(Conflict):
    """The backup's database is of another kind than the one that is set."""

    sentence = "备份的数据库是 %(made)s，HUIYIN_DATABASE_URL 指的是 %(here)s，两者要一样。"


class DiskFull(NotReady):
    """Nothing more fits."""

    sentence = "%(folder)s 所在的磁盘满了，没有做成，写了一半的已经删掉。请腾出空间再来。"


class DiskTooSmall(NotReady):
    """It is known beforehand that it won't fit."""

    sentence = "%(folder)s 所在的磁盘放不下：要 %(need)s MB，只有 %(free)s MB。什么都没有动。"


class ToolMissing(NotReady):
    """A program of PostgreSQL isn't installed."""

    sentence = "找不到 %(tool)s：请安装 postgresql-client，或用 HUIYIN_POSTGRESQL_BIN 指出它在哪个文件夹。"


class ToolFailed(NotReady):
    """A program ended with an error."""

    sentence = "%(tool)s 没有成功：%(reason)s"


class ScratchDatabaseRequired(NotReady):
    """Without a second database a backup of PostgreSQL can't be tried out."""

    sentence = "核对 PostgreSQL 的备份要另一个空数据库：请建一个，写进 HUIYIN_SCRATCH_DATABASE_URL。"


class BackupFindings(NotReady):
    """The ledger in the backup doesn't agree with the rows."""

    sentence = "备份里的台账核对不符，没有恢复：%(first)s（仍要恢复，加 --accept-findings。）"


class RestoreUnfinished(NotReady):
    """A restore was ended halfway; what it left must not be worked with."""

    sentence = "上一次恢复没有做完：请再运行一次 huiyin backup restore，它会先清掉那一半。"


@contextmanager
def disk_room(folder: Path) -> Iterator[None]:
    """Raises DiskFull where the system says that there is no room."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise DiskFull(folder=folder) from error
        raise
